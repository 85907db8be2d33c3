"""Candidates for a name as a whole: what the words say, what the rules propose, what is carried on.

A short name (总投资, 利税, 进口) often leaves out its owner, which stands in the clause before, at the
head of the sentence or in the heading. Each way to complete it is a candidate of its own.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from policy_extract.claims.hints import Hint, gap_level
from policy_extract.claims.memo import Group, Told
from policy_extract.claims.naming import Named, from_words
from policy_extract.claims.sentence import LogicalSentence
from policy_extract.claims.spot import Spot
from policy_extract.claims.view import VALUE, WHEN, Word
from policy_extract.claims.words import indicator_rules

Placed = tuple[Word, tuple[int, int]]
"""A word with where it stands in the document."""
_LONGEST = 10
_MOST = 30
"""Words of a name that is put together."""
_FAR = 80
"""Words that a look back takes at most."""
_NOUNS = "nbjlsatrqmz"
_MARKS = frozenset("，,；;。：:！？!?、\n（()）【】")


class NameCandidate(NamedTuple):
    """A candidate.

    Attributes:
        named: The name.
        source: ``tagged``, ``rule``, ``last``, ``older``, ``sum`` (the whole's), or what a tagged name was completed with:
            ``part`` (the whole's), ``opening`` (of the sentence), ``clause`` (before the value's), ``owner`` (of the last
            name), ``whole`` (last name), ``paragraph``, ``heading``.
    """

    named: Named
    source: str


def phrase(words: Sequence[Word], begin: int, end: int, sentence: LogicalSentence) -> list[Placed]:
    """The noun phrase that a stretch of words opens with: up to its first verb, value or mark."""
    found: list[Placed] = []
    openers = indicator_rules().openers
    for at in range(begin, min(end, begin + _FAR)):
        word = words[at]
        if word.text in (WHEN,) or (not found and (word.text in openers or word.text in _MARKS)):
            continue
        if word.text == VALUE or word.text in _MARKS:
            break
        if word.tag[:1] in "vdpc" and "n" not in word.tag and not word.named:
            if not found:
                continue
            break
        found.append((word, sentence.placed(word.start, word.end)))
        if len(found) >= _LONGEST:
            break
    return found


class Topics(NamedTuple):
    """What the text speaks of at a value.

    Attributes:
        last: The name of the value before.
        older: The one before that.
        whole: The name of the whole whose parts are told (其中).
        paragraph: The phrase that its paragraph opens with, where that is another sentence.
        heading: The words of its heading.
    """

    last: Named | None
    older: Named | None
    whole: Named | None
    paragraph: Sequence[Placed]
    heading: Sequence[Placed]


def candidates(
    spot: Spot,
    tagged: Named,
    proposed: str,
    topics: Topics,
    sentence: LogicalSentence,
    read: Named | None = None,
) -> list[NameCandidate]:
    """The candidates for a value's name, the tagged one first; no two are the same."""
    found: list[NameCandidate] = []
    seen: set[str] = set()
    for one in _all(spot, tagged, proposed, topics, sentence, read):
        if one.named.name and one.named.name not in seen:
            seen.add(one.named.name)
            found.append(one)
    return found


def _all(
    spot: Spot,
    tagged: Named,
    proposed: str,
    topics: Topics,
    sentence: LogicalSentence,
    read: Named | None,
) -> Iterator[NameCandidate]:
    yield NameCandidate(tagged, "tagged")
    if read is not None:
        yield NameCandidate(read, "read")
    if proposed:
        yield NameCandidate(Named(proposed, (), (), frozenset(), 0.0), "rule")
    whole = list(topics.whole.words) if topics.whole is not None else []
    joined = _joined(whole, tagged)
    if joined is not None:
        yield NameCandidate(joined, "part")
    if topics.whole is not None:
        yield NameCandidate(topics.whole, "sum")
    if topics.last is not None:
        yield NameCandidate(topics.last, "last")
    if topics.older is not None:
        yield NameCandidate(topics.older, "older")
    words = spot.view.words
    opening = phrase(words, 0, spot.at, sentence)
    clause = words[spot.at].clause
    begin = spot.at
    while begin > 0 and spot.at - begin < _FAR and words[begin - 1].clause == clause:
        begin -= 1
    before = begin - 1
    while (
        before > 0 and begin - before < _FAR and words[before - 1].clause == words[begin - 1].clause
    ):
        before -= 1
    last = list(topics.last.words) if topics.last is not None else []
    for source, topic in (
        ("opening", opening),
        ("clause", phrase(words, max(before, 0), begin, sentence) if begin else []),
        ("owner", last[:-1]),
        ("whole", last),
        ("paragraph", list(topics.paragraph)),
        ("heading", list(topics.heading)),
    ):
        joined = _joined(topic, tagged)
        if joined is not None:
            yield NameCandidate(joined, source)


def _joined(topic: Sequence[Placed], tagged: Named) -> Named | None:
    """A name completed with the words of a topic; null where that adds none, or makes it too long."""
    own = list(tagged.words)
    held = {span for _, span in own}
    kept = [(word, span) for word, span in topic if span not in held]
    if not kept or not own or len(kept) + len(own) > _MOST:
        return None
    return from_words(sorted([*kept, *own], key=lambda placed: placed[1]), tagged.chance)


class Composing:
    """What is told of all candidates for one value's name.

    Args:
        told: What a group of features tells.
        spot: The value.
        tagged: The name that the words tell.
        proposed: What the rules propose.
        topics: What the text speaks of.
    """

    def __init__(
        self, told: Told, spot: Spot, tagged: Named, proposed: str, topics: Topics
    ) -> None:
        self._told, self._proposed = told, proposed
        value = spot.value
        self._kind, self._unit = value.kind, value.unit
        touch = spot.word(-1)
        chance = tagged.chance
        sure = "4" if chance > 0.8 else "3" if chance > 0.6 else "2" if chance > 0.35 else "1"
        own = min(len(tagged.name), 9)
        head = tagged.words[-1][0] if tagged.words else None
        tail = head.text if head else "-"
        shape = head.sort if head else "-"
        alike = _like(tagged.name, proposed)
        last = topics.last
        same = last is not None and bool(last.starts) and last.words[-1][0] in _near(spot)
        self._groups: tuple[Group, ...] = (
            (_sure, sure, alike, value.kind, own),
            (_beside, value.unit, touch.text if touch else "^"),
            (_tailed, tail),
            (_shaped, shape, own, min(len(tagged.words), 4)),
            (_governed, same, min(spot.before, 2), spot.frames.genre,
             spot.frames.blocks[spot.block].kind),
        )  # fmt: skip

    def features(self, one: NameCandidate) -> Any:
        """What is told of one candidate."""
        name, source, kind = one.named.name, one.source, self._kind
        like = _like(name, self._proposed)
        return self._told.all(
            [
                *[(_of_source, source, *group) for group in self._groups],
                (_liked, source, like, kind),
                (_ended, name[-2:], min(len(name) // 2, 8), kind),
                (_ended_for, source, name[-1], kind, self._unit),
                f"head={name[:2]}",
            ]
        )


def _of_source(
    source: str, tell: Callable[..., tuple[str, ...]], *facts: object
) -> tuple[str, ...]:
    """What holds of all candidates of a source."""
    return tuple(f"{source}{name}" for name in tell(*facts))


def _sure(sure: str, alike: str, kind: str, own: int) -> tuple[str, ...]:
    return (
        "",
        f"/sure={sure}",
        f"/sure={sure}/like={alike}",
        f"/k={kind}",
        f"/own={own}",
        f"/own={own}/k={kind}",
        f"/alike={alike}",
    )


def _beside(unit: str | None, word: str) -> tuple[str, ...]:
    return (f"/u={unit}", f"/touch={word}")


def _tailed(tail: str) -> tuple[str, ...]:
    return (f"/tail={tail}", f"/tail={tail[-1:]}")


def _shaped(shape: str, own: int, words: int) -> tuple[str, ...]:
    return (f"/shape={shape}/own={own}", f"/words={words}/shape={shape}")


def _governed(same: bool, before: int, genre: str | None, block: str) -> tuple[str, ...]:
    return (f"/same={same}", f"/before={before}", f"/g={genre}", f"/block={block}")


def _liked(source: str, like: str, kind: str) -> tuple[str, ...]:
    return (f"{source}/like={like}", f"like={like}/k={kind}")


def _ended(end: str, size: int, kind: str) -> tuple[str, ...]:
    return (
        f"size={size}",
        f"size={size}/k={kind}",
        f"end={end[-1]}",
        f"end={end}",
        f"end={end}/k={kind}",
    )


def _ended_for(source: str, end: str, kind: str, unit: str | None) -> tuple[str, ...]:
    return (f"end={end}/u={unit}", f"{source}/end={end}/k={kind}")


def hinted(told: Told, hint: Hint, one: NameCandidate, read: Named) -> Any:
    """How a candidate stands to the name that the neural reader takes for the most probable one."""
    like = _like(one.named.name, read.name)
    found = told[_read, like, one.source, min(len(one.named.name), 9)]
    if one.named.spans:
        found += told[_apart, gap_level(hint.gap(one.named.spans)), one.source]
    return found


def _read(like: str, source: str, size: int) -> tuple[str, ...]:
    return (f"n={like}", f"n={like}/{source}", f"n={like}/size={size}")


def _apart(gap: str, source: str) -> tuple[str, ...]:
    return (f"gap={gap}", f"gap={gap}/{source}")


def _near(spot: Spot) -> Sequence[Word]:
    """The words before a value within reach."""
    return spot.view.words[max(0, spot.at - _FAR) : spot.at]


def _like(name: str, other: str) -> str:
    """How much two names share, in classes."""
    if name == other:
        return "="
    if not other:
        return "0"
    if name in other:
        return "in"
    if other in name:
        return "has"
    shared = len(set(name) & set(other)) / max(len(set(name)), len(set(other)))
    return "much" if shared > 0.6 else "some" if shared > 0.2 else "no"
