"""The catalogue of indicators, and which entry of it a record is."""

from policy_extract.indicators.catalogue import Catalogue, Indicator, load_catalogue
from policy_extract.indicators.matching import Matcher, match_indicator

__all__ = ["Catalogue", "Indicator", "Matcher", "load_catalogue", "match_indicator"]
