"""The corpus of examples: every kind of time expression, and what is none."""

import re
from datetime import date
from pathlib import Path

import pytest

from policy_extract.periods import RawPeriod, scan_periods

PUBLISHED = date(2025, 3, 18)


def read_cases() -> list[tuple[str, str, date]]:
    """The marked text, what is expected of it and the day of publication, an example a line."""
    cases, day = [], PUBLISHED
    for line in (Path(__file__).parent / "cases.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            day = date.fromisoformat(line[1:])
        elif line and not line.startswith("#"):
            text, _, wanted = line.partition("|")
            cases.append((text.strip(), wanted.strip(), day))
    return cases


def unmark(marked: str) -> tuple[str, list[str]]:
    """The plain text, and the expressions marked in it."""
    marked = marked.replace("\\n", "\n")
    return re.sub("[【】]", "", marked), re.findall("【([^】]*)】", marked)


def show(found: RawPeriod) -> str:
    """A find in the form of the corpus."""
    said = f"{found.kind} {found.first or '-'} {found.last or '-'}"
    return said if found.role == "frame" else f"{said} {found.role}"


@pytest.mark.parametrize(("marked", "wanted", "day"), read_cases())
def test_examples(marked: str, wanted: str, day: date) -> None:
    text, mentions = unmark(marked)
    found = scan_periods(text, day)
    assert [one.text for one in found] == mentions
    assert " ; ".join(map(show, found)) == wanted


def test_the_corpus_shows_every_kind_and_role() -> None:
    said = [word for _, wanted, _ in read_cases() for word in wanted.split()]
    kinds = set(re.findall("``([a-z]+)``", RawPeriod.__doc__ or "")) | {"base", "modifier", "name"}
    assert kinds <= set(said)
