"""Direction: whether a number is a change, and which way it goes.

The words before the number decide, back to the last mark of a clause and the nearest first: a verb
of change touching it (增长5%) or governing it through an object (新增投资30亿元), a noun of change
however it is linked (增速达到20%), carried over the members of a list (新增2户A、10户B). A verb of
change followed by 至 or 到 names the level that was reached, which has no direction.
"""

import re
from typing import Literal, NamedTuple

from policy_extract.periods.calendar_rules import plan_ordinals
from policy_extract.rules.cues import Cue, CueFinder, trie_pattern
from policy_extract.rules.loader import RuleModel, load_shipped, per_rules

Direction = Literal["increase", "decrease"]


class DirectionFound(NamedTuple):
    """A direction with the rule and the word that gave it; all null for a level."""

    direction: Direction | None
    rule: str | None
    cue: str | None


class DirectionRules(RuleModel):
    """The word lists of ``rules/direction.toml``; each list says there what it is for."""

    rise: frozenset[str]
    fall: frozenset[str]
    rise_nouns: frozenset[str]
    fall_nouns: frozenset[str]
    contribution: frozenset[str]
    gap_up: frozenset[str]
    gap_down: frozenset[str]
    level: frozenset[str]
    pseudo: frozenset[str]
    transitive: frozenset[str]
    weak: frozenset[str]
    links: frozenset[str]
    reaching: frozenset[str]
    works: frozenset[str]
    earlier: frozenset[str]
    growth: frozenset[str]
    additions: frozenset[str]


class _Lexicon(NamedTuple):
    finder: CueFinder
    links: re.Pattern[str]
    works: re.Pattern[str]
    reaching: re.Pattern[str]
    earlier: re.Pattern[str]
    years: re.Pattern[str]
    transitive: frozenset[str]
    weak: frozenset[str]
    growth: frozenset[str]
    additions: frozenset[str]


LEVEL = DirectionFound(None, None, None)
"""A number that is no change."""

_REACH = 90
_OBJECT = 40
_SHORT_OBJECT = 24
_PERCENT = frozenset({"percent", "percentage_point", "multiple"})
_CUT = re.compile(r"[，,；;。：:！？\n（(“]")
_LISTED = re.compile(r"[0-9０-９].*?[、和及与]", re.DOTALL)
_LAST_ITEM = re.compile(r".*[、和及与]", re.DOTALL)
_TO = re.compile(r"了?(?:至|到)|(?:成|为)(?!主)")
_GROWTH_AS = re.compile(r"(?:增长|下降|上涨|下跌|增加|减少|提高|回落)(?:分别)?为")
_DIGIT = re.compile("[0-9０-９]")
_GAPS = ("gap_up", "gap_down")
_COMPARED = re.compile("比|较")
_NOUN = r"增速|增幅|涨幅|升幅|增长率|增量|增加额|增长速度|降幅|跌幅|减幅"
_VERB = r"递增|增长(?!点|极|为)|增加(?!值)|上升|提高|提升|上涨|下降|回落|减少|递减|下跌|下滑"
_HEDGE = r"(?:以上|以下|以内|左右|上下)?"
_AFTER = re.compile(
    rf"{_HEDGE}(?:的(?:年均|平均|年平均|同比|较快|高)?|(?=速度))(?:速度|速率|幅度)?"
    rf"(?:同比|快速|持续|逐年)?(?P<word>{_NOUN}|{_VERB})(?!至|到)"
)
_AFTER_KEPT = re.compile(rf"{_HEDGE}(?P<word>{_NOUN}|{_VERB})(?!至|到)")
_KEPT = re.compile("(?:保持|实现|维持)(?:了|约|近|超过|超|在)?$")
_AFTER_NEW = re.compile(r"(?P<word>新增|净增)(?![0-9０-９约近超到至了])")
_FALLING = re.compile(r"降|跌|减|回落|下")
_INDICATOR = re.compile(rf"(?P<word>{_NOUN})(?:平均|合计)?$")
_INDICATOR_NEW = re.compile(r"(?P<word>新增|净增)")
_MINUS = "-－−负"


