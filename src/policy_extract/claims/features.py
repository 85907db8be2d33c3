"""What is told of a value when it is decided whether it is a record, target or metric, and a change."""

from collections.abc import Sequence

from policy_extract.claims.signs import Argument
from policy_extract.claims.spot import Spot
from policy_extract.claims.view import VALUE

Features = list[str]


def record_features(spot: Spot, refusal: str | None) -> Features:
    """Whether a quantity is a record at all."""
    found = [*spot.local, f"refuse={refusal}", f"refuse={refusal}/k={spot.value.kind}"]
    found.append(f"refuse={refusal}/u={spot.value.unit}")
    small = spot.value.number is not None and spot.value.number <= 10
    found.append(f"small={small}/k={spot.value.kind}/han={not spot.text[0].isascii()}")
    found.append(f"rule={spot.value.rule}")
    found.append(f"named={spot.view.words[spot.at].named}")
    found.append(f"refuse={refusal}/named={spot.view.words[spot.at].named}")
    found.append(f"genre={spot.frames.genre}/refuse={refusal}")
    for word in spot.rest[-1:]:
        found.append(f"end={word.text}")
        found.append(f"refuse={refusal}/end={word.text}")
    for word in spot.rest[:5]:
        found.append(f"r={word.text}")
    for verb in spot.verbs[:3]:
        found.append(f"v={verb}")
    found.append(f"open={spot.opening}")
    found.append(f"kind={spot.frames.blocks[spot.block].kind}")
    return found


def mood_features(
    spot: Spot,
    arguments: Sequence[Argument],
    verdict: str,
    relation: str,
    last: str,
    pieces: Sequence[Sequence[str]],
) -> Features:
    """Target or metric.

    Args:
        spot: The value.
        arguments: What the cues of the sentence and the paragraph argue for.
        verdict: What the hand-set weights make of them.
        relation: Where its nearest time lies against the document's own (past, now, ahead).
        last: What the value before it in the paragraph is.
        pieces: The words of the headings over it, the nearest first.
    """
    frame = spot.frame
    genre = spot.frames.genre
    mood = f"{frame.mood}/{frame.top}/{frame.lead}"
    found = [
        *spot.local,
        f"rule={verdict}",
        f"rule={verdict}/g={genre}",
        f"g={genre}",
        f"m={mood}",
        f"mood={frame.mood}",
        f"top={frame.top}",
        f"lead={frame.lead}",
        f"g={genre}/mood={frame.mood}",
        f"g={genre}/top={frame.top}",
        f"rel={relation}",
        f"rel={relation}/g={genre}",
        f"rel={relation}/mood={frame.mood}",
        f"last={last}",
        f"last={last}/rel={relation}",
        f"open={spot.opening}",
        f"cmp={spot.value.comparator}/g={genre}",
        f"cmp={spot.value.comparator}/k={spot.value.kind}",
        f"block={spot.frames.blocks[spot.block].kind}",
    ]
    for argument in arguments:
        size = "3" if argument.strength >= 0.67 else "2" if argument.strength >= 0.34 else "1"
        found.append(f"a={argument.name}{size}")
        found.append(f"a={argument.name}/g={genre}")
        if argument.cue:
            found.append(f"cue={argument.name}:{argument.cue}")
    for n, verb in enumerate(spot.verbs):
        found.append(f"v={verb}")
        if n == 0:
            found.append(f"v0={verb}")
    for depth, words in enumerate(pieces[:2]):
        found += [f"h{depth}={word}" for word in words]
    found += [f"r={word.text}" for word in spot.rest[:4]]
    return found


def direction_features(spot: Spot, verdict: str | None, rule: str | None) -> Features:
    """Increase, decrease or a level."""
    found = [
        *spot.local,
        f"rule={verdict}:{rule}",
        f"rule={verdict}",
        f"rule={verdict}/k={spot.value.kind}",
        f"before={min(spot.before, 2)}",
        f"rule={verdict}/before={min(spot.before, 2)}",
        f"rule={verdict}/w-1={spot.local[4]}",
    ]
    for n, verb in enumerate(spot.verbs):
        found.append(f"v={verb}")
        found.append(f"v={verb}/k={spot.value.kind}")
        if n == 0:
            found.append(f"v0={verb}")
            found.append(f"v0={verb}/k={spot.value.kind}")
    for word in spot.rest[:4]:
        found.append(f"r={word.text}")
    found.append(f"open={spot.opening}")
    found.append(f"open={spot.opening}/k={spot.value.kind}")
    listed = any(word.text == "、" for word in spot.clause) and any(
        word.text == VALUE for word in spot.clause
    )
    found.append(f"rule={verdict}/listed={listed}")
    return found
