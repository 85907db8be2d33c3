"""What each value measures: the name beside it, or the name carried on from the clause before."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from policy_extract.claims.coordinate import name_items, split_items
from policy_extract.claims.phrase import (
    Phrase,
    after_open_quote,
    cut_rank,
    read_left,
    read_right,
    strip_lead,
    strip_tail,
)
from policy_extract.claims.segments import Slot
from policy_extract.claims.sentence import LogicalSentence
from policy_extract.claims.words import Cut, LocalToken, indicator_rules, join, tokens

_LIST = frozenset({"、", "和", "及", "与", "以及", "或", "并"})
_SHORT = 5
"""A counted clause this short (参保) needs the object of the clause before it."""
_LADDER = re.compile(r"[前后末][一二两三四五六七八九十\d]+[名位个]?$")
_OWNER = re.compile(
    "^(?:[\u4e00-\u9fff]{2,7}?[省市州县区旗]|[\u4e00-\u9fff（）]{2,24}?(?:自治[区州县]|新区|集团|公司|委员会|[部委厅局院台署办]|指挥部|基地|银行))"
    "(?=$|计划|完成|[^域级场内外办委政区民]{2})"
)
"""In a list under a head (投资增速前二名：...) each item opens with its owner."""
_MEAN = re.compile(r"[一二两三四五六七八九十\d]+年平均|平均")


class Naming(NamedTuple):
    """The name of one record.

    Attributes:
        name: The indicator.
        owner: The member of a distribution this record belongs to, when it is a name of its own
            (广东、江苏分别增长...); else null.
        rule: How the name was found.
    """

    name: str
    owner: str | None
    rule: str


@dataclass(slots=True)
class Topic:
    """What the text is speaking of; carried from value to value and sentence to sentence."""

    name: str = ""
    base: str = ""
    share: str = ""
    head: str = ""
    verb: str = ""
    counted: bool = False
    items: list[tuple[str, str]] = field(default_factory=list)


class Namer:
    """Names the values of one sentence after another; create one for each document."""

    def __init__(self, cut: Cut) -> None:
        self._cut = cut
        self._topic = Topic()

    def name(
        self, sentence: LogicalSentence, slots: Sequence[Slot], owners: Sequence[tuple[int, int]]
    ) -> list[tuple[Naming, ...]]:
        """The namings of each slot: one, or several where the text distributes.

        Args:
            sentence: The sentence.
            slots: Its slots.
            owners: Local spans of names of places and bodies.
        """
        covered = {at for start, end in owners for at in range(start, end)}
        topic = self._topic
        if not slots:
            return []
        topic.head = self._head(sentence, slots, covered)
        topic.verb = ""
        named: list[tuple[Naming, ...]] = []
        spoken = False
        for index, slot in enumerate(slots):
            if slot.group != index:
                continue
            end = index + 1
            while end < len(slots) and slots[end].group == index:
                end += 1
            group = slots[index:end]
            if slot.opener not in _LIST:
                topic.verb = ""
            if not spoken:
                self._preceding(sentence, slot, covered)
            stated = [naming[0].name for naming in named if naming and naming[0].name]
            named.extend(self._name_group(sentence, group, covered, stated))
            spoken = True
        return _borrow(slots, named)

    def _head(
        self, sentence: LogicalSentence, slots: Sequence[Slot], covered: Collection[int]
    ) -> str:
        """The phrase before the first colon (投资增速前二名：...), which names what follows."""
        at = sentence.masked.find("：", 0, slots[0].item.start)
        if at < 0:
            return ""
        rules = indicator_rules()
        for start, end in self._clauses_before(sentence, at):
            words = tokens(sentence.masked, start, end, self._cut)
            if words and words[0].text in rules.asides:
                continue
            name = read_left(words, owners=covered, rank=False).name
            return _LADDER.sub("", name)
        return ""

    @staticmethod
    def _clauses_before(sentence: LogicalSentence, end: int) -> list[tuple[int, int]]:
        """Up to three clauses before an offset, the nearest first."""
        found: list[tuple[int, int]] = []
        while end > 0 and len(found) < 3:
            start = max(sentence.masked.rfind(mark, 0, end) for mark in "，；：。！？\n（") + 1
            if start < end:
                found.append((start, end))
            end = start - 1
        return found

    def _preceding(self, sentence: LogicalSentence, slot: Slot, covered: Collection[int]) -> None:
        """Before a sentence's first value: a clause without a value may name the topic."""
        rules = indicator_rules()
        for start, end in self._clauses_before(sentence, slot.left - 1):
            words = tokens(sentence.masked, start, end, self._cut)
            while words and words[0].blank:
                words.pop(0)
            if not words or words[0].text in rules.asides:
                continue
            rest = read_subject(words, covered)
            if 2 <= len(rest) <= 24:
                self._topic.name = self._topic.base = rest
                self._topic.counted = False
                return

    def _name_group(
        self,
        sentence: LogicalSentence,
        group: Sequence[Slot],
        covered: Collection[int],
        stated: Sequence[str],
    ) -> list[tuple[Naming, ...]]:
        first = group[0]
        rank = first.item.value.kind == "rank"
        words = tokens(sentence.masked, first.left, first.item.start, self._cut)
        spread = self._distribute(words, group, covered, stated, rank=rank)
        if spread is not None:
            return spread
        phrase = read_left(words, owners=covered, rank=rank, after=first.after)
        if phrase.name and _measures(self._topic.head):
            phrase = replace(phrase, name=_OWNER.sub("", phrase.name))
        out: list[tuple[Naming, ...]] = []
        for slot in group:
            after = tokens(sentence.masked, slot.item.end, slot.right, self._cut)
            out.append((self._name_one(slot, phrase, after),))
        return out

    def _distribute(
        self,
        words: Sequence[LocalToken],
        group: Sequence[Slot],
        covered: Collection[int],
        stated: Sequence[str],
        *,
        rank: bool,
    ) -> list[tuple[Naming, ...]] | None:
        """What 分别 or plain order deals out: the members before it, else the names ``stated`` before them
        (业务量9989万件，业务收入6.73亿元，分别增长8.1%和13.3%).
        """
        rules = indicator_rules()
        at = next((i for i, word in enumerate(words) if word.text in rules.distributives), None)
        shared = any(word.text in rules.sharers for word in words[-4:])
        count = len(group)
        if at is None and count == 1 and not (rank or shared):
            return None
        before = list(words if at is None else words[:at])
        after = [] if at is None else list(words[at + 1 :])
        suffix = join([word for word in after if word.text in rules.keep], rules.inner)
        kept = _strip(before, covered, rank=rank)
        members = name_items(kept, suffix, count)
        told = at is not None and not suffix and count == len(set(stated[-count:]))
        if not members and count > 1 and told:
            members = [(name, "") for name in stated[-count:]]
        elif not members and count > 1 and len(self._topic.items) == count:
            members = self._topic.items
            if suffix:
                members = [(member, suffix) for member, _ in members]
        elif at is None and count == 1 and not self._may_share(members):
            return None
        if len(members) < 2 or (count > 1 and len(members) != count):
            return None
        places = _owned(kept, covered)
        namings = []
        for member, head in members:
            if member in places and head:
                namings.append(Naming(head, member, "indicator.distributed"))
            elif member in places:
                namings.append(Naming(self._topic.name or member, member, "indicator.distributed"))
            else:
                namings.append(Naming(member + head, None, "indicator.distributed"))
        self._topic.items = list(members)
        self._remember(namings[-1].name, namings[-1].name, counted=False)
        if count > 1:
            return [(naming,) for naming in namings]
        return [tuple(namings)]

    @staticmethod
    def _may_share(members: Sequence[tuple[str, str]]) -> bool:
        """Whether one rank stands for several names: each is itself a measured thing."""
        rules = indicator_rules()
        return all(
            any(member.endswith(noun) for noun in (*rules.attributes, *rules.aspects))
            for member, _ in members
        )

    def _remember(self, name: str, base: str, *, counted: bool) -> None:
        self._topic.name, self._topic.base, self._topic.counted = name, base, counted

    def _name_one(self, slot: Slot, phrase: Phrase, after: Sequence[LocalToken]) -> Naming:
        topic = self._topic
        right = self._right_name(slot, phrase, after)
        if right:
            verb = phrase.verb
            if not verb and not phrase.name and slot.opener in _LIST:
                verb = topic.verb
            topic.verb = verb
            if slot.opener == "，" and len(right) <= _SHORT and not verb:
                right = _launched(topic.base) + right
            name = right if right.startswith(verb) else verb + right
            self._remember(name, right, counted=True)
            return Naming(name, None, "indicator.counted")
        return self._left_name(slot, phrase)

    def _right_name(self, slot: Slot, phrase: Phrase, after: Sequence[LocalToken]) -> str:
        value = slot.item.value
        words = [word for word in after if not word.blank]
        if not words:
            return ""
        rules = indicator_rules()
        first = words[0].text
        predicate = first in rules.reach or first in rules.change
        if value.kind == "count":
            return "" if predicate or first in rules.no_right else read_right(after)
        if value.kind == "rank":
            return read_right(after) if _classified(slot) and not predicate else ""
        if phrase.name or phrase.share or phrase.gap or first in rules.no_right:
            return ""
        if first == "的":
            return _noun_phrase(words[1:])
        if value.kind == "percent" and not predicate and not first.startswith("的"):
            return read_right(after) if slot.opener != "" or slot.left == slot.item.start else ""
        if value.kind not in ("money", "measure"):
            return ""
        if predicate:
            return read_right(words[1:]) if first in rules.change and len(words) > 3 else ""
        return read_right(after)

    def _left_name(self, slot: Slot, phrase: Phrase) -> Naming:
        topic = self._topic
        rules = indicator_rules()
        name, rule = phrase.name, "indicator.left"
        if not name and phrase.verb in rules.nominal:
            name = phrase.verb
        if name and slot.opener in _LIST and topic.verb and not phrase.first:
            name = topic.verb + name
        elif name:
            topic.verb = phrase.first
        if name in rules.aspects or name in rules.attributes or _MEAN.fullmatch(name):
            name, rule = self._attribute(name, slot), "indicator.attribute"
        elif phrase.driver and topic.base:
            name, rule = topic.base + name, "indicator.attribute"
        base = name
        if not name:
            base, rule = topic.base, "indicator.carried"
            name = topic.name
            if topic.head and (slot.opener == "：" or not name):
                base = name = topic.head
                rule = "indicator.head"
        if phrase.share:
            share = topic.share if phrase.share in rules.shares and topic.share else phrase.share
            topic.share = share
            name = base + share
        if phrase.gap:
            name = base + phrase.gap
        if phrase.driver:
            base = topic.base
        counted = slot.item.value.kind == "count" if phrase.name else topic.counted
        self._remember(name, base, counted=counted)
        return Naming(name, None, rule)

    def _attribute(self, noun: str, slot: Slot) -> str:
        """A bare measuring noun takes its owner from the topic."""
        topic = self._topic
        rules = indicator_rules()
        base = topic.head or topic.base
        aspect = noun not in rules.attributes or noun in rules.aspects
        if not base or (not aspect and not topic.head and slot.opener in ("", "；", "。")):
            return noun
        if base.endswith(noun):
            return base
        owner = _owner(base)
        if owner and not aspect:
            return owner + noun
        return base + noun if aspect or topic.counted or topic.head else noun


