"""Whatever an annotation tool hands back: gold, or one line of complaint, never a crash."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_extract.errors import GoldError
from policy_extract.evaluation.annotation import FORMATS
from policy_extract.evaluation.annotation.inline_parser import parse_inline
from policy_extract.evaluation.validate import judge_gold
from policy_extract.records import text_digest

TEXT = "太原5%"
KEYS = {
    "labelstudio": "data text name annotations result id type value start end labels choices "
    "from_name was_cancelled published",
    "doccano": "text name entities label start_offset end_offset records fields start end meta "
    "kind number published no_records",
}
SCALARS = st.none() | st.booleans() | st.integers(-2, 9) | st.floats(allow_nan=False)
WORDS = st.sampled_from(
    [TEXT, "metric", "LOCATION", "labels", "choices", "kind", "5", "5%", "", "x"]
)


def complaint(read: Callable[[], Any]) -> tuple[Any, str]:
    """What was read and no complaint, or nothing and the complaint, which is one line."""
    try:
        return read(), ""
    except GoldError as error:
        message = str(error)
    assert message
    assert "\n" not in message
    return None, message


def values(keys: list[str]) -> st.SearchStrategy[object]:
    return st.recursive(
        SCALARS | WORDS,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(keys), inner, max_size=6)
        ),
        max_leaves=20,
    )


def shapes(name: str) -> st.SearchStrategy[object]:
    """Near the tool's own shape, so that the depths are reached."""
    keys = KEYS[name].split()
    loose = values(keys)
    if name == "doccano":
        entity = st.fixed_dictionaries(
            {"label": WORDS, "start_offset": SCALARS, "end_offset": SCALARS}
        )
        meta = st.fixed_dictionaries(
            {"label": WORDS, "start": SCALARS, "end": SCALARS, "fields": loose}
        )
        return loose | st.fixed_dictionaries(
            {
                "text": WORDS,
                "name": WORDS,
                "entities": st.lists(entity | loose, max_size=3),
                "records": st.lists(meta | loose, max_size=3),
            },
            optional={"published": loose, "no_records": loose},
        )
    value = st.fixed_dictionaries(
        {"start": SCALARS, "end": SCALARS},
        optional={"labels": loose, "text": loose, "choices": loose},
    )
    result = st.fixed_dictionaries(
        {"id": WORDS, "type": WORDS, "from_name": WORDS, "value": value | loose}
    )
    task = st.fixed_dictionaries(
        {
            "data": st.fixed_dictionaries({"text": WORDS, "name": WORDS}),
            "annotations": st.lists(
                st.fixed_dictionaries({"result": st.lists(result | loose, max_size=4)}),
                min_size=1,
                max_size=1,
            ),
        }
    )
    return st.lists(task | loose, max_size=2)


@pytest.mark.parametrize("name", KEYS)
@given(data=st.data())
def test_json_of_any_shape(name: str, data: st.DataObject) -> None:
    source = json.dumps(data.draw(shapes(name)))
    found, message = complaint(lambda: FORMATS[name].read({"x.json": source}))
    assert message.startswith("x.json") if message else True
    assert all(item.gold.text_chars == len(item.text) for item in found or ())


LINES = st.lists(
    st.sampled_from(
        ["T1", "\t", "metric", "LOCATION", " ", "0 2", "2 4", ";", "太原", "5%", "A1", "kind", "#1"]
        + [
            "Document *",
            "AnnotatorNotes",
            '{"number": "5"}',
            "[1]",
            "{",
            "percent",
            "\n",
            "R1",
            "*",
        ]
    ),
    max_size=14,
).map("".join)


@given(LINES)
def test_standoff_lines_of_any_shape(lines: str) -> None:
    _, message = complaint(lambda: FORMATS["brat"].read({"x.txt": TEXT, "x.ann": lines}))
    assert message == "" or message.startswith("x.ann")


MARKS = st.lists(
    st.sampled_from(
        ["<m", "<t", "<e", "<gold", ">", "</m>", "</t>", "</e>", "</m#1>", "#1", " value=5", " x=1"]
        + [" type=LOCATION", ' unit="%"', "5%", "&amp;", "&", "<", '"', "\n", "太原", " cmp=ge"]
    ),
    max_size=14,
).map("".join)


@given(MARKS)
def test_marks_of_any_shape(markup: str) -> None:
    case, message = complaint(lambda: parse_inline(markup))
    if case is None:
        assert message.startswith("case")
    else:
        assert case.marks
        assert all(0 <= m.start < m.end <= len(case.text) for m in case.marks)


@given(values(["records", "entities", "text_chars", "value", "period", "sha256", "document"]))
def test_gold_of_any_shape_is_judged(value: object) -> None:
    verdict = judge_gold(json.dumps(value, indent=1), TEXT)
    assert (verdict.gold is None) <= bool(verdict.problems)
    assert all("\n" not in str(problem) for problem in verdict.problems)


DEEP = "[" * 100_000
LONG = "9" * 5_000


@pytest.mark.parametrize("form", ["labelstudio", "doccano", "brat"])
@pytest.mark.parametrize("value", [DEEP, LONG, '{"a":' * 100_000, "\ud83d", '"\\ud83d"', "{"])
def test_hostile_json_is_one_line(form: str, value: str) -> None:
    sources = {
        "labelstudio": {"a.json": f'[{{"data": {{"text": "5%", "name": {value}}}}}]'},
        "doccano": {"a.jsonl": f'{{"text": "5%", "name": "a", "entities": [{value}]}}'},
        "brat": {"a.txt": "5%", "a.ann": f"T1\tmetric 0 2\t5%\n#1\tAnnotatorNotes T1\t{{{value}"},
    }
    complaint(lambda: FORMATS[form].read(sources[form]))
    complaint(lambda: FORMATS["brat"].read({"a.txt": "5%", "a.ann": f"T1\tmetric 0 {LONG}\t5%"}))
    assert judge_gold(f'{{"text_chars": {value}}}', None).problems


def test_half_a_character_in_an_export_is_gold_of_a_whole_text() -> None:
    task = {
        "data": {"text": "\ud83d增长5%", "name": "a"},
        "annotations": [{"result": []}],
    }
    (item,) = FORMATS["labelstudio"].read({"a.json": json.dumps([task])})
    assert item.text == "\ufffd增长5%"
    assert item.gold.sha256 == text_digest(item.text)
