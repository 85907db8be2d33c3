"""The scanner: every time expression of a text, resolved as far as text and reference allow."""

import calendar
import re
from bisect import bisect_right
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from policy_extract.periods.calendar_rules import period_rules
from policy_extract.rules.cues import trie_pattern

_D = "[0-9０-９]"
_N = f"(?:{_D}{{1,2}}|[一二三四五六七八九十]{{1,3}})"
_Y = f"(?:(?:19|20|１９|２０){_D}{{2}}|[一二][一二三四五六七八九〇零○]{{3}})"
_TO = "(?:[—－–~～\\-]{1,2}|至|到)"
_END = "(?:年底|底|末|年末|岁末)"
_PLAN = '[“"‘]?(?P<plan>十[一二三四五六]?|[一二三四五六七八九])五[”"’]?'

_NUMERALS = {char: index for index, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}


Resolved = tuple[str, date | None, date | None]
"""Kind, first day, last day."""


class RawPeriod(NamedTuple):
    """A time expression.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last character.
        text: The expression as written.
        first: First day; null when open or not fixed.
        last: Last day; null when open or not fixed.
        kind: ``year``, ``years``, ``month``, ``months``, ``day``, ``quarter``, ``half``, ``end`` (a
            state at the end of a time), ``deadline``, ``since``, ``plan``, ``relative``, ``same``,
            ``duration``, ``present``, ``recurrent``, ``vague`` or ``decade``.
        named: Whether it stands inside 《》 and dates a document.
        against: Whether it is what a change is measured against (比上年).
    """

    start: int
    end: int
    text: str
    first: date | None
    last: date | None
    kind: str
    named: bool
    against: bool


_DIGITS = "0-9０-９一二三四五六七八九十"
_DATED = _DIGITS + "今去上下前明后本当同次翌第Qq"
_QUOTE = '“"‘'


def _opened(first: str, pattern: str) -> str:
    """A pattern behind a cheap test of its first character."""
    return f"(?=[{first}])(?:{pattern})"