@per_rules
def _lexicon() -> _Lexicon:
    rules = load_shipped("direction.toml", DirectionRules)
    finder = CueFinder(
        {
            "pseudo": rules.pseudo,
            "rise_noun": rules.rise_nouns,
            "fall_noun": rules.fall_nouns,
            "rise": rules.rise,
            "fall": rules.fall,
            "contribution": rules.contribution,
            "gap_up": rules.gap_up,
            "gap_down": rules.gap_down,
            "level": rules.level,
        }
    )
    return _Lexicon(
        finder,
        re.compile(f"(?:{trie_pattern(rules.links)})*"),
        re.compile(f"(?:{trie_pattern(rules.works)})(?:达到|达|约|超过|近)?$"),
        re.compile(f"(?:{trie_pattern(rules.reaching)})"),
        re.compile(trie_pattern(rules.earlier)),
        re.compile(f"[0-9０-９]{{4}}年|{plan_ordinals()}五(?:”|时期|期间|规划|期?末)"),
        rules.transitive,
        rules.weak,
        rules.growth,
        rules.additions,
    )


def find_direction(
    text: str,
    clause_start: int,
    sentence_end: int,
    start: int,
    end: int,
    *,
    kind: str,
    indicator: str | None,
) -> DirectionFound:
    """The direction of the value ``text[start:end]``.

    Args:
        text: The document's text.
        clause_start: Where the value's clause or sentence begins.
        sentence_end: Where its sentence ends.
        start: Where the value begins.
        end: Where the value ends.
        kind: The value's kind; a rank has no direction.
        indicator: The name that was found for the value, null when unknown.

    >>> text = "城镇新增就业达到70万人，失业率降至5%"
    >>> find_direction(text, 0, 20, 8, 12, kind="count", indicator=None).direction
    'increase'
    >>> find_direction(text, 0, 20, 18, 20, kind="percent", indicator=None).direction is None
    True
    """
    if kind == "rank":
        return LEVEL
    change = _after(text, sentence_end, start, end, kind)
    if change is None:
        left = _clause(text, max(clause_start, start - _REACH), start)
        change = _before(text, left, start, kind) or _by_indicator(kind, indicator)
    if change.direction == "increase" and text[start] in _MINUS:
        return DirectionFound("decrease", "direction.sign", text[start])
    return change


def _clause(text: str, left: int, start: int) -> int:
    """Where the clause before ``start`` begins; a closed parenthesis does not end it."""
    closed = left
    for mark in _CUT.finditer(text, left, start):
        if mark.start() < closed:
            continue
        if mark.group() in "（(":
            close = text.find("）" if mark.group() == "（" else ")", mark.end(), start)
            if close >= 0:
                closed = close + 1
                continue
        left = mark.end()
    return left


def _way(word: str) -> Direction:
    return "decrease" if _FALLING.search(word) else "increase"


def _after(text: str, sentence_end: int, start: int, end: int, kind: str) -> DirectionFound | None:
    """A word of change behind the number (8%的增速, 500万千瓦新增机组)."""
    found = _AFTER.match(text, end, min(sentence_end, end + 16))
    if found is None and kind in _PERCENT and _KEPT.search(text, max(0, start - 6), start):
        found = _AFTER_KEPT.match(text, end, min(sentence_end, end + 8))
    if found is None and kind not in _PERCENT:
        found = _AFTER_NEW.match(text, end, min(sentence_end, end + 4))
    if found is None:
        return None
    word = found.group("word")
    return DirectionFound(_way(word), "direction.after", word)


def _by_indicator(kind: str, indicator: str | None) -> DirectionFound:
    """A noun of change in the indicator's name, found elsewhere in the sentence."""
    if indicator:
        found = _INDICATOR.search(indicator)
        if found is None and kind not in _PERCENT:
            found = _INDICATOR_NEW.search(indicator)
        if found is not None:
            return DirectionFound(
                _way(found.group("word")), "direction.indicator", found.group("word")
            )
    return LEVEL


def _before(text: str, left: int, start: int, kind: str) -> DirectionFound | None:
    """What the nearest telling word before the number says; ``None`` when none tells."""
    cues = [cue for cue in _lexicon().finder.find(text, left, start) if cue.group != "pseudo"]
    for at in range(len(cues) - 1, -1, -1):
        cue = cues[at]
        between = text[cue.end : start]
        if cue.group == "level":
            change = _level(text, left, cues[:at], cue, start, kind)
        elif cue.group in _GAPS:
            change = _gap(text, left, cue, between, start)
        elif cue.group == "contribution":
            point = kind == "percentage_point"
            change = (
                DirectionFound("increase", "direction.contribution", cue.word) if point else None
            )
        elif cue.group in ("rise_noun", "fall_noun"):
            change = _noun(text, left, cues[:at], cue, start, kind)
        else:
            change = _verb(text, cue, between, kind)
        if change is not None:
            return change
    return None


def _said(cue: Cue, rule: str) -> DirectionFound:
    rising = cue.group in ("rise", "rise_noun", "gap_up")
    return DirectionFound("increase" if rising else "decrease", rule, cue.word)


