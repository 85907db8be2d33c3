"""What a text has that no reader reads: unseen characters, forms of characters, frames of pages.

Nothing of the source is edited: the cleaned text is the source with some characters put for others, one
for one, and some stretches left out; :class:`~policy_extract.text.reading.ReadingText` leads home.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from policy_extract.rules.loader import RuleModel, load_shipped
from policy_extract.text.chrome import chrome_spans, is_chrome
from policy_extract.text.words import Words

Stretch = tuple[int, int]

_FRAME_LINES = 40
"""Lines at either end of a text that may belong to the frame of a page."""


class UnseenCharacters(RuleModel):
    """The lists of ``rules/unseen_characters.toml``; each says there what it is for."""

    radicals: tuple[tuple[str, str], ...]
    compatible: tuple[tuple[str, str], ...]
    private: tuple[tuple[str, str], ...]
    blanks: tuple[str, ...]
    unseen: str
    pictures: str


@cache
def _rules() -> UnseenCharacters:
    return load_shipped("unseen_characters.toml", UnseenCharacters)


@cache
def _forms() -> dict[int, str]:
    rules = _rules()
    found = {ord(other): char for other, char in (*rules.radicals, *rules.private)}
    for first, last in rules.compatible:
        for code in range(ord(first), ord(last) + 1):
            normal = unicodedata.normalize("NFKC", chr(code))
            if len(normal) == 1 and normal != chr(code):
                found[code] = normal
    found |= {ord(blank): " " for blank in rules.blanks}
    return found


@cache
def _odd() -> "re.Pattern[str]":
    """Any character that :func:`fold` changes."""
    return re.compile("[" + "".join(map(re.escape, map(chr, _forms()))) + "]")


@cache
def _unseen() -> "re.Pattern[str]":
    return re.compile(f"[{_rules().unseen}{_rules().pictures}]+")


_SIGN = re.compile(
    "(?<=[\u4e00-\u9fff：:（(])(?<![年月日号])[﹣‐‑‒–⁃˗](?=[0-9])|(?<=[为是])—(?=[0-9])"
)
"""A dash before a number that is a minus: 增速为–3.2%; two dashes, or one behind a number, are none."""
_STOP = re.compile(
    "(?<![一二三四五六七八九十])(?<=[\u4e00-\u9fff％%”）)])[.．](?=[\u4e00-\u9fff“]|\\s*$)",
    re.MULTILINE,
)
"""A point that closes a Chinese sentence, in a text that has more of them than of 。."""
_HALF = re.compile(
    "(?:(?<=[\u4e00-\u9fff％%‰℃”）)》])|(?<=[0-9A-Za-z²³])(?=;\\s*[^0-9]));(?=\\s*[\u4e00-\u9fff0-9“《（(])"
)
"""A halfwidth semicolon between clauses of a Chinese sentence."""
_ZERO_YEAR = re.compile("[一二][一二三四五六七八九〇零○◯OoＯ0０]{3}(?=年)")
_ZEROS = str.maketrans("○◯OoＯ0０", "〇" * 7)


def fold(text: str) -> str:
    """Characters as they are meant, one for one: radicals as characters, blanks as blanks, a
    halfwidth semicolon between clauses as ；, the letter O in 二O二一年 as 〇.
    """
    folded = text.translate(_forms()) if _odd().search(text) else text
    folded = _SIGN.sub("-", folded)
    if len(_STOP.findall(folded)) > folded.count("。"):
        folded = _STOP.sub("。", folded)
    if ";" in folded:
        folded = _HALF.sub("；", folded)
    if _ZERO_YEAR.search(folded):
        folded = _ZERO_YEAR.sub(lambda found: found.group().translate(_ZEROS), folded)
    return folded


def unread(text: str, words: Words | None) -> list[Stretch]:
    """Stretches of a folded text that are not read, in order, none overlapping another."""
    found = [(one.start(), one.end()) for one in _unseen().finditer(text)]
    found += [one.span() for one in _NOTE_MARK.finditer(text)]
    found += _blanks_in_dates(text)
    found += [one.span() for one in _POINT_BLANK.finditer(text)]
    found += [one.span() for one in _UNIT_BLANK.finditer(text)]
    found += [one.span(mark) for one in _BOLD.finditer(text) for mark in (1, 2)]
    for number in _GROUPED.finditer(text):
        found += [gap.span() for gap in _GAP.finditer(text, *number.span())]
    found += _spread(text, words)
    found += _frame(text)
    found += _page_numbers(text)
    return merged(found)


def merged(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Stretches in order, those that touch or overlap as one."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


_NOTE_MARK = re.compile(
    r"(?<=[\u4e00-\u9fff%％‰）)])(?:[①-⑳]+|[⁰¹²³⁴-⁹]+|[（(\[［]注释?[0-9]{1,2}[）)\]］])(?=[0-9，。；、]|$)",
    re.MULTILINE,
)
"""The mark of a note behind a word or a value: 生产总值①3204.5亿元; before words it counts a list."""
_DATE_BLANK = re.compile(
    r"(?<=[0-9]) {1,2}(?=[年月日](?![0-9]{3}))|(?<=[年月]) {1,2}(?=[0-9]{1,2} ?[月日号])"
)


_AMOUNT = "[%％‰亿万千百元吨人户家个公平立美]"
_POINT_BLANK = re.compile(
    rf"(?<=[0-9]) {{1,2}}(?=[.．] ?[0-9])|(?<=[0-9][.．]) {{1,2}}(?=[0-9]{{1,4}} ?{_AMOUNT})(?<!\n[0-9][.．] )"
    rf"|(?<=[0-9] [.．]) {{1,2}}(?=[0-9])"
)
"""A blank beside a decimal point: 3204 .5亿元, 204. 5 亿元."""
_UNIT_BLANK = re.compile(
    "(?<=[0-9][亿万千]) {1,2}(?=[元吨人户家个亩平立公千头只件台套])|(?<=[0-9] [亿万千]) {1,2}(?=[元吨人户家个亩平立公千头只件台套])"
)
"""A blank inside a unit: 3204.5 亿 元."""
_BOLD = re.compile(r"(\*\*)(?=[^\s，。、；：])[^*\n]{1,200}?(?<=\S)(\*\*)")
"""Markdown's signs around what is bold."""


