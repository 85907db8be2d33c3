"""The gazetteer; it lives with the rules, where the finders reach it too."""

from policy_extract.rules.gazetteer import COUNTRY, Division, divisions, find_divisions, full_name

__all__ = ["COUNTRY", "Division", "divisions", "find_divisions", "full_name"]
