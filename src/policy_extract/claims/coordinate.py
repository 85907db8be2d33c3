"""Coordinated names (A、B和C) and the values that 分别, 各 or plain order give to each."""

from collections.abc import Sequence

from policy_extract.claims.words import LocalToken, indicator_rules, join

_DELIMITERS = frozenset({"、", "和", "及", "与", "以及", "，", ","})
_LIST = frozenset({"、"})
_DIGITS = "一二三四五六七八九"


def split_items(
    words: Sequence[LocalToken], marks: frozenset[str] = _DELIMITERS
) -> list[list[LocalToken]]:
    """The members of a coordination, as token lists; quoted and bracketed lists stay whole."""
    items: list[list[LocalToken]] = [[]]
    depth = 0
    for word in words:
        depth += sum(word.text.count(mark) for mark in "“《（(")
        depth -= sum(word.text.count(mark) for mark in "”》）)")
        if depth <= 0 and word.text in marks:
            items.append([])
        else:
            items[-1].append(word)
    return [item for item in items if any(not word.blank for word in item)]


def name_items(
    words: Sequence[LocalToken], suffix: str = "", count: int = 1
) -> list[tuple[str, str]]:
    """The members of a coordination with what they share, as ``(member, shared head)``.

    ``城镇和农村居民收入`` is ``[(城镇, 居民收入), (农村, 居民收入)]``: the last member carries the head.
    Where it begins is found by the ending the members have in common (装备制造业、高技术制造业|增加值),
    else by their length (城镇、农村|居民收入).

    Args:
        words: Tokens of the coordination, already stripped of predicate and lead.
        suffix: A head that stands elsewhere (behind 分别) and belongs to every member.
        count: How many values there are; a conjunction inside a member (社会保障和就业、节能环保) parts none.
    """
    rules = indicator_rules()
    listed = split_items(words, _LIST) if count > 1 else []
    marks = _LIST if len(listed) == count != len(split_items(words)) else _DELIMITERS
    parts = [join(item, rules.inner) for item in split_items(words, marks)]
    if len(parts) == 1:
        expanded = _expand(parts[0])
        if expanded:
            return [(item, head + suffix) for item, head in expanded]
    if len(parts) < 2 or suffix:
        return [(part, suffix) for part in parts]
    *before, last = parts
    if last[0] in _DIGITS and all(part.removeprefix("第") in tuple(_DIGITS) for part in before):
        order = "第" if before[0].startswith("第") else ""  # 第一、二、三产业
        return [(order + digit, last[1:]) for digit in (*(one[-1] for one in before), last[0])]
    head = _shared_head(before, last)
    member = last[: len(last) - len(head)] if head else last
    prefix = _shared_prefix(before[0], member)
    members = [before[0], *(prefix + part for part in [*before[1:], member])]
    return [(part, head) for part in members]


def _expand(name: str) -> list[tuple[str, str]]:
    """Contracted coordinations: 一二三产, 城乡."""
    digits = "一二三"
    for contracted, tail in (
        ("一二三产业", "产业"),
        ("一二三产", "产"),
        ("一二三次产业", "次产业"),
    ):
        if name.startswith(contracted):
            return [(digit + tail, name[len(contracted) :]) for digit in digits]
    if name.startswith("城乡") and len(name) > 2:
        return [(member, name[2:]) for member in "城乡"]
    return []


def _shared_head(before: Sequence[str], last: str) -> str:
    for length in range(min(len(before[0]), 6), 0, -1):
        ending = before[-1][-length:]
        at = last.rfind(ending)
        if at >= 0 and all(part.endswith(ending) for part in before):
            return last[at + length :]
    lengths = {len(part) for part in before}
    if len(lengths) == 1 and max(lengths) <= 4 < len(last):
        return last[max(lengths) :]
    measures = [noun for noun in indicator_rules().attributes if last.endswith(noun)]
    longest = max(measures, key=len, default="")
    return "" if all(map(_measured, before)) or last == longest else longest


def _measured(name: str) -> bool:
    """Whether a member ends in a measure of its own."""
    return name.endswith(tuple(indicator_rules().attributes))


def _shared_prefix(first: str, member: str) -> str:
    """A preposition or 规模以上 in front of the first member that holds for all."""
    for prefix in ("规模以上", "规上", "限额以上", "对"):
        if first.startswith(prefix) and not member.startswith(prefix):
            return prefix
    return ""
