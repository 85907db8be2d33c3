"""Gold files: every fault with its line."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_extract.evaluation.json_lines import line_numbers
from policy_extract.evaluation.validate import judge_gold
from policy_extract.records import text_digest

TEXT = "太原市工业增长5%以上。"

GOLD = f"""{{
 "text_chars": {len(TEXT)},
 "sha256": "{text_digest(TEXT)}",
 "records": [
  {{"record": "metric", "indicator": "工业", "value": {{"text": "5%以上", "start": 7, "end": 11,
    "kind": "percent", "number": "5", "unit": "%", "comparator": ">="}}}}
 ],
 "entities": [
  {{"type": "LOCATION", "text": "太原市", "start": 0, "end": 3}},
  {{"type": "INDUSTRY", "text": "工业", "start": 3, "end": 5}}
 ]
}}
"""


def faults(source: str, article: str | None = TEXT) -> list[str]:
    return [str(problem) for problem in judge_gold(source, article).problems]


def test_sound_gold_has_no_fault():
    verdict = judge_gold(GOLD, TEXT)
    assert verdict.problems == ()
    assert verdict.gold is not None
    assert verdict.gold.records[0].value.number == 5


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            '"start": 7',
            '"start": 6',
            "5: records[0].value: span 6:11 does not fit its text",
        ),
        (
            '"text": "5%以上"',
            '"text": "6%以上"',
            "5: records[0].value: text is '6%以上' at 7:11, but '5%以上' stands there",
        ),
        ('"LOCATION"', '"CITY"', "9: entities[0].type: unknown type 'CITY'; one of 'PERSON', "),
        ('"kind": "percent"', '"kind": "share"', "6: records[0].value.kind: unknown kind 'share'"),
        ('"indicator": "工业", ', "", "5: records[0]: field 'indicator' is missing"),
        ('"indicator": "工业"', '"indicator": ""', "5: records[0].indicator: is empty"),
        ('"record": "metric"', '"record": "fact"', "5: records[0].record: unknown record 'fact'"),
        ('"unit"', '"units"', "6: records[0].value.units: unknown field"),
        ('"number": "5"', '"number": 5.5', "6: records[0].value.number: a number is exact"),
        ('"number": "5"', '"low": "5"', "5: records[0].value: a quantity has a number"),
        (
            '"INDUSTRY", "text": "工业", "start": 3, "end": 5',
            '"LOCATION", "text": "太原市", "start": 0, "end": 3',
            "10: entities[1]: duplicate of entities[0]",
        ),
        (
            '"INDUSTRY", "text": "工业", "start": 3, "end": 5',
            '"GOVERNMENT", "text": "市工业", "start": 2, "end": 5',
            "10: entities[1]: overlaps entities[0]",
        ),
        (
            '"start": 3, "end": 5',
            '"start": 93, "end": 95',
            "10: entities[1]: text is '工业' at 93:95, but the article ends before it",
        ),
        ('"sha256": "', '"sha256": "0', "3: sha256: does not match: another version"),
        (
            '"text_chars": 12',
            '"text_chars": 13',
            "2: text_chars: the gold was made for a text of 13",
        ),
        ('"entities"', '"mentions"', "8: mentions: unknown field"),
        (
            '"text_chars"',
            '"no_records": true, "text_chars"',
            "2: no_records: is true, but there are 1",
        ),
        ('"sha256": "', '"document": {"published": "2024-13"}, "sha256": "', "3: document: month"),
        ("]\n}", "]\n", "13: not JSON: "),
    ],
)
def test_each_fault_names_its_line(old, new, fault):
    source = GOLD.replace(old, new)
    assert source != GOLD
    found = faults(source)
    assert [f for f in found if f.startswith(fault)], found


def test_a_duplicate_record_is_refused_and_a_distributive_pair_is_not(gold, record):
    from policy_extract.evaluation.drafting import gold_text

    one, other = record(TEXT, "5%以上", "甲"), record(TEXT, "5%以上", "乙")
    assert faults(gold_text(gold(TEXT, [one, other], []))) == []
    assert faults(gold_text(gold(TEXT, [one, other, one], []))) == [
        "7: records[2]: duplicate of records[0]"
    ]


def test_a_gold_without_records_must_say_so(gold):
    from policy_extract.evaluation.drafting import gold_text

    assert faults(gold_text(gold(TEXT, [], []))) == [
        '4: records: no record at all; say "no_records": true if that is right'
    ]
    assert faults(gold_text(gold(TEXT, [], [], no_records=True))) == []


def test_a_missing_list_is_a_fault_only_when_strict():
    source = json.dumps({"text_chars": len(TEXT), "entities": []})
    assert faults(source) == [
        "1: field 'records' is missing; write null if nobody annotated it (or \"no_records\": true)"
    ]
    assert judge_gold(source, TEXT, strict=False).problems == ()


def test_all_faults_are_named_in_the_order_of_their_lines():
    found = faults(
        GOLD.replace('"5%以上"', '"6%以上"').replace('"工业", "start"', '"农业", "start"')
    )
    assert [int(fault.split(":")[0]) for fault in found] == [5, 10]


def test_without_the_article_spans_go_unchecked():
    assert faults(GOLD.replace('"5%以上"', '"6%以上"'), None) == []


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(json_values)
def test_every_value_of_indented_json_has_its_line(value):
    source = json.dumps(value, indent=1, ensure_ascii=False)
    lines = source.split("\n")
    found = line_numbers(source)
    for path, number in found.items():
        if path and isinstance(path[-1], str):
            assert json.dumps(path[-1], ensure_ascii=False) in lines[number - 1]
    assert len(found) == _size(value)


def _size(value):
    if isinstance(value, dict):
        return 1 + sum(_size(item) for item in value.values())
    return 1 + sum(_size(item) for item in value) if isinstance(value, list) else 1


def windowed(windows: str) -> str:
    return GOLD.replace(' "records": [', f' "windows": {windows},\n "records": [')


def test_windows_hold_what_was_annotated():
    assert faults(windowed("[[0, 5], [7, 12]]")) == []
    assert judge_gold(windowed("[[0, 8]]"), TEXT).gold.windows == ((0, 8),)


@pytest.mark.parametrize(
    ("windows", "fault"),
    [
        ("[]", "4: windows: is empty; leave it out where the whole was annotated"),
        ("[[0, 13]]", "4: windows[0]: 0:13 is no stretch of 12 characters"),
        ("[[0, 0], [0, 12]]", "4: windows[0]: 0:0 is no stretch"),
        ("[[0, 8], [7, 12]]", "4: windows[1]: begins before the one before it ends"),
        ("[[0, 5]]", "6: records[0].value: '5%以上' at 7 begins outside every window"),
        ("[[3, 12]]", "10: entities[0]: '太原市' at 0 begins outside every window"),
        ("[[0]]", "4: windows[0]: "),
        ("true", "4: windows: "),
    ],
)
def test_faulty_windows_are_refused(windows, fault):
    assert any(line.startswith(fault) for line in faults(windowed(windows)))


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ('[{"text": "工业", "start": 3, "end": 5}]', ""),
        ('[{"text": "太原市工业", "start": 0, "end": 5}]', ""),
        (
            '[{"text": "工业", "start": 4, "end": 6}]',
            "5: records[0].indicator_at[0]: text is '工业' at 4:6, but '业增' stands there",
        ),
        (
            '[{"text": "业增", "start": 4, "end": 6}]',
            "5: records[0].indicator_at: its words are not those of the indicator '工业', in order",
        ),
    ],
)
def test_an_indicator_stands_where_it_is_said_to(told, fault):
    source = GOLD.replace('"indicator": "工业"', f'"indicator": "工业", "indicator_at": {told}')
    assert faults(source) == ([fault] if fault else [])


def test_what_is_for_people_may_be_anything():
    told = '"source": {"repository": "甲", "lines": [1, 2]}, "genre": "work report",'
    assert faults(GOLD.replace('"sha256"', f'{told} "sha256"')) == []


def test_only_the_genre_may_tell_a_period():
    for by, count in (("genre", 0), ("me", 1)):
        period = f'"period": {{"start": "2025-01-01", "by": "{by}"}}, "value"'
        found = faults(GOLD.replace('"value"', period))
        assert len(found) == count
