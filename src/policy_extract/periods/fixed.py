"""Expressions that are read whole: plans, 以来 of a known event, decades, centuries, plain words."""

import re
from datetime import date

from policy_extract.periods import extents
from policy_extract.periods.calendar_rules import period_rules, plan_years
from policy_extract.periods.context import Context
from policy_extract.periods.extents import NOWHEN, Extent
from policy_extract.periods.festivals import FESTIVALS
from policy_extract.periods.grammar import COUNT, FULL, HAN, TO, N
from policy_extract.periods.numerals import full_year, small
from policy_extract.periods.raw import Anchor
from policy_extract.periods.windows import WINDOWS, resolve_window
from policy_extract.rules.cues import trie_pattern

Found = tuple[str, Extent, Anchor | None]

_RULES = period_rules()
_ORDINAL = "十[一二三四五六]?|[一二三四五六七八九]"
_TAIL = (
    f"(?:期间|时期)(?:前|头|后)(?:{N}|两)年|以来|期?末期?(?![端尾])|时期末|收官(?:之年)?|开局之年|期间(?!接)|时期|期内|中期(?![评考检监调报])|的第[一二三四五]年|(?:前|头|后)(?:{N}|两)年|第[一二三四五]年|最后一年|首年|"
    f"初期?|[(（]{FULL}年?{TO}{FULL}年[)）]"
)
_YEARS_OF_PLAN = {"首年": 0, "最后一年": 4} | {f"第{n}年": at for at, n in enumerate("一二三四五")}
_CENTURIES = "(?P<cent>上个|上|本|[12][0-9]|二十一|二十|十[七八九])世纪"
_PARTS = "(?P<part>中叶|初期?|前期|中期|后期|末期?|前半叶|后半叶|下半叶|上半叶)"
_SECOND = (
    f'(?:{TO}|[和与、])[“"‘]?(?P<planto>{_ORDINAL})五[”"’]?'
    "(?:两个(?:五年(?:规划|计划)?)?)?(?:期间|时期)"
)
"""The other end of a span of plans: “十二五”和“十三五”时期."""
PLANS = (
    f'[“"‘]?(?<![第{"一二三四五六七八九十"}百])(?P<plan>{_ORDINAL})五[”"’]?(?:规划|计划)?'
    f'(?:{_SECOND}|(?P<plantail>{_TAIL}|(?<=[”"’])期(?![货刊待满数权限的])))|'
    f'(?<=[“"‘])(?P<quoted>{_ORDINAL})五(?=[”"’])|'
    f"第(?P<nth>{_ORDINAL})个五年(?:规划|计划)(?P<nthtail>期间|时期|期?末|期(?![货刊待满数权限的]))?"
)
_EVENT = f"(?:自从?|从)?(?P<named>{trie_pattern(_RULES.since)})(?:胜利)?(?:召开)?(?:以来|至今)"
_HAN_TENS = "[一二三四五六七八九]?[一二三四五六七八九]十"
_TENS = f"(?:[1-9]0|{_HAN_TENS})"
_FULL_TENS = "(?:(?:1[5-9]|20)[0-9]0|[一二][〇一二三四五六七八九]{2}〇)"
_JOINT = f"(?:{TO}|、)"
_SAME = "(?:上个|上|本|[12][0-9]|二十一|二十|十[七八九])世纪"
_CENTURY = (
    f"到?{_CENTURIES}(?:(?P<dec>{_TENS})(?:(?:(?:年代)?{_JOINT}(?:{_SAME})?(?P<decto>{_TENS})))?年代{_PARTS}?|"
    f"{_PARTS.replace('part', 'era')}|(?=[，。；、,;]|[之以][前后来]|至今|期间|$))"
)
_DECADE = (
    f"(?:(?P<full>{_FULL_TENS})(?:(?:年代)?{TO}(?P<fullto>{_FULL_TENS})(?=年代))?|"
    f"(?<![0-9{HAN}.])(?P<lone>[0-9]0|{_HAN_TENS})(?:(?:年代)?{_JOINT}(?P<loneto>{_TENS}))?)"
    "年代(?P<lonepart>初期?|前期|中期|后期|末期?)?"
)
_NO_WORD = "(?<![实体出呈再涌表兑浮显闪凸](?=现))(?<!(?<![开研])发(?=现))"
"""What is before 现 in another word: 实现, 体现, 发现 (not 开发现有资源)."""
_PRESENT = (
    f"(?!时下[达发降调拨放]){_NO_WORD}{trie_pattern(_RULES.words.present)}(?!年|[日天](?!益))|"
    f"{_NO_WORD}现(?=有(?!的|关)|拥有|已|共|存)"
)
_RECURS_TO = (
    f"(?:{TO}(?:次年|翌年|第二年)?的?(?:{N}月(?:{N}[日号]|[底末初])?|{N}[日号])|"
    f"(?:[、和与]{N}月(?:{N}[日号]|[底末初])?)+)?"
)
_RECURS_IN = f"(?:的?(?:第?[一二三四1-4]季度|[上下]半[年月]|[上中下]旬|[首末]月|(?:第{N}|最后一)天|第(?:{N})个?(?:月|周|星期)(?![一二三四五六日天])))?"
"""每年3月1日至5月31日, 每年11月至次年3月, 每年6月和12月; 每年一季度, 每月上旬, 每季度第一个月."""
_RECURRENT = (
    f"每(?:逢|到|年的?)(?:{trie_pattern(FESTIVALS)}|节假日|节日)(?:期间|前后|假期|(?=[^节])|$)|"
    "每个?(?:年(?!龄)|月|季度?|半年|周末|(?:周|星期)(?:[一二三四五六日天末](?![天个次场节小班])"
    "(?:[、和与及至到—-](?:每?(?:周|星期))?[一二三四五六日](?![天个周线月年0-9]))*)?|天|日)"
    f"(?:年?[底末初](?!月)|的?[首末]月)?(?:的?(?:{N}月?{TO})?{N}月(?:[底末初])?)?(?:的?(?:{N}[日号]?{TO})?{N}[日号](?:[、和与]{N}[日号])*)?{_RECURS_TO}{_RECURS_IN}(?:之?前(?![0-9{HAN}]))?|"
    "每[单双](?:周|月|日)|"
    f"每隔?{COUNT}个?(?:年(?![级度龄代])|月|季度?|半年|周|星期|天|日|工作日)|每个?工作日|"
    "每逢(?:(?:周|星期)[一二三四五六日天末]|[单双]日|工作日)|"
    f"{trie_pattern(_RULES.words.recurrent)}"
)