def _measures(head: str) -> bool:
    """Whether the head of a list names a measure, so that its items open with their owners."""
    rules = indicator_rules()
    return bool(head) and (bool(_owner(head)) or any(map(head.endswith, rules.aspects)))


def _owner(name: str) -> str:
    """The name without the measuring noun it ends in; empty when it ends in none."""
    rules = indicator_rules()
    for area in rules.sown:
        if name.endswith(area) and len(name) > len(area):
            return name.removesuffix(area)
    for length in range(min(6, len(name) - 1), 0, -1):
        if name[-length:] in rules.attributes:
            return name[:-length]
    return ""


def _strip(words: list[LocalToken], covered: Collection[int], *, rank: bool) -> list[LocalToken]:
    """The naming tokens of a coordination: predicate off the end, lead off the front."""
    rest = after_open_quote(list(words))
    if rank:
        cut_rank(rest)
    strip_tail(rest)
    strip_lead(rest, frozenset())
    return rest


def read_subject(words: Sequence[LocalToken], covered: Collection[int]) -> str:
    """The subject of a clause without a value: what it speaks of, up to its predicate."""
    rules = indicator_rules()
    rest = list(words)
    if rest[0].text == "在":
        while rest and (rest[-1].blank or rest[-1].text in ("中", "上", "方面", "里", "指标")):
            rest.pop()
    strip_lead(rest, covered)
    for index, word in enumerate(rest):
        if index and word.text in rules.stops:
            del rest[index:]
            break
    strip_tail(rest)
    name = join(rest, frozenset({"了"}))
    if len(name) > 16 and "的" in name:
        name = name[name.rfind("的") + 1 :]
    return name.replace("的", "")


