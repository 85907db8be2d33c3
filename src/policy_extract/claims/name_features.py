"""What is told of each word beside a value when the name of its indicator is read.

The window is the sentence up to the value, the words behind it up to the next mark, and before both
the name that the value before carried, where that stands in another sentence.
"""

from collections.abc import Sequence
from typing import Any

from policy_extract.claims.memo import Told
from policy_extract.claims.spot import Spot
from policy_extract.claims.view import VALUE, WHEN, Place, Word

_LEFT, _RIGHT = 50, 16
_FAR = 60
"""Words that a look back takes at most."""
_LONGEST_RUN = 12
_RIGHT_STOPS = frozenset("；;。！？!?\n，,：:（）()")
_SAME_PART, _SAME_CLAUSE, _APART, _TURN = range(4)


def window(spot: Spot, topic: Sequence[Word]) -> list[Place]:
    """The words among which the name of a value is looked for, in reading order."""
    words, at = spot.view.words, spot.at
    end = at + 1
    while end < len(words) and end - at <= _RIGHT and words[end].text not in _RIGHT_STOPS:
        end += 1
    return [
        *(Place(word, "T") for word in topic),
        *spot.view.left[max(0, at - _LEFT) : at],
        *spot.view.right[at + 1 : end],
    ]


def borders(places: Sequence[Place]) -> list[int]:
    """What lies between each word of a window and the one before it, as a class of borders."""
    found = [_TURN]
    for before, after in zip(places, places[1:], strict=False):
        if before.side != after.side:
            found.append(_TURN)
        elif before.word.clause != after.word.clause:
            found.append(_APART)
        elif before.word.part != after.word.part:
            found.append(_SAME_CLAUSE)
        else:
            found.append(_SAME_PART)
    return found


def _around(
    before: str, text: str, after: str, tag: str, side: str, aside: bool
) -> tuple[str, ...]:
    """A word between its neighbours."""
    last = text[-1]
    return (
        f"w={text}",
        f"bw={before}_{text}",
        f"wa={text}_{after}",
        f"bs={before[-1:]}/s={last}",
        f"s={last}/as={after[:1]}/{side}",
        f"b={before}/{side}",
        f"a={after}/{side}",
        f"when={before == WHEN}/{after == WHEN}/{side}",
        f"t={tag}/at={after}",
        f"aside={aside}/{side}",
        f"len={min(len(text), 4)}/t={tag[:1]}/{side}",
    )


def _classed(before: str, classes: str, after: str, where: str) -> tuple[str, ...]:
    """The word lists of a word and of its neighbours."""
    return (
        f"bc={before}/{where}",
        f"ac={after}/{where}",
        f"bc={before}/c={classes}/ac={after}",
        f"c={classes}/{where}",
    )


def _worded(text: str, side: str, near: int, kind: str) -> tuple[str, ...]:
    """A word, and how far it is."""
    last = text[-1]
    return (
        f"w={text}/{side}{near}",
        f"w={text}/k={kind}/{side}",
        f"s={last}/{side}{near}",
        f"s={last}/k={kind}",
    )


def _tagged(
    tag: str, classes: str, where: str, distance: str, kind: str, named: str
) -> tuple[str, ...]:
    """What sort of word stands where."""
    side, place = where[0], where[:2]
    return (
        f"t={tag}/{where}",
        f"c={classes}/t={tag[:1]}/{side}/d={distance}",
        f"c={classes}/k={kind}/{place}",
        f"{where}/d={distance}",
        f"{where}/k={kind}/d={distance}",
        f"{where}/k={kind}",
        f"n={named}/{place}",
    )


def _held(
    in_last: str, text: str, named: str, classes: str, first: str, apart: int
) -> tuple[str, ...]:
    """A word, and whether it named the value before."""
    return (
        f"n={named}/c={classes}/{in_last}",
        f"{in_last}/t={first}/c={classes}/{apart}",
        f"{in_last}/w={text}",
    )


def _united(where: str, unit: str | None, part: bool) -> tuple[str, ...]:
    return (f"{where}/u={unit}", f"{where}/part={part}")


def _sized(where: str, noun: str, kind: str, size: str, own: str) -> tuple[str, ...]:
    return (
        f"{where}/noun={noun}/k={kind}",
        f"{where}/size={size}/own={own}",
        f"{where}/size={size}",
    )


def _carried(
    in_last: str, apart: int, own: str, kind: str, noun: str, size: str
) -> tuple[str, ...]:
    return (
        f"{in_last}/{apart}/own={own}/k={kind}",
        f"{in_last}/k={kind}/{apart}",
        f"{in_last}/noun={noun}/k={kind}/{apart}",
        f"{in_last}/{apart}/size={size}/k={kind}",
    )


def _faced(where: str, kind: str, right: str, touching: str) -> tuple[str, ...]:
    return (f"{where[:2]}/k={kind}/right={right}", f"{where}/right={right}/touch={touching}")


