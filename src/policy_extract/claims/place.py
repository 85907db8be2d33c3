"""The document's own place: whose 全市 or 全省 it speaks of.

Three witnesses vote: the head of the document (its title most of all), the words it uses for its
own place (全市, 我省, 我国), which tell the level, and how often each division is named.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from policy_extract.rules.cues import trie_pattern
from policy_extract.rules.gazetteer import COUNTRY, Division, divisions, find_divisions
from policy_extract.rules.loader import RuleModel, load_shipped
from policy_extract.text.layout import Layout

_HEAD = 10
_TITLE_NEAR = 400
_HEAD_CHARS = 90
_OWN = re.compile(
    "(?P<country>我国|全国)|(?P<province>全省|我省)|(?P<city>全市|我市|全州|我州)"
    "|(?P<county>全县|我县)|(?P<region>全区|我区|自治区(?=党委|政府|人民政府|主席))"
)
_NATIONAL_TITLE = re.compile(
    "中华人民共和国(?:国务院)?(?:政府工作|国民经济|[0-9]{4})|国务院(?:关于|办公厅|总理)|中共中央"
    "|第[一二三四五六七八九十]+届全国人民代表大会|全国人民代表大会"
)
_BESIDE = re.compile(
    "(?:高于|低于|快于|慢于|高出|低|占|居|列|位|优于|好于|超过|强于|领先|领跑|落后于?|与|同|和|比|较|在|为)全国|全国(?:平均|首|前|第|的|唯一|文明|双拥|卫生)"
    "|中国(?:特色|式现代化)"
)
"""The nation as what others are compared with, ranked in, a title of honour or in words that every report has:
no sign of a national text."""
_CONGRESS = re.compile(
    "第[一二三四五六七八九十0-9]+届(?:人民代表大会|人大|政协|委员会)|人民代表大会|人大常委会|政协"
)
_ENOUGH = 2.5


class PlaceRules(RuleModel):
    """The word lists of ``rules/place.toml``; each list says there what it is for."""

    nation: tuple[str, ...]
    press: tuple[str, ...]
    official: tuple[str, ...]


class _Patterns(NamedTuple):
    nation: "re.Pattern[str]"
    press: "re.Pattern[str]"
    official: "re.Pattern[str]"


@cache
def _patterns() -> _Patterns:
    rules = load_shipped("place.toml", PlaceRules)
    return _Patterns(
        *(re.compile(trie_pattern(words)) for words in (rules.nation, rules.press, rules.official))
    )


def national_words(text: str) -> int:
    """How many words of a text speak of the nation and its authorities."""
    return len(_patterns().nation.findall(_BESIDE.sub("", text)))


def read_place(text: str, layout: Layout, title: str | None = None) -> str | None:
    """The full name of the place a document speaks of (太原市, 湖北省, 中国), null when unclear.

    Args:
        text: The document.
        layout: Its paragraphs.
        title: Its title, where that is told beside the text.
    """
    lines = _head_lines(text, layout, title)
    if title is not None and title not in text[:_TITLE_NEAR]:
        text = f"{title}\n{text}"
    county = _county(lines)
    if county is not None:
        return county
    own = Counter(match.lastgroup for match in _OWN.finditer(text))
    head: dict[str, float] = defaultdict(float)
    nation = _read_head(lines, head)
    mentions: Counter[Division] = Counter(
        division
        for _, end, division in find_divisions(text, 0, len(text))
        if not text.startswith("生产建设兵团", end)
    )
    local = {level: own[level] for level in ("province", "city", "county", "region") if own[level]}
    level = max(local, key=lambda name: local[name]) if local else None
    scores = _scores(head, mentions, level)
    national = national_words(text)
    nation += min(3.0, 0.2 * national) + (0.5 if level is None else 0.0)
    if sum(local.values()) > national:  # it speaks of itself as 全市 more often than of the nation
        nation = 0.0
    if not scores:
        return COUNTRY if nation >= 0.9 else None
    best = max(scores, key=lambda name: scores[name])
    if head[best] < 2 and national >= 8 and national > 2 * mentions[divisions()[best]]:
        return COUNTRY
    total = sum(mentions.values())
    share = mentions[divisions()[best]] / total if total else 0.0
    own_words = level is not None and _fits(best, level) and (head[best] > 0 or share >= 0.5)
    if not own_words and head[best] < 2 and (share < 0.4 or total < 4 or nation > scores[best]):
        return COUNTRY if nation >= 1.0 and nation > scores[best] * (0.5 + share) else None
    if nation > scores[best]:
        return COUNTRY
    return best if scores[best] >= _ENOUGH else None


_SEAT = re.compile(
    "(?:^|(?<=[^\u4e00-\u9fff])|(?<=[年在共：省])|(?<=代表)|(?<=关于))"
    "(?P<name>(?:(?!关于|中共)[^\\W0-9年在共同]{2,5}?(?:自治州|市|州|盟))?[^年在共省市州盟、，的全各本我：:\\s《》]{1,6}?"
    "(?:自治县|自治旗|县|旗|(?<![园社小开发新景片库灾山牧林矿治地校港合园])区))"
    "(?=人民政府|政府工作|政府办|委(?:员会|办|、| )|第[一二三四五六七八九十]+届人民代表大会|国民经济|统计局"
    "|(?:20|19)[0-9]{2}年|关于|深化|促进|支持|加快|推进|实施)"
    "|(?:^|(?<=[^\u4e00-\u9fff])|(?<=[年在：])|(?<=代表)|(?<=关于))"
    "(?P<city>(?!关于|直辖|中共)[^\\W0-9年月日在于共经我受向]{1,4}市)"
    "(?=政府工作报告|第[一二三四五六七八九十]+届人民代表大会|人民政府，?向大会"
    "|(?:(?:20|19)[0-9]{2}年)?国民经济和社会发展)"
)
"""A county, banner, district or city that a head names as its own: before its authorities or its title."""
_SEATS = 5


def _county(lines: Sequence[str]) -> str | None:
    """The county or district that the head says is its own; one before its congress goes first."""
    found = [
        match
        for line in lines[:_SEATS]
        if len(line) <= _HEAD_CHARS
        for match in _SEAT.finditer(line)
    ]
    if not found:
        return None
    congress = [match for match in found if match.string[match.end() :].startswith("第")]
    first = (congress or found)[0]
    return first["name"] or first["city"]


def _head_lines(text: str, layout: Layout, title: str | None) -> list[str]:
    """The short lines of the head, the title first."""
    lines = [text[one.start : one.end] for one in layout.paragraphs[:_HEAD]]
    if title is not None and title not in lines[:3]:
        lines.insert(0, title)
    return lines


def _read_head(lines: list[str], head: dict[str, float]) -> float:
    """Add the divisions named in the head to ``head``; how national the head is."""
    nation = 0.0
    patterns = _patterns()
    for index, piece in enumerate(lines):
        if len(piece) > _HEAD_CHARS:
            continue
        official = 2.0 if patterns.official.search(piece) else 1.0
        first = 1.5 if index == 0 else 0.6
        if _NATIONAL_TITLE.search(piece):
            nation += 8.0
        elif index == 0 and re.search("中国|全国|我国", _BESIDE.sub("", piece)):
            nation += 3.0
        for start, end, division in find_divisions(piece, 0, len(piece)):
            congress = _CONGRESS.match(piece, end) is not None
            if patterns.press.match(piece, end):
                head[division.name] += 1.2
            elif congress or piece[start - 1 : start] not in ("在", "赴", "向", "访", "抵"):
                full = 1.3 if piece[start:end] == division.name else 1.0
                head[division.name] += full * official * (1.5 if congress else first)
    return nation


def _scores(
    head: dict[str, float], mentions: Counter[Division], level: str | None
) -> dict[str, float]:
    scores: dict[str, float] = {}
    for division, count in mentions.items():
        score = head[division.name] + 0.25 * min(count, 12)
        scores[division.name] = scores.get(division.name, 0.0) + score
        if division.parent in divisions():
            scores[division.parent] = scores.get(division.parent, 0.0) + 0.08 * min(count, 12)
    for name in scores:
        if level is not None:
            scores[name] += 3.0 if _fits(name, level) else -1.0
    return scores


def _fits(name: str, level: str) -> bool:
    found = divisions()[name]
    if level == "region":
        return name.endswith("自治区")
    if level == "city":
        return found.level == "city" or name.endswith("市")
    if level == "province":
        return found.level == "province" and not name.endswith("市")
    return False
