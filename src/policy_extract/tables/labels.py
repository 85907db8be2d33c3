"""What a row's name says: its words, its unit, whether it is a part, a place, a change."""

import re
from dataclasses import dataclass

from policy_extract.rules.gazetteer import divisions
from policy_extract.tables.heads import ASIDE, UNIT_LINE, clean_unit, units_of
from policy_extract.tables.rules import is_unit, table_rules
from policy_extract.tables.structure import plain
from policy_extract.tables.times import bare_caption, row_time, without_time

_NUMBERED = re.compile(
    r"[（(](?:[0-9]{1,2}|[一二三四五六七八九十]+)[）)]|[一二三四五六七八九十]{1,3}[、.．]|"
    r"[0-9]{1,2}[、）)]|(?:[0-9]{1,2}[.．])*[0-9]{1,2}[.．](?![0-9])|[①-⑳]"
)
_NOTES = re.compile(r"[①-⑳*＊†]+$|(?<=[\u4e00-\u9fff])\[[0-9]{1,2}\]$|注[0-9]?$")
_PER = re.compile("(?<![和及与、])每[十百千万亿]*(?:人口|[户人])")
_EACH = re.compile("(?:各|分|逐)(?:个?月|季度?)份?")
_MARK = re.compile("(?<=[\u4e00-\u9fff])[①-⑳]+")
_YEAR_LEAD = re.compile("(?:19|20)[0-9]{2}年(?=[\u4e00-\u9fff])(?![度末底初上下前全第一二三四])")
_CHANGE = re.compile(
    "(?P<stem>.*?)(?<!自然)(?<!机械)(?:比上年|较上年|同比|环比|年均|累计)?(?P<verb>增长|提高|增加|降低|下降|减少)$"
)
_ONLY_CHANGE = re.compile(
    "(?:比上年|较上年|同比|环比|比上月|年均)?(?:增长|增速|增幅|增减|涨跌幅?|升降|增长率|增长速度)"
)
_PLACE = re.compile("[\u4e00-\u9fff]{1,9}(?:省|市|县|区|州|盟|旗|镇|乡|街道|兵团|自治区)")
_OWN = frozenset({"全国", "全省", "全市", "全县", "全区", "全州", "全盟", "全旗"})
_LEADS = re.compile("(?P<own>全地区|全[省市县区州盟旗])|(?P<end>年末|期末|年底)|全年")
"""What stands before a row's name and is told in other fields: whose it is, of when."""
_BASE = re.compile("[（(]?以?[^（(，。]{2,6}(?:=|＝|为)100[）)]?")
_NUMBER = re.compile(r"[0-9.,%％\s-]+")


@dataclass(frozen=True, slots=True)
class Label:
    """A row's name understood.

    Attributes:
        name: Its words without marks, numbers and unit.
        unit: The unit that it has in brackets.
        part: Whether a mark makes it a part of the row above.
        verb: The verb of change that closes it (增长, 降低); it is not in the name.
        only_change: Whether it names a change and nothing else (比上年增长).
        average: Whether it is an average over years.
        end: Whether it holds at the end of the year (年末).
    """

    name: str
    unit: str | None
    part: bool
    verb: str | None
    only_change: bool
    average: bool
    end: bool = False

    @property
    def says(self) -> bool:
        """Whether it has words; digits alone name nothing but a time."""
        return _NUMBER.fullmatch(self.name) is None or row_time(self.name) is not None


def read_label(text: str) -> Label:
    """A row's name.

    >>> label = read_label("其中：2.单位GDP能源消耗降低（%）")
    >>> label.name, label.unit, label.part, label.verb
    ('单位GDP能源消耗', '%', True, '降低')
    """
    rules = table_rules()
    name = plain(text)
    part = False
    while True:
        shorter = _NUMBERED.sub("", name, count=1) if _NUMBERED.match(name) else name
        for mark in rules.part_marks:
            if shorter.startswith(mark) and len(shorter) > len(mark):
                shorter, part = shorter.removeprefix(mark).lstrip("：:"), True
                break
        if shorter == name or not shorter:
            break
        name = shorter
    name = _MARK.sub("", _NOTES.sub("", name))
    if (lead := _YEAR_LEAD.match(name)) and len(name) > lead.end() + 1:
        name = name[lead.end() :]
    end = False
    while (lead := _LEADS.match(name)) and len(name) > lead.end() + 1:
        name, end = name[lead.end() :], end or lead["end"] is not None
    units = units_of(name)
    name = ASIDE.sub(lambda found: "" if _is_units(found.group(1)) else found.group(), name)
    head, comma, tail = name.rpartition("，")
    if comma and is_unit(tail):
        name, units = head, [tail, *units]
    end = end or "年末" in name
    average = any(word in name for word in rules.average)
    only = _ONLY_CHANGE.fullmatch(re.sub("[%％±]", "", name)) is not None
    found = _CHANGE.fullmatch(name) if not only else None
    verb = found["verb"] if found and found["stem"] else None
    if found and verb:
        name = found["stem"]
    return Label(
        name.strip("：:、，, "),
        units[0] if units else None,
        part,
        verb,
        only,
        average,
        end,
    )


def _is_units(inner: str) -> bool:
    pieces = re.split(r"[、，,；;\s]+|单位[：:]", inner)
    return any(pieces) and all(clean_unit(piece) for piece in pieces if piece)


def is_place(name: str) -> bool:
    """Whether a name is that of a division, or looks like one."""
    return name in _OWN or name in divisions() or _PLACE.fullmatch(name) is not None


def is_measure(name: str) -> bool:
    """Whether a name ends in the word for something that is measured."""
    bare = ASIDE.sub("", name)
    return bare.endswith(table_rules().measures)


def is_base(line: str) -> bool:
    """Whether a line over a table says what its indices are 100 of: 以上年为100.

    >>> is_base("（以上年为 100）"), is_base("居民消费价格指数（上年=100）")
    (True, False)
    """
    return _BASE.fullmatch(plain(line)) is not None


def per_unit(caption: str) -> str:
    """What a table's title says that its cells are counted for: 每百户, 每千人口; empty without.

    >>> per_unit("表10 2025年末居民家庭每百户耐用消费品拥有量")
    '每百户'
    """
    found = _PER.search(ASIDE.sub("", plain(caption)))
    return found.group() if found else ""


def topic(caption: str) -> str:
    """What a table's title says that its cells measure; empty when it says nothing of the kind.

    >>> topic("表2 2025年分行业固定资产投资增长速度")
    '固定资产投资'
    """
    rules = table_rules()
    if is_base(caption):
        return ""
    text = plain(ASIDE.sub("", UNIT_LINE.sub("", bare_caption(caption))))
    text = _NUMBERED.sub("", text, count=1) if _NUMBERED.match(text) else text
    text = _EACH.sub("", without_time(text)).removeprefix("份").lstrip("及其各")
    for word in (*sorted(_OWN), "各市", "各县区", "各地区", "各县", "分地区", "我市", "我省"):
        text = text.replace(word, "")
    for word in rules.captions:
        text = text.removesuffix(word)
    for name in (name for name in divisions() if len(name) > 2 and text.startswith(name)):
        text = text.removeprefix(name)
        break
    for word in rules.divided:
        text = text.removeprefix(word)
    return text.strip("：:、，的")