def _borrow(slots: Sequence[Slot], named: list[tuple[Naming, ...]]) -> list[tuple[Naming, ...]]:
    """A classified rank without its noun takes the one of the rank after it (首座、全国第三座焦炉)."""
    for index in range(len(slots) - 2, -1, -1):
        following = slots[index + 1]
        if (
            following.opener == "、"
            and _classified(slots[index])
            and slots[index].item.value.kind == following.item.value.kind == "rank"
            and slots[index].right <= slots[index].item.end
        ):
            named[index] = named[index + 1]
    return named


def _noun_phrase(words: Sequence[LocalToken]) -> str:
    """The noun phrase behind 的, up to the next predicate or connective."""
    rules = indicator_rules()
    kept: list[LocalToken] = []
    for word in words:
        if kept and (word.text in rules.lead or word.text in rules.reach):
            break
        kept.append(word)
    return join(kept, rules.inner)


def _launched(name: str) -> str:
    """What a clause launched: the object of its last verb of launching; else nothing."""
    rules = indicator_rules()
    at, length = max((name.rfind(verb), len(verb)) for verb in rules.launches)
    return name[at + length :] if at >= 0 else ""


def _owned(words: Sequence[LocalToken], covered: Collection[int]) -> set[str]:
    """The members that are names of places or bodies."""
    rules = indicator_rules()
    found = set()
    for item in split_items(words):
        inside = [word for word in item if word.start in covered]
        if inside and (inside == item or item[len(inside)].text == "的" or item is not item):
            found.add(join(inside, rules.inner))
    return found


def _classified(slot: Slot) -> bool:
    """Whether a rank counts things (首座, 第三家) and so may be followed by their name."""
    return slot.text[-1] not in "位名一二三四五六七八九十强首0123456789"
