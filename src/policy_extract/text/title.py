"""The title of a document that came as lines, over as many of them as it is set in."""

import re
from functools import cache
from typing import NamedTuple

from policy_extract.rules.loader import RuleModel, load_shipped
from policy_extract.text.layout import Layout

_TITLE = 60
"""A longer line is no title."""
_LONG_TITLE = 90
"""A title of several lines."""
_HEAD = 10
_FIRST = 6
"""Lines of the opening that may begin a title."""
_HEADING = re.compile("^#{1,6} +")
_BLANK = re.compile("(?<=[一-龥]) +(?=[0-9])|(?<=[0-9]) +(?=[一-龥])")


class TitleRules(RuleModel):
    """The lists of ``rules/title.toml``; each says there what it is for."""

    nouns: tuple[str, ...]
    open_nouns: tuple[str, ...]
    links: tuple[str, ...]
    asides: tuple[str, ...]
    contents: tuple[str, ...]


class _Patterns(NamedTuple):
    ends: "re.Pattern[str]"
    aside: "re.Pattern[str]"
    contents: "re.Pattern[str]"


@cache
def _patterns() -> _Patterns:
    rules = load_shipped("title.toml", TitleRules)
    nouns = "|".join(rules.nouns)
    return _Patterns(
        re.compile(rf"(?:{nouns})(?:[（(〔【][^（）()]{{1,12}}[）)〕】])*$"),
        re.compile("|".join(rules.asides)),
        re.compile("|".join(rules.contents)),
    )


def find_title(text: str, layout: Layout) -> str | None:
    """The document's title: the first line of some length that closes like no sentence, and the
    lines that it runs on into, up to the word for what the document is (报告, 公报, 通知 …).

    Byline, date and issuer lines are passed over; null when no line of the opening fits.
    """
    lines = [
        text[one.start : one.end]
        for one in layout.paragraphs[:_HEAD]
        if one.kind not in ("byline", "caption")
    ]
    for index, line in enumerate(lines[:_FIRST]):
        if _may_open(line) and not _patterns().aside.fullmatch(line):
            return _BLANK.sub("", _HEADING.sub("", _whole(lines[index : index + 4])))
        if len(line) > 2 * _TITLE or line.count("，") > 1:
            return None  # the text has begun
    return None


def _may_open(line: str) -> bool:
    fits = 4 <= len(line) <= _TITLE and line[-1] not in "。；，、：:"
    cells = "\t" in line or line.count("|") > 1 or line.count(",") > 1
    return (
        fits
        and "：" not in line[:8]
        and line[0] not in "·•●-"
        and not cells
        and line.count("，") < 2
    )


def _whole(lines: list[str]) -> str:
    """A title of one line, or of the lines up to the one that says what the document is."""
    rules = load_shipped("title.toml", TitleRules)
    patterns = _patterns()
    title = lines[0]
    for line in lines[1:] if "。" not in title else ():
        closed = patterns.ends.search(title) is not None and not title.endswith(rules.open_nouns)
        if closed or (patterns.ends.search(title) and not line.startswith(rules.links)):
            break
        if not _may_follow(line) or len(title) + len(line) > _LONG_TITLE:
            break
        title += line
        if patterns.ends.search(title) and not title.endswith(rules.open_nouns):
            return title
    return lines[0]


def _may_follow(line: str) -> bool:
    if not 2 <= len(line) <= _TITLE or line[0] in "—-（(" or _patterns().contents.match(line):
        return False
    return "。" not in line and "\t" not in line and line[-1] not in "：；:"
