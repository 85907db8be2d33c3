"""What time governs a place in a text: its own clause's, or one carried over."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Literal

from policy_extract.periods.calendar_rules import period_rules
from policy_extract.periods.scan import RawPeriod
from policy_extract.text.layout import Layout

_RANGES = frozenset({"year", "years", "months", "quarter", "half", "month", "plan"})
_CARRIED = _RANGES | {"end", "deadline", "since", "same"}
_REPORT = re.compile("政府工作报告|工作报告")
_TITLE = 40
"""A line no longer than this and without a closing mark is a title or heading."""


class Timeline:
    """Built once for a document.

    Args:
        text: The document's text.
        layout: Its paragraphs and sentences.
        periods: Its time expressions, in order.
        reference: Publication date.
    """

    def __init__(
        self,
        text: str,
        layout: Layout,
        periods: Sequence[RawPeriod],
        reference: date | None,
    ) -> None:
        self._text = text
        self._layout = layout
        self._periods = [p for p in periods if not p.against]
        self._starts = [p.start for p in self._periods]
        self._reference = reference
        self._paragraphs = [p.start for p in layout.paragraphs]
        self._sentences = [s.start for s in layout.sentences]
        self._dominant = self._find_dominant()
        self._report = any(
            paragraph.end - paragraph.start <= _TITLE
            and _REPORT.search(text, paragraph.start, paragraph.end)
            and text[paragraph.end - 1] not in "。！？"
            for paragraph in layout.paragraphs[:4]
        )

    def governing(
        self, start: int, end: int, *, record: Literal["metric", "target"]
    ) -> tuple[RawPeriod | None, str]:
        """The time of a value at ``start``.

        Returns:
            The time expression, or null, and how it was found: ``clause``, ``paragraph``,
            ``document``, ``section``, ``report`` or an empty string.
        """
        sentence = self._sentence(start)
        own = self._in_sentence(sentence[0], start, record)
        if own is not None:
            return own, "clause"
        paragraph = self._paragraph(start)
        carried = self._carried(paragraph[0], sentence[0], record)
        if carried is not None:
            return carried, "paragraph"
        if record == "metric":
            dominant = self._dominant
            if dominant is None or dominant.start > start or self._heading(*paragraph):
                return None, ""
            return dominant, "document"
        if self._report and self._reference is not None:
            return self._year(self._reference.year), "report"
        section = self._section(paragraph[0])
        return section, "section" if section else ""

    def _sentence(self, at: int) -> tuple[int, int]:
        index = max(0, bisect_right(self._sentences, at) - 1)
        sentence = self._layout.sentences[index]
        return sentence.start, sentence.end

    def _paragraph(self, at: int) -> tuple[int, int]:
        index = max(0, bisect_right(self._paragraphs, at) - 1)
        paragraph = self._layout.paragraphs[index]
        return paragraph.start, paragraph.end

    def _between(self, start: int, end: int) -> Sequence[RawPeriod]:
        return self._periods[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _in_sentence(self, start: int, at: int, record: str) -> RawPeriod | None:
        for period in reversed(self._between(start, at)):
            if period.end > at or not self._governs(period, at):
                continue
            if period.named and not (record == "target" and self._sets(period)):
                continue
            if period.kind == "recurrent" and record == "metric":
                continue
            return period
        return None

    def _governs(self, period: RawPeriod, at: int) -> bool:
        """Whether a time expression dates what follows rather than an event or a name."""
        text = self._text
        if period.kind == "day":
            return False
        if period.kind in ("year", "month") and period.text[-1] in "年月度":
            # 2024年全国两会, 2022年版: part of a name when the noun follows and a clause ends in it
            rest = text[period.end : period.end + 14]
            if re.match("[^，。；]{0,10}(?:召开|举行|闭幕|开幕|印发|出台|发布)", rest):
                return False
        return not (period.kind == "vague" and period.text in period_rules().words.undated)

    def _sets(self, period: RawPeriod) -> bool:
        close = self._text.find("》", period.end)
        after = self._text[close + 1 : close + 6] if close >= 0 else ""
        return any(word in after for word in period_rules().words.setting)

    def _carried(self, start: int, end: int, record: str) -> RawPeriod | None:
        for period in reversed(self._between(start, end)):
            if period.named or period.kind not in _CARRIED or not self._governs(period, end):
                continue
            if record == "metric" and period.kind == "deadline":
                continue
            if record == "target" and self._past(period):
                continue
            if period.kind == "month" and "。" in self._text[period.end : end - 1]:
                # a month tells of an event; it frames the next sentence at most
                continue
            if not self._leads(period):
                continue
            return period
        return None

    def _past(self, period: RawPeriod) -> bool:
        """Whether a time lies wholly before the publication: no target is due then."""
        last = period.last
        return last is not None and self._reference is not None and last < self._reference

    def _heading(self, start: int, end: int) -> bool:
        """Whether a paragraph is a heading: short, without a closing mark, and no table row."""
        line = self._text[start:end]
        return len(line) <= _TITLE and line[-1] not in "。！？；" and "\t" not in line

    def _leads(self, period: RawPeriod) -> bool:
        """Whether a time expression stands early in a sentence or clause and so frames it."""
        before = self._text[max(0, period.start - 8) : period.start]
        clause = re.split("[，。；：！？、\n（(]", before)[-1]
        return len(clause) <= 6 or period.kind in ("end", "deadline", "same")

    def _section(self, start: int) -> RawPeriod | None:
        """The time of the section: back to its heading, the nearest that frames a sentence."""
        index = bisect_right(self._paragraphs, start) - 1
        for back in range(index - 1, max(-1, index - 8), -1):
            paragraph = self._layout.paragraphs[back]
            for period in reversed(self._between(paragraph.start, paragraph.end)):
                frames = period.kind in _CARRIED and not period.named and self._leads(period)
                if frames and not self._past(period) and self._governs(period, paragraph.end):
                    return period
            if paragraph.kind in ("heading", "title"):
                return None
        return None

    def _year(self, year: int) -> RawPeriod:
        """The nearest mention of a year, or the year itself without a mention."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        for period in self._periods:
            if (period.first, period.last) == (first, last) and not period.named:
                return period
        return RawPeriod(0, 0, "", first, last, "year", False, False)

    def _find_dominant(self) -> RawPeriod | None:
        """The one period a report is about: named in its opening and hardly any other beside it."""
        framing = [
            p
            for p in self._periods
            if p.kind in _RANGES and p.first and p.last and not p.named and self._leads(p)
        ]
        if not framing or not self._layout.paragraphs:
            return None
        counts = Counter((p.first, p.last) for p in framing)
        opening = self._layout.paragraphs[min(4, len(self._layout.paragraphs) - 1)].end
        for period in framing:
            if period.start > opening:
                return None
            if counts[(period.first, period.last)] >= 0.6 * len(framing) and self._reviewed(period):
                return period
        return None

    def _reviewed(self, period: RawPeriod) -> bool:
        """Whether the period had ended, or nearly, when the document was published."""
        if period.last is None or self._reference is None:
            return False
        return period.last <= self._reference
