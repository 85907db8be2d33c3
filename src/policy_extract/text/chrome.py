"""The frame of a page: tool bars, counters, licence numbers, footers; no part of the article."""

import re
from functools import cache

from policy_extract.rules.loader import RuleModel, load_shipped


class PageRules(RuleModel):
    """The lists of ``rules/page.toml``; each says there what it is for."""

    content: tuple[str, ...]
    frame: tuple[str, ...]
    titles: tuple[str, ...]
    dates: tuple[str, ...]
    headlines: tuple[str, ...]
    title_marks: tuple[str, ...]
    site_words: tuple[str, ...]
    sites: tuple[str, ...]
    site_ends: tuple[str, ...]
    site_like: tuple[str, ...]
    sure_marks: frozenset[str]
    lines: frozenset[str]
    patterns: tuple[str, ...]
    others: frozenset[str]
    statements: tuple[str, ...]
    pieces: tuple[str, ...]


@cache
def page_rules() -> PageRules:
    """The shipped lists, loaded once."""
    return load_shipped("page.toml", PageRules)


@cache
def _pattern() -> "re.Pattern[str]":
    return re.compile("|".join(f"(?:{one})" for one in page_rules().patterns))


@cache
def _pieces() -> "re.Pattern[str]":
    return re.compile("|".join(f"(?:{one})" for one in page_rules().pieces))


_LONGEST = 160


def is_chrome(line: str) -> bool:
    """Whether a line is part of a page's frame, not of its article.

    >>> is_chrome("您是第 12345678 位访客"), is_chrome("全市地区生产总值增长6%左右。")
    (True, False)
    """
    line = line.strip()
    if line.startswith(page_rules().statements):
        return True
    if not line or len(line) > _LONGEST or "。" in line:
        return False
    return line in page_rules().lines or _pattern().match(line) is not None


def opens_others(line: str) -> bool:
    """Whether a line opens a list of other articles.

    >>> opens_others("【往期推荐】"), opens_others("往期推荐的三项措施")
    (True, False)
    """
    return line.strip(" \t\u3000【】[]：:>》▼↓") in page_rules().others


def chrome_spans(line: str) -> list[tuple[int, int]]:
    """Pieces of frame inside a line that also says something: counters, licence numbers."""
    if len(line) > _LONGEST or "。" in line:
        return []
    return [found.span() for found in _pieces().finditer(line)]
