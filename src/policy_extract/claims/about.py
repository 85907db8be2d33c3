"""Who a document is about: one of its principals, or nobody; chosen by fitted weights, once for a document.

What was chosen, and how probable it is, is then told of each number of the document.
"""

from typing import Any, NamedTuple

from policy_extract.claims.context import Reading
from policy_extract.claims.memo import Told
from policy_extract.claims.principals import Principal
from policy_extract.claims.subject import Owner
from policy_extract.rules.gazetteer import COUNTRY

_TITLED = ("no", "in", "first")
_CLASSES = 4
"""Classes of a probability."""


class About(NamedTuple):
    """What a document is about: a name, null for nobody, and how probable that is."""

    who: Principal | None
    chance: float

    @property
    def level(self) -> str:
        """The class of its probability."""
        return str(int(_CLASSES * self.chance))

    @property
    def likely(self) -> bool:
        """Whether it is more probable than all others together."""
        return self.chance > 0.5

    def owner(self, text: str, at: int) -> Owner | None:
        """Its name as the owner of a value, where it stands last before the value, else where it stands first."""
        if self.who is None:
            return None
        span = self.who.before(at) or next(iter(self.who.spans), None)
        return Owner(text[slice(*span)] if span else None, self.who.canonical, span)


def role(reading: Reading, who: Principal | None) -> str:
    """What a name is to a document: its own place, the nation, another thing, or nobody."""
    if who is None:
        return "nobody"
    if who.canonical == reading.subjects.place:
        return "own"
    return "nation" if who.canonical == COUNTRY else who.type


def features(told: Told, reading: Reading, one: Principal | None) -> Any:
    """What is told of a name, or of nobody, as what a document is about.

    Args:
        told: Names of features, or the sums of their weights.
        reading: The document.
        one: The name; null for nobody.
    """
    subjects, genre = reading.subjects, reading.frames.genre
    place, others = subjects.place, subjects.principals
    nation = min(subjects.national, 15) // 2
    where = "-" if place is None else "nation" if place == COUNTRY else place[-1]
    if subjects.given:
        where = "given"
    most = max((other.often for other in others), default=0)
    if one is None:
        best = max((other.titled for other in others), default="no", key=_TITLED.index)
        return told.all([(_nobody, genre, where, best, _grade(most), nation)])
    kind = role(reading, one)
    if kind == "own":
        kind += where
    share = round(4 * one.often / max(1, sum(other.often for other in others)))
    rank = sum(other.often > one.often for other in others)
    inside = bool(place) and kind[:3] != "own" and str(place) in one.canonical
    first = _grade(one.spans[0][0] // 50) if one.spans else -1
    size = _grade(len(reading.text) // 200)
    return told.all(
        [
            (_named, kind, one.titled, _grade(one.often), share, rank, _grade(one.selves)),
            (_headed, kind, one.titled, min(one.headed, 3)),
            (_placed, kind, one.titled, where, inside, first, one.canonical[-1], genre, nation),
            (_sized, kind, one.titled, size, one.often == most),
        ]
    )


def _grade(count: int) -> int:
    """A count as a class: 0, 1, 2-3, 4-7, 8-15, more."""
    return min(count.bit_length(), 5)


def _nobody(genre: str | None, where: str, titled: str, often: int, nation: int) -> tuple[str, ...]:
    return (
        "none",
        f"none/g={genre}",
        f"none/place={where}",
        f"none/titled={titled}",
        f"none/often={often}",
        f"none/nation={nation}",
    )


def _sized(kind: str, titled: str, size: int, most: bool) -> tuple[str, ...]:
    return (f"{kind}/size={size}", f"{kind}/most={most}/{titled}")


def _named(
    kind: str, titled: str, often: int, share: int, rank: int, selves: int
) -> tuple[str, ...]:
    return (
        kind,
        f"titled={titled}",
        f"{kind}/titled={titled}",
        f"often={often}",
        f"{kind}/often={often}",
        f"share={share}",
        f"{kind}/share={share}",
        f"rank={rank}",
        f"rank={rank}/titled={titled}",
        f"selves={selves}",
        f"{kind}/selves={selves}",
    )


def _headed(kind: str, titled: str, headed: int) -> tuple[str, ...]:
    return (f"head={headed}", f"head={headed}/{kind}", f"head={headed}/{titled}/{kind}")


def _placed(
    kind: str,
    titled: str,
    where: str,
    inside: bool,
    first: int,
    end: str,
    genre: str | None,
    nation: int,
) -> tuple[str, ...]:
    return (
        f"place={where}/{kind}",
        f"place={where}/titled={titled}",
        f"inside={inside}",
        f"first={first}",
        f"first={first}/{kind}",
        f"ends={end}",
        f"ends={end}/titled={titled}",
        f"g={genre}/{kind}",
        f"g={genre}/{kind}/titled={titled}",
        f"nation={nation}/{kind}",
    )
