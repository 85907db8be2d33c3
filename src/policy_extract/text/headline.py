"""The headline and the date of a page, from its meta elements and from what it shows."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from policy_extract.text.chrome import page_rules
from policy_extract.text.main_text import names_of
from policy_extract.text.markup import element_text, tag_of

_PARTS = (
    r"((?:19|20)[0-9]{2})\s*(?:-\s*([0-9]{1,2})\s*-|/\s*([0-9]{1,2})\s*/|\.\s*([0-9]{1,2})\s*\.|"
    r"年\s*([0-9]{1,2})\s*月)\s*([0-9]{1,2})(?![0-9])"
)
_DAY = re.compile(_PARTS)
_STAMP = re.compile(
    r"(?:(?:发布|发文|成文|印发|发表|刊发|公开|更新|上传)?(?:日期|时间)|(?:发布|发表|刊发|更新)于)"
    r"\s*[：:]?\s*" + _PARTS
)
_SCRIPT = re.compile(
    r"(?:var\s+ct|createTime|create_time|publish_time|svr_time|ori_create_time)\s*[=:]\s*[\"']?"
    r"(?:([0-9]{10})(?![0-9])|((?:20)[0-9]{2})-([0-9]{1,2})-([0-9]{1,2}))"
)
_PRESS = re.compile(
    r"<!--\s*enpproperty\s*>?[^\x00]{0,200}?<date>\s*((?:19|20)[0-9]{2})-([0-9]{2})-([0-9]{2})"
)
_CHINA = timedelta(hours=8)
_LONGEST = 120
_SHORT_LINE = 80
_SITE = 24
"""Characters of the longest name of a site."""
_CATALOGUE = re.compile("(?:信息|文件|公文|文献)?(?:标题|名称)(?:[：:]|$)")
_TAG = re.compile(r"<[^<>]{1,20}>")
_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}")


def find_headline(root: Any) -> str | None:
    """The headline of a page: as its meta elements say, as it shows it, or its title's first part.

    Names of the site (某市财政局) that stand in a meta element, a heading or the title are none.
    """
    rules = page_rules()
    metas = _metas(root)
    title = root.find(".//title")
    whole = _plain(title.text or "") if title is not None else ""
    sites = {_plain(metas.get(name, "")) for name in rules.sites}
    told = _line(metas.get(rules.titles[0], ""))
    if told is not None and _plain(told) not in sites:
        return told
    shown = [
        element
        for element in root.iter()
        if tag_of(element) and any(name in rules.headlines for name in names_of(element))
    ]
    candidates = [_shown(element) for element in (*shown, *root.iter("founder-title", "h1"))]
    candidates += [metas.get(name, "") for name in rules.titles[1:]]
    lines = [line for candidate in candidates if (line := _line(candidate)) is not None]
    named = _line(_without_site(" ".join((title.text or "").split()))) if whole else None
    for line in lines:
        if _plain(line) in whole and not _is_site(line):
            return line
    if named is not None and not _is_site(named):
        return named
    lines += [line for two in root.iter("h2") if (line := _line(_shown(two))) is not None]
    lines += _catalogued(root)
    return next((line for line in lines if not _is_site(line)), None)


def _catalogued(root: Any) -> list[str]:
    """The headline as the catalogue of a page of public information gives it: 信息名称 | 关于……."""
    found: list[str] = []
    for element in root.iter("td", "th", "span", "b", "strong", "label", "dt", "li", "div"):
        if len(element) > 1:
            continue
        text = _opening(element)
        if len(text) > _LONGEST or not (label := _CATALOGUE.match(text)):
            continue
        after = element.getnext()
        rest = text[label.end() :] or (
            _plain("".join(after.itertext())) if after is not None else ""
        )
        if (line := _line(rest)) is not None:
            found.append(line)
    return found


def _opening(element: Any) -> str:
    """The text of an element without blanks, as far as a headline may go and a little on."""
    text = ""
    for piece in element.itertext():
        text += _plain(piece[: 4 * _LONGEST])
        if len(text) > _LONGEST:
            break
    return text


def _line(text: str) -> str | None:
    """A headline on one line; null for what is too short or too long to be one."""
    line = " ".join(_TAG.sub("", text).split())
    return line if 4 <= len(line) <= _LONGEST else None


def _plain(text: str) -> str:
    return "".join(text.split())


def _is_site(line: str) -> bool:
    """Whether a line is the name of a site or of a part of it."""
    rules = page_rules()
    named = line.endswith(rules.site_ends) and not line.endswith(rules.site_like)
    return len(line) <= _SITE and named


def _shown(element: Any) -> str:
    """A headline as a page shows it; only its first line where more hangs on it."""
    text = element_text(element)
    return text if len(text) <= _SHORT_LINE else text.split("\n")[0]


def _without_site(title: str) -> str:
    """A page's title without the names of its site behind it."""
    rules = page_rules()
    for mark in rules.title_marks:
        while mark in title:
            head, _, tail = title.rpartition(mark)
            told = any(word in tail for word in rules.site_words) or len(tail) < 4
            if len(head.strip()) < 4 or not (told or mark in rules.sure_marks):
                break
            title = head.strip()
    return title.strip()


def find_published(root: Any) -> date | None:
    """The day that a page states of itself: in a meta element, a stamp, or a script's variable."""
    metas = _metas(root)
    for name in page_rules().dates:
        if (day := _day(_DAY.search(metas.get(name, "")))) is not None:
            return day
    for line in _short_lines(root):
        if (day := _day(_STAMP.search(line))) is not None:
            return day
    for script in root.iter("script"):
        found = _SCRIPT.search(script.text or "")
        if found and found[1]:
            return (datetime.fromtimestamp(int(found[1]), UTC) + _CHINA).date()
        if found and (day := _calendar(found[2], found[3], found[4])) is not None:
            return day
    alone: list[tuple[bool, date]] = []
    for line in _short_lines(root):
        bare = line.strip()
        found_day = _DAY.match(bare)
        if found_day and (day := _day(found_day)) is not None and "。" not in bare:
            alone.append((_CLOCK.search(bare) is None, day))
    return min(alone, key=lambda one: one[0])[1] if alone else None


def press_day(page: str) -> date | None:
    """The day that the page of a newspaper has in a comment of its typesetting."""
    return _day(_PRESS.search(page))


def _metas(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop") or ""
        name = name.strip().lower()
        content = (meta.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    return found


def _short_lines(root: Any) -> Iterator[str]:
    """Pieces of text of the page that are short, as stamps are."""
    for element in root.iter():
        tag = tag_of(element)
        if not tag or tag in ("script", "style", "a", "title"):
            continue
        for text in (element.text, *(child.tail for child in element)):
            if text and len(text.strip()) <= _SHORT_LINE and "20" in text or text and "19" in text:
                yield text.strip()
        if tag in ("p", "div", "span", "td", "li", "em", "i") and len(element):
            whole = "".join(element.itertext()) if len(element) <= 6 else ""
            if 8 <= len(whole.strip()) <= _SHORT_LINE:
                yield whole.strip()


def _day(found: "re.Match[str] | None") -> date | None:
    if found is None:
        return None
    year, *months, day = found.groups()
    return _calendar(year, next(filter(None, months)), day)


def _calendar(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
