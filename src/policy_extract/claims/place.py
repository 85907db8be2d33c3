"""The document's own place: whose 全市 or 全省 it speaks of.

Three witnesses vote: the title and the head of the document, the words it uses for its own place
(全市, 我省, 我国), which tell the level, and how often each division is named.
"""

import re
from collections import Counter

from policy_extract.claims.gazetteer import COUNTRY, Division, divisions, find_divisions
from policy_extract.text.layout import Layout

_HEAD = 8
_HEAD_CHARS = 90
_OWN = re.compile(
    "(?P<country>我国|中华人民共和国|国务院)|(?P<province>全省|我省|全自治区)|(?P<city>全市|我市|全州|我州)|(?P<county>全县|我县)|(?P<district>全区|我区)"
)
_NATION = re.compile("全国|我国|中国|国家统计局|国务院|中华人民共和国|中央")
_PRESS = re.compile("日报|晚报|商报|时报|都市报|早报|快报|新闻网|广播|电视台|客户端|记者|海关")
_COUNTY = re.compile(
    "(?P<name>[\u4e00-\u9fff]{1,8}?(?:自治县|县|区|旗|市))(?=人民政府|20|19|政府工作|国民经济|统计|人大|第[一二三四五六七八九十]+届|关于|人民代表大会|委员会|委)"
)
_TITLE = re.compile(
    "政府工作报告|统计公报|实施方案|规划|意见|通知|办法|工作报告|人民代表大会|行动计划|条例|细则|措施"
)


def read_place(text: str, layout: Layout) -> str | None:
    """The full name of the place a document speaks of (太原市, 湖北省, 中国), null when unclear."""
    own = Counter(match.lastgroup for match in _OWN.finditer(text))
    level = _own_level(own)
    votes: Counter[Division] = Counter()
    for _, _, division in find_divisions(text, 0, len(text)):
        votes[division] += 1
    title = _from_head(text, layout, votes, level)
    if title is not None:
        return title
    return _from_body(text, votes, own, level)


def _own_level(own: Counter[str | None]) -> str | None:
    """The level that the words for one's own place point to."""
    local = {name: own[name] for name in ("province", "city", "county", "district") if own[name]}
    if not local:
        return "country" if own["country"] else None
    return max(local, key=lambda name: local[name])


def _from_head(
    text: str, layout: Layout, votes: Counter[Division], level: str | None
) -> str | None:
    weights: Counter[str] = Counter()
    for index, paragraph in enumerate(layout.paragraphs[:_HEAD]):
        if paragraph.end - paragraph.start > _HEAD_CHARS:
            continue
        piece = text[paragraph.start : paragraph.end]
        official = 3 if _TITLE.search(piece) else 1
        if re.search(
            "中华人民共和国(?:国务院)?(?:政府工作|国民经济|20|19)|国务院(?:关于|办公厅|总理)", piece
        ):
            weights[COUNTRY] += 4 * official
        for start, end, division in find_divisions(text, paragraph.start, paragraph.end):
            if _PRESS.match(text, end):
                weights[division.name] += 1 if division.name in weights else 0
                continue
            weights[division.name] += (2 if text[start:end] == division.name else 1) * official
            weights[division.parent] -= 0
        if index == 0 and re.search("中国|全国|我国", piece):
            weights[COUNTRY] += 2
    weights += Counter()
    if not weights:
        return None
    table = divisions()
    wanted = {"province": "province", "city": "city"}.get(level or "")
    if level == "district":
        regions = [name for name in weights if name.endswith("自治区")]
        if regions:
            return max(regions, key=lambda name: weights[name])
    best = max(weights, key=lambda name: (_fits(name, wanted), weights[name]))
    if weights[best] >= 2 or votes[table[best]] >= 3 if best in table else True:
        return best
    return None


def _fits(name: str, wanted: str | None) -> bool:
    if wanted is None:
        return True
    found = divisions().get(name)
    if found is None:
        return False
    return found.level == wanted or (wanted == "city" and name in _CITIES)


_CITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})


def _from_body(
    text: str, votes: Counter[Division], own: Counter[str | None], level: str | None
) -> str | None:
    nation = sum(1 for _ in _NATION.finditer(text))
    if level in ("province", "city"):
        fitting = [d for d in votes if _fits(d.name, level)]
        if fitting:
            return max(fitting, key=lambda division: votes[division]).name
        return None
    if level == "district":
        regions = [d for d in votes if d.name.endswith("自治区")]
        return max(regions, key=lambda d: votes[d]).name if regions else None
    if level == "county":
        return None
    if votes:
        top, count = votes.most_common(1)[0]
        if count >= 4 and count > sum(votes.values()) * 0.5 and count > nation:
            return top.name
    return COUNTRY if nation else None
