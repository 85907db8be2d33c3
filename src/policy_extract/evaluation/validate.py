"""Judging a gold file: every fault with its line, so that a person can mend it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pydantic import ValidationError

from policy_extract.evaluation.gold import Gold, GoldRecord, inside
from policy_extract.evaluation.json_lines import Path, line_numbers
from policy_extract.quantities import find_quantities
from policy_extract.records import Span, decimal_text, text_digest

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a gold file: its line, the field (``records[3].value``) and the reason."""

    line: int
    where: str
    reason: str

    def __str__(self) -> str:
        where = f"{self.where}: " if self.where else ""
        return f"{self.line}: {where}{self.reason}"


@dataclass(frozen=True, slots=True)
class CheckedGold:
    """What was read, and what is wrong with it; ``gold`` is null where nothing could be built.

    ``doubts`` are no faults, but a person should look: a value that its own text contradicts.
    """

    gold: Gold | None
    problems: tuple[Fault, ...]
    doubts: tuple[Fault, ...] = ()


def judge_gold(source: str, article: str | None, *, strict: bool = True) -> CheckedGold:
    """Read a gold file's text and look for every fault.

    Args:
        source: The gold file's text.
        article: The article's text; ``None`` where it is not at hand (spans go unchecked).
        strict: Also ask for both ``records`` and ``entities``; without it a gold that leaves one
            of them out is taken as one that does not annotate it.
    """
    try:
        lines = line_numbers(source)
    except json.JSONDecodeError as error:
        return CheckedGold(None, (Fault(error.lineno, "", f"not JSON: {error.msg}"),))
    except RecursionError:
        return CheckedGold(None, (Fault(1, "", "nested too deeply to be gold"),))
    except ValueError:
        return CheckedGold(None, (Fault(1, "", "holds a number of too many digits"),))
    try:
        gold = Gold.model_validate_json(source)
    except ValidationError as error:
        return CheckedGold(None, tuple(_shape_problems(error, lines)))
    problems = tuple(_problems(gold, article, lines, strict=strict))
    return CheckedGold(
        gold,
        tuple(sorted(problems, key=lambda problem: problem.line)),
        tuple(_doubts(gold, lines)),
    )


def _doubts(gold: Gold, lines: dict[Path, int]) -> Iterator[Fault]:
    """Values that read otherwise than their text does, where the whole of it is one quantity.

    The comparator is left out, since a verb outside the value may set it.
    """
    for index, record in enumerate(gold.records or ()):
        value = record.value
        read = find_quantities(value.text)
        if len(read) != 1 or (read[0].start, read[0].end) != (0, len(value.text)):
            continue
        for name in ("number", "low", "high", "unit", "kind"):
            said, there = getattr(value, name), getattr(read[0], name)
            if said != there:
                reason = f"is {_told(said)}, but {value.text!r} reads as {_told(there)}"
                yield _at(lines, ("records", index, "value", name), reason)


def _told(value: object) -> str:
    if value is None:
        return "null"
    return decimal_text(value) if isinstance(value, Decimal) else str(value)


def _problems(
    gold: Gold, article: str | None, lines: dict[Path, int], *, strict: bool
) -> Iterator[Fault]:
    if strict:
        for name in ("records", "entities"):
            if (name,) not in lines and not (name == "records" and gold.no_records):
                hint = ' (or "no_records": true)' if name == "records" else ""
                yield _at(
                    lines, (), f"field {name!r} is missing; write null if nobody annotated it{hint}"
                )
    if gold.records is not None and not gold.records and not gold.no_records:
        yield _at(lines, ("records",), 'no record at all; say "no_records": true if that is right')
    if gold.records and gold.no_records:
        yield _at(lines, ("no_records",), f"is true, but there are {len(gold.records)} records")
    version = _version_problem(gold, article, lines)
    if version is not None:
        yield version
    elif article is not None:
        yield from _span_problems(gold, article, lines)
    yield from _window_problems(gold, lines)
    yield from _record_problems(gold, lines)
    yield from _entity_problems(gold, lines)


def _version_problem(gold: Gold, article: str | None, lines: dict[Path, int]) -> Fault | None:
    if article is None:
        return None
    if gold.text_chars != len(article):
        reason = (
            f"the gold was made for a text of {gold.text_chars} characters, "
            f"the article has {len(article)}: another version of the article"
        )
        return _at(lines, ("text_chars",), reason)
    if gold.sha256 is not None and gold.sha256 != text_digest(article):
        return _at(lines, ("sha256",), "does not match: another version of the article")
    return None


