"""Records with their entry of the catalogue."""

from collections.abc import Iterable
from typing import TypeVar

from policy_extract.indicators.matching import match_indicator
from policy_extract.records import Claim

_Claim = TypeVar("_Claim", bound=Claim)


def identified(claims: Iterable[_Claim]) -> tuple[_Claim, ...]:
    """The same records; ``indicator_id`` is set where the catalogue knows it for certain."""
    return tuple(_identified(claim) for claim in claims)


def _identified(claim: _Claim) -> _Claim:
    end = claim.period.end if claim.period else None
    found = match_indicator(
        claim.indicator,
        unit=claim.value.unit,
        direction=claim.direction,
        evidence=claim.evidence.text,
        at=claim.value.start - claim.evidence.spans[0].start,
        year=end.year if end else None,
    )
    if found == claim.indicator_id:
        return claim
    return claim.model_copy(update={"indicator_id": found})
