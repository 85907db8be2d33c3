"""The publication date a document states of itself."""

import calendar
import re
from collections.abc import Sequence
from datetime import date

from policy_extract.periods.scan import RawPeriod, scan_periods

_LABEL = re.compile(
    "(?:发布|发文|成文|印发|发表|刊发|公开|更新|上传)(?:日期|时间)[：:\\s]*"
    "(?P<y>(?:19|20)\\d\\d)[-年/.．](?P<m>\\d{1,2})[-月/.．](?P<d>\\d{1,2})"
)
_STAMP = re.compile("(?<!\\d)(?P<y>(?:19|20)\\d\\d)[-/.](?P<m>\\d{1,2})[-/.](?P<d>\\d{1,2})(?!\\d)")
_DATELINE = re.compile("在|讯|电|日报|会议|发布|公布|来源")
_HEADER = 400
_TITLE_YEAR = re.compile(
    "(?<![《“])((?:19|20)\\d\\d|[一二][一二三四五六七八九〇零○]{3})年[^\n，。]{0,30}"
    "(?:政府工作报告|国民经济和社会发展统计公报)"
)
_HELD = re.compile("^[—–-]{0,4}\\s*[^，。]{0,60}?(?:会议|大会|全会|代表大会|常委会)[^，。]{0,20}上")
"""A work report's subtitle: when, where and by whom it was held, however long."""
_RELATIVE = re.compile("今年|去年|上年|明年|前年|本年|上月|本月|上个月|上季度|本季度")
_CHARACTERS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


def read_published(text: str, title: str | None = None) -> tuple[date, date] | None:
    """First and last day of the publication as the document's own head or foot states it.

    Args:
        text: The document.
        title: Its title, where that is told beside the text.

    A labelled date (发布日期：2023-11-07) wins, then a stamp or a full date alone on a line or in
    brackets near the head, then one alone on the last lines, then the year of a work report's title;
    that goes before the date of a page that shows the report in a later year.
    """
    if title is not None and title not in text[:_HEADER]:
        text = f"{title}\n{text}"
    dated = _dated(text)
    named = _TITLE_YEAR.search(text[:_HEADER])
    if named is None or "公报" in named.group():
        return dated
    year = int(named[1].translate(_CHARACTERS))
    if dated is not None and dated[0].year == year:
        return dated
    return date(year, 1, 1), date(year, 12, 31)


def _dated(text: str) -> tuple[date, date] | None:
    """The date that the head or the foot shows."""
    head = text[:_HEADER]
    found = _LABEL.search(text[:2000]) or _STAMP.search(head)
    if found:
        day = _date(int(found["y"]), int(found["m"]), int(found["d"]))
        if day is not None:
            return day, day
    for line in (*head.split("\n"), *text.rstrip()[-120:].split("\n")):
        stripped = line.strip(" \u3000\t（）()—-")
        for period in scan_periods(stripped):
            held = period.start <= 20 and _HELD.match(line) is not None
            alone = held or len(stripped) - (period.end - period.start) <= 30
            telling = held or period.text == stripped or _DATELINE.search(stripped)
            if period.kind == "day" and period.first is not None and alone and telling:
                return period.first, period.first
            if period.kind == "month" and period.text == stripped and period.first is not None:
                last = calendar.monthrange(period.first.year, period.first.month)[1]
                return period.first, period.first.replace(day=last)
    return None


def first_undated(periods: Sequence[RawPeriod]) -> RawPeriod | None:
    """The first 今年, 去年, 明年 or the like that only a publication date would fix."""
    return next(
        (one for one in periods if one.last is None and _RELATIVE.match(one.text) is not None), None
    )


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