_GROUPED = re.compile(
    r"(?<![0-9.,，])(?<![0-9] )[0-9]{1,3}(?: [0-9]{3})+(?: ?\. ?[0-9]+)?(?= [亿万千百元吨人户家个公平立美])"
)
"""Thousands parted by blanks, and a blank before the unit: 3 204.5 亿元."""


def _blanks_in_dates(text: str) -> Iterator[Stretch]:
    """``2024 年 3 月`` is 2024年3月."""
    return ((one.start(), one.end()) for one in _DATE_BLANK.finditer(text))


_HAN = "\u3400-\u9fff"
_SPREAD_PIECE = re.compile(
    rf"(?<![^\s])[{_HAN}，。、；：%％0-9A-Za-z.](?:[ \u3000][^\s](?![^\s])){{7,}}"
)
_SET_APART = re.compile(rf"(?<=([{_HAN}]))(\u3000{{1,2}}| )(?=([{_HAN}]))")
_GAP = re.compile("[ \u3000]+")


def _spread(text: str, words: Words | None) -> Iterator[Stretch]:
    """Blanks between the characters of words that are set wide: 今 年, 增　长."""
    for line in _SPREAD_PIECE.finditer(text):
        for gap in _GAP.finditer(text, line.start(), line.end()):
            yield gap.span()
    if words is None:
        return
    for gap in _SET_APART.finditer(text):
        start, end = gap.span()
        if not words.knows(gap[1] + gap[3]):
            continue
        wide = gap[2] != " "
        alone = not _han(text, start - 2) or not _han(text, end + 1)
        if (wide and (alone or _holds(text, start, end, words))) or _short(text, start, end):
            yield start, end


def _short(text: str, start: int, end: int) -> bool:
    """Whether one character stands alone on either side: 林 业 of a cell."""
    return not _han(text, start - 2) and not _han(text, end + 1)


