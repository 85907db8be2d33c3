"""The shipped rules files of the quantity grammar, and what a file of another shape is told."""

import pytest

from policy_extract.errors import RulesError
from policy_extract.quantities import find_quantities
from policy_extract.quantities.rule_models import NonNumbers, UnitRules
from policy_extract.quantities.tables import tables
from policy_extract.rules.loader import parse_rules, read_shipped

_RULES = parse_rules(read_shipped("units.toml"), UnitRules, name="units.toml")


@pytest.mark.parametrize(
    "unit",
    [
        unit
        for group in (_RULES.count, _RULES.measure)
        for unit in group.units
        if unit not in ("日", *_RULES.money.scaled_only)  # 37日 is read as a date
    ],
)
def test_every_unit_is_read_behind_arabic_digits(unit: str) -> None:
    (found,) = find_quantities(f"共计37{unit}。")
    assert found.number == 37
    assert found.unit is not None
    assert found.text == f"37{unit}"


@pytest.mark.parametrize("unit", _RULES.money.units)
def test_every_currency_is_read_behind_a_scale_word(unit: str) -> None:
    (found,) = find_quantities(f"共计3亿{unit}。")
    assert (found.number, found.kind) == (3 * 10**8, "money")


@pytest.mark.parametrize("unit", _RULES.measure.own_scale)
def test_a_units_own_scale_character_is_not_multiplied(unit: str) -> None:
    (found,) = find_quantities(f"共计3万{unit}。")
    assert found.number in (30_000, 3_000)  # 千分点 are a tenth of a 百分点
    assert found.text == f"3万{unit}"


def test_weak_units_are_units() -> None:
    assert set(_RULES.count.weak) <= set(tables().units)


def test_words_belong_to_units() -> None:
    assert set(_RULES.words) <= set(tables().units)
    for unit, words in _RULES.words.items():
        assert all(word.startswith(unit) and len(word) > len(unit) for word in words)


@pytest.mark.parametrize(
    "word",
    parse_rules(read_shipped("nonnumbers.toml"), NonNumbers, name="nonnumbers.toml").words,
)
def test_no_quantity_in_an_ordinary_word(word: str) -> None:
    assert find_quantities(word) == []


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(RulesError, match="nonnumbers"):
        parse_rules("words = []\nlabels = []\nother = 1", NonNumbers, name="nonnumbers.toml")