_LATELY = "最近(?<![^，。；、：\n（(在]最近)(?![期的])"
"""最近 where it opens its phrase (not 距离最近)."""


def _opened(first: str, name: str, pattern: str) -> str:
    """A named alternative behind a cheap test of its first character."""
    return f"(?=[{first}])(?P<{name}>{pattern})"


_EVENT_FIRST = "".join(sorted({word[0] for word in _RULES.since} | set("自从")))
_VAGUE_FIRST = "".join(sorted({word[0] for word in _RULES.words.vague}))
_PRESENT_FIRST = "".join(sorted({word[0] for word in _RULES.words.present} | {"现"}))
_RECURRENT_FIRST = "".join(sorted({word[0] for word in _RULES.words.recurrent} | {"每"}))
FIRST = "".join(
    sorted(
        set(_EVENT_FIRST + _VAGUE_FIRST + _PRESENT_FIRST + _RECURRENT_FIRST)
        | set(
            "0123456789一二三四五六七八九十“‘第到上本过刚最近这前连今明去昨未往接下后百两俩仨几数半"
        )
        | {'"'}
    )
)
"""The characters that an expression of ``FIXED`` can begin with."""
FIXED = re.compile(
    "|".join(
        (
            _opened(_EVENT_FIRST, "event", _EVENT),
            _opened(f'“"‘第{HAN}', "plans", PLANS),
            _opened(
                f"0-9百两俩仨几数半{HAN}过刚最近这前上连今明去昨未往接下后", "windows", WINDOWS
            ),
            _opened(f"到上本0-9{HAN}", "centuries", f"{_CENTURY}|{_DECADE}"),
            _opened("2", "outlook", "20[0-9]{2}(?=年?远景)"),
            _opened(_PRESENT_FIRST, "present", _PRESENT),
            _opened(_RECURRENT_FIRST, "recurrent", _RECURRENT),
            _opened(
                "第最" + _VAGUE_FIRST,
                "vague",
                f"{trie_pattern(_RULES.words.vague)}|{_LATELY}|第[{HAN}]年(?![级度])",
            ),
        )
    )
)
"""Everything that needs no point of the calendar."""
_WINDOW_FORMS = ("last", "run", "twin", "past", "next", "since", "within", "soon", "ago", "hence")


