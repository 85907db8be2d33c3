"""Targets, metrics and entities from Chinese policy text, every one grounded to its characters.

>>> from policy_extract import extract
>>> document = extract("2023年，全市生产总值增长5%。", place="太原市", ner="none")
>>> document.metrics[0].indicator, document.metrics[0].value.text
('生产总值', '5%')
"""

from typing import TYPE_CHECKING, Any

from policy_extract._version import __version__

if TYPE_CHECKING:
    from policy_extract.errors import PolicyExtractError
    from policy_extract.extractor import Extractor, extract
    from policy_extract.output import load_document
    from policy_extract.periods import find_periods
    from policy_extract.quantities import find_quantities
    from policy_extract.records import Document, Entity, Metric, Period, Quantity, Target
    from policy_extract.tracking.track import Track, track

__all__ = [
    "Document",
    "Entity",
    "Extractor",
    "Metric",
    "Period",
    "PolicyExtractError",
    "Quantity",
    "Target",
    "Track",
    "__version__",
    "extract",
    "find_periods",
    "find_quantities",
    "load_document",
    "track",
]

_HOMES = {
    "Document": "records",
    "Entity": "records",
    "Extractor": "extractor",
    "Metric": "records",
    "Period": "records",
    "PolicyExtractError": "errors",
    "Quantity": "records",
    "Target": "records",
    "Track": "tracking.track",
    "extract": "extractor",
    "find_periods": "periods",
    "find_quantities": "quantities",
    "load_document": "output",
    "track": "tracking.track",
}


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that importing the package costs nothing."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{home}"), name)