def _alternatives() -> str:
    words = period_rules().words
    since = "|".join(sorted(map(re.escape, period_rules().since), key=len, reverse=True))

    heads = iter(range(99))

    def head() -> str:
        """A year in figures or words; each use has groups of its own."""
        number = next(heads)
        return (
            f"(?:(?P<Y{number}>{_Y})(?:年度?|(?=上半年|下半年|前?[一二三四]季度))|(?P<R{number}>今年|去年|"
            "(?<![网线以])上年(?![货夜轻会])度?|前年|明年|后年|本年度?|当年|上一年度?|本财年|同年|次年|翌年))"
        )

    dated = [
        # 2021—2025年, 从2021年到2025年
        f"(?P<years>(?P<y1>{_Y})年?{_TO}(?P<y2>{_Y})年(?!代))",
        # 2024年1—4月, 今年1月至5月, 1-8月
        f"(?P<months>{head()}?(?P<m1>{_N})月?份?{_TO}(?P<m2>{_N})月(?!均)份?)",
        f"(?P<firstmonths>{head()}?前(?P<mn>{_N})个?月)",
        # 2024年1月16日, 1月16日
        f"(?P<day>(?:{head()})?(?P<dm>{_N})月(?P<dd>{_N})[日号])",
        # 2024年5月底, 5月末, 7月底
        f"(?P<monthend>(?:{head()})?(?P<me>{_N})月(?:底|末)前?)",
        f"(?P<month>{head()}(?P<mm>{_N})月份?(?!均))",
        f"(?P<lonemonth>(?<![0-9０-９.．个几两每第前])(?P<lm>{_N})月份?(?=[，,、全我同在份当末我各]|以来|以后|，))",
        # 2023年上半年, 一季度, 前三季度
        f"(?P<quarter>(?:{head()})?(?P<front>前)?第?(?P<q>[一二三四1-4])季度|(?:{head()})?[Qq](?P<qq>[1-4])(?![0-9]))",
        f"(?P<half>(?:{head()})?(?P<h>上半年|下半年))",
        # 2025年底前, 2025年末
        f"(?P<yearend>{head()}(?:{_END})(?:前|之前|以前)?)",
    ]
    planned = [
        f"(?P<planend>{_PLAN.replace('plan', 'plan3')}(?:规划)?(?:期?末|收官|时期末|末期))",
        f"(?P<planperiod>{_PLAN}(?:规划|计划)?(?:期间|时期|期(?!末|货|刊|待)|前{_N}年|头{_N}年|开局之年|以来))",
        "(?P<sameago>(?:去年|上年|前年)同期)",
        f"(?P<single>{head()}(?!代|底|末|初))",
        f"(?P<yearhead>{head()}(?:年?初|初))",
    ]
    return "|".join(
        [
            _opened(_DATED, "|".join(dated)),
            "(?P<loneend>(?<![0-9０-９前])(?:到|至|截至|截止)?(?:年底|年末|岁末)(?:前|之前)?)",
            f"(?P<since>(?:自从?)?(?:{since})以来|(?:{head()}|(?:{_PLAN.replace('plan', 'plan2')}))以来|今年以来|(?:{head()})起)",
            _opened(_DATED + _QUOTE, "|".join(planned)),
            "(?P<pastyear>过去(?:的)?一年|上一年度|刚刚过去的一年)",
            f"(?P<past>过去(?:的)?(?P<pn>{_N}|两)年)",
            _opened(
                _DIGITS + "两半今连近最未",
                f"(?P<running>连续(?P<rn>{_N}|两)年|近(?P<nn>{_N}|两)年来?|最近(?P<ln>{_N}|两)年|(?P<bn>{_N}|两)年来|(?P<cn>{_N}|两)年间|未来(?P<un>{_N}|两)年|今后(?P<on>{_N}|两)年|(?P<wn>{_N}|两|半)年(?:之)?内|(?P<xn>{_N}|两)个月内)",
            ),
            "(?P<whole>全年|年内|本年内|年度内|年初以来)",
            "(?P<same>(?<![年月季])同期(?![增减比可])|同一时期)",
            "(?P<century>(?:到)?本世纪(?P<cent>中叶|末|初)|(?:上|20|二十)世纪(?P<dec>[0-9一二三四五六七八九]{1,2}[十0]?)年代)",
            f"(?P<present>{trie_pattern(words.present)}|现(?=有(?!的|关)|拥有|已|共|存))",
            f"(?P<recurrent>{trie_pattern(words.recurrent)})",
            f"(?P<vague>{trie_pattern(words.vague)})",
        ]
    )


_FIRST = '0-9０-９一二三四五六七八九十两半今去上前明后本当同次翌全年内自从到截至“"‘Qq过近最连未目现迄眼如时每月历逐多长此下将期疫改新建党中加西香澳刚第'
"""The characters that a time expression can begin with: a cheap test before the whole pattern."""
_PATTERN = re.compile(f"(?=[{_FIRST}])(?:{_alternatives()})")
_HEADS = {
    stem: tuple(name for name in _PATTERN.groupindex if re.fullmatch(stem + "[0-9]+", name))
    for stem in "YR"
}
_OPENING = 400
"""How far a document's opening reaches, in characters."""
_DEADLINE = ("到", "至", "截至", "截止", "力争到", "争取到", "于")
_BASE = re.compile(f"(?:{'|'.join(map(re.escape, period_rules().words.baseline))})$")


def scan_periods(text: str, reference: date | None = None) -> list[RawPeriod]:
    """Every time expression of a text, in order.

    Args:
        text: Any text.
        reference: Publication date; without it 今年 and its kin have no dates.
    """
    scanner = _Scanner(text, reference)
    return [scanner.read(match) for match in _PATTERN.finditer(text)]