def _older(where: str, noun: str, in_last: str, touching: str, in_older: bool) -> tuple[str, ...]:
    return (f"{where}/noun={noun}/{in_last}/{touching}", f"{in_last}/{in_older}/{where}")


def _proposed(inside: bool, where: str, rule: str) -> tuple[str, ...]:
    """Whether the rules' name holds a word."""
    return (f"rn={inside}/{where}", f"rn={inside}/{rule}", f"rn={inside}/{rule}/{where[:2]}")


def _proposed_by(
    inside: bool, before: bool, after: bool, in_last: str, apart: int, first: str, side: str
) -> tuple[str, ...]:
    return (
        f"rn={inside}/{in_last}/{apart}",
        f"rn={inside}/t={first}/{side}",
        f"rn={inside}/b={before}/a={after}/{side}",
    )


def _listed(member: str, where: str, first: str, classes: str) -> tuple[str, ...]:
    """Whose member of a list a word is."""
    return (f"m={member}", f"m={member}/{where}", f"m={member}/t={first}/c={classes}")


_DISTANCE = ["0", "1", "2", "3", "3", "5", "5", "5", *["8"] * 5]
_FARTHEST = "13"
_WHERE = {side: [[f"{side}{cd}{vb}" for vb in range(3)] for cd in range(5)] for side in "TLR"}


def name_features(
    told: Told,
    spot: Spot,
    places: Sequence[Place],
    last: frozenset[int],
    older: frozenset[int],
    proposed: str = "",
    rule: str = "",
) -> list[Any]:
    """What is told of each word of a window.

    Args:
        told: What a group of features tells.
        spot: The value.
        places: Its window.
        last: Offsets of words that named the value before in this sentence.
        older: Those that named the one before that.
        proposed: The name that the rules propose, empty for none.
        rule: How they found it.
    """
    value = spot.value
    kind, unit = value.kind, value.unit
    words, at = spot.view.words, spot.at
    own = words[at]
    own_clause, own_part = own.clause, own.part
    count = len(places)
    left = count
    topics = 0
    for place in places:
        if place.side != "T":
            break
        topics += 1
    while left > topics and places[left - 1].side == "R":
        left -= 1
    behind = places[left].word if left < count else None
    right = "-"
    if behind is not None:
        right = behind.first + ("c" if "c" in behind.classes or "r" in behind.classes else "")
    touch = words[at - 1] if at else None
    touching = touch.sort if touch else "^"
    touched = touch.text if touch else "^"
    noun = _has_noun(words, at)
    clauses = _clauses(places, topics, left, own_clause)
    members = _members(spot, places, left)
    head = max(last, default=-1)
    own_head, size = _own_head(words, at)
    own_last = own_head[-1:]
    verb = _verb(words, at)
    by_place: dict[tuple[Any, ...], Any] = {}
    by_word: dict[tuple[Any, ...], Any] = {}
    found: list[Any] = []
    word = places[0].word if places else own
    before_text, before_sort, before_inside = "^", "^", "^" in proposed
    inside = word.text in proposed
    for index, (word, side) in enumerate(places):
        cd, vb = clauses[index]
        where = _WHERE[side][cd][vb]
        text, classes, first = word.text, word.classes, word.first
        if index + 1 < count:
            after = places[index + 1].word
            after_text, after_sort = after.text, after.sort
        else:
            after_text = after_sort = "$"
        after_inside = after_text in proposed
        steps = index - left if side == "R" else left - index - 1
        distance = _DISTANCE[steps] if steps < 13 else _FARTHEST
        in_last = "-"
        if topics and side == "T":
            in_last = "tH" if index == topics - 1 else "tO"
        elif last and side == "L" and word.start in last:
            in_last = "pH" if word.start == head else "pO"
        in_older = side == "L" and word.start in older
        inner = topics < index < left - 1 or left < index < count - 1
        key = (where, distance, kind)
        base = word.told.get(key) if inner else None
        if base is None:
            base = (
                told[_around, before_text, text, after_text, word.tag, side, word.aside]
                + told[
                    _classed,
                    before_sort,
                    classes,
                    after_sort,
                    where,
                ]
                + told[_worded, text, side, cd if cd < 2 else 2, kind]
                + told[_tagged, word.tag, classes, where, distance, kind, word.named]
            )
            if inner:
                word.told[key] = base
        base += told[_held, in_last, text, word.named, classes, first, cd]
        base += told[f"{in_last}/s={text[-1]}/own={own_last}"]
        base += told[_listed, members.get(index, "-"), where, first, classes]
        part = word.part == own_part
        placed = (where, part, in_last, in_older)
        more = by_place.get(placed)
        if more is None:
            more = by_place[placed] = (
                told[_united, where, unit, part]
                + told[_sized, where, noun, kind, size, own_last]
                + told[_carried, in_last, cd, own_last, kind, noun, size]
                + told[_faced, where, kind, right, touching]
                + told[_older, where, noun, in_last, touching, in_older]
                + told[f"{in_last}/touch={touched}/{cd}"]
                + told[f"{in_last}/{cd}/own={own_head}"]
                + told[f"verb={verb}/{in_last}/{cd}"]
            )
        sort = (where, in_last, first, inside, before_inside, after_inside)
        most = by_word.get(sort)
        if most is None:
            most = by_word[sort] = (
                told[f"verb={verb}/{where}/t={first}"]
                + told[f"touch={touched}/{where[:2]}/t={first}"]
                + told[_proposed, inside, where, rule]
                + told[_proposed_by, inside, before_inside, after_inside, in_last, cd, first, side]
            )
        found.append(base + more + most)
        before_text, before_sort, before_inside, inside = text, word.sort, inside, after_inside
    return found