def _holds(text: str, start: int, end: int, words: Words) -> bool:
    """Whether the segmenter, too, sees one word where the blank is."""
    before = text[max(0, start - 4) : start].split()[-1]
    after = text[end : end + 4].split()[0]
    at = 0
    for word in words.cut(before + after):
        if at < len(before) < at + len(word):
            return True
        at += len(word)
    return False


def _han(text: str, at: int) -> bool:
    return 0 <= at < len(text) and "\u3400" <= text[at] <= "\u9fff"


def _line_spans(text: str) -> list[Stretch]:
    found = []
    at = 0
    for line in text.split("\n"):
        found.append((at, at + len(line)))
        at += len(line) + 1
    return found


def _frame(text: str) -> Iterator[Stretch]:
    """Tool bars, counters and licence numbers of a page, at the ends of a text."""
    lines = [span for span in _line_spans(text) if text[span[0] : span[1]].strip()]
    ends = lines if len(lines) <= 2 * _FRAME_LINES else lines[:_FRAME_LINES] + lines[-_FRAME_LINES:]
    for start, end in ends:
        line = text[start:end]
        if is_chrome(line):
            yield start, end
            continue
        for low, high in chrome_spans(line):
            yield start + low, start + high


_NUMBER_LINE = re.compile(
    r"[\s·.—–―-]*(?:第\s*)?([0-9]{1,4})(?:\s*页)?(?:\s*[/共]\s*[0-9]{1,4}\s*页?)?[\s·.—–―-]*"
)
_NUMBERED = re.compile(r"^(?:[^\S\n]|[—–―·-])*(?:第\s*)?[0-9]{1,4}[^0-9\n]{0,12}$", re.MULTILINE)
_DASHED = re.compile(r"\s*[—–―-]{1,2}\s*[0-9]{1,4}\s*[—–―-]{1,2}\s*")
"""— 3 — numbers a page also where it is the only one."""
_DASHES = re.compile(r"[\s—–―-]{2,}")
_TIMES = 3
_APART = 5
"""Lines with text on a page, at least."""


def _page_numbers(text: str) -> Iterator[Stretch]:
    """Lines that only number the pages of a text, with the running heads beside them."""
    if not _NUMBERED.search(text):
        return
    lines = _line_spans(text)
    numbers = {
        index: int(found[1])
        for index, (start, end) in enumerate(lines)
        if (found := _NUMBER_LINE.fullmatch(text, start, end))
    }
    filled = [0]
    for start, end in lines:
        filled.append(filled[-1] + (not text[start:end].isspace() and end > start))
    counted = _counting(numbers, filled)
    known = set(counted)
    counted += [
        index for index in numbers if index not in known and _DASHED.fullmatch(text, *lines[index])
    ]
    beside: Counter[str] = Counter()
    places: list[int] = []
    for index in counted:
        for other in _neighbours(text, lines, index):
            beside[text[slice(*lines[other])].strip()] += 1
            places.append(other)
    gone = set(counted)
    for other in places:
        line = text[slice(*lines[other])]
        if _DASHES.fullmatch(line) or beside[line.strip()] >= _TIMES:
            gone.add(other)
    for index in sorted(gone):
        start, end = lines[index]
        yield start, min(end + 1, len(text))


def _counting(numbers: dict[int, int], filled: Sequence[int]) -> list[int]:
    """Lines of numbers that count up by one with some lines of text between them; at least two."""
    found: list[int] = []
    best: list[int] = []
    for index, number in numbers.items():
        if (
            found
            and number == numbers[found[-1]] + 1
            and filled[index] - filled[found[-1]] > _APART
        ):
            found.append(index)
        elif not found or number <= 1:
            best, found = max(best, found, key=len), [index]
    best = max(best, found, key=len)
    return best if len(best) >= 2 else []


def _neighbours(text: str, lines: Sequence[Stretch], index: int) -> Iterator[int]:
    """The nearest lines above and below that are not blank."""
    for step in (-1, 1):
        other = index + step
        while 0 <= other < len(lines) and not text[slice(*lines[other])].strip():
            other += step
        if 0 <= other < len(lines):
            yield other
