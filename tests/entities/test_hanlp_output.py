"""HanLP's answers as character offsets, on the shapes that its documentation shows."""

import pytest

from policy_extract.entities.hanlp_output import char_spans, ner_task, outermost, token_spans

TEXT = "太原市王国栋表示"


@pytest.mark.parametrize(
    ("tasks", "chosen"),
    [
        (["tok/fine", "ner/pku", "ner/ontonotes", "ner/msra"], "ner/msra"),
        (["ner/pku", "tok", "ner/ontonotes"], "ner/ontonotes"),
        (["ner/pku", "tok"], "ner/pku"),
        (["tok", "ner"], "ner"),
        (["tok", "ner/other"], "ner/other"),
        (["tok", "pos", "nerve"], None),
    ],
)
def test_one_task_is_chosen(tasks: list[str], chosen: str | None) -> None:
    assert ner_task(tasks) == chosen


def test_tokens_become_characters() -> None:
    document = {
        "tok/fine": [["太原", "市", "王国栋", "表示"]],
        "tok/coarse": [["太原市", "王国栋", "表示"]],
        "ner/msra": [[("太原市", "NS", 0, 2), ("王国栋", "NR", 2, 3)]],
    }
    assert token_spans(document, "ner/msra", [TEXT]) == [[(0, 3, "NS"), (3, 6, "NR")]]


def test_tokens_with_their_places() -> None:
    document = {"tok": [[["太原市", 0, 3], ["王国栋", 3, 6]]], "ner": [[("王国栋", "NR", 1, 2)]]}
    assert token_spans(document, "ner", ["太原市 王国栋"]) == [[(4, 7, "NR")]]


@pytest.mark.parametrize(
    "document",
    [
        {"tok": [["太原"]]},
        {"ner": [[]]},
        {"tok": [["太原", "栋"]], "ner": [[]]},
        {"tok": [["太原市", "王国栋"]], "ner": [[("王国栋", "NR", 1, 3)]]},
    ],
)
def test_an_answer_that_does_not_fit_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="answer|token|mention"):
        token_spans(document, "ner", [TEXT])


def test_characters_stay() -> None:
    assert char_spans([("王国栋", "NR", 3, 6)], len(TEXT)) == [(3, 6, "NR")]


@pytest.mark.parametrize("row", [["O", "O"], [("NR", 3, 6)], [("王", "NR", 3, 99)], [3]])
def test_other_answers_are_refused(row: list[object]) -> None:
    with pytest.raises(ValueError, match="mention"):
        char_spans(row, len(TEXT))


def test_the_outermost_of_nested_names_stays() -> None:
    nested = [(0, 2, "NS"), (0, 5, "NT"), (5, 7, "NR"), (6, 9, "NS")]
    assert outermost(nested) == [(0, 5, "NT"), (6, 9, "NS")]
