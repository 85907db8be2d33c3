"""A sentence's words with their clauses, as the scorer sees them."""

import pytest

from policy_extract.claims.sentence import build_sentence
from policy_extract.claims.view import VALUE, WHEN, View, word_classes
from policy_extract.periods import scan_periods
from policy_extract.quantities.scan import scan_quantities


def view(text: str, named: tuple[tuple[int, int, str], ...] = ()) -> View:
    """Cut into single characters, values and times being words of their own."""
    times = [(one.start, one.end) for one in scan_periods(text, None)]
    inside = [
        one
        for one in scan_quantities(text)
        if not any(a < one.end and one.start < b for a, b in times)
    ]
    sentence = build_sentence(text, [(0, len(text))], inside, times)
    return View(sentence, lambda line: [line], lambda word: "n", named)


def clauses(found: View) -> list[str]:
    told: dict[int, str] = {}
    for word in found.words:
        told[word.clause] = told.get(word.clause, "") + word.surface
    return list(told.values())


def test_values_and_times_are_words_with_their_own_characters() -> None:
    found = view("2023年产量5吨，增长3%。")
    assert [(word.text, word.surface, word.number) for word in found.words] == [
        (WHEN, "2023年", -1), ("产量", "产量", -1), (VALUE, "5吨", 0), ("，增长", "，增长", -1),
        (VALUE, "3%", 1), ("。", "。", -1),
    ]  # fmt: skip
    assert [found.words[at].surface for at in found.at] == ["5吨", "3%"]
    for word in found.words:
        assert found.sentence.text[word.start : word.end] == word.surface


def by_character(text: str) -> View:
    sentence = build_sentence(text, [(0, len(text))], scan_quantities(text), [])
    return View(sentence, list, lambda word: "n", ())


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("甲5吨，乙6吨。", ["甲5吨", "，乙6吨", "。"]),
        ("甲（乙6吨）达5吨。", ["甲达5吨", "（乙6吨）", "。"]),
        ("甲（乙（丙7吨）丁）戊5吨", ["甲戊5吨", "（乙丁）", "（丙7吨）"]),
        ("甲）乙5吨", ["甲", "）乙5吨"]),
    ],
)
def test_behind_a_parenthesis_the_clause_goes_on(text: str, parted: list[str]) -> None:
    assert clauses(by_character(text)) == parted


def test_members_of_a_list_are_parts_of_one_clause() -> None:
    found = by_character("甲、乙、丙5吨")
    assert len({word.clause for word in found.words}) == 1
    assert len({word.part for word in found.words}) == 3


def test_words_of_a_name_know_it_and_no_other_does() -> None:
    text = "清河市产量5吨"
    sentence = build_sentence(text, [(0, len(text))], scan_quantities(text), [])
    found = View(sentence, list, lambda word: "n", [(0, 3, "LOCATION")])
    assert [word.named for word in found.words] == ["LOCATION"] * 3 + [""] * 3
    assert (found.index(0), found.index(4), found.index(99)) == (0, 4, 6)


def test_a_word_is_known_by_the_lists_that_hold_it() -> None:
    assert "r" in word_classes("达到")
    assert "c" in word_classes("同比")
    assert word_classes("清河市") == ""


def test_words_of_an_empty_aside_stand_aside_and_others_do_not() -> None:
    found = by_character("产量（下同）达5吨")
    assert "".join(word.surface for word in found.words if word.aside) == "（下同）"
