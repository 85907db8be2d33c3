"""Candidates for whose number it is, with features; the fitted weights choose.

Words for one's own place (全市, 我国), names of places and bodies before the number, those that head the
paragraph or the section, the owner of the number before, the document's own place, and nobody.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, NamedTuple

from policy_extract.claims.about import About, role
from policy_extract.claims.context import Reading
from policy_extract.claims.memo import Group, Told
from policy_extract.claims.spot import Spot
from policy_extract.claims.subject import Owner, names_itself
from policy_extract.rules.gazetteer import COUNTRY

_BODIES = frozenset(
    {"LOCATION", "COMPANY", "GOVERNMENT", "ORGANIZATION", "FACILITY", "PROJECT", "INDUSTRY"}
)
_MARKS = "，,；;：:。"
_NEAR = 800
"""Characters before a value within which mentions are looked for."""


class Candidate(NamedTuple):
    """A candidate.

    Attributes:
        owner: Whose; null for nobody.
        source: ``rule`` (what the hand-set rules say), ``own``, ``named`` (a mention that opens no
            clause), ``paragraph``, ``heading``, ``last``, ``theme`` (what the document
            names most), ``about`` (what it is about), ``nation``, ``place`` or ``none``.
        rank: How many of the source are nearer.
        level: ``country`` … ``district`` for words of one's own place, ``name`` for a name.
        head: Whether it opens its sentence.
        kind: The entity type, empty for none.
    """

    owner: Owner | None
    source: str
    rank: int
    level: str
    head: bool
    kind: str


def candidates(
    reading: Reading,
    spot: Spot,
    pieces: Sequence[tuple[int, int]],
    proposed: Owner | None,
    last: Owner | None,
    about: About | None,
) -> list[Candidate]:
    """The candidates for a value, the nearest first."""
    subjects = reading.subjects
    value = spot.value
    kinds = {
        (e.start, e.end): e.type
        for e in subjects.mentions(max(pieces[0][0], value.start - _NEAR), value.start)
    }
    found: list[Candidate] = []
    if proposed is not None:
        found.append(_at(proposed, "rule", 0, kinds))
    begin = pieces[0][0]
    for rank, (owner, level, head) in enumerate(subjects.before(begin, value.start, 4)):
        found.append(Candidate(owner, "own", rank, level, head, kinds.get(owner.at or (0, 0), "")))
    mentions = [
        e
        for e in subjects.mentions(max(begin, value.start - _NEAR), value.start)
        if e.type in _BODIES
    ]
    for rank, mention in enumerate(reversed(mentions[-3:])):
        held = subjects.named((mention.start, mention.end))
        if held is not None:
            found.append(Candidate(held, "named", rank, "name", False, mention.type))
    block = spot.frames.blocks[spot.block]
    for rank, (owner, level, head) in enumerate(subjects.opening(block.start, begin)):
        found.append(Candidate(owner, "paragraph", rank, level, head, ""))
    path = [spot.block] if block.start < block.head < value.start else []
    for rank, index in enumerate([*path, *reversed(spot.frame.path)][:3]):
        over = spot.frames.blocks[index]
        for mention in subjects.mentions(over.start, over.head):
            if mention.type in _BODIES:
                headed = subjects.named((mention.start, mention.end))
                if headed is not None:
                    found.append(Candidate(headed, "heading", rank, "name", False, mention.type))
    if last is not None:
        found.append(_at(last, "last", 0, kinds))
    theme = subjects.theme
    if theme is not None:
        found.append(Candidate(theme.owner, "theme", 0, "name", theme.titled, theme.type))
    if about is not None and about.who is not None:
        own, titled = about.owner(reading.text, value.start), about.who.titled != "no"
        found.append(Candidate(own, "about", 0, "name", titled, about.who.type))
    if subjects.place != COUNTRY and subjects.national:
        found.append(Candidate(Owner(None, COUNTRY, None), "nation", 0, "place", False, ""))
    if subjects.place is not None:
        found.append(Candidate(Owner(None, subjects.place, None), "place", 0, "place", False, ""))
    found.append(Candidate(None, "none", 0, "none", False, ""))
    return found


def _at(owner: Owner, source: str, rank: int, kinds: dict[tuple[int, int], str]) -> Candidate:
    kind = kinds.get(owner.at, "") if owner.at is not None else ""
    return Candidate(owner, source, rank, "name" if owner.text else "place", False, kind)


def features(
    told: Told,
    reading: Reading,
    spot: Spot,
    one: Candidate,
    indicator: str,
    last: Owner | None,
    apart: str,
    about: About | None,
) -> Any:
    """What is told of a candidate."""
    source, owner = one.source, one.owner
    genre, value = spot.frames.genre, spot.value
    place = reading.subjects.place
    own = owner is not None and owner.canonical == place
    place_kind = "-" if place is None else "nation" if place == "中国" else place[-1]
    same = (last.canonical if last else None) == (owner.canonical if owner else None)
    groups: list[Group] = [
        (_placed, source, one.rank, one.level, one.head, one.kind, genre, place_kind, own),
        (_valued, source, value.kind, spot.frames.blocks[spot.block].kind),
        f"{source}/open={spot.opening}",
        (_same, same, apart, source),
    ]
    theme = reading.subjects.theme
    if theme is not None and source in ("theme", "nation", "none", "place", "last"):
        often = min(theme.often, 12) // 3
        groups.append((_themed, source, often, theme.titled, theme.type, genre))
    if about is not None:
        who = role(reading, about.who)
        if source == "about":
            groups.append((_about, about.level, who, _since(spot, owner), spot.opening))
        elif source in ("nation", "none", "place", "last"):
            groups.append((_beside, source, about.level, who))
    if source in ("nation", "none", "place"):
        often = min(reading.subjects.national, 8) // 2
        groups.append((_national, source, often, place_kind, genre))
    if owner is None:
        groups.append((_nobody, place_kind, genre, value.unit))
        groups += [f"none/v={verb}" for verb in spot.verbs[:2]]
        return told.all(groups)
    inside = "full" if owner.canonical in indicator else "-"
    if owner.text and names_itself(indicator, owner.text):
        inside = "self"
    word = owner.text if one.level not in ("name", "place") else "-"
    groups.append((_called, source, inside, one.kind, one.level, owner.canonical[-1], word))
    if owner.at is not None:
        text = reading.text
        start, end = owner.at
        between = text[max(end, value.start - 300) : value.start]
        marks = min(sum(between.count(mark) for mark in _MARKS), 4)
        first = bisect_left(spot.view.sentence.items, start, key=lambda item: item.value.start)
        values = min(max(0, spot.number - first), 3)
        before, after = text[start - 1 : start] if start else "^", text[end : end + 1]
        groups += [
            (_far, source, marks, values, one.kind, one.head, one.level),
            (_between, source, before, after, one.kind),
            f"{source}/a2={text[end : end + 2]}",
        ]
    return told.all(groups)


def _placed(
    source: str,
    rank: int,
    level: str,
    head: bool,
    kind: str,
    genre: str | None,
    place: str,
    own: bool,
) -> tuple[str, ...]:
    where = f"{source}{rank}"
    return (
        source,
        where,
        f"{where}/level={level}",
        f"{where}/head={head}/kind={kind}",
        f"{source}/kind={kind}",
        f"{source}/g={genre}",
        f"{source}/place={place}",
        f"{source}/own={own}",
        f"{source}/own={own}/g={genre}",
    )


def _valued(source: str, kind: str, block: str) -> tuple[str, ...]:
    return (f"{source}/k={kind}", f"{source}/block={block}")


def _same(same: bool, apart: str, source: str) -> tuple[str, ...]:
    return (f"same={same}/{apart}", f"same={same}/{apart}/{source}")


def _themed(source: str, often: int, titled: bool, kind: str, genre: str | None) -> tuple[str, ...]:
    told = f"{source}/theme={often}/{titled}/{kind}"
    return (told, f"{told}/g={genre}")


def _about(level: str, who: str, since: str, opening: str) -> tuple[str, ...]:
    return (
        f"about={level}",
        f"about={level}/{who}",
        f"about/since={since}",
        f"about/since={since}/{who}",
        f"about/since={since}/{level}",
        f"about/{who}/open={opening}",
    )


def _beside(source: str, level: str, who: str) -> tuple[str, ...]:
    return (f"{source}/about={who}", f"{source}/about={who}/{level}")


def _since(spot: Spot, owner: Owner | None) -> str:
    """Where the name that a document is about stands last before a value."""
    start = spot.value.start
    if owner is None or owner.at is None or owner.at[0] > start:
        return "never"
    at = owner.at[0]
    if at >= spot.view.sentence.pieces[0][0]:
        return "sentence"
    if at >= spot.frames.blocks[spot.block].start:
        return "paragraph"
    return "near" if start - at < _NEAR else "far"


def _national(source: str, often: int, place: str, genre: str | None) -> tuple[str, ...]:
    return (f"{source}/often={often}", f"{source}/often={often}/place={place}/g={genre}")


def _nobody(place: str, genre: str | None, unit: str | None) -> tuple[str, ...]:
    return (f"none/place={place}/g={genre}", f"none/u={unit}")


def _called(
    source: str, inside: str, kind: str, level: str, end: str, word: str | None
) -> tuple[str, ...]:
    return (
        f"{source}/inside={inside}/kind={kind}",
        f"inside={inside}/level={level}",
        f"ends={end}/{source}",
        f"word={word}/{source}",
    )


def _far(
    source: str, marks: int, values: int, kind: str, head: bool, level: str
) -> tuple[str, ...]:
    return (
        f"{source}/marks={marks}",
        f"{source}/values={values}",
        f"{source}/marks={marks}/kind={kind}/head={head}",
        f"{source}/marks={marks}/values={min(values, 2)}/level={level}",
    )


def _between(source: str, before: str, after: str, kind: str) -> tuple[str, ...]:
    return (
        f"{source}/b={before}",
        f"{source}/a={after}",
        f"{source}/b={before}/a={after}/kind={kind}",
    )
