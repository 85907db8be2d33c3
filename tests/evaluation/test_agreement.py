"""Agreement of two annotators, computed by hand."""

import pytest

from policy_extract.errors import GoldError
from policy_extract.evaluation.agreement import Kappa, agree, cohen


def test_kappa_of_the_textbook_table():
    # 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: observed 0.7, expected 0.5, kappa 0.4.
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert cohen(pairs) == Kappa(50, pytest.approx(0.7), pytest.approx(0.4))


def test_kappa_below_chance_at_full_agreement_and_without_contrast():
    assert cohen([("a", "b"), ("b", "a")]).kappa == -1.0
    assert cohen([("a", "a"), ("b", "b")]).kappa == 1.0
    assert cohen([("a", "a"), ("a", "a")]) == Kappa(2, 1.0, None)
    assert cohen([]) == Kappa(0, None, None)


TEXT = "太原增5%降3%共十"


@pytest.fixture
def two(record, mention, gold):
    def value(words, **fields):
        return record(TEXT, words, "产值", kind="percent", number=words[0], unit="%", **fields)

    first = gold(
        TEXT,
        [value("5%", direction="increase"), value("3%", direction="decrease", record="target")],
        [mention(TEXT, "太原", "LOCATION")],
    )
    second = gold(
        TEXT,
        [value("5%", direction="increase"), value("3%", direction="increase", record="target")],
        [mention(TEXT, "太原", "GOVERNMENT")],
    )
    return first, second


def test_agreement_of_two_golds(two):
    agreement = agree([("d", *two)])
    assert agreement.score.total.quantity.f1 == 1.0
    assert agreement.score.total.strict.f1 == 0.5
    assert agreement.score.total.entity.f1 == 0.0
    # Ten characters: four in values, all labelled alike.
    assert agreement.record_characters == Kappa(10, 1.0, 1.0)
    # Two of ten differ: observed 0.8, expected (8 * 8) / 100 = 0.64, kappa 0.16 / 0.36.
    assert agreement.entity_characters == Kappa(10, 0.8, pytest.approx(0.16 / 0.36))
    assert agreement.entity_types == Kappa(1, 0.0, 0.0)
    # increase/increase and decrease/increase: observed 0.5, expected 0.5.
    assert agreement.fields["direction"] == Kappa(2, 0.5, 0.0)
    assert agreement.fields["record"] == Kappa(2, 1.0, 1.0)
    assert agreement.fields["unit"] == Kappa(2, 1.0, None)


def test_agreement_does_not_depend_on_who_is_first(two):
    there, back = agree([("d", *two)]), agree([("d", *two[::-1])])
    assert there.fields == back.fields
    assert there.entity_characters == back.entity_characters
    assert there.score.total.strict.f1 == back.score.total.strict.f1


def test_golds_of_different_texts_cannot_agree(two, gold):
    with pytest.raises(GoldError, match="d: the two golds were made for different versions"):
        agree([("d", two[0], gold(TEXT + "一", [], []))])
