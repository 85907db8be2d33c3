"""Provinces and prefectures of China, by full and by short name."""

import re
from functools import cache
from typing import NamedTuple

from policy_extract.errors import RulesError
from policy_extract.rules.cues import trie_pattern
from policy_extract.rules.loader import read_shipped

COUNTRY = "中国"
_OTHER_KIND = frozenset("县旗镇乡村")


class Division(NamedTuple):
    """A division: its level (``province`` or ``city``), names and the division above it."""

    level: str
    name: str
    short: str
    parent: str


@cache
def divisions() -> dict[str, Division]:
    """Divisions by every name, full and short.

    Raises:
        RulesError: A line of ``rules/divisions.tsv`` has not four fields.
    """
    table: dict[str, Division] = {}
    shorts: dict[str, Division] = {}
    for number, line in enumerate(read_shipped("divisions.tsv").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) != 4 or fields[0] not in ("province", "city"):
            raise RulesError(f"divisions.tsv: line {number}: expected level, name, short, parent")
        division = Division(*fields)
        table[division.name] = division
        if division.short:
            shorts.setdefault(division.short, division)
    return {**shorts, **table}


@cache
def _names() -> re.Pattern[str]:
    return re.compile(trie_pattern(divisions()))


def find_divisions(text: str, start: int, end: int) -> list[tuple[int, int, Division]]:
    """Mentions of divisions in ``text[start:end]``, the longest names first.

    A short name that another kind of division follows is another place (兴安县 is not 兴安盟).
    """
    table = divisions()
    return [
        (match.start(), match.end(), table[match.group()])
        for match in _names().finditer(text, start, end)
        if text[match.end() : match.end() + 1] not in _OTHER_KIND
        or table[match.group()].name == match.group()
    ]


def full_name(name: str) -> str:
    """A division's full name (太原 is 太原市); any other name stays as it is."""
    found = divisions().get(name)
    return found.name if found else name