def _level(
    text: str, left: int, earlier: list[Cue], level: Cue, start: int, kind: str
) -> DirectionFound | None:
    """A verb of reaching: a level, unless what it links to the number is a word of change."""
    for cue in reversed(earlier):
        if cue.group in _GAPS:
            if len(cue.word) > 1 and not _DIGIT.search(text, cue.end, start):
                return _gap(text, left, cue, text[cue.end : start], start)
        elif cue.group in ("rise_noun", "fall_noun"):
            if not level.word.startswith("占") and _linked(text, cue, level, start, kind):
                return _said(cue, "direction.noun")
            break
        elif cue.group in ("rise", "fall"):
            if cue.word in _lexicon().growth and _linked(text, cue, level, start, kind):
                return _said(cue, "direction.verb")
            break
    if kind not in _PERCENT and _governed_by_new(earlier):
        return None
    return LEVEL


def _linked(text: str, cue: Cue, level: Cue, start: int, kind: str) -> bool:
    """Whether a verb of reaching links a word of change to the number, or to the list it is in."""
    links = _lexicon().links
    if not links.fullmatch(text, cue.end, level.start):
        return False
    between = text[level.end : start]
    listed = kind in _PERCENT and _LISTED.search(between) is not None
    return listed or links.fullmatch(between) is not None


def _governed_by_new(earlier: list[Cue]) -> bool:
    """Whether 新增 or its kin governs the clause (新增就业达到70万人)."""
    for cue in earlier:
        if cue.group in ("rise", "fall"):
            return cue.word in _lexicon().additions
    return False


def _gap(text: str, left: int, cue: Cue, between: str, start: int) -> DirectionFound | None:
    """A gap: a change if measured against an earlier time, else a level; null if it is no gap.

    With nothing between it and the number, the word only compares (增速高于40%).
    """
    if not between and len(cue.word) > 1:
        return None
    against = text[max(left, cue.start - 14) : start]
    compared = _COMPARED.search(against) is not None
    if cue.word == "超过" and not compared:
        return None
    if len(cue.word) == 1 and not (compared and _lexicon().links.fullmatch(between)):
        return None
    if _lexicon().earlier.search(against) or _lexicon().years.search(against):
        return _said(cue, "direction.gap_in_time")
    return LEVEL


def _noun(
    text: str, left: int, earlier: list[Cue], cue: Cue, start: int, kind: str
) -> DirectionFound | None:
    """A noun of change linked to the number, unless a gap to it is what is measured."""
    between = text[cue.end : start]
    if not (kind in _PERCENT and _LISTED.search(between)):
        if not _lexicon().links.fullmatch(between):
            return None
        for gap in reversed(earlier):
            if gap.group in _GAPS and len(gap.word) > 1:
                if not _DIGIT.search(text, gap.end, start):
                    return _gap(text, left, gap, text[gap.end : start], start)
                break
    return _said(cue, "direction.noun")


def _verb(text: str, cue: Cue, between: str, kind: str) -> DirectionFound | None:
    """A verb of change: touching the number, heading a list, or with its object between."""
    lexicon = _lexicon()
    if _TO.match(between) and not (kind in _PERCENT and _GROWTH_AS.match(text, cue.start)):
        return LEVEL
    if cue.word in lexicon.weak:
        return _said(cue, "direction.verb") if kind == "percentage_point" else None
    if lexicon.links.fullmatch(between):
        if cue.word == "少" and not lexicon.earlier.search(text, max(0, cue.start - 10), cue.start):
            return None
        return _said(cue, "direction.verb")
    if _LISTED.search(between):
        return _member(cue, between, kind)
    if cue.word not in lexicon.transitive:
        return None
    if kind in _PERCENT:
        short = len(between) <= _SHORT_OBJECT and cue.word not in ("新增", "净增")
        return _said(cue, "direction.object") if short else None
    if len(between) > _OBJECT or (cue.word[0] not in "新净" and lexicon.works.search(between)):
        return None
    return _said(cue, "direction.object")


def _member(cue: Cue, between: str, kind: str) -> DirectionFound | None:
    """A later member of the list that a verb of change heads (新增2户A、10户B)."""
    lexicon = _lexicon()
    head = _LAST_ITEM.match(between)
    rest = between[head.end() :] if head else between
    linked = lexicon.links.fullmatch(rest) is not None
    governed = cue.word in lexicon.transitive and not lexicon.reaching.search(rest)
    carried = linked if kind in _PERCENT else governed
    return _said(cue, "direction.list") if carried else LEVEL
