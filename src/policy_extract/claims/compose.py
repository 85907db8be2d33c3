"""Candidates for a name as a whole: what the words say, what the rules propose, what is carried on.

A short name (总投资, 利税, 进口) often leaves out its owner, which stands in the clause before, at the
head of the sentence or in the heading. Each way to complete it is a candidate of its own.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policy_extract.claims.hints import Hint, gap_level
from policy_extract.claims.naming import Named, from_words
from policy_extract.claims.sentence import LogicalSentence
from policy_extract.claims.spot import Spot
from policy_extract.claims.view import VALUE, WHEN, Word

Placed = tuple[Word, tuple[int, int]]
"""A word with where it stands in the document."""
_LONGEST = 10
_MOST = 30
"""Words of a name that is put together."""
_FAR = 80
"""Words that a look back takes at most."""
_NOUNS = "nbjlsatrqmz"
_OPENERS = frozenset(
    [
        "其中",
        "同时",
        "此外",
        "另外",
        "目前",
        "今年",
        "全年",
        "累计",
        "现",
        "在",
        "对",
        "对于",
        "将",
        "把",
        "以",
        "按",
        "由",
        "从",
        "为",
        "使",
    ]
)
_MARKS = frozenset("，,；;。：:！？!?、\n（()）【】")


class Candidate(NamedTuple):
    """A candidate.

    Attributes:
        named: The name.
        source: ``tagged``, ``rule``, ``last``, ``older``, or what a tagged name was completed with:
            ``opening`` (of the sentence), ``clause`` (before the value's), ``owner`` (of the last
            name), ``whole`` (last name), ``paragraph``, ``heading``.
    """

    named: Named
    source: str


def phrase(words: Sequence[Word], begin: int, end: int, sentence: LogicalSentence) -> list[Placed]:
    """The noun phrase that a stretch of words opens with: up to its first verb, value or mark."""
    found: list[Placed] = []
    for at in range(begin, min(end, begin + _FAR)):
        word = words[at]
        if word.text in (WHEN,) or (not found and (word.text in _OPENERS or word.text in _MARKS)):
            continue
        if word.text == VALUE or word.text in _MARKS:
            break
        if word.tag[:1] in "vdpc" and "n" not in word.tag and not word.named:
            if not found:
                continue
            break
        start = sentence.to_document(word.start)
        found.append((word, (start, start + word.end - word.start)))
        if len(found) >= _LONGEST:
            break
    return found


class Topics(NamedTuple):
    """What the text speaks of at a value.

    Attributes:
        last: The name of the value before.
        older: The one before that.
        paragraph: The phrase that its paragraph opens with, where that is another sentence.
        heading: The words of its heading.
    """

    last: Named | None
    older: Named | None
    paragraph: Sequence[Placed]
    heading: Sequence[Placed]


def candidates(
    spot: Spot,
    tagged: Named,
    proposed: str,
    topics: Topics,
    sentence: LogicalSentence,
    read: Named | None = None,
) -> list[Candidate]:
    """The candidates for a value's name, the tagged one first; no two are the same."""
    found: list[Candidate] = []
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
) -> Iterator[Candidate]:
    yield Candidate(tagged, "tagged")
    if read is not None:
        yield Candidate(read, "read")
    if proposed:
        yield Candidate(Named(proposed, (), (), frozenset(), 0.0), "rule")
    if topics.last is not None:
        yield Candidate(topics.last, "last")
    if topics.older is not None:
        yield Candidate(topics.older, "older")
    words = spot.view.words
    own = list(tagged.words)
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
        held = {span for _, span in own}
        kept = [(word, span) for word, span in topic if span not in held]
        if kept and own and len(kept) + len(own) <= _MOST:
            joined = sorted([*kept, *own], key=lambda placed: placed[1])
            yield Candidate(from_words(joined, tagged.chance), source)


def features(spot: Spot, one: Candidate, tagged: Named, proposed: str, topics: Topics) -> list[str]:
    """What holds of a candidate."""
    name, source = one.named.name, one.source
    value = spot.value
    touch = spot.word(-1)
    touched = touch.text if touch else "^"
    chance = tagged.chance
    sure = "4" if chance > 0.8 else "3" if chance > 0.6 else "2" if chance > 0.35 else "1"
    size = min(len(name) // 2, 8)
    own_size = min(len(tagged.name), 9)
    head = tagged.words[-1][0] if tagged.words else None
    tail = head.text if head else "-"
    shape = (head.classes or head.tag[:1]) if head else "-"
    like = _like(name, proposed)
    last = topics.last
    same = last is not None and bool(last.starts) and last.words[-1][0] in _near(spot)
    alike = _like(tagged.name, proposed)
    return [
        f"{source}",
        f"{source}/sure={sure}",
        f"{source}/sure={sure}/like={alike}",
        f"{source}/k={value.kind}",
        f"{source}/u={value.unit}",
        f"{source}/touch={touched}",
        f"{source}/own={own_size}",
        f"{source}/own={own_size}/k={value.kind}",
        f"{source}/tail={tail}",
        f"{source}/tail={tail[-1:]}",
        f"{source}/shape={shape}/own={own_size}",
        f"{source}/words={min(len(tagged.words), 4)}/shape={shape}",
        f"{source}/like={like}",
        f"{source}/alike={alike}",
        f"{source}/same={same}",
        f"{source}/before={min(spot.before, 2)}",
        f"{source}/g={spot.frames.genre}",
        f"{source}/block={spot.frames.blocks[spot.block].kind}",
        f"size={size}",
        f"size={size}/k={value.kind}",
        f"end={name[-1]}",
        f"end={name[-2:]}",
        f"end={name[-1]}/u={value.unit}",
        f"end={name[-2:]}/k={value.kind}",
        f"head={name[:2]}",
        f"{source}/end={name[-1]}/k={value.kind}",
        f"like={like}/k={value.kind}",
    ]


def hinted(hint: Hint, one: Candidate, read: Named) -> list[str]:
    """How a candidate stands to the name that the neural reader takes for the most probable one."""
    like = _like(one.named.name, read.name)
    found = [f"n={like}", f"n={like}/{one.source}", f"n={like}/size={min(len(one.named.name), 9)}"]
    if one.named.spans:
        gap = gap_level(hint.gap(one.named.spans))
        found += [f"gap={gap}", f"gap={gap}/{one.source}"]
    return found


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