class _Scanner:
    def __init__(self, text: str, reference: date | None) -> None:
        self._text = text
        self._reference = reference
        self._titles = [found.span() for found in re.finditer("《[^》\n]*》", text)]
        self._title_starts = [start for start, _ in self._titles]
        self._paragraph = -1
        self._year: int | None = None
        # A statistical report names its year in the title and then says 全年, 年末.
        self._opening = next(
            (
                _year(found[1])
                for found in re.finditer(
                    f"({_Y})年(?![0-9一二三四五六七八九十]{{1,2}}月)", text[:_OPENING]
                )
            ),
            None,
        )
        self._previous: tuple[date | None, date | None] = (None, None)

    def read(self, match: "re.Match[str]") -> RawPeriod:
        text = self._text
        start, end = match.span()
        border = text.rfind("\n", 0, start)
        if border != self._paragraph:
            self._paragraph, self._year = border, None
        kind, first, last = self._resolve(match)
        named = self._named(start)
        before = text[max(0, start - 3) : start]
        against = bool(_BASE.search(before)) or kind == "sameago"
        if before.endswith(("和", "与", "同")) and not re.match(
            ".{0,12}相比|.{0,4}同期", text[end:]
        ):
            against = kind == "sameago"
        deadline = next((word for word in _DEADLINE if before.endswith(word)), None)
        if deadline and kind in (
            "year",
            "month",
            "end",
            "half",
            "quarter",
            "plan",
            "day",
            "deadline",
        ):
            if deadline in ("到", "至") and before[:-1].endswith(("截", "力争", "争取")):
                deadline = "截至" if before.endswith("截至") else deadline
            if deadline != "于" and (kind != "day" or deadline in ("截至", "截止")):
                start -= len(deadline)
                kind, first = ("deadline" if deadline in ("到", "至") else "end"), None
        if first and last and kind not in ("day",) and not against:
            self._previous = (first, last)
        if not against and not named:
            self._remember(match, first, last)
        return RawPeriod(start, end, text[start:end], first, last, kind, named, against)

    def _named(self, at: int) -> bool:
        index = bisect_right(self._title_starts, at) - 1
        return index >= 0 and self._titles[index][1] > at

    def _remember(self, match: "re.Match[str]", first: date | None, last: date | None) -> None:
        day = last or first
        if day is not None and _form(match) not in _NO_YEAR:
            self._year = day.year

    # -- what each form means ------------------------------------------------------------------

    def _context_year(self, month: int = 0) -> int | None:
        """The year of a month or quarter without one of its own."""
        if self._year is not None:
            return self._year
        if self._reference is None:
            return self._opening
        year = self._reference.year
        if self._opening == year - 1:
            return self._opening
        return year - 1 if month > self._reference.month + 1 else year

    def _head(self, match: "re.Match[str]") -> int | None:
        """The year that an expression names itself, in figures or words."""
        written = _group(match, "Y")
        if written is not None:
            return _year(written)
        word = _group(match, "R")
        if word is None:
            return None
        if word in ("当年", "同年") and self._year is not None:
            return self._year
        if word in ("次年", "翌年") and self._year is not None:
            return self._year + 1
        if self._reference is None:
            return None
        year = self._reference.year
        if word.startswith(("去", "上")):
            return year - 1
        if word.startswith("前"):
            return year - 2
        if word.startswith(("明", "次", "翌")):
            return year + 1
        return year + 2 if word.startswith("后") else year

    def _resolve(self, match: "re.Match[str]") -> Resolved:
        return _FORMS[_form(match)](self, match)

    def years(self, match: "re.Match[str]") -> Resolved:
        """2021—2025年."""
        first, last = _year(match["y1"]), _year(match["y2"])
        if first > last:
            return "years", None, None
        return "years", date(first, 1, 1), date(last, 12, 31)

    def months(self, match: "re.Match[str]") -> Resolved:
        """1—4月."""
        low, high = _small(match["m1"]), _small(match["m2"])
        return "months", *_span(self._head(match) or self._context_year(high), low, high)

    def firstmonths(self, match: "re.Match[str]") -> Resolved:
        """前8个月."""
        high = _small(match["mn"])
        return "months", *_span(self._head(match) or self._context_year(high), 1, high)

    def day(self, match: "re.Match[str]") -> Resolved:
        """2024年1月16日."""
        month, number = _small(match["dm"]), _small(match["dd"])
        year = self._head(match) or self._context_year(month)
        try:
            day = date(year, month, number) if year else None
        except ValueError:
            day = None
        return "day", day, day

    def monthend(self, match: "re.Match[str]") -> Resolved:
        """7月底."""
        month = _small(match["me"])
        _, last = _span(self._head(match) or self._context_year(month), month, month)
        return "end", None, last

    def month(self, match: "re.Match[str]") -> Resolved:
        """2024年5月."""
        month = _small(match["mm"])
        return "month", *_span(self._head(match), month, month)

    def lonemonth(self, match: "re.Match[str]") -> Resolved:
        """5月份."""
        month = _small(match["lm"])
        return "month", *_span(self._context_year(month), month, month)

    def quarter(self, match: "re.Match[str]") -> Resolved:
        """前三季度."""
        number = _small(match["q"] or match["qq"])
        first = 1 if match["front"] else 3 * number - 2
        year = self._head(match) or self._context_year(3 * number)
        return "quarter", *_span(year, first, 3 * number)

    def half(self, match: "re.Match[str]") -> Resolved:
        """2022年上半年."""
        low, high = (1, 6) if match["h"] == "上半年" else (7, 12)
        return "half", *_span(self._head(match) or self._context_year(low), low, high)

    def yearend(self, match: "re.Match[str]") -> Resolved:
        """2025年底前."""
        _, last = _span(self._head(match), 1, 12)
        return "end", None, last

    def loneend(self, match: "re.Match[str]") -> Resolved:
        """年底."""
        _, last = _span(self._context_year(), 1, 12)
        return "end", None, last

    def since(self, match: "re.Match[str]") -> Resolved:
        """2023年以来, 党的十八大以来."""
        word = match.group().removesuffix("以来").removesuffix("起")
        known = period_rules().since.get(word.removeprefix("自从").removeprefix("自"))
        if known:
            return "since", known, None
        if match["plan2"]:
            return "since", _plan(match["plan2"])[0], None
        year = self._head(match)
        return "since", date(year, 1, 1) if year else None, None

    def planend(self, match: "re.Match[str]") -> Resolved:
        """“十四五”末."""
        return "end", None, _plan(match["plan3"])[1]

    def planperiod(self, match: "re.Match[str]") -> Resolved:
        """“十四五”期间."""
        first, last = _plan(match["plan"])
        if match.group().endswith("以来"):
            return "since", first, None
        if match.group().endswith("开局之年") and first:
            return "year", first, date(first.year, 12, 31)
        part = re.search(f"[前头]({_N})年$", match.group())
        if part and first:
            last = date(first.year + _small(part[1]) - 1, 12, 31)
        return "plan", first, last

    def single(self, match: "re.Match[str]") -> Resolved:
        """2023年, 今年."""
        return "year", *_span(self._head(match), 1, 12)

    def yearhead(self, match: "re.Match[str]") -> Resolved:
        """年初: a point no record can use."""
        return "vague", None, None

    def pastyear(self, match: "re.Match[str]") -> Resolved:
        """过去的一年: the year before the reference's."""
        return "year", *_span(self._reference.year - 1 if self._reference else None, 1, 12)

    def past(self, match: "re.Match[str]") -> Resolved:
        """过去五年: the years before the reference's."""
        if self._reference is None:
            return "years", None, None
        count, year = _small(match["pn"]), self._reference.year
        return "years", date(year - count, 1, 1), date(year - 1, 12, 31)

    def running(self, match: "re.Match[str]") -> Resolved:
        """连续3年 ends with the year spoken of; 近三年, 两年内 fix no dates."""
        if match["rn"] and self._year is not None:
            count = _small(match["rn"])
            return "duration", date(self._year - count + 1, 1, 1), date(self._year, 12, 31)
        return "duration", None, None

    def whole(self, match: "re.Match[str]") -> Resolved:
        """全年, 年内."""
        return "year", *_span(self._context_year(), 1, 12)

    def same(self, match: "re.Match[str]") -> Resolved:
        """同期: the time spoken of before."""
        return "same", *self._previous

    def sameago(self, match: "re.Match[str]") -> Resolved:
        """去年同期."""
        first, last = self._previous
        return "sameago", _back(first), _back(last)

    def century(self, match: "re.Match[str]") -> Resolved:
        """本世纪中叶, 上世纪80年代."""
        if match["cent"] == "中叶":
            return "deadline", None, date(2050, 12, 31)
        if match["cent"] == "末":
            return "deadline", None, date(2100, 12, 31)
        decade = (match["dec"] or "").rstrip("0十")
        number = _small(decade) if decade else 0
        if 1 <= number <= 9:
            return "decade", date(1900 + 10 * number, 1, 1), date(1909 + 10 * number, 12, 31)
        return "vague", None, None

    def present(self, match: "re.Match[str]") -> Resolved:
        """目前."""
        return "present", None, None

    def recurrent(self, match: "re.Match[str]") -> Resolved:
        """每年."""
        return "recurrent", None, None

    def vague(self, match: "re.Match[str]") -> Resolved:
        """近年来."""
        return "vague", None, None


