"""What is told of a value when it is decided whether it is a record, target or metric, and a change."""

from collections.abc import Sequence

from policy_extract.claims.memo import Group
from policy_extract.claims.signs import Argument
from policy_extract.claims.spot import Spot
from policy_extract.claims.view import VALUE

Features = list[Group]


def record_features(spot: Spot, refusal: str | None) -> Features:
    """Whether a quantity is a record at all."""
    value = spot.value
    kind = value.kind
    small = value.number is not None and value.number <= 10
    han = not spot.text[0].isascii()
    named = spot.view.words[spot.at].named
    block = spot.frames.blocks[spot.block].kind
    found: Features = [
        *spot.local,
        (_refused, refusal, kind, value.unit, named, spot.frames.genre),
        (_number, small, kind, han, value.rule, named, block),
    ]
    found += [(_ending, refusal, word.text) for word in spot.rest[-1:]]
    found += [f"r={word.text}" for word in spot.rest[:5]]
    found += [f"v={verb}" for verb in spot.verbs[:3]]
    found.append(f"open={spot.opening}")
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
    frame, value = spot.frame, spot.value
    genre, block = spot.frames.genre, spot.frames.blocks[spot.block].kind
    found: Features = [
        *spot.local,
        (_framed, verdict, genre, frame.mood, frame.top, frame.lead),
        (_timed, relation, genre, frame.mood, last),
        (_compared, value.comparator, genre, value.kind, block),
        f"open={spot.opening}",
    ]
    for argument in arguments:
        size = "3" if argument.strength >= 0.67 else "2" if argument.strength >= 0.34 else "1"
        found.append((_argued, argument.name, size, genre, argument.cue))
    found += [f"v={verb}" for verb in spot.verbs]
    found += [f"v0={verb}" for verb in spot.verbs[:1]]
    for depth, words in enumerate(pieces[:2]):
        found += [f"h{depth}={word}" for word in words]
    found += [f"r={word.text}" for word in spot.rest[:4]]
    return found


def direction_features(spot: Spot, verdict: str | None, rule: str | None) -> Features:
    """Increase, decrease or a level."""
    kind, before = spot.value.kind, spot.word(-1)
    listed = any(word.text == "、" for word in spot.clause) and any(
        word.text == VALUE for word in spot.clause
    )
    found: Features = [
        *spot.local,
        (_ruled, verdict, rule, kind, min(spot.before, 2), listed),
        f"rule={verdict}/w-1=w-1={before.text if before else '^'}",
    ]
    found += [(_verb_for, verb, kind) for verb in spot.verbs]
    found += [(_first_verb_for, verb, kind) for verb in spot.verbs[:1]]
    found += [f"r={word.text}" for word in spot.rest[:4]]
    found.append((_opened_for, spot.opening, kind))
    return found


def _refused(
    refusal: str | None, kind: str, unit: str | None, named: str, genre: str | None
) -> tuple[str, ...]:
    return (
        f"refuse={refusal}",
        f"refuse={refusal}/k={kind}",
        f"refuse={refusal}/u={unit}",
        f"refuse={refusal}/named={named}",
        f"genre={genre}/refuse={refusal}",
    )


def _number(
    small: bool, kind: str, han: bool, rule: str, named: str, block: str
) -> tuple[str, ...]:
    return (
        f"small={small}/k={kind}/han={han}",
        f"rule={rule}",
        f"named={named}",
        f"kind={block}",
    )


def _ending(refusal: str | None, word: str) -> tuple[str, ...]:
    return (f"end={word}", f"refuse={refusal}/end={word}")


def _framed(verdict: str, genre: str | None, mood: str, top: str, lead: str) -> tuple[str, ...]:
    return (
        f"rule={verdict}",
        f"rule={verdict}/g={genre}",
        f"g={genre}",
        f"m={mood}/{top}/{lead}",
        f"mood={mood}",
        f"top={top}",
        f"lead={lead}",
        f"g={genre}/mood={mood}",
        f"g={genre}/top={top}",
    )


def _timed(relation: str, genre: str | None, mood: str, last: str) -> tuple[str, ...]:
    return (
        f"rel={relation}",
        f"rel={relation}/g={genre}",
        f"rel={relation}/mood={mood}",
        f"last={last}",
        f"last={last}/rel={relation}",
    )


def _compared(comparator: str, genre: str | None, kind: str, block: str) -> tuple[str, ...]:
    return (f"cmp={comparator}/g={genre}", f"cmp={comparator}/k={kind}", f"block={block}")


def _argued(name: str, size: str, genre: str | None, cue: str | None) -> tuple[str, ...]:
    told = (f"a={name}{size}", f"a={name}/g={genre}")
    return (*told, f"cue={name}:{cue}") if cue else told


def _ruled(
    verdict: str | None, rule: str | None, kind: str, before: int, listed: bool
) -> tuple[str, ...]:
    return (
        f"rule={verdict}:{rule}",
        f"rule={verdict}",
        f"rule={verdict}/k={kind}",
        f"before={before}",
        f"rule={verdict}/before={before}",
        f"rule={verdict}/listed={listed}",
    )


def _verb_for(verb: str, kind: str) -> tuple[str, ...]:
    return (f"v={verb}", f"v={verb}/k={kind}")


def _first_verb_for(verb: str, kind: str) -> tuple[str, ...]:
    return (f"v0={verb}", f"v0={verb}/k={kind}")


def _opened_for(opening: str, kind: str) -> tuple[str, ...]:
    return (f"open={opening}", f"open={opening}/k={kind}")
