"""The phrase beside a value, stripped to the part that names what is measured."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from policy_extract.claims.sentence import TIME
from policy_extract.claims.words import LocalToken, indicator_rules, join

_PARTICLES = frozenset({"的", "了", "着", "过", "等", "“"})
_NUMERALS = frozenset("一二三四五六七八九十")
_JOINTS = frozenset({"和", "及", "与", "以及"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """What stands left of a value.

    Attributes:
        name: The naming part; empty when everything was predicate.
        verb: Words of doing at the end that govern a counted thing (建设 in 建设5条...).
        share: ``占...`` when the phrase says what the value is a share of; ``占`` alone when its
            object must be carried over.
        gap: ``高于...`` when the value is a gap to something else at the same time.
        first: The first words of ``name`` that govern the rest (新建 in 新建5G基站).
        driver: Whether ``name`` says what drives something (拉动进口增长) without saying who.
    """

    name: str
    verb: str = ""
    share: str = ""
    gap: str = ""
    first: str = ""
    driver: bool = False


def read_left(
    words: Sequence[LocalToken], *, owners: Collection[int], rank: bool, after: bool = False
) -> Phrase:
    """Strip the words before a value.

    Args:
        words: Tokens of the text from the segment's start to the value.
        owners: Local offsets covered by names of places and bodies: dropped at the front.
        rank: Whether the value is a rank, whose scope (全省, 全国) is dropped with the predicate.
        after: Whether another value precedes in the segment; its own object ends at a verb.
    """
    rules = indicator_rules()
    rest = after_open_quote(list(words))
    if rank:
        cut_rank(rest)
    verb = strip_tail(rest)
    gap = _take_gap(rest)
    share = _take_share(rest)
    if gap or share:
        strip_tail(rest)
    strip_lead(rest, owners)
    if after:
        at = next((i for i, word in enumerate(rest[:-1]) if word.text in rules.keep), 0)
        del rest[:at]
    first = ""
    for word in rest:
        if word.text not in rules.keep:
            break
        first += word.text
    name = join(rest, rules.inner)
    if len(first) == len(name):
        first = ""
    driver = bool(rest) and rest[0].text in rules.drivers
    return Phrase(name, verb, share, gap, first, driver)


def after_open_quote(words: list[LocalToken]) -> list[LocalToken]:
    """The words behind the last quotation mark that is still open."""
    depth: list[int] = []
    for index, word in enumerate(words):
        for char in word.text:
            if char in "“「《":
                depth.append(index)
            elif char in "”」》" and depth:
                depth.pop()
    return words[depth[-1] + 1 :] if depth else words


def cut_rank(words: list[LocalToken]) -> None:
    """Drop a rank's predicate with its scope (位居|全省), and an adverbial before it."""
    rules = indicator_rules()
    for index in range(len(words) - 1, -1, -1):
        if words[index].text in rules.rank:
            del words[index:]
            break
    else:
        while words and (words[-1].text in rules.places or words[-1].blank):
            words.pop()
    for index in range(len(words) - 1, max(-1, len(words) - 6), -1):
        if words[index].text in rules.coverbs:
            del words[index:]
            break


def strip_tail(words: list[LocalToken]) -> str:
    """Drop the predicate at the end, in place; returns the governing verb found there."""
    rules = indicator_rules()
    verb: list[str] = []
    while words:
        last = words[-1]
        text = last.text
        if text == "地" and len(words) > 1:
            words.pop()
        elif text in rules.driven and any(word.text in rules.drivers for word in words[:-1]):
            break
        elif text in rules.keep:
            verb.append(text)
        elif not (last.blank or text in rules.reach or text in rules.change or text in _PARTICLES):
            break
        words.pop()
    if verb and words and _noun_like(words[-1]):
        # A verb behind a noun phrase closes that phrase (危桥改造100座): it is part of the name.
        for text in reversed(verb):
            start = words[-1].end
            words.append(LocalToken(text, start, start + len(text)))
        verb = []
    return "".join(reversed(verb))


def _noun_like(last: LocalToken) -> bool:
    rules = indicator_rules()
    return not (
        last.blank
        or last.text in rules.lead
        or last.text in rules.keep
        or last.text in rules.places
    )


def _take_gap(words: list[LocalToken]) -> str:
    """Cut off a comparison (高于全国平均水平). Empty when it compares with an earlier time."""
    rules = indicator_rules()
    for index in range(len(words) - 1, -1, -1):
        if words[index].text in rules.gaps:
            tail = words[index:]
            del words[index:]
            if len(tail) == 1 or any(word.text[0] == TIME for word in tail):
                return ""
            return join(tail, rules.inner)
    return ""


def _take_share(words: list[LocalToken]) -> str:
    rules = indicator_rules()
    for index, word in enumerate(words):
        if word.text in rules.shares:
            tail = words[index:]
            del words[index:]
            share = join(tail, rules.inner)
            at = share.find("占")
            return share[at:] if at >= 0 else share
    return ""


def strip_lead(words: list[LocalToken], owners: Collection[int]) -> None:
    """Drop connectives, verbs of doing and the owner's name from the front, in place."""
    rules = indicator_rules()
    for index in range(len(words) - 1, 0, -1):
        # 一般贸易代表之一的江苏省|民营企业: what describes the owner goes with it
        if words[index].start in owners and words[index - 1].text == "的":
            del words[:index]
            break
    while words:
        first = words[0]
        if not (
            first.blank
            or first.text in rules.lead
            or first.text in rules.places
            or first.text in ("的", "了", "”", "》", "．")
            or (first.start in owners and not _coordinated(words, owners))
            or (
                (first.text.isdigit() or first.text in _NUMERALS)
                and len(words) > 1
                and words[1].text[0] in "．.、"
                and words[min(2, len(words) - 1)].text[0] not in _NUMERALS  # 一、二、三产业
            )
        ):
            return
        words.pop(0)


def _coordinated(words: Sequence[LocalToken], owners: Collection[int]) -> bool:
    """Whether the owner in front is the first member of a coordination rather than an owner."""
    after = next((word for word in words if word.start not in owners), None)
    return after is not None and after.text in _JOINTS and words[-1].start not in owners


def read_right(words: Sequence[LocalToken]) -> str:
    """The counted thing that follows a value (2户|国家级企业技术中心)."""
    rules = indicator_rules()
    rest = list(words)
    while rest and (rest[0].blank or rest[0].text in ("的", "了", "以上", "左右")):
        rest.pop(0)
    return join(rest, rules.inner)
