"""From a number to what it says: every decision about a value, one after another.

The rules propose candidates; a :class:`~policy_extract.claims.scorer.Decider` chooses. When reading it is
the trained scorer; when learning it is the gold, so that both walk the same road.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from policy_extract.claims import about, settled
from policy_extract.claims import owner as owners
from policy_extract.claims.about import About
from policy_extract.claims.context import Reading
from policy_extract.claims.direction import find_direction
from policy_extract.claims.features import direction_features, mood_features, record_features
from policy_extract.claims.headings_over import HeadingsOver
from policy_extract.claims.hints import hinted, level, of_owner
from policy_extract.claims.in_turn import in_ratio, is_origin
from policy_extract.claims.indicator import Namer, Naming
from policy_extract.claims.modality import arguments, weighed
from policy_extract.claims.name_choice import NameChoice
from policy_extract.claims.naming import Named
from policy_extract.claims.principals import Principal
from policy_extract.claims.refusal import SETTLED, refuse
from policy_extract.claims.scorer import Decider
from policy_extract.claims.segments import Slot, read_slots
from policy_extract.claims.sentence import TIME, Item, LogicalSentence
from policy_extract.claims.sentences import Stretch
from policy_extract.claims.spot import Spot
from policy_extract.claims.subject import Owner
from policy_extract.claims.view import View
from policy_extract.claims.when import NONE, When, ahead, averaged, over_years, untimely
from policy_extract.claims.when_features import Span, TimeTeller, governor, relation
from policy_extract.periods.baseline import find_baseline
from policy_extract.text.layout import Sentence

Direction = Literal["increase", "decrease"] | None
_OWNERS = frozenset({"LOCATION", "GOVERNMENT", "COMPANY", "ORGANIZATION"})
_WAYS: tuple[Direction, ...] = ("increase", "decrease", None)


class Attributed(NamedTuple):
    """A value with what was decided of it.

    Attributes:
        spot: The value.
        record: ``metric`` or ``target``.
        named: Its name.
        owner: Whose number it is.
        direction: ``increase``, ``decrease`` or null.
        when: Its time.
        baseline: What a change is measured against; null where the text does not say.
        since: The words that say so.
        chances: How probable each decision is, by task.
        why: The features that spoke most for each, by task.
    """

    spot: Spot
    record: Literal["metric", "target"]
    named: Named
    owner: Owner | None
    direction: Direction
    when: When
    baseline: str | None
    since: str | None
    chances: dict[str, float]
    why: dict[str, str]


class Attribution:
    """Walks a document's sentences; create one for each document."""

    def __init__(self, reading: Reading, decider: Decider) -> None:
        self._reading, self._decider = reading, decider
        self._namer = Namer(reading.cut)
        self._last_record: tuple[str, int] = ("", -1)
        self._told: list[Literal["metric", "target"]] = []
        self._last_direction: tuple[Direction, Spot | None] = (None, None)
        self._last_when: tuple[When, Spot] | None = None
        self._when_named = ""
        self._past: dict[str, Counter[Span]] = defaultdict(Counter)
        self._last_owner: tuple[Owner | None, Spot | None] = (None, None)
        self._placed: dict[tuple[int, str, str, str], tuple[str, Any]] = {}
        self._headings = HeadingsOver(reading)
        self._names = NameChoice(reading, decider, self._headings)
        self.about = self._read_about()

    def _read_about(self) -> About | None:
        """What the document is about; null where the weights cannot tell."""
        if not self._decider.knows("about"):
            return None
        reading = self._reading
        who: list[Principal | None] = [*reading.subjects.principals, None]
        said = self._decider.told("about")
        told = [about.features(said, reading, one) for one in who]
        keys = [one.canonical if one else None for one in who]
        choice = self._decider.choose("about", told, None, keys)
        return About(who[choice.at], choice.chance)

    def _to_come(self, spot: Spot, when: When) -> bool:
        """Whether a time makes a value a target: it lies ahead, or the report that sets it has just begun."""
        reference = self._reading.reference
        return ahead(when, reference) or settled.is_promised(spot, when, reference)

    def read(self, stretch: Stretch) -> Iterator[Attributed]:
        """Decide all values of a sentence."""
        reading = self._reading
        view = View(stretch.whole, reading.cut, reading.tag, stretch.named)
        spots = [Spot(view, number, reading.frames) for number in range(len(stretch.whole.items))]
        starts = [start for start, _, _ in stretch.named]
        refusals = [
            refuse(stretch.whole, number, _around(stretch.named, starts, item.start))
            for number, item in enumerate(stretch.whole.items)
        ]
        kept: list[tuple[Spot, float]] = []
        terms: list[Item] = []
        for spot, refusal in zip(spots, refusals, strict=True):
            if refusal in SETTLED:
                continue
            hint = reading.hints.get(spot.value.start)
            features = record_features(spot, refusal)
            if hint is not None:
                told = level(hint.record)
                features += [f"n={told}", f"n={told}/refuse={refusal}"]
            said = self._decider.told("record")
            choice = self._decider.choose("record", (said.all(features), said.all(())), spot)
            ratio = bool(kept) and kept[-1][0].number == spot.number - 1 and in_ratio(spot)
            if choice.at == 0 or ratio:
                kept.append((spot, choice.chance))
            elif refusal == "not_record.duration" and not settled.is_term(spot):
                terms.append(spot.item)
        if not kept:
            return
        sentence = LogicalSentence(
            stretch.whole.pieces,
            stretch.whole.text,
            _masked(stretch.whole.masked, terms),
            tuple(spot.item for spot, _ in kept),
        )
        bodies = [
            (start, end)
            for start, end, kind in stretch.named
            if kind in _OWNERS and not stretch.whole.text[start:end].isascii()
        ]
        slots = read_slots(sentence)
        proposed = self._namer.name(sentence, slots, bodies)
        self._told = []
        for (spot, chance), slot, namings in zip(kept, slots, proposed, strict=True):
            yield from self._attribute(stretch, spot, chance, slot, namings)

    def _attribute(
        self,
        stretch: Stretch,
        spot: Spot,
        chance: float,
        slot: Slot,
        namings: Sequence[Naming],
    ) -> Iterator[Attributed]:
        chances = {"record": chance}
        why: dict[str, str] = {}
        value = spot.value
        candidates = self._reading.times.candidates(
            stretch.pieces, value.start, value.end, origin=is_origin(spot)
        )
        record = self._mood(stretch, spot, candidates, chances, why)
        named = self._names.name(stretch, spot, namings, chances)
        if value.unit is None and named.name and not any(map(str.isalpha, named.name)):
            return  # a row of bare numbers, not a sentence
        direction = self._direction(stretch, spot, named.name, chances, why)
        reading = self._reading
        home = home_of(stretch, value.start)
        against, since = find_baseline(reading.text, home.start, value.start, reading.timeline)
        if settled.was_before(spot):
            against = since = None
        fitting = self._fitting(spot, candidates, record, direction, against)
        when = self._when(spot, fitting, record, direction, named.name, chances, why)
        if record == "metric" and self._to_come(spot, when):
            record, chances["mood"] = "target", 1.0 - chances["mood"]
            why["mood"] = when.period.text if when.period is not None else ""
            self._last_record = (record, spot.block)
        if len(namings) > 1:
            for naming in namings:
                whole = named._replace(name=naming.name, spans=())
                owner = self._owner(stretch, spot, naming, naming.name, chances)
                yield Attributed(
                    spot, record, whole, owner, direction, when, against, since, chances, why
                )
            return
        first = namings[0] if namings else Naming(named.name, None, "none")
        owner = self._owner(stretch, spot, first, named.name, chances)
        yield Attributed(spot, record, named, owner, direction, when, against, since, chances, why)

    def _owner(
        self,
        stretch: Stretch,
        spot: Spot,
        naming: Naming,
        indicator: str,
        chances: dict[str, float],
    ) -> Owner | None:
        """Whose number it is; the member of a distribution owns its own (广东、江苏分别...)."""
        reading, value = self._reading, spot.value
        if naming.owner is not None:
            at = stretch.whole.text.rfind(naming.owner, 0, spot.item.start)
            if at >= 0:
                start = stretch.whole.to_document(at)
                return reading.subjects.named((start, start + len(naming.owner)))
        led = reading.subjects.led(value.start)
        if led is not None:
            self._last_owner = (led, spot)
            return led
        home = home_of(stretch, value.start)
        proposed = reading.subjects.find(home, value.start, value.end, indicator)
        last, before = self._last_owner
        apart = _apart(before, spot)
        options = owners.candidates(reading, spot, stretch.pieces, proposed, last, self.about)
        said = self._decider.told("owner")
        told = [
            owners.features(said, reading, spot, one, indicator, last, apart, self.about)
            for one in options
        ]
        hint = reading.hints.get(value.start)
        if hint is not None:
            told = [
                facts + of_owner(said, hint, one.owner, one.source, reading.subjects.place)
                for facts, one in zip(told, options, strict=True)
            ]
        keys = [one.owner.canonical if one.owner else None for one in options]
        choice = self._decider.choose("owner", told, spot, keys)
        found = options[choice.at].owner
        chances["owner"] = choice.chance
        self._last_owner = (found, spot)
        return found

    def _mood(
        self,
        stretch: Stretch,
        spot: Spot,
        candidates: Sequence[When],
        chances: dict[str, float],
        why: dict[str, str],
    ) -> Literal["metric", "target"]:
        reading, value = self._reading, spot.value
        home = home_of(stretch, value.start)
        cues = arguments(reading.text, reading.sections, home, value.start, value.end)
        verdict = weighed(reading.text, value.end, cues)
        last, block = self._last_record
        features = mood_features(
            spot,
            cues,
            verdict.record,
            _nearest(candidates, reading.reference),
            last if block == spot.block else "",
            [self._headings.telling(index) for index in self._headings.blocks(spot)],
        )
        hint = reading.hints.get(value.start)
        if hint is not None:
            told = level(hint.target)
            features += [f"n={told}", f"n={told}/rule={verdict}", f"n={told}/g={spot.frames.genre}"]
        said = self._decider.told("mood")
        choice = self._decider.choose("mood", (said.all(features), said.all(())), spot)
        record: Literal["metric", "target"] = "target" if choice.at == 0 else "metric"
        chances["mood"] = choice.chance
        why["mood"] = self._decider.telling("mood", features, for_it=choice.at == 0)
        if record == "metric" and settled.is_goal(spot, verdict.rule):
            record, chances["mood"], why["mood"] = "target", 1.0 - choice.chance, verdict.cue or ""
        elif record == "target" and (
            ("metric" in self._told and settled.over_goal(spot))
            or ("target" in self._told and settled.attained(spot))
            or settled.is_past(spot, candidates, reading.reference)
        ):
            record, chances["mood"] = "metric", 1.0 - choice.chance
        self._told.append(record)
        self._last_record = (record, spot.block)
        return record

    def _direction(
        self,
        stretch: Stretch,
        spot: Spot,
        indicator: str,
        chances: dict[str, float],
        why: dict[str, str],
    ) -> Direction:
        reading, value = self._reading, spot.value
        home = home_of(stretch, value.start)
        changed = find_direction(
            reading.text,
            home.start,
            home.end,
            value.start,
            value.end,
            kind=value.kind,
            indicator=indicator,
        )
        features = direction_features(spot, changed.direction, changed.rule)
        hint = reading.hints.get(value.start)
        if hint is not None:
            rise, fall, none = hint.ways
            features += [f"n={level(rise - none)}", f"n={level(rise - none)}/{level(fall - none)}"]
            features.append(f"n={level(rise - none)}/rule={changed.direction}")
            features.append(f"fall={level(fall - none)}")
        up, down = self._decider.told("direction", "+"), self._decider.told("direction", "-")
        told = (up.all(features), down.all(features), up.all(()))
        choice = self._decider.choose("direction", told, spot)
        chances["direction"] = choice.chance
        direction = _WAYS[choice.at]
        last, before = self._last_direction
        if last is not None and settled.raises(spot, before):
            direction = last
        self._last_direction = (direction, spot)
        if direction is not None:
            why["direction"] = changed.cue or ""
        return direction

    def _fitting(
        self,
        spot: Spot,
        candidates: Sequence[When],
        record: str,
        direction: Direction,
        against: str | None,
    ) -> Sequence[When]:
        """The candidates that the value's own words allow, all of them where none is.

        A fact of 全年 lies before its publication; a yearly average has several years, a change against the year
        before has one.
        """
        reference = self._reading.reference
        last = self._last_when
        beside = (
            last is not None and last[1].view is spot.view and last[1].number == spot.number - 1
        )
        candidates = settled.fitting_times(
            spot, candidates, record, last[0] if last and beside else None
        )
        timely = [
            one
            for one in candidates
            if not untimely(one, record, reference)
            and not (record == "metric" and settled.yet_to_come(spot, one, reference))
        ]
        spans = [one for one in timely if over_years(one)]
        if direction is None or not spans:
            return timely or candidates
        if spot.value.kind == "percent" and averaged(spot):
            return spans
        if against != "yoy":
            return timely
        return [one for one in timely if not over_years(one)] or timely

    def _when(
        self,
        spot: Spot,
        candidates: Sequence[When],
        record: str,
        direction: Direction,
        indicator: str,
        chances: dict[str, float],
        why: dict[str, str],
    ) -> When:
        last = self._last_when
        apart = _apart(last[1] if last else None, spot)
        said = self._decider.told("when")
        layer = TimeTeller(
            said,
            self._placed,
            self._reading.text,
            self._reading.times,
            spot,
            candidates,
            self._reading.reference,
            record,
            direction,
            (last[0].first, last[0].last) if last else None,
            governor(last[0]) if last else None,
            apart,
            indicator,
            self._when_named,
            self._past[record],
        )
        self._when_named = indicator
        features = [layer.features(one) for one in candidates]
        hint = self._reading.hints.get(spot.value.start)
        if hint is not None:
            features = [
                told + hinted(said, hint, one, self._reading.year)
                for told, one in zip(features, candidates, strict=True)
            ]
        keys = [(one.first, one.last) for one in candidates]
        texts = [one.period.text if one.period else "" for one in candidates]
        choice = self._decider.choose("when", features, spot, keys, texts)
        chosen = candidates[choice.at] if choice.at >= 0 else NONE
        chances["when"] = choice.chance
        self._last_when = (chosen, spot)
        self._past[record][chosen.first, chosen.last] += 1
        why["when"] = f"{chosen.source}.{chosen.variant}"
        return chosen


