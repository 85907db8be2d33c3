"""The finder on short texts: ``cases.txt`` and a corpus of each kind; fields that these leave out."""

import doctest
import re
from decimal import Decimal
from pathlib import Path

import pytest

import policy_extract.quantities
from policy_extract.quantities import find_quantities, scan_quantities
from policy_extract.records import Quantity

_HERE = Path(__file__).parent
_FILES = [_HERE / "cases.txt", *sorted((_HERE / "corpus").glob("*.txt"))]


def _cases() -> list[tuple[str, list[str]]]:
    found = []
    for line in "\n".join(file.read_text(encoding="utf-8") for file in _FILES).splitlines():
        if line.startswith("#") or not line.strip():
            continue
        text, bar, expected = line.partition(" |")
        assert bar, f"no bar in {line!r}"
        found.append((text, [part.strip() for part in expected.split(";") if part.strip()]))
    return found


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _line(value: Quantity) -> str:
    if value.number is not None:
        number = _plain(value.number)
    else:
        assert value.low is not None
        assert value.high is not None
        number = f"{_plain(value.low)}~{_plain(value.high)}"
    return f"{value.text} {number} {value.unit or '-'} {value.comparator}"


@pytest.mark.parametrize(("text", "expected"), _cases(), ids=lambda part: str(part)[:30])
def test_cases(text: str, expected: list[str]) -> None:
    assert [_line(value) for value in find_quantities(text)] == expected


def _sentences() -> list[tuple[str, list[str]]]:
    lines = (_HERE / "sentences.txt").read_text(encoding="utf-8").splitlines()
    parted = [line.partition(" |") for line in lines if line.strip() and not line.startswith("#")]
    return [(text, [p.strip() for p in right.split(";") if p.strip()]) for text, _, right in parted]


@pytest.mark.parametrize(("text", "expected"), _sentences(), ids=lambda part: str(part)[:30])
def test_sentences(text: str, expected: list[str]) -> None:
    found = [_line(value).split()[-3:] for value in find_quantities(text)]
    assert [" ".join(parts) for parts in found] == expected


def test_the_table_is_read() -> None:
    cases = _cases()
    assert len(_FILES) > 10
    assert len(cases) > 600
    assert sum(1 for _, expected in cases if not expected) > 60


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("32家", "count"),
        ("增加了1100亿。", "money"),
        ("14亿多人口", "count"),
        ("出游人次48亿，", "count"),
        ("3亿美元", "money"),
        ("70万吨", "measure"),
        ("3天", "measure"),
        ("5.3‰", "percent"),
        ("三成", "percent"),
        ("0.3个百分点", "percentage_point"),
        ("25个基点", "percentage_point"),
        ("1.2倍", "multiple"),
        ("翻番", "multiple"),
        ("全国首座", "rank"),
        ("产值200亿级", "money"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    assert [value.kind for value in find_quantities(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "rule", "cue"),
    [
        ("超过50亿元", "quantity.money", "超过"),
        ("超50亿元", "quantity.money", "超"),
        ("2至3个", "quantity.count.range", None),
        ("八成以上", "quantity.tenths", "以上"),
        ("千余家", "quantity.count", "余"),
        ("第二", "quantity.rank", None),
        ("三分之二", "quantity.fraction", None),
    ],
)
def test_why(text: str, rule: str, cue: str | None) -> None:
    (found,) = scan_quantities(text)
    assert (found.rule, found.cue) == (rule, cue)


def test_a_verb_stays_outside() -> None:
    (found,) = find_quantities("总量突破1000万户")
    assert (found.text, found.comparator) == ("1000万户", ">")


def test_a_gap_is_exact() -> None:
    (found,) = find_quantities("低于全国3个百分点")
    assert found.comparator == "="


def test_values_are_exact() -> None:
    (found,) = find_quantities("0.1亿元")
    assert found.number == Decimal(10_000_000)
    (found,) = find_quantities("1.15‰")
    assert found.number == Decimal("0.115")


def test_a_fraction_without_end_is_rounded_to_four_places() -> None:
    (found,) = find_quantities("七分之一")
    assert found.number == Decimal("14.2857")


def test_the_documented_example_runs() -> None:
    result = doctest.testmod(policy_extract.quantities)
    assert result.attempted > 0
    assert result.failed == 0


def test_the_examples_of_the_guide_hold() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "quantities.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|$", guide, re.MULTILINE)
    assert len(rows) > 20
    for text, expected in rows:
        assert "; ".join(_line(value) for value in find_quantities(text)) == expected.replace(
            "nothing", ""
        ), text