_FORMS: dict[str, Callable[[_Scanner, "re.Match[str]"], Resolved]] = {
    name: getattr(_Scanner, name)
    for name in (
        "years", "months", "firstmonths", "day", "monthend", "month", "lonemonth", "quarter",
        "half", "yearend", "loneend", "since", "planend", "planperiod", "single", "yearhead",
        "pastyear", "past", "running", "whole", "same", "sameago", "century", "present",
        "recurrent", "vague",
    )
}  # fmt: skip
_NO_YEAR = frozenset({"whole", "loneend", "since", "planperiod", "planend", "century", "running"})


def _form(match: "re.Match[str]") -> str:
    return next(name for name in _FORMS if match.group(name) is not None)


def _group(match: "re.Match[str]", stem: str) -> str | None:
    """The text of the year group of this kind that took part in the match."""
    for name in _HEADS[stem]:
        text = match.group(name)
        if text is not None:
            return str(text)
    return None


def _small(text: str) -> int:
    text = text.translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    if text.isdigit():
        return int(text)
    if text in ("两", "俩"):
        return 2
    if text == "半":
        return 0
    tens, found, ones = text.partition("十")
    if not found:
        return _NUMERALS.get(text, 0)
    return 10 * (_NUMERALS[tens] if tens else 1) + (_NUMERALS.get(ones, 0) if ones else 0)


def _year(text: str) -> int:
    return int(
        "".join(str(_NUMERALS.get(char, char)) for char in text).translate(
            str.maketrans("０１２３４５６７８９", "0123456789")
        )
    )


def _span(year: int | None, low: int, high: int) -> tuple[date | None, date | None]:
    if year is None or not 1 <= low <= high <= 12 or not 1 <= year <= 9999:
        return None, None
    return date(year, low, 1), date(year, high, calendar.monthrange(year, high)[1])


def _plan(ordinal: str) -> tuple[date | None, date | None]:
    first = period_rules().plans.get(ordinal)
    if first is None:
        return None, None
    return date(first, 1, 1), date(first + 4, 12, 31)


def _back(day: date | None) -> date | None:
    if day is None:
        return None
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day - timedelta(days=366)
