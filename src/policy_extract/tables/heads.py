"""What the header over a column says: name, unit, change, baseline, goal or result."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policy_extract.rules.loader import per_rules
from policy_extract.tables.model import Span
from policy_extract.tables.rules import is_unit, table_rules
from policy_extract.tables.structure import plain
from policy_extract.tables.times import without_time

ASIDE = re.compile(r"[（(【\[〔]([^（）()【】\[\]〔〕]*)[）)】\]〕]")
UNIT_LINE = re.compile(r"(?:计量)?单位\s*[：:]\s*([^。；]+?)(?=[）)】\]]|$|\s{2})")
_PARTS = re.compile(r"[、，,；;\s]+")
_PERCENT_END = re.compile(r"[%％‰]$")
_SINCE = re.compile("[比较](年初|上年末|(?:19|20)[0-9]{2}(?=年))")
_SIGNS = re.compile(r"±|[+＋][,，/、]?[-－−–—]|[-－−–—][,，/、]?[+＋]")
_OF_GOAL = re.compile("(?:占|为|达|完成)[^，。]{0,8}(?:预算|计划|目标|任务)")
"""A share of what was planned is a result."""
_GOAL_OF = re.compile(
    "^(?:[0-9]{4}年)?(?:预算|计划|目标|任务)数?(?P<share>为|占|是)?(?(share)|[比较])"
)
"""What is planned as a share of a result, or as a change from it, is planned: 预算数为上年执行数的%."""
_AMOUNT = re.compile(
    "(?:增加|减少|净增|新增|增减|变动|变化|增长)(?:额|量|数|值)|(?:比|较|同比|环比)[^，。]{0,6}(?:增加|减少|净增)$|^(?:增减|增|减)额$"
)
_SHARES = ("%", "‰", "百分点", "个百分点")
_INDEX = re.compile(r"=\s*100|为100")


@dataclass(frozen=True, slots=True)
class Head:
    """A column's header understood.

    Attributes:
        name: What is measured, as far as the header says; often empty.
        units: The units written in it.
        change: Whether its cells are changes.
        baseline: ``yoy`` or ``mom`` where it says so.
        goal: Whether its cells are goals; null where nothing says.
        average: Whether they are averages over years.
        since: ``年初`` or ``上年末`` where changes are counted from that day, or the year that they
            are counted from.
        scope: For ranks: within what.
        index: Whether it is an index with the base 100.
        share: Whether its cells are shares of something else, such as of what was planned.
        amount: Whether its changes are amounts (比年初增加), in the unit of the row.
        of_goal: Whether it is a share of what was planned, or what was planned as a share of a result.
    """

    name: str
    units: tuple[str, ...]
    change: bool
    baseline: str | None
    goal: bool | None
    average: bool
    since: str | None
    scope: str | None
    index: bool
    share: bool = False
    amount: bool = False
    of_goal: bool = False


def read_head(path: Sequence[Span]) -> Head:
    """A column's header, from the cells over it."""
    rules = table_rules()
    texts = [plain(cell.text) for cell in path]
    whole = "".join(texts)
    units = [unit for text in reversed(texts) for unit in units_of(text)]
    bare = ASIDE.sub("", whole)
    names = [name for text in texts if (name := _name(text))]
    yoy = any(word in whole for word in rules.yoy) and _compares(whole)
    goal = None
    planned = next((found for text in texts if (found := _GOAL_OF.match(text))), None)
    if planned:
        goal = True
    elif any(word in bare for word in rules.actuals) or _OF_GOAL.search(whole):
        goal = False
    elif sets_goals(bare):
        goal = True
    return Head(
        name="".join(dict.fromkeys(names)),
        units=tuple(units),
        change=_compares(whole),
        baseline="yoy" if yoy else "mom" if any(word in whole for word in rules.mom) else None,
        goal=goal,
        average=any(word in bare for word in rules.average) or bare.endswith("平均"),
        since=found[1] if (found := _SINCE.search(bare)) else None,
        scope=next(
            (word for word in ("全省", "全国", "全市", "全区", "全州") if word in bare), None
        ),
        index=_INDEX.search(whole) is not None,
        amount=_AMOUNT.search(bare) is not None and not any(unit in _SHARES for unit in units),
        share=_of_goal(whole, planned) or any(word in bare for word in rules.shares),
        of_goal=_of_goal(whole, planned),
    )


