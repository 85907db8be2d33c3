"""The choice of a value's name: words are tagged, whole names proposed, one is taken."""

from collections.abc import Sequence

from policy_extract.claims import compose, settled
from policy_extract.claims.compose import Placed, Topics
from policy_extract.claims.context import Reading
from policy_extract.claims.headings_over import HeadingsOver
from policy_extract.claims.hints import read_name, tell_words
from policy_extract.claims.indicator import Naming
from policy_extract.claims.name_features import borders, name_features, window
from policy_extract.claims.naming import Named, assemble
from policy_extract.claims.parts import AMONG, Wholes
from policy_extract.claims.scorer import NAME, Decider
from policy_extract.claims.sentences import Stretch
from policy_extract.claims.spot import Spot


class NameChoice:
    """Names the values of a document in turn; what was named before is remembered."""

    def __init__(self, reading: Reading, decider: Decider, headings: HeadingsOver) -> None:
        self._reading, self._decider, self._headings = reading, decider, headings
        self._last_named: tuple[Named, Spot] | None = None
        self._older: Named | None = None
        self._whole: Named | None = None
        self._opening: tuple[int, list[Placed]] = (-1, [])
        self._wholes = Wholes()

    def name(
        self,
        stretch: Stretch,
        spot: Spot,
        namings: Sequence[Naming],
        chances: dict[str, float],
    ) -> Named:
        """The name of a value; how sure it is goes into ``chances``."""
        last = self._last_named
        same = last is not None and last[1].view is spot.view
        topic = [] if last is None or same else last[0].words
        places = window(spot, [word for word, _ in topic])
        first = namings[0] if namings else Naming("", None, "none")
        rule = first.rule.rpartition(".")[2]
        said = self._decider.told(NAME)
        words = name_features(
            said,
            spot,
            places,
            last[0].starts if last is not None and same else frozenset(),
            self._older.starts if self._older is not None and same else frozenset(),
            first.name,
            rule,
        )
        hint = self._reading.hints.get(spot.value.start)
        if hint is not None:
            more = tell_words(hint, said, places, stretch.whole, [span for _, span in topic])
            words = [one + other for one, other in zip(words, more, strict=True)]
        tags, chance = self._decider.name(words, borders(places), spot, places)
        unit = settled.unit_words(spot)
        tags = [0 if place.word in unit else tag for place, tag in zip(places, tags, strict=True)]
        tagged = assemble(places, tags, chance, stretch.whole, [span for _, span in topic])
        topics = Topics(
            last[0] if last is not None else None,
            self._older,
            self._parted(spot),
            self._paragraph(stretch, spot),
            self._headings.nearest(spot),
        )
        read = None if hint is None else read_name(hint, places, stretch.whole, topic)
        before = last[0] if last is not None and same else None
        whole = self._wholes.name(spot, first.name, chance)
        given = (
            compose.NameCandidate(whole, "whole")
            if whole is not None
            else settled.given_name(spot, namings, before)
        )
        options = (
            [given]
            if given
            else settled.fitting_names(
                spot,
                compose.candidates(spot, tagged, first.name, topics, stretch.whole, read),
                first.name,
                before,
            )
        )
        if not options:
            return tagged
        said = self._decider.told("compose")
        composing = compose.Composing(said, spot, tagged, first.name, topics)
        told = [composing.features(one) for one in options]
        if hint is not None and read is not None:
            told = [
                facts + compose.hinted(said, hint, one, read)
                for facts, one in zip(told, options, strict=True)
            ]
        keys = [one.named.name for one in options]
        choice = self._decider.choose("compose", told, spot, keys)
        named = settled.completed(spot, options[choice.at].named)
        self._wholes.tell(spot, named)
        chances["name"] = choice.chance
        chances["tags"] = chance
        self._older = last[0] if last is not None else None
        self._last_named = (named, spot)
        return named

    def _parted(self, spot: Spot) -> Named | None:
        """The name of the whole that a value is a part of: the one before the sentence's 其中."""
        last = self._last_named
        same = last is not None and last[1].view is spot.view
        begin = last[1].at if last is not None and same else 0
        if any(word.text == AMONG for word in spot.view.words[begin : spot.at]):
            self._whole = last[0] if last is not None and last[1].block == spot.block else None
        elif not same:
            self._whole = None
        return self._whole

    def _paragraph(self, stretch: Stretch, spot: Spot) -> list[Placed]:
        """The phrase that the value's paragraph opens with, where that is another sentence."""
        block, opening = self._opening
        if block != spot.block:
            opening = compose.phrase(spot.view.words, 0, len(spot.view.words), stretch.whole)
            self._opening = (spot.block, opening)
            return []
        return opening