def _clauses(places: Sequence[Place], topics: int, left: int, own: int) -> list[tuple[int, int]]:
    """For each word of a window how many clauses and how many values lie between it and the value."""
    clauses = [(4, 2)] * topics + [(0, 0)] * (len(places) - topics)
    crossed = values = 0
    previous = own
    for index in range(left - 1, topics - 1, -1):
        word = places[index].word
        if word.clause != previous:
            crossed += 1
            previous = word.clause
        clauses[index] = (
            0 if word.clause == own else min(max(crossed, 1), 4),
            min(values, 2),
        )
        if word.text == VALUE:
            values += 1
    for index in range(left, len(places)):
        if places[index].word.text == VALUE:
            clauses[index:] = [(0, 1)] * (len(places) - index)
            break
    return clauses


def _verb(words: Sequence[Word], at: int) -> str:
    """The nearest verb before the value in its clause."""
    clause = words[at].clause
    index = at - 1
    while index >= 0 and words[index].clause == clause and at - index < 12:
        if words[index].tag[:1] == "v":
            return words[index].text
        index -= 1
    return "-"


_JOINTS = frozenset("、和及与或")
_PAIRED = frozenset("、和及与或，,")


def _members(spot: Spot, places: Sequence[Place], left: int) -> dict[int, str]:
    """Where a run of values answers a list of as many members: whose member each word is.

    Words of the value's own member are marked ``=``, those of the others ``!``; what stands behind
    the last member up to the values is ``h``, for its head may be shared.
    """
    run, place = _run(spot)
    if len(run) < 2:
        return {}
    words = spot.view.words
    first = run[0]
    begin = first
    clause = words[first].clause
    while (
        begin > 0
        and first - begin < _FAR
        and words[begin - 1].clause == clause
        and words[begin - 1].number < 0
    ):
        begin -= 1
    parts: list[list[int]] = [[]]
    for at in range(begin, first):
        if words[at].text in _JOINTS or words[at].text in ("以及",):
            parts.append([])
        else:
            parts[-1].append(at)
    offset = spot.at - left
    marks: dict[int, str] = {}
    if len(parts) != len(run):
        for part in parts:
            for at in part:
                marks[at - offset] = "?" if len(parts) > 1 else "-"
        return marks
    for number, part in enumerate(parts):
        for at in part:
            marks[at - offset] = "=" if number == place else "!"
            if number == len(parts) - 1 and number != place:
                marks[at - offset] = "h"
    return marks


def _run(spot: Spot) -> tuple[list[int], int]:
    """The values that stand side by side with this one (5%、6%和7%), as word indices; its place."""
    words = spot.view.words
    run = [spot.at]
    at = spot.at
    while (
        at - 2 >= 0
        and words[at - 1].text in _PAIRED
        and words[at - 2].number >= 0
        and len(run) < _LONGEST_RUN
    ):
        at -= 2
        run.insert(0, at)
    place = len(run) - 1
    at = spot.at
    while (
        at + 2 < len(words)
        and words[at + 1].text in _PAIRED
        and words[at + 2].number >= 0
        and len(run) < 2 * _LONGEST_RUN
    ):
        at += 2
        run.append(at)
    return run, place


def _own_head(words: Sequence[Word], at: int) -> tuple[str, str]:
    """The noun nearest before the value in its own stretch, and how many words it has there."""
    part = words[at].part
    index = at - 1
    head, size = "-", 0
    while (
        index >= 0 and at - index < _FAR and words[index].part == part and words[index].number < 0
    ):
        word = words[index]
        plain = not ({"r", "c", "l"} & set(word.classes)) or word.tag[:1] == "n"
        if plain and word.text != WHEN and word.tag[:1] in "nvjabl":
            if head == "-":
                head = word.text
            size += 1
        index -= 1
    return head, str(min(size, 4))


def _has_noun(words: Sequence[Word], at: int) -> str:
    """Whether a noun stands between the value and the mark, or the value, before it."""
    clause = words[at].clause
    index = at - 1
    while (
        index >= 0
        and at - index < _FAR
        and words[index].clause == clause
        and words[index].number < 0
    ):
        word = words[index]
        if word.tag[:1] in "nj" and not word.classes and word.text not in (WHEN,):
            return "n"
        if word.tag[:1] in "nj" or "a" in word.classes or "s" in word.classes:
            return "a"
        index -= 1
    return "-"
