"""Subject: whose indicator a number is, by its full name.

Candidates are the words for one's own place (全市, 我国) and the named places and bodies that open
a clause. The nearest one before the number owns it, if nothing in between took its place; a topic
at the head of a sentence keeps the whole sentence, and a company or project the next one too.
Otherwise the number is the document's own place's.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from policy_extract.claims.place import national_words
from policy_extract.claims.principals import Principal, as_told, find_principals, local_words
from policy_extract.periods.calendar_rules import plan_ordinals
from policy_extract.rules.cues import CueFinder, trie_pattern
from policy_extract.rules.gazetteer import COUNTRY, divisions, find_divisions, full_name
from policy_extract.rules.loader import RuleModel, load_shipped, per_rules
from policy_extract.text.layout import Layout, Sentence


class SubjectRules(RuleModel):
    """The word lists of ``rules/subjects.toml``; each list says there what it is for."""

    country: frozenset[str]
    province: frozenset[str]
    city: frozenset[str]
    county: frozenset[str]
    district: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    owners: frozenset[str]
    abroad: frozenset[str]


class NamedOwner(Protocol):
    """What the claims room needs of an entity."""

    @property
    def start(self) -> int:
        """Offset of its first character."""

    @property
    def end(self) -> int:
        """Offset after its last character."""

    @property
    def type(self) -> str:
        """Its type, as in the contract."""

    @property
    def canonical(self) -> str:
        """Its full name, where known."""


class Owner(NamedTuple):
    """Whose number it is: the words, the full name, and where they stand; null for the place that the
    document itself speaks of.
    """

    text: str | None
    canonical: str
    at: tuple[int, int] | None


class Theme(NamedTuple):
    """The company or body that a document speaks of most: how often, and whether its title does."""

    owner: Owner
    type: str
    often: int
    titled: bool


class _Candidate(NamedTuple):
    """A possible subject: where it stands, its level or ``name``, its canonical name.

    ``head`` says that it opens its sentence, ``lasting`` that it may own the next sentence too.
    """

    start: int
    end: int
    level: str
    canonical: str
    head: bool
    lasting: bool


_COUNTRY = frozenset({"中國", "中华人民共和国", "中華人民共和國"})
"""Other names of the nation."""
_NEAR = 400
"""Characters within which a name tells what 全市 points to."""
_FAR = 2000
"""Characters before a number within which marks are counted."""
_OPENED = 12
"""Names before a sentence of which those that opened theirs are looked for."""
_LOOKED = 6
"""Candidates that are looked at for each that is wanted."""
_BODIES = frozenset({"LOCATION", "COMPANY", "GOVERNMENT", "ORGANIZATION", "FACILITY"})
_LASTING = frozenset({"COMPANY", "FACILITY", "PROJECT", "INDUSTRY", "ORGANIZATION"})
_THEMES = frozenset({"COMPANY", "ORGANIZATION", "FACILITY"})
_PRINCIPALS = _BODIES | {"PROJECT", "EVENT", "INDUSTRY"}
_THEMES_LOOKED = 60
"""Names of a document that are counted."""
_OFTEN = 3
_TITLE = 60
"""Characters that a document's title takes."""
_MARKS = "，,；;。：:！？!?\n（(”“、 \u3000．)）"
_TIME = (
    r"(?:[0-9０-９〇零一二三四五六七八九十]{1,4}[年月日](?:初|末|底|份)?"
    r"|[0-9]{1,2}[—\-～至到][0-9]{1,2}月份?|“?PLAN五”?(?:时期|期间|末)?)"
)
_LED = re.compile(
    "[ \u3000\t]*(?P<name>(?![全我本各该])[\u4e00-\u9fff]{1,9}"
    "(?:[省市县旗州盟镇乡]|自治区|(?<![小社园城片辖景校库山牧林矿地])区|街道))[：:]"
)
"""A place that a line is about: 甲市：…"""
_BREAK = re.compile("[；;]")
_DIGIT = re.compile("(?<![0-9A-Za-z])[0-9][0-9.]*(?![0-9A-Za-z+.])")
_LOCAL = re.compile("[省市县区州]|自治区|党|国家|海关|中央")
_ASIDE_VALUE = re.compile("[（(][0-9]")
_LIST_FOLLOWS = re.compile("[^，,；。：0-9]{0,3}、")
_WATERS = frozenset("江河湖海洋山峡")
_NO_PLACE = re.compile("[A-Za-z0-9]|(?<=.)[都均也已将各仍则还]$")
_SUBDIVISION = re.compile(
    "[：，；、。\\n](?P<name>(?![新改建培引推支认全一各该本多每其有在从对向与和让把将使由为等])"
    "[\u4e00-\u9fff]{1,5}?(?:自治县|县|(?<![小社园城市片辖景校库灾老山地牧林矿])区|旗|公司|集团))"
    "(?=增长|下降|完成|计划|实现|达|新增|开工|投资|[0-9])"
)
_SUFFIX = re.compile("[省市县区州盟旗]|自治区|基地|集团|公司|新区|开发区|示范区|高新区|经开区")
_BODY_WITH_COUNT = re.compile(
    "[：；](?P<name>[\u4e00-\u9fff]{2,18}(?:厅|局|委|办|台|部|院|公司|集团|指挥部))(?=[0-9])"
)


