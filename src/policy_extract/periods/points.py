"""One end of a span or a whole expression, read at a place of the text."""

import re

from policy_extract.periods import extents
from policy_extract.periods.calendar_rules import period_rules
from policy_extract.periods.context import Context
from policy_extract.periods.days import read_day, read_numeric
from policy_extract.periods.festivals import NAME_FIRST, read_lunar, read_named
from policy_extract.periods.forms import Case
from policy_extract.periods.grammar import (
    BARE,
    CONFIRMED,
    DAYS,
    HEAD,
    MONTH_PART,
    NUMERIC,
    TAIL,
    YEAR_PART,
)
from policy_extract.periods.numerals import full_year, short_year, small
from policy_extract.periods.point import Head, Point

_RELATIVE = period_rules().relative
_NO_MONTH_BEHIND = frozenset("个几每近满隔约逾半第数两过度.百千万")
_NUMERALS = frozenset("0123456789〇一二三四五六七八九十百两几半每")
_NO_SHORT_AHEAD = re.compile("[来间内里前后以之多半左期限龄级]|历[史程经]|时间|有余|的")
_SHORT_BEHIND = frozenset("\n(（于自从比较与和")
_FIGURES_GO_ON = frozenset("-/. 0123—–~至到，,。；)） ") | {""}
"""What follows four figures of a date or a bare year."""
_TODAY = re.compile("的?今[天日]")
_CLOSES = frozenset("，。；、：,;：）)—-~至到的\n") | {""}
_LUNAR = ("农历", "阴历", "旧历", "夏历")
"""Behind these a month is none of this calendar's."""
_LENGTH_BEHIND = frozenset("史今近逾满")
_NOT_SAME = ("增", "减", "可", *period_rules().words.lent)
"""What makes 同期 another word (同期增长, 同期贷款利率)."""
_PAIRS = frozenset(("一二", "二三", "三四", "四五", "五六", "六七", "七八", "八九", "三五"))


