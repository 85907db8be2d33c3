"""What is told of each word beside a value when the name of its indicator is read.

The window is the sentence up to the value, the words behind it up to the next mark, and before both
the name that the value before carried, where that stands in another sentence.
"""

from collections.abc import Sequence
from typing import NamedTuple

from policy_extract.claims.spot import Spot
from policy_extract.claims.view import VALUE, WHEN, Word

_LEFT, _RIGHT = 50, 16
_FAR = 60
"""Words that a look back takes at most."""
_LONGEST_RUN = 12
_RIGHT_STOPS = frozenset("；;。！？!?\n，,：:（）()")
_SAME_PART, _SAME_CLAUSE, _APART, _TURN = range(4)


class Place(NamedTuple):
    """A word of the window: the word, and its side: ``T`` topic carried in, ``L`` left, ``R`` right."""

    word: Word
    side: str


def window(spot: Spot, topic: Sequence[Word]) -> list[Place]:
    """The words among which the name of a value is looked for, in reading order."""
    words, at = spot.view.words, spot.at
    end = at + 1
    while end < len(words) and end - at <= _RIGHT and words[end].text not in _RIGHT_STOPS:
        end += 1
    return [
        *(Place(word, "T") for word in topic),
        *(Place(word, "L") for word in words[max(0, at - _LEFT) : at]),
        *(Place(word, "R") for word in words[at + 1 : end]),
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


def _distance(steps: int) -> str:
    return (
        str(steps)
        if steps < 3
        else "3"
        if steps < 5
        else "5"
        if steps < 8
        else "8"
        if steps < 13
        else "13"
    )


def name_features(
    spot: Spot,
    places: Sequence[Place],
    last: frozenset[int],
    older: frozenset[int],
    proposed: str = "",
    rule: str = "",
) -> list[list[str]]:
    """The features of each word of a window.

    Args:
        spot: The value.
        places: Its window.
        last: Offsets of words that named the value before in this sentence.
        older: Those that named the one before that.
        proposed: The name that the rules propose, empty for none.
        rule: How they found it.
    """
    value = spot.value
    kind = value.kind
    words, at = spot.view.words, spot.at
    own = words[at]
    left = sum(place.side != "R" for place in places)
    behind = places[left].word if left < len(places) else None
    right = "-"
    if behind is not None:
        right = behind.tag[:1] + ("c" if "c" in behind.classes or "r" in behind.classes else "")
    touch = words[at - 1] if at else None
    touching = (touch.classes or touch.tag[:1]) if touch else "^"
    touched = touch.text if touch else "^"
    noun = _has_noun(words, at)
    crossed = values = 0
    clauses: list[tuple[int, int]] = [(0, 0)] * len(places)
    previous = own.clause
    for index in range(left - 1, -1, -1):
        word = places[index].word
        if places[index].side == "T":
            clauses[index] = (4, 2)
            continue
        if word.clause != previous:
            crossed += 1
            previous = word.clause
        clauses[index] = (
            0 if word.clause == own.clause else min(max(crossed, 1), 4),
            min(values, 2),
        )
        if word.text == VALUE:
            values += 1
    for index in range(left, len(places)):
        if places[index].word.text == VALUE:
            clauses[index:] = [(0, 1)] * (len(places) - index)
            break
    members = _members(spot, places, left)
    topics = sum(place.side == "T" for place in places)
    head = max(last, default=-1)
    own_head, own_size = _own_head(words, at)
    verb = _verb(words, at)
    found: list[list[str]] = []
    for index, (word, side) in enumerate(places):
        cd, vb = clauses[index]
        member = members.get(index, "-")
        text, tag, classes = word.text, word.tag, word.classes
        before = places[index - 1].word if index else None
        after = places[index + 1].word if index + 1 < len(places) else None
        steps = left - index - 1 if side != "R" else index - left
        distance = _distance(steps)
        in_last = "-"
        if side == "T":
            in_last = "tH" if index == topics - 1 else "tO"
        elif side == "L" and word.start in last:
            in_last = "pH" if word.start == head else "pO"
        in_older = word.start in older and side == "L"
        where = f"{side}{cd}{vb}"
        b_text = before.text if before else "^"
        a_text = after.text if after else "$"
        b_class = (before.classes or before.tag[:1]) if before else "^"
        a_class = (after.classes or after.tag[:1]) if after else "$"
        found.append(
            [
                f"w={text}",
                f"w={text}/{side}{min(cd, 2)}",
                f"w={text}/k={kind}/{side}",
                f"bw={b_text}_{text}",
                f"wa={text}_{a_text}",
                f"{where}/k={kind}",
                f"{where}/u={value.unit}",
                f"{where}/part={word.part == own.part}",
                f"{where}/noun={noun}/k={kind}",
                f"{where}/size={own_size}/own={own_head[-1:]}",
                f"{in_last}/{cd}/own={own_head[-1:]}/k={kind}",
                f"{in_last}/s={text[-1]}/own={own_head[-1:]}",
                f"s={text[-1]}/as={a_text[:1]}/{side}",
                f"bs={b_text[-1:]}/s={text[-1]}",
                f"verb={verb}/{where}/t={tag[:1]}",
                f"touch={touched}/{side}{cd}/t={tag[:1]}",
                f"t={tag}/{where}",
                f"c={classes}/{where}",
                f"c={classes}/t={tag[:1]}/{side}/d={distance}",
                f"c={classes}/k={kind}/{side}{cd}",
                f"b={b_text}/{side}",
                f"a={a_text}/{side}",
                f"bc={b_class}/{where}",
                f"ac={a_class}/{where}",
                f"bc={b_class}/c={classes}/ac={a_class}",
                f"n={word.named}/{side}{cd}",
                f"n={word.named}/c={classes}/{in_last}",
                f"{where}/d={distance}",
                f"{where}/k={kind}/d={distance}",
                f"{side}{cd}/k={kind}/right={right}",
                f"{where}/right={right}/touch={touching}",
                f"{where}/noun={noun}/{in_last}/{touching}",
                f"{in_last}/{in_older}/{where}",
                f"{in_last}/k={kind}/{cd}",
                f"{in_last}/touch={touched}/{cd}",
                f"{in_last}/noun={noun}/k={kind}/{cd}",
                f"{in_last}/t={tag[:1]}/c={classes}/{cd}",
                f"{in_last}/w={text}",
                f"rn={text in proposed}/{where}",
                f"rn={text in proposed}/{rule}",
                f"rn={text in proposed}/{rule}/{side}{cd}",
                f"rn={text in proposed}/{in_last}/{cd}",
                f"rn={text in proposed}/t={tag[:1]}/{side}",
                f"rn={text in proposed}/b={b_text in proposed}/a={a_text in proposed}/{side}",
                f"{in_last}/{cd}/own={own_head}",
                f"{in_last}/{cd}/size={own_size}/k={kind}",
                f"{where}/size={own_size}",
                f"aside={word.aside}/{side}",
                f"when={b_text == WHEN}/{a_text == WHEN}/{side}",
                f"t={tag}/at={a_text}",
                f"len={min(len(text), 4)}/t={tag[:1]}/{side}",
                f"s={text[-1]}/{side}{min(cd, 2)}",
                f"s={text[-1]}/k={kind}",
                f"m={member}",
                f"m={member}/{where}",
                f"m={member}/t={tag[:1]}/c={classes}",
                f"verb={verb}/{in_last}/{cd}",
            ]
        )
    return found


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
