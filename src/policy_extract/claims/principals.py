"""Who a document may be about: its own place, the names of its title and those it names most.

They are candidates; which of them it is, fitted weights choose, see :mod:`about`.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from policy_extract.rules.gazetteer import divisions
from policy_extract.rules.loader import RuleModel, load_shipped
from policy_extract.text.layout import Layout
from policy_extract.text.title import find_title

_MOST = 7
"""Names of a document that are kept."""
_LOOKED = 80
"""Different names of a document that are looked at."""
_OFTEN = 12
"""Mentions that count."""
_TOLD = re.compile(
    "(?P<name>(?![今明去上本全]年)[\u4e00-\u9fffA-Za-z]{2,12})(?<![是为下])[：:](?=[^：:]{4})"
)
"""A title that says first whom it is about (某股份：业绩大增)."""
_SELF = re.compile(
    "(?:^|(?<=\n)|(?<=[\u3000 ：“]))(?P<name>(?![园全本我该各市县省城])[\u4e00-\u9fff]{1,11}?"
    "(?:镇|乡|街道|村|县|区|市|旗|医院|大学|学院|学校|集团|公司|银行|局|委员会|中心)"
    "(?=\n|简介|概况|介绍|概述|位于|地处|坐落|东临|东邻|辖|始建|成立于|组建于|$)"
    "|[A-Z][省市县区](?=[0-9\u4e00-\u9fff]))"
)
"""A name that a line begins with and says what it is, or that is all of a line; also one left out (F省)."""
_TAIL = re.compile("(?:.*[省市州盟县区旗])(?P<tail>.{1,7}?(?:镇|乡|街道|村|县|市|旗))")
"""A place told with what it lies in; 区 of cities keep their city's name."""
_PLACES = ("省", "自治区", "市", "州", "盟", "县", "旗", "镇", "乡", "村")
_FAR = 1500
"""Characters in which a line that begins with a name is looked for."""
_LINES, _SHORT = 10, 90
"""Lines of the head, and the characters of a short one."""
_HEAD = 300
"""Characters of the head where no title is found."""


class PrincipalRules(RuleModel):
    """The lists of ``rules/principals.toml``; each list says there what it is for."""

    selves: Mapping[str, tuple[str, ...]]


def local_words(text: str) -> int:
    """How often a text uses words by which a place below the nation speaks of itself (全市, 我县)."""
    words = {word for end in _PLACES for word in _rules().selves[end] if word[0] in "全我本"}
    return sum(map(text.count, sorted(words)))


class Principal(NamedTuple):
    """A name that a document may be about.

    Attributes:
        canonical: Its full name.
        type: Its entity type; ``told`` for what a title tells before a colon.
        often: How often it is named.
        titled: Whether the title names it: ``first`` where it begins so, ``in``, or ``no``.
        headed: How many of the short lines of the head name it.
        selves: How often the text uses a word by which such a thing speaks of itself (全镇, 公司).
        spans: Where it is named, in order.
    """

    canonical: str
    type: str
    often: int
    titled: str
    headed: int
    selves: int
    spans: tuple[tuple[int, int], ...]

    def before(self, at: int) -> tuple[int, int] | None:
        """Where it is named last before a place; null for nowhere."""
        index = bisect_left(self.spans, (at, at))
        return self.spans[index - 1] if index else None


@cache
def _rules() -> PrincipalRules:
    return load_shipped("principals.toml", PrincipalRules)


def find_principals(
    text: str,
    layout: Layout,
    named: Sequence[tuple[int, int, str, str]],
    always: Sequence[str],
) -> list[Principal]:
    """The names that a document may be about, the likeliest first.

    Args:
        text: The document.
        layout: Its paragraphs.
        named: Span, type and full name of what it names, in order.
        always: Names that are kept, named or not: those of its place and of the nation.
    """
    lines = [text[one.start : one.end] for one in layout.paragraphs[:_LINES]]
    head = [line for line in lines if len(line) <= _SHORT]
    titles = [*head[:1], find_title(text, layout) or ""]
    found: dict[str, dict[tuple[int, int], str]] = {name: {} for name in always}
    told = [_TOLD.match(titles[0]), *_SELF.finditer(text, 0, _FAR)]
    selves = {match["name"] for match in told if match is not None}
    first = [
        (*match.span(), "told", name)
        for name in sorted(selves)
        for match in islice(re.finditer(re.escape(name), text), _LOOKED)
    ]
    for start, end, kind, canonical in [*first, *named]:
        tail = _TAIL.fullmatch(canonical) if kind == "LOCATION" else None
        if tail is not None:
            canonical, start = tail["tail"], end - len(tail["tail"])
        canonical = next((name for name in always if name.endswith(canonical)), canonical)
        held = found.get(canonical)
        if held is not None:
            held.setdefault((start, end), kind)
        elif len(found) < _LOOKED:
            found[canonical] = {(start, end): kind}
    counted: dict[str, int] = {}
    ranked = [_principal(text, titles, head, *one, counted) for one in found.items()]
    ranked.sort(key=lambda one: (-_weight(one), one.spans[:1]))
    kept = [one for one in ranked if one.canonical not in always][:_MOST]
    return [*(one for one in ranked if one.canonical in always), *kept]


def _principal(
    text: str,
    titles: Sequence[str],
    head: Sequence[str],
    canonical: str,
    places: Mapping[tuple[int, int], str],
    counted: dict[str, int],
) -> Principal:
    kind = next(iter(places.values()), "LOCATION")
    names = {text[start:end] for start, end in islice(places, _OFTEN)}
    where = [at for name in names for title in titles if (at := title.find(name)) >= 0]
    titled = "no" if not where else "first" if min(where) < 2 else "in"
    return Principal(
        canonical,
        kind,
        len(places),
        titled,
        sum(any(name in line for name in names) for line in head),
        _selves(text, canonical, kind, counted),
        tuple(sorted(places)),
    )


def _selves(text: str, canonical: str, kind: str, counted: dict[str, int]) -> int:
    """How often the text uses the words by which a thing of such a name speaks of itself."""
    key = _key(canonical, kind)
    if key not in counted:
        counted[key] = sum(text.count(word) for word in _rules().selves.get(key, ()))
    return counted[key]


def _key(canonical: str, kind: str) -> str:
    return next((end for end in _rules().selves if canonical.endswith(end)), kind)


def as_told(text: str, place: str) -> str:
    """A place by the name that its document makes known: its full one where that stands in the text or the text
    speaks of itself by its level (全省), else the short one that stands there.
    """
    known = divisions().get(place)
    if known is None or not known.short or place in text or known.short not in text:
        return place
    return place if _selves(text, place, "", {}) else known.short


def _weight(one: Principal) -> float:
    """How likely it is that a document is about a name, as far as it needs to be known to keep some."""
    titled = {"first": 4.0, "in": 3.0, "no": 0.0}[one.titled]
    head = 1.0 if one.spans and one.spans[0][0] < _HEAD else 0.0
    return (
        titled
        + min(one.headed, 2)
        + head
        + 0.3 * min(one.often, _OFTEN)
        + (1.0 if one.selves else 0.0)
    )