@per_rules
def _patterns() -> tuple[CueFinder, re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    rules = load_shipped("subjects.toml", SubjectRules)
    time = _TIME.replace("PLAN", plan_ordinals())
    here = CueFinder(
        {
            "country": rules.country,
            "province": rules.province,
            "city": rules.city,
            "county": rules.county,
            "district": rules.district,
            "name": rules.abroad,
        }
    )
    return (
        here,
        re.compile(f"(?:{trie_pattern(rules.before)}|{time}|[，、])*"),
        re.compile(trie_pattern(rules.after)),
        re.compile(f"(?:{trie_pattern(rules.owners)})$"),
    )


_BELOW_COUNTIES = frozenset("乡镇村庄寨屯街")
"""Last characters of places that have no 县 or 区 behind their name."""
_OTHER_WORD = re.compile("市[值场盈净面售]|区[域间块分别位]|县域|省[份略却]")
"""Words that follow a name and only look like the level of a place (中兴通讯市值)."""


class SubjectFinder:
    """Finds the subject of a number; built once per document.

    Args:
        text: The document's text.
        layout: Its paragraphs and sentences.
        entities: Its named things, in order.
        place: Its own place, full name, null when unknown.
        given: Whether the place was given with the document, not read from it.
    """

    def __init__(
        self,
        text: str,
        layout: Layout,
        entities: Sequence[NamedOwner],
        place: str | None,
        *,
        given: bool = False,
    ) -> None:
        self._text = text
        if place is not None and not given:
            place = as_told(text, place)
        self._place = place
        self._sentences = layout.sentences
        self._sentence_starts = [sentence.start for sentence in layout.sentences]
        self._marks = [at for at, char in enumerate(text) if char in _MARKS]
        self._parting = [at for at in self._marks if text[at] in "，：；、"]
        self._canonical = {(entity.start, entity.end): entity.canonical for entity in entities}
        self._bare = {
            name
            for entity in entities
            if entity.type == "LOCATION"
            and len(name := text[entity.start : entity.end]) in (2, 3)
            and name not in divisions()
            and not _SUFFIX.search(name[-1])
            and name[-1] not in _BELOW_COUNTIES
        }
        self.place, self.given = place, given
        national = national_words(text)
        self.national = national if place == COUNTRY or national > local_words(text) else 0
        self.theme = _theme(text, entities)
        self._entities = entities
        self._entity_starts = [entity.start for entity in entities]
        self._candidates = self._collect(entities)
        self._starts = [candidate.start for candidate in self._candidates]
        self.principals = self._principals(text, layout, entities)
        self._opening: tuple[tuple[int, int], Sequence[tuple[Owner, str, bool]]] = ((-1, -1), ())

    def _principals(
        self, text: str, layout: Layout, entities: Sequence[NamedOwner]
    ) -> list[Principal]:
        """Who the document may be about; see :mod:`principals`."""
        named = [
            (one.start, one.end, one.type, self._full(one.canonical))
            for one in entities
            if one.type in _PRINCIPALS and _plausible(text[one.start : one.end], one.type)
        ]
        always = [self.place] if self.place else []
        if self.national and COUNTRY not in always:
            always.append(COUNTRY)
        return find_principals(text, layout, named, always)

    def named(self, span: tuple[int, int]) -> Owner | None:
        """The subject that stands at ``span`` of the document, by its full name."""
        name = self._text[span[0] : span[1]]
        level = _level_word(name)
        if level not in (None, "name"):
            resolved = self._resolve(level, span[0])
            return Owner(name, resolved, span) if resolved else None
        return Owner(name, self._full(self._canonical.get(span, name)), span)

    def find(self, sentence: Sentence, start: int, end: int, indicator: str | None) -> Owner | None:
        """The subject of the value ``text[start:end]``.

        Null when the document does not say, or when the indicator itself names its owner.
        """
        owner = self._nearest(sentence, start)
        if owner is None:
            return Owner(None, self._place, None) if self._place else None
        at = (owner.start, owner.end)
        text = self._text[owner.start : owner.end]
        if indicator and owner.level == "name" and names_itself(indicator, text):
            return None
        if owner.level == "name":
            return Owner(text, owner.canonical, at)
        resolved = self._resolve(owner.level, owner.start)
        return Owner(text, resolved, at) if resolved else None

    def mentions(self, start: int, end: int) -> Sequence[NamedOwner]:
        """The named things that begin in ``start:end``, in order."""
        first = bisect_left(self._entity_starts, start)
        return self._entities[first : bisect_left(self._entity_starts, end)]

    def led(self, end: int) -> Owner | None:
        """The place that opens the line of a value at ``end`` with a colon, where no other is named up to it."""
        opening = _LED.match(self._text, self._text.rfind("\n", 0, end) + 1, end)
        if opening is None or self.before(opening.end(), end, 1):
            return None
        name, at = opening["name"], opening.span("name")
        return Owner(name, self._full(self._canonical.get(at, name)), at)

    def before(self, start: int, end: int, most: int) -> list[tuple[Owner, str, bool]]:
        """What may own a number at ``end``, from ``start`` on, the nearest first, ``most`` at most.

        With each its level (``name`` or that of a word for one's own place) and whether it opens its
        sentence.
        """
        found: list[tuple[Owner, str, bool]] = []
        index = bisect_left(self._starts, end) - 1
        last = index - _LOOKED * most
        while index > last and index >= 0 and len(found) < most:
            one = self._candidates[index]
            index -= 1
            if one.start < start:
                break
            name = one.canonical if one.level == "name" else self._resolve(one.level, one.start)
            if name:
                text = self._text[one.start : one.end]
                found.append((Owner(text, name, (one.start, one.end)), one.level, one.head))
        return found

    def opening(self, start: int, end: int) -> Sequence[tuple[Owner, str, bool]]:
        """The nearest two of ``text[start:end]`` that open their sentence; see :meth:`before`."""
        if self._opening[0] != (start, end):
            opened = [one for one in self.before(start, end, _OPENED) if one[2]]
            self._opening = ((start, end), opened[:2])
        return self._opening[1]

    def _nearest(self, sentence: Sentence, start: int) -> _Candidate | None:
        index = bisect_left(self._starts, start) - 1
        text = self._text
        while index >= 0 and self._candidates[index].start >= sentence.start:
            candidate = self._candidates[index]
            index -= 1
            between = text[max(candidate.end, start - _FAR) : start]
            if candidate.level != "name" or "，" not in between:
                return candidate
            if _BREAK.search(between):
                return None if not candidate.head or candidate.level == "name" else candidate
            clause = between.split("，")
            if candidate.head or (len(clause) == 2 and _DIGIT.search(clause[0])):
                return candidate
            return None
        return self._carried(sentence)

    def _carried(self, sentence: Sentence) -> _Candidate | None:
        """A company or project that headed the sentence before, in the same paragraph."""
        at = bisect_left(self._sentence_starts, sentence.start) - 1
        if at < 0 or self._sentences[at].paragraph != sentence.paragraph:
            return None
        before = self._sentences[at]
        first = bisect_left(self._starts, before.start)
        last = bisect_left(self._starts, before.end)
        for candidate in self._candidates[first:last]:
            if candidate.head and candidate.lasting:
                return candidate
        return None

    def _collect(self, entities: Sequence[NamedOwner]) -> list[_Candidate]:
        text = self._text
        here, before, after, owners = _patterns()
        spans: list[tuple[int, int, str, str, bool]] = []
        taken: set[int] = set()
        for entity in entities:
            name = text[entity.start : entity.end]
            if not _plausible(name, entity.type):
                continue
            taken.update(range(entity.start, entity.end))
            if entity.type in _BODIES or owners.search(name):
                own = entity.type == "GOVERNMENT" and (_LOCAL.match(name) or len(name) < 4)
                if own and not _DIGIT.match(text, entity.end):
                    continue
                spans.append(
                    (entity.start, entity.end, "name", entity.canonical, entity.type in _LASTING)
                )
        for start, end, _ in find_divisions(text, 0, len(text)):
            if start not in taken and end - 1 not in taken:
                spans.append((start, end, "name", text[start:end], False))
        spans.extend(
            (cue.start, cue.end, cue.group, cue.word if cue.group == "name" else "", False)
            for cue in here.find(text, 0, len(text))
            if cue.start not in taken
        )
        unnamed = [*_SUBDIVISION.finditer(text), *_BODY_WITH_COUNT.finditer(text)]
        for match in unnamed:
            start, end = match.span("name")
            if start not in taken and end - 1 not in taken:
                spans = [span for span in spans if not (start <= span[0] and span[1] <= end)]
                spans.append((start, end, "name", match.group("name"), False))
        spans.sort()
        found = []
        for start, end, level, canonical, lasting in spans:
            opened = self._opens(start, end, before)
            if opened is None or after.match(text, end) or _LIST_FOLLOWS.match(text, end):
                continue
            if text[start - 1 : start] == "在" and text[end : end + 1] != "，":
                continue
            if level == "name":
                canonical = self._full(canonical)
            elif text[start - 1 : start] == "、":
                continue
            lasting = lasting and text[start - 1 : start] not in ("：", ":")
            found.append(_Candidate(start, end, level, canonical, opened, lasting))
        return found

    def _opens(self, start: int, end: int, before: re.Pattern[str]) -> bool | None:
        """Whether a name opens its sentence (true), only a clause (false), or neither (null)."""
        text = self._text
        index = max(0, bisect_left(self._sentence_starts, start + 1) - 1)
        head = self._sentence_starts[index] if self._sentence_starts else 0
        if before.fullmatch(text, head, start) or text[start - 1 : start] in ("：", ":"):
            return True
        if _ASIDE_VALUE.match(text, end):
            return False
        clause = max(head, _last_before(self._marks, start) + 1)
        if clause > head and text[clause - 1] in "”“":
            return None
        if clause > head and text[clause - 1] == "、":
            earlier = max(head, _last_before(self._parting, clause - 1))
            if not _DIGIT.search(text, earlier, clause):
                return None
        return False if before.fullmatch(text, clause, start) else None

    def _full(self, name: str) -> str:
        """The full name of a place, where the document itself shows it."""
        if name in _COUNTRY:
            return COUNTRY
        if self._place and (name == self._place or full_name(name) == self._place):
            return self._place
        full = full_name(name)
        if full != name:
            return full if full in self._text else name
        if _SUFFIX.search(name[-2:]) or name in divisions():
            return name
        for suffix in ("市", "县", "区", "基地", "省"):
            at = self._text.find(name + suffix)
            if at >= 0 and not _OTHER_WORD.match(self._text, at + len(name)):
                return name + suffix
        return name

    def _resolve(self, level: str, at: int) -> str | None:
        """What 全市 or its kin at ``at`` points to."""
        place = self._place
        if level == "country":
            return COUNTRY
        if place and _fits(place, level):
            return place
        table = divisions()
        index = bisect_left(self._starts, at)
        while index > 0 and at - self._starts[index - 1] <= _NEAR:
            index -= 1
            candidate = self._candidates[index]
            if candidate.level != "name":
                continue
            name = candidate.canonical
            known = table.get(name)
            if known is not None:
                if _fits(known.name, level):
                    return known.name
                continue
            suffix = {"county": "县", "district": "区", "city": "市"}.get(level, "")
            if suffix and name.endswith(suffix):
                return name
        return self._short_county(level, at)

    def _short_county(self, level: str, at: int) -> str | None:
        """全县 after a bare name of two or three characters: the name with 县."""
        suffix = {"county": "县", "district": "区"}.get(level)
        if suffix is None:
            return None
        found = [(self._text.rfind(name, max(0, at - 400), at), name) for name in self._bare]
        where, name = max(found, default=(-1, ""))
        return name + suffix if where >= 0 else None


def _theme(text: str, entities: Sequence[NamedOwner]) -> Theme | None:
    """What is named most among companies and bodies, at least three times; the first of equals."""
    found: dict[str, NamedOwner] = {}
    for entity in entities:
        if entity.type in _THEMES and len(found) < _THEMES_LOOKED:
            found.setdefault(text[entity.start : entity.end], entity)
    often = {name: text.count(name) for name in found if len(name) > 2}
    name = max(often, key=lambda one: often[one], default="")
    if often.get(name, 0) < _OFTEN:
        return None
    first = found[name]
    owner = Owner(name, first.canonical, (first.start, first.end))
    return Theme(owner, first.type, often[name], text.find(name) < _TITLE)


def _plausible(name: str, kind: str) -> bool:
    """Whether a mention can own a number: a place has no Latin letters, and is no river or hill."""
    if len(name) < 2:
        return False
    if kind != "LOCATION":
        return True
    return _NO_PLACE.search(name) is None and (name in divisions() or name[-1] not in _WATERS)


def _level_word(name: str) -> str | None:
    for cue in _patterns()[0].find(name, 0, len(name)):
        if cue.end - cue.start == len(name):
            return cue.group
    return None


def _last_before(places: Sequence[int], at: int) -> int:
    """The last of some places before one; -1 where there is none."""
    index = bisect_left(places, at)
    return places[index - 1] if index else -1


def _fits(place: str, level: str) -> bool:
    """Whether a place can be called 全省, 全市, 全县 or 全区."""
    if level == "province":
        return place.endswith(("省", "自治区"))
    if level == "city":
        return place.endswith(("市", "州", "盟", "地区"))
    if level == "county":
        return place.endswith(("县", "旗"))
    return place.endswith("区")


def names_itself(indicator: str, owner: str) -> bool:
    """Whether the indicator carries its owner's name, perhaps with a word put inside it.

    Places do not count: an indicator that holds one compares with it or counts in it.
    """
    if len(owner) < 4 or owner[-1] in "省市县区州盟旗国":
        return False
    if owner in indicator:
        return True
    at = 0
    for char in owner:
        at = indicator.find(char, at) + 1
        if at == 0:
            return False
    return True