def _of_goal(whole: str, planned: "re.Match[str] | None") -> bool:
    return _OF_GOAL.search(whole) is not None or (planned is not None and bool(planned["share"]))


def sets_goals(text: str) -> bool:
    """Whether a header or a caption speaks of goals; budgets by name (一般公共预算收入) are none."""
    rules = table_rules()
    for name in rules.budgets:
        text = text.replace(name, "")
    return any(word in text for word in rules.goals)


def changes_only(caption: str) -> bool:
    """Whether a title says that all cells are changes (…涨跌幅度), not also amounts (…及其增速)."""
    text = ASIDE.sub("", UNIT_LINE.sub("", caption)).rstrip("（）() 情况")
    ends = [found for found in _change_words().finditer(text) if found.end() == len(text)]
    return bool(ends) and not any(mark in text[: ends[-1].start()] for mark in "及和与")


def compares_years(caption: str) -> bool:
    """Whether a title compares with the year before."""
    return any(word in caption for word in table_rules().yoy)


def _compares(text: str) -> bool:
    """Whether a header speaks of a change; a share or a contribution is none."""
    return _change_words().search(ASIDE.sub("", text)) is not None or "±" in text


@per_rules
def _change_words() -> "re.Pattern[str]":
    words = "|".join(map(re.escape, table_rules().change))
    return re.compile(f"(?:{words})(?:幅?度|幅|额|量)?")


def units_of(text: str) -> list[str]:
    """The units that a header or a name has in brackets, or at its end."""
    found = []
    for aside in ASIDE.finditer(text):
        inner = aside.group(1)
        line = UNIT_LINE.search(inner)
        pieces = _PARTS.split(line.group(1) if line else inner)
        found += [unit for piece in pieces if (unit := clean_unit(piece))]
    bare = ASIDE.sub("", text).strip()
    if is_unit(bare):
        found.append(bare)
    elif line := UNIT_LINE.search(bare):
        found += [unit for piece in _PARTS.split(line.group(1)) if (unit := clean_unit(piece))]
    elif _PERCENT_END.search(bare):
        found.append("‰" if bare.endswith("‰") else "%")
    return found


def clean_unit(text: str) -> str | None:
    """A unit without the signs that headers put beside it; null for other words."""
    text = re.sub(r"^[±+\-−/]*|(?<=[%％])[±+\-−/]+$", "", text.strip()).replace("％", "%")
    return text if is_unit(text) else None


def _name(text: str) -> str:
    """What a header cell adds to the name of what is measured."""
    rules = table_rules()
    text = UNIT_LINE.sub("", ASIDE.sub("", text))
    if is_unit(text):
        return ""
    text = without_time(text)
    text = _SIGNS.sub("", _PERCENT_END.sub("", text))
    text = _change_words().sub("", text)
    for word in rules.average:
        text = text.removeprefix(word)
    bare = text.strip("的：:、，,/和及其")
    for words in (rules.generic, rules.goals, rules.actuals):
        if bare in words:
            return ""
    for lead in (*rules.goals, *rules.actuals):
        if bare.removeprefix(lead) in rules.generic or bare.removesuffix(lead) in rules.generic:
            return ""
    return bare


def unit_line(above: Sequence[Span]) -> list[str]:
    """The units of ``单位：亿元、%`` over a table."""
    for line in reversed(above):
        found = UNIT_LINE.search(line.text)
        if found:
            whole = clean_unit(found.group(1))
            if whole:
                return [whole]
            return [u for piece in _PARTS.split(found.group(1)) if (u := clean_unit(piece))]
    return []