def _masked(masked: str, terms: Sequence[Item]) -> str:
    """The masked text with some more values as times."""
    found: list[str] = []
    at = 0
    for item in terms:
        found += [masked[at : item.start], TIME * (item.end - item.start)]
        at = item.end
    return "".join([*found, masked[at:]])


def _around(
    named: Sequence[tuple[int, int, str]], starts: Sequence[int], at: int
) -> Sequence[tuple[int, int, str]]:
    """The named thing that may stand around a place: no two overlap."""
    index = bisect_right(starts, at)
    return named[max(0, index - 1) : index]


def _apart(before: Spot | None, spot: Spot) -> str:
    """How far the value before stands: in the sentence, in the paragraph, or farther."""
    if before is None:
        return "none"
    if before.view is spot.view:
        return "sent"
    return "para" if before.block == spot.block else "far"


def home_of(stretch: Stretch, at: int) -> Sentence:
    """The piece of a torn sentence that an offset lies in."""
    for start, end in stretch.pieces:
        if start <= at < end:
            return Sentence(start, end, stretch.lead.paragraph)
    return stretch.lead


def _nearest(candidates: Sequence[When], reference: date | None) -> str:
    """Where the nearest time that may govern lies, and against the day of publication."""
    for one in candidates:
        period = one.period
        if (
            period is not None
            and one.variant == "as"
            and not period.named
            and not period.against
            and period.kind not in ("recurrent", "vague")
        ):
            return one.source[0] + relation(one.first, one.last, reference)
    return "no"