def _window_problems(gold: Gold, lines: dict[Path, int]) -> Iterator[Fault]:
    if gold.windows is None:
        return
    if not gold.windows:
        yield _at(lines, ("windows",), "is empty; leave it out where the whole was annotated")
    last = 0
    for index, (start, end) in enumerate(gold.windows):
        path: Path = ("windows", index)
        if not start < end <= gold.text_chars:
            yield _at(lines, path, f"{start}:{end} is no stretch of {gold.text_chars} characters")
        if start < last:
            yield _at(lines, path, "begins before the one before it ends")
        last = max(last, end)
    for path, span in _own_spans(gold):
        if not inside(span.start, gold.windows):
            yield _at(lines, path, f"{span.text!r} at {span.start} begins outside every window")


def _own_spans(gold: Gold) -> Iterator[tuple[Path, Span]]:
    """What is scored: the values of the records, and the mentions."""
    for index, record in enumerate(gold.records or ()):
        yield ("records", index, "value"), record.value
    for index, entity in enumerate(gold.entities or ()):
        yield ("entities", index), entity


def _told_spans(gold: Gold) -> Iterator[tuple[Path, Span]]:
    """Where the other fields of the records stand; outside a window too."""
    for index, record in enumerate(gold.records or ()):
        for nth, span in enumerate(record.indicator_at or ()):
            yield ("records", index, "indicator_at", nth), span
        if record.period is not None and record.period.at is not None:
            yield ("records", index, "period", "at"), record.period.at


def _span_problems(gold: Gold, article: str, lines: dict[Path, int]) -> Iterator[Fault]:
    for path, span in (*_own_spans(gold), *_told_spans(gold)):
        there = article[span.start : span.end]
        if there != span.text:
            shown = f"{there[:_SHOWN]!r} stands there" if there else "the article ends before it"
            yield _at(lines, path, f"text is {span.text!r} at {span.start}:{span.end}, but {shown}")


def _record_problems(gold: Gold, lines: dict[Path, int]) -> Iterator[Fault]:
    seen: dict[tuple[object, ...], int] = {}
    for index, record in enumerate(gold.records or ()):
        if not record.indicator:
            yield _at(lines, ("records", index, "indicator"), "is empty")
        if record.indicator_at is not None and not _says(record.indicator_at, record.indicator):
            reason = f"its words are not those of the indicator {record.indicator!r}, in order"
            yield _at(lines, ("records", index, "indicator_at"), reason)
        first = seen.setdefault(_identity(record), index)
        if first != index:
            yield _at(lines, ("records", index), f"duplicate of records[{first}]")


def _says(spans: Sequence[Span], indicator: str) -> bool:
    """Whether the spans hold the indicator's characters in order."""
    left = iter("".join(span.text for span in spans))
    return all(char in left for char in "".join(indicator.split()).replace("的", ""))


def _identity(record: GoldRecord) -> tuple[object, ...]:
    period = record.period
    return (
        record.value.start,
        record.value.end,
        record.value.number,
        record.value.low,
        record.value.high,
        record.record,
        record.indicator,
        record.subject,
        record.scope,
        (period.text, period.start, period.end) if period else None,
    )


def _entity_problems(gold: Gold, lines: dict[Path, int]) -> Iterator[Fault]:
    ordered = sorted(enumerate(gold.entities or ()), key=lambda item: (item[1].start, item[1].end))
    last: tuple[int, int, int, str] | None = None
    for index, entity in ordered:
        if last is not None and entity.start < last[2]:
            same = (entity.start, entity.end, entity.type) == last[1:]
            reason = "duplicate of" if same else "overlaps"
            yield _at(lines, ("entities", index), f"{reason} entities[{last[0]}]")
        if last is None or entity.end > last[2]:
            last = (index, entity.start, entity.end, entity.type)


def _shape_problems(error: ValidationError, lines: dict[Path, int]) -> Iterator[Fault]:
    for item in error.errors():
        path: Path = tuple(item["loc"])
        kind, given = item["type"], item.get("input")
        if kind == "missing":
            yield _at(lines, path[:-1], f"field {path[-1]!r} is missing")
        elif kind == "extra_forbidden":
            yield _at(lines, path, "unknown field")
        elif kind == "literal_error":
            expected = item.get("ctx", {}).get("expected", "")
            yield _at(lines, path, f"unknown {path[-1]} {given!r}; one of {expected}")
        else:
            yield _at(lines, path, item["msg"].removeprefix("Value error, "))


def _at(lines: dict[Path, int], path: Path, reason: str) -> Fault:
    near = path
    while near not in lines and near:
        near = near[:-1]
    return Fault(lines.get(near, 1), _shown(path), reason)


def _shown(path: Path) -> str:
    shown = ""
    for part in path:
        shown += f"[{part}]" if isinstance(part, int) else f".{part}" if shown else part
    return shown