def resolve_fixed(found: "re.Match[str]", context: Context) -> Found:
    """The kind and dates of an expression that ``FIXED`` found."""
    form = found.lastgroup or ""
    if form == "event":
        return "since", (_RULES.since[found["named"]], None), "own"
    if form == "plans":
        return _plan(found)
    if form == "windows":
        way = next(name for name in _WINDOW_FORMS if found[name] is not None)
        return resolve_window(found, way, context)
    if form == "centuries":
        return _century(found, context)
    if form == "outlook":
        return "deadline", (None, date(int(found["outlook"]), 12, 31)), "own"
    return form, NOWHEN, None


def _plan(found: "re.Match[str]") -> Found:
    if found["planto"]:
        ends = plan_years(found["plan"]), plan_years(found["planto"])
        if ends[0] is None or ends[1] is None:
            return "years", NOWHEN, None
        return "years", extents.years(ends[0][0], ends[1][1]), "own"
    ordinal = found["plan"] or found["quoted"] or found["nth"]
    tail = found["plantail"] or found["nthtail"] or ""
    years = plan_years(ordinal)
    if years is None:
        return "plan", NOWHEN, None
    first, last = years
    if tail == "以来":
        return "since", (date(first, 1, 1), None), "own"
    if tail == "收官之年":
        return "year", extents.years(last, last), "own"
    if tail.endswith(("末", "末期", "收官")):
        return "end", (None, date(last, 12, 31)), "own"
    if tail == "开局之年":
        return "year", extents.years(first, first), "own"
    tail = tail.removeprefix("的")
    tail = tail[2:] if len(tail) > 3 and tail[:2] in ("期间", "时期") else tail
    if tail in _YEARS_OF_PLAN:
        year = first + _YEARS_OF_PLAN[tail] if tail != "最后一年" else last
        return "year", extents.years(year, year), "own"
    if tail.startswith("中期"):
        return "year", extents.years(first + 2, first + 2), "own"
    if tail.startswith("初"):
        return "start", extents.years(first, first), "own"
    if tail and tail[0] in "前头后":
        count = small(tail[1:-1]) or 0
        if not 0 < count <= last - first + 1:
            return "years", NOWHEN, None
        span = (first, first + count - 1) if tail[0] != "后" else (last - count + 1, last)
        return "years", extents.years(*span), "own"
    return "plan", extents.years(first, last), "own"


def _century(found: "re.Match[str]", context: Context) -> Found:
    if found["full"] is not None:
        first = full_year(found["full"]) or 0
        if not found["fullto"]:
            return _stretch(first, 10, found["lonepart"])
        return "decade", extents.years(first, (full_year(found["fullto"]) or 0) + 9), "own"
    if found["lone"] is not None:
        century = 1900 if _ends(found["lone"])[0] >= 30 else 2000
        return _tens(century, found["lone"], found["loneto"], found["lonepart"])
    word = found["cent"]
    number = {"上": 20, "上个": 20, "本": 21}.get(word) or small(word) or 0
    start = 100 * (number - 1)
    if found["dec"] is not None:
        return _tens(start, found["dec"], found["decto"], found["part"])
    return _stretch(start, 100, found["era"])


def _tens(century: int, text: str, to: str | None, part: str | None) -> Found:
    """90年代, 五六十年代, 80至90年代 of a century."""
    first, last = _ends(text)[0], _ends(to or text)[1]
    if not first <= last:
        return "decade", NOWHEN, None
    if first == last:
        return _stretch(century + first, 10, part)
    return "decade", extents.years(century + first, century + last + 9), "own"


def _ends(text: str) -> tuple[int, int]:
    """The first and the last of the tens told in one word (五六十)."""
    pair = len(text) == 3 and text[-1] == "十"
    ends = (text[0] + "十", text[1:]) if pair else (text, text)
    return small(ends[0]) or 0, small(ends[1]) or 0


def _stretch(first: int, length: int, part: str | None) -> Found:
    """A decade or century, or the part of it that a word names."""
    last = first + length - 1
    if part is None:
        return "decade", extents.years(first, last), "own"
    if part == "中叶":
        return "deadline", (None, date(first + 50, 12, 31)), "own"
    if part[0] == "末" and length == 100:
        return "deadline", (None, date(last + 1, 12, 31)), "own"
    if part[-2:] == "半叶":
        half = first + length // 2
        span = (first, half - 1) if part[0] in "前上" else (half, last)
        return "decade", extents.years(*span), "own"
    third = 3 if length == 10 else 20
    if part[0] in "初前":
        return "decade", extents.years(first, first + third - 1), "own"
    if part[0] == "中":
        return "decade", extents.years(first + third, last - third), "own"
    return "decade", extents.years(last - third + 1, last), "own"