class PointReader:
    """Reads points of one folded text."""

    def __init__(self, text: str, context: Context) -> None:
        self._text = text
        self._context = context

    def read(self, at: int, left: Point | None = None) -> Point | None:
        """The point that begins at an offset, or null.

        Args:
            at: Where it begins.
            left: The other end of the span that this one closes; it lends its year and month.
        """
        text = self._text
        if text[at] in "12" and text[at + 4 : at + 5] in _FIGURES_GO_ON:
            found = NUMERIC.match(text, at)
            if found is not None:
                return self._confirmed(read_numeric(found))
            found = BARE.match(text, at)
            if found is not None and (found["more"] or (left and left.form in ("bare", "my"))):
                span = extents.years(int(found["year"]), int(found["year"]))
                return Point(found.end("year"), "year", *span, "own", True, "bare")
        found = HEAD.match(text, at)
        head, end = (self._head(found, left), found.end()) if found else (None, at)
        begin = end + (text[end : end + 1] == "的")
        if text[begin : begin + 1] in NAME_FIRST:
            named = read_named(text, begin, head, left, self._context)
            if named is not None and not (found and self._no_year(found, None, left)):
                return named
        today = _TODAY.match(text, end) if head is not None else None
        if today is not None and head is not None:
            day = self._context.reference
            day = extents.in_year(day, (head.year or day.year) - day.year) if day else None
            return Point(today.end(), "day", day, day, "reference", True, "rd")
        tail = TAIL.match(text, end)
        if tail is None and head is not None and text.startswith("的", end):
            tail = TAIL.match(text, end + 1)
            tail = None if tail and tail.lastgroup in ("same", "edge", "all") else tail
        if found is not None and self._no_year(found, tail, left):
            return None
        if head is None and tail is None and text[at] in _NUMERALS and not DAYS.match(text, at):
            return None
        if head is None and tail is None and text[at] == "第":
            return self._numbered(at, left)
        if head is None and tail is None:
            return self._confirmed(self._told(read_day(text, at, self._context, left)))
        if head is None and tail is not None and self._torn(at, tail, left):
            return None
        part = self._part(tail, end)
        if tail is not None and part is not None and (part["me"] or "")[-1:] == "初":
            lunar = read_lunar(text, tail.start(), head, left, self._context)
            if lunar is not None:
                return lunar
        if tail is None and part is None and head is not None:
            span = extents.years(head.year, head.year)
            if text.startswith("远景", end):
                return Point(end, "deadline", None, span[1], head.anchor, True, "year")
            return Point(end, "year", *span, head.anchor, True, "year")
        case = Case(tail, part, head, left, self._context)
        kind, (first, last), anchor = case.resolve()
        if left is not None and head is None and last and left.first and last < left.first:
            later = Head(last.year + 1, anchor or "context", None)
            kind, (first, last), anchor = case._replace(head=later).resolve()
        last_part = part or tail
        end = last_part.end() if last_part else end
        return self._confirmed(Point(end, kind, first, last, anchor, head is not None, case.form))

    def _numbered(self, at: int, left: Point | None) -> Point | None:
        """第10周 of the year spoken of, where it is a phrase of its own."""
        found = YEAR_PART.match(self._text, at)
        if found is None or not found["w"]:
            return None
        if left is None and self._text[found.end() : found.end() + 1] not in _CLOSES:
            return None
        kind, extent, anchor = Case(None, found, None, left, self._context).resolve()
        return Point(found.end(), kind, *extent, anchor, False, "w")

    def _part(self, tail: "re.Match[str] | None", end: int) -> "re.Match[str] | None":
        """The day, 旬, edge or week of a month, or the part of a year."""
        if tail is None:
            goes_on = self._text[end : end + 1] in ("的", "第", "前", "头", "最")
            return YEAR_PART.match(self._text, end) if goes_on else None
        if tail.lastgroup in ("m", "rm") and self._text[tail.end() - 1] in "月份":
            of = self._text.startswith("的", tail.end())
            part = MONTH_PART.match(self._text, tail.end() + of)
            whole = part is not None and self._text[part.end() - 1] in "日号旬"
            return part if not of or whole else MONTH_PART.match(self._text, tail.end())
        return None

    def _told(self, point: Point | None) -> Point | None:
        """今天 and its kin with the date in brackets behind it: 今天（1月19日）."""
        if (
            point is None
            or point.form != "rd"
            or self._text[point.end : point.end + 1] not in "(（"
        ):
            return point
        if point.end + 1 >= len(self._text):
            return point
        if not TAIL.match(self._text, point.end + 1) and not HEAD.match(self._text, point.end + 1):
            return point
        inner = self.read(point.end + 1)
        if (
            inner is None
            or inner.kind != "day"
            or self._text[inner.end : inner.end + 1] not in ")）"
        ):
            return point
        end = min(inner.end + 1, len(self._text))
        if inner.dated or inner.first is None or point.first is None:
            return inner._replace(end=end)
        day = extents.nearest(inner.first, point.first)
        return inner._replace(end=end, first=day, last=day)

    def _confirmed(self, point: Point | None) -> Point | None:
        """A day with the day of the week behind it."""
        if point is None or point.kind != "day":
            return point
        found = CONFIRMED.match(self._text, point.end)
        return point if found is None else point._replace(end=found.end())

    # -- the year -------------------------------------------------------------------------------

    def _head(self, found: "re.Match[str]", left: Point | None) -> Head:
        if found["full"] is not None:
            return Head(full_year(found["full"]), "own", None)
        if found["republic"] is not None:
            return Head(1911 + (small(found["republic"]) or 0), "own", None)
        if found["short"] is not None:
            return Head(short_year(found["short"], self._context.near), "own", None)
        rule = _RELATIVE.years[found["rel"]]
        base, anchor = self._context.base_year(said=rule.said)
        other = (left.last or left.first) if left is not None and rule.said else None
        base = base if other is None else other.year
        return Head(None if base is None else base + rule.shift, anchor, rule.shift)

    def _no_year(
        self, found: "re.Match[str]", tail: "re.Match[str] | None", left: Point | None
    ) -> bool:
        """Whether what looks like a year is a number of years."""
        if found["short"] is not None:
            return not (left and left.kind == "year") and not self._short(found, tail)
        at = found.start()
        if self._text[at - 1 : at] not in _LENGTH_BEHIND:
            return False
        return self._text[max(0, at - 2) : at].endswith(("历史", "距今", "近", "逾", "满"))

    def _short(self, head: "re.Match[str]", tail: "re.Match[str] | None") -> bool:
        """Whether two figures before 年 are a year rather than a number of years."""
        figures, at, end = head["short"], head.start(), head.end()
        before = self._text[at - 1 : at]
        if before in ("第", "近", "满", "逾"):
            return False
        if tail is not None and (
            tail.lastgroup not in ("edge", "all") or self._text[end] in "底末初"
        ):
            return not (tail["fl"] or tail["nth"]) or figures not in _PAIRS
        if figures[0] in "0〇‘’'":
            return True
        if figures in _PAIRS or _NO_SHORT_AHEAD.match(self._text, end):
            return False
        if not figures[0].isdigit():
            return True
        return not before or before in _SHORT_BEHIND

    def _torn(self, at: int, tail: "re.Match[str]", left: Point | None) -> bool:
        """Whether what looks like a month or quarter is part of another expression."""
        before = self._text[at - 1 : at] if at else ""
        if tail["m"] is not None:
            lunar = self._text.endswith(_LUNAR, 0, at)
            return left is None and (before in _NO_MONTH_BEHIND or lunar)
        if tail["q"] is not None and self._text[tail.end() - 1] == "季":
            return True  # 一季 is a harvest too
        if tail["same"] is not None:
            return before in ("年", "月", "季", "合", "协", "共") or self._text.startswith(
                _NOT_SAME, tail.end()
            )
        edge = tail["edge"]
        if edge is None:
            return False
        if edge == "年中":
            return bool(before) and before not in "，。；、\n（(到至于在"
        return edge[0] not in "年岁伊" or before in _NUMERALS
