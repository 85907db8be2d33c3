"""The time that a column, a row or the line over a table names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from policy_extract.periods import extents
from policy_extract.periods.scan import scan_periods
from policy_extract.tables.model import Span

_DASH = "[-—–−－~～至到]"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})\s*(?:(?=年[末底])|年度|年|(?=[^0-9.]|$))"
_NUMBER = re.compile(
    r"^(?:附?表|专栏)\s*(?:[0-9]{1,2}(?=(?:19|20)[0-9]{2})|[0-9一二三四五六七八九十]*)[\s：:—-]*"
)
_SUB = (
    rf"(?P<low>1[0-2]|[1-9])\s*月?\s*{_DASH}{{1,2}}\s*(?P<high>1[0-2]|[1-9])\s*月(?:份)?"
    r"|(?:前(?P<front>1[0-2]|[1-9])个?月)"
    r"|(?P<month>1[0-2]|[1-9])\s*月(?:份)?(?P<monthend>末|底)?"
    r"|(?P<before>前)?第?(?P<quarter>[一二三四1-4])季度(?P<quarterend>末)?"
    r"|(?P<half>上半年|下半年)"
    r"|(?P<end>年末|年底|期末|月末|季末)"
    rf"|(?P<sofar>1{_DASH}本月|本月止?累计|本年累计|累计|至本月止?)"
    r"|(?P<this>本月|当月|本期)"
    r"|(?P<ago>上年同期|去年同期|上年同月|上年末|上年|去年)"
    r"|(?P<now>本年|今年|全年|当年)"
)
_TIME = re.compile(rf"(?:{_YEAR})?\s*(?:{_SUB})?")
_YEARS = re.compile(rf"((?:19|20)[0-9]{{2}})年?{_DASH}{{1,2}}((?:19|20)[0-9]{{2}})年?")
_COMPARED = re.compile(
    "[比较](?:上年(?:预算数?|执行数|决算数|完成数)|上年同期|去年同期|上年同月|上年末|上年|去年|上月|年初|同期|基期|[0-9]{4}年(?:决算数?|执行数|完成数|实绩|末)?)|同比|环比|"
    "以?(?:上年|去年|上年同期|上年同月|上月|上年末)(?:价格)?(?:=|为)100"
)
_YEARLY = re.compile("[0-9〇零一二三四五六七八九]{2,4}年|[今明本]年|五")
_OF_YEAR = re.compile("(?<=数)[为占](?:上年|去年|(?:19|20)[0-9]{2}年)")
"""预算数为上年执行数的% is of the year of the budget."""
_SUMS = re.compile(
    r"[\[［〔【(（]累计[\]］〕】)）]|(?<=年均)(?:增长|增速|增幅)?[/／、或]?累计|(?<=五年)累计"
)
"""年均增速[累计], 年均/累计 tell how cells of a plan are measured, not when."""
_DATE = re.compile(
    "((?:19|20)[0-9]{2})[-/年](1[0-2]|0?[1-9])(?:[-/月](3[01]|[12][0-9]|0?[1-9])日?)?"
)
_QUARTERS = {char: number for number, char in enumerate("一二三四", 1)}


@dataclass(frozen=True, slots=True)
class Time:
    """A time that a table names.

    Attributes:
        text: As written.
        first: First day; null for a point in time, or when not known.
        last: Last day; null when not known.
        kind: ``year``, ``months``, ``end``, ``plan`` or another kind of period.
        years: Whether the words name a year of their own.
    """

    text: str
    first: date | None
    last: date | None
    kind: str
    years: bool = True


def bare_caption(text: str) -> str:
    """A table's title without its number; a year that follows it without a blank is none of it.

    >>> bare_caption("表72025年粮食产量"), bare_caption("附表3 粮食产量")
    ('2025年粮食产量', '粮食产量')
    """
    return _NUMBER.sub("", text)


def without_time(text: str) -> str:
    """A header without the words that tell its time."""
    text = _COMPARED.sub(lambda found: "同比" if found.group() != "环比" else "环比", text)
    text = _YEARS.sub("", text)
    return _TIME.sub("", text)


def read_time(texts: Sequence[str], context: Time | None, reference: date | None) -> Time | None:
    """The time of a column from its header cells, the nearest last; null when they name none.

    Args:
        texts: The header cells, without blanks, from the top.
        context: The time of the table as a whole.
        reference: The publication date: a month without a year is the last one before it.
    """
    bare = [_OF_YEAR.sub("", _COMPARED.sub("", _SUMS.sub("", text))) for text in texts]
    for text in reversed(bare):
        years = _YEARS.search(text)
        if years and int(years[1]) < int(years[2]):
            return Time(years.group(), *extents.years(int(years[1]), int(years[2])), "years")
    year: str | None = None
    sub: re.Match[str] | None = None
    words: list[str] = []
    for text in bare:
        for found in _TIME.finditer(text):
            if not found.group():
                continue
            words.append(found.group())
            year = found["year"] or year
            if any(value for name, value in found.groupdict().items() if name != "year"):
                sub = found
    if year is None and sub is None:
        return None
    written = words[-1] if len(words) == 1 or sub is None else sub.group()
    if sub is None:
        assert year is not None
        return Time(written, *extents.years(int(year), int(year)), "year")
    return _within(sub, int(year) if year else None, written, context, reference)


def _within(
    sub: "re.Match[str]",
    year: int | None,
    written: str,
    context: Time | None,
    reference: date | None,
) -> Time | None:
    first, last = (context.first, context.last) if context else (None, None)
    named = year is not None
    if sub["ago"] and year is None:
        if last is None and reference is not None:
            first, last = extents.years(reference.year, reference.year)
        if sub["ago"] == "上年末":
            before = last.year - 1 if last else None
            return Time(written, None, extents.years(before, before)[1], "end")
        return Time(written, _year_before(first), _year_before(last), "year")
    if year is None and last is not None:
        year = last.year
    if sub["this"]:
        if last is None:
            return None
        if sub["this"] == "本期":
            return Time(written, first, last, context.kind if context else "months", named)
        return Time(written, last.replace(day=1), last, "month", named)
    if sub["sofar"]:
        if last is None:
            return None
        return Time(written, last.replace(month=1, day=1), last, "months", named)
    if sub["now"] or sub["half"] or sub["end"]:
        low, high = {"上半年": (1, 6), "下半年": (7, 12)}.get(sub["half"] or "", (1, 12))
        if sub["end"] in ("月末", "季末", "期末") and last is not None:
            return Time(written, None, last, "end", named)
    elif sub["quarter"]:
        number = int(_QUARTERS.get(sub["quarter"], sub["quarter"]))
        low, high = (1 if sub["before"] else 3 * number - 2), 3 * number
    else:
        high = int(sub["high"] or sub["front"] or sub["month"])
        low = int(sub["low"]) if sub["low"] else 1 if sub["front"] else high
    if low > high:
        return None
    if year is None:
        year = _latest(high, reference)
    if year is None:
        return Time(written, None, None, "months", False)
    begin, end = extents.months(year, low, high)
    if sub["end"] or sub["monthend"] or sub["quarterend"]:
        return Time(written, None, end, "end", named)
    return Time(written, begin, end, "year" if sub["now"] else "months", named)


def _latest(month: int, reference: date | None) -> int | None:
    """The year of the last such month that was over by the reference."""
    if reference is None:
        return None
    return reference.year if month < reference.month else reference.year - 1


def _year_before(day: date | None) -> date | None:
    return extents.in_year(day, -1) if day else None


def context_time(lines: Sequence[str], reference: date | None) -> Time | None:
    """The time of a table as a whole: that of the nearest line that names one with its year; its end where
    a nearer line says 年末.
    """
    ends = False
    for line in lines:
        for found in scan_periods(bare_caption(line), reference):
            if found.against or found.last is None or found.kind in ("vague", "since", "day"):
                continue
            if reference is not None and found.last > reference and not _YEARLY.search(found.text):
                ends = ends or found.first is None
                continue  # 年末 of a year that another line names
            first, kind = (None, "end") if ends else (found.first, found.kind)
            return Time(found.text, first, found.last, kind)
    return None


def row_time(name: str, context: Time | None = None) -> Time | None:
    """The time that is a row's whole name: 2020年, 2020, 2024-12-31; with the time of the table also 3月, 一季度."""
    day = _DATE.fullmatch(name)
    if day:
        return _of_date(name, int(day[1]), int(day[2]), int(day[3]) if day[3] else None)
    found = re.fullmatch(r"((?:19|20)[0-9]{2})年?", name)
    if found:
        return Time(name, *extents.years(int(found[1]), int(found[1])), "year")
    whole = _TIME.fullmatch(name) if name else None
    if whole and whole["year"]:
        return _within(whole, int(whole["year"]), name, None, None)
    if whole and context is not None and context.last is not None:
        return _within(whole, None, name, context, None)
    return None


def _of_date(name: str, year: int, month: int, day: int | None) -> Time | None:
    first, last = extents.day(year, month, day) if day else extents.months(year, month, month)
    return Time(name, first, last, "day" if day else "month") if first is not None else None


def spans_of(path: Sequence[Span]) -> tuple[int, int] | None:
    """The document span of a header's lowest cell."""
    return (path[-1].start, path[-1].end) if path else None
