"""Expressions that are read whole: plans, 以来 of a known event, decades, centuries, plain words."""

import re
from datetime import date

from policy_extract.periods import extents
from policy_extract.periods.calendar_rules import period_rules, plan_years
from policy_extract.periods.context import Context
from policy_extract.periods.extents import NOWHEN, Extent
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
_CENTURY = (
    f"到?{_CENTURIES}(?:(?P<dec>[1-9]0|[一二三四五六七八九]十)年代{_PARTS}?|"
    f"{_PARTS.replace('part', 'era')}|(?=[，。；、,;]|以来|$))"
)
_DECADE = (
    "(?:(?P<full>(?:1[5-9]|20)[0-9]0|[一二][〇一二三四五六七八九]{2}〇)|"
    f"(?<![0-9{HAN}.])(?P<lone>[0-9]0|[一二三四五六七八九]?[一二三四五六七八九]十))"
    "年代(?P<lonepart>初期?|前期|中期|后期|末期?)?"
)
_PRESENT = (
    f"{trie_pattern(_RULES.words.present)}(?!年|[日天](?!益))|现(?=有(?!的|关)|拥有|已|共|存)"
)
_RECURRENT = (
    "每个?(?:年(?!龄)|月|季度?|半年|周末|(?:周|星期)(?:[一二三四五六日天末](?![天个次场节小班])"
    "(?:[、和与及至到—-](?:每?(?:周|星期))?[一二三四五六日](?![天个周线月年0-9]))*)?|天|日)"
    f"(?:年?[底末初](?!月)|的?[首末]月)?(?:的?(?:{N}月?{TO})?{N}月(?:[底末初])?)?(?:的?(?:{N}[日号]?{TO})?{N}[日号])?(?:之?前(?![0-9{HAN}]))?|"
    f"每隔?{COUNT}个?(?:年(?![级度龄代])|月|季度?|半年|周|星期|天|日|工作日)|每个?工作日|"
    "每逢(?:周|星期)[一二三四五六日天末]|"
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
            _opened(f"到上本0-9{HAN}", "centuries", f"(?:{_CENTURY}|{_DECADE})(?:以来)?"),
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
        kind, (first, last), anchor = _century(found, context)
        if found.group().endswith("以来"):
            return "since", (first or last, None), anchor
        return kind, (first, last), anchor
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
        return _stretch(full_year(found["full"]) or 0, 10, found["lonepart"])
    if found["lone"] is not None:
        return _lone_decade(found["lone"], found["lonepart"])
    word = found["cent"]
    number = {"上": 20, "上个": 20, "本": 21}.get(word) or small(word) or 0
    start = 100 * (number - 1)
    if found["dec"] is not None:
        return _stretch(start + (small(found["dec"]) or 0), 10, found["part"])
    return _stretch(start, 100, found["era"])


def _lone_decade(text: str, part: str | None) -> Found:
    """90年代, 八十年代, 五六十年代: of this century up to the twenties, else of the last."""
    pair = text if len(text) == 3 and text[-1] == "十" else ""
    first, last = (small(pair[:1] + "十"), small(pair[1:])) if pair else (small(text), small(text))
    if first is None or last is None or not first <= last:
        return "decade", NOWHEN, None
    century = 1900 if first >= 30 else 2000
    if pair:
        return "decade", extents.years(century + first, century + last + 9), "own"
    return _stretch(century + first, 10, part)


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
