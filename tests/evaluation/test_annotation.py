"""Gold through every annotation format and back, and what each format refuses."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_extract.errors import GoldError, UsageError
from policy_extract.evaluation.agreement import agree
from policy_extract.evaluation.annotation import FORMATS, format_named
from policy_extract.evaluation.annotation.region import TYPES, Annotated
from policy_extract.evaluation.drafting import gold_text
from policy_extract.evaluation.gold import (
    Gold,
    GoldDocument,
    GoldEntity,
    GoldPeriod,
    GoldRecord,
    inside,
)
from policy_extract.evaluation.validate import judge_gold
from policy_extract.records import Quantity, Span, text_digest

words = st.text("甲乙年度 <>&\"'=|#;:/{}\\%𠮷😀\t", min_size=1, max_size=8)
optional = st.none() | words
days = st.none() | st.dates(date(1990, 1, 1), date(2060, 1, 1))
numbers = st.decimals(-(10**15), 10**15, allow_nan=False, allow_infinity=False, places=3)


@st.composite
def periods(draw: st.DrawFn, text: str) -> GoldPeriod | None:
    words, start, end = draw(optional), draw(days), draw(days)
    if start and end and start > end:
        start, end = end, start
    if not (words or start or end):
        return None
    by, at = draw(st.sampled_from((None, "genre"))), draw(st.none() | places(text))
    return GoldPeriod(text=words, start=start, end=end, by=by, at=at)


@st.composite
def quantities(draw: st.DrawFn, text: str, start: int, end: int) -> Quantity:
    fields: dict[str, Decimal | None] = {"number": draw(numbers)}
    if draw(st.booleans()):
        low, high = sorted([draw(numbers), draw(numbers)])
        fields = {"low": low, "high": high}
    return Quantity(
        text=text[start:end],
        start=start,
        end=end,
        kind=draw(st.sampled_from(("count", "money", "rank"))),
        unit=draw(optional),
        comparator=draw(st.sampled_from(("=", ">=", ">", "<=", "<", "~"))),
        **fields,
    )


def spans(text: str) -> st.SearchStrategy[tuple[int, int]]:
    """Spans that neither begin nor end with a line break, which brat cannot mark."""
    points = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
    return points.filter(
        lambda p: p[0] < p[1] and text[p[0]] not in "\r\n" and text[p[1] - 1] not in "\r\n"
    )


def places(text: str) -> st.SearchStrategy[Span]:
    return spans(text).map(lambda p: Span(text=text[slice(*p)], start=p[0], end=p[1]))


@st.composite
def golds(draw: st.DrawFn) -> Annotated:
    """Any sound gold: values may share spans, nest and cross; mentions do not overlap."""
    text = draw(st.text("甲乙5%<>&\n 𠮷😀\u2028", min_size=4, max_size=24))
    text = "太" + text + "原"
    records = [
        GoldRecord(
            record=draw(st.sampled_from(("metric", "target"))),
            indicator=f"{draw(words)}{index}",
            value=draw(quantities(text, *draw(spans(text)))),
            direction=draw(st.sampled_from((None, "increase", "decrease"))),
            baseline=draw(optional),
            scope=draw(optional),
            subject=draw(optional),
            period=draw(periods(text)),
            indicator_at=draw(st.none() | st.lists(places(text), min_size=1, max_size=2)),
            **draw(st.sampled_from(({}, {"statistic": None}, {"statistic": "average"}))),
        )
        for index in range(draw(st.integers(1, 4)))
    ]
    entities: list[GoldEntity] = []
    for start, end in sorted(draw(st.lists(spans(text), max_size=4))):
        if not entities or start >= entities[-1].end:
            kind, canonical = draw(st.sampled_from(TYPES)), draw(optional)
            entities.append(
                GoldEntity(
                    type=kind, text=text[start:end], start=start, end=end, canonical=canonical
                )
            )
    told = GoldDocument(name=draw(optional), published="2024-04", place=draw(optional))
    gold = Gold(
        text_chars=len(text),
        sha256=text_digest(text),
        windows=draw(st.sampled_from((None, ((0, len(text)),), ((0, 2), (3, len(text)))))),
        source=draw(st.sampled_from((None, "甲", {"at": ["乙", 1]}))),
        genre=draw(optional),
        document=draw(st.sampled_from((None, told))),
        records=tuple(sorted(records, key=_order)),
        entities=draw(st.sampled_from((None, tuple(entities)))),
    )
    return Annotated("case", text, gold)


def _order(record: GoldRecord) -> tuple[object, ...]:
    return (record.value.start, -record.value.end, record.record, record.indicator)


def _sorted(gold: Gold) -> Gold:
    records = tuple(sorted(gold.records or (), key=_order))
    return gold.model_copy(update={"records": records})


@pytest.mark.parametrize("name", FORMATS)
@given(item=golds())
def test_every_format_gives_back_what_it_got(name: str, item: Annotated) -> None:
    form = FORMATS[name]
    (back,) = form.read(form.write([item]))
    assert (back.name, back.text) == (item.name, item.text)
    assert _sorted(back.gold) == _sorted(item.gold)
    assert (
        judge_gold(gold_text(back.gold), back.text).problems
        == judge_gold(gold_text(item.gold), item.text).problems
    )


@given(item=golds())
def test_a_gold_file_gives_back_what_it_got(item: Annotated) -> None:
    assert Gold.model_validate_json(gold_text(item.gold)) == item.gold


@given(item=golds())
def test_a_gold_agrees_with_itself(item: Annotated) -> None:
    """Whatever the spans: nothing is missed, nothing extra, nothing wrong, and no chance in it."""
    agreement = agree([("case", item.gold, item.gold)])
    score = agreement.score.documents[0]
    assert (score.missed, score.extra, score.entities_missed, score.entities_extra) == ((),) * 4
    assert all(not pair.wrong for pair in score.pairs)
    counted = [r for r in item.gold.records or () if inside(r.value.start, item.gold.windows)]
    assert len(score.pairs) == len(counted)
    assert agreement.record_characters.kappa in (None, 1.0)


TEXT = "太原增长5%以上。"


@pytest.fixture
def item(record, mention, gold) -> Annotated:
    records = [
        record(TEXT, "5%以上", "产值", kind="percent", number="5", unit="%", comparator=">=")
    ]
    return Annotated("case", TEXT, gold(TEXT, records, [mention(TEXT, "太原", "LOCATION")]))


def test_a_gold_without_records_says_so_through_every_format(gold, mention):
    asserted = gold(TEXT, [], [mention(TEXT, "太原", "LOCATION")], no_records=True)
    for form in FORMATS.values():
        (back,) = form.read(form.write([Annotated("case", TEXT, asserted)]))
        assert back.gold == asserted


def test_label_studio_takes_fields_as_choices_and_text(item):
    (task,) = json.loads(FORMATS["labelstudio"].write([item])["labelstudio.json"])
    results = task["annotations"][0]["result"]
    kinds = {r["from_name"]: (r["type"], r["value"].get("choices")) for r in results}
    assert kinds["comparator"] == ("choices", [">="])
    assert kinds["number"] == ("textarea", None)
    assert {r["id"] for r in results if r["from_name"] in kinds and r["type"] != "labels"} == {"r0"}


def test_label_studio_interface_names_every_field():
    from xml.etree import ElementTree

    interface = ElementTree.fromstring(FORMATS["labelstudio"].write([])["labelstudio.xml"])
    named = {element.get("name") for element in interface.iter() if element.get("name")}
    assert {"indicator", "number", "comparator", "period_end", "subject", "canonical"} <= named


def test_label_studio_offsets_in_utf16_units_are_understood(gold, mention):
    text = "😀太原。"
    files = FORMATS["labelstudio"].write(
        [
            Annotated(
                "case", text, gold(text, [], [mention(text, "太原", "LOCATION")], no_records=True)
            )
        ]
    )
    tasks = json.loads(files["labelstudio.json"])
    value = tasks[0]["annotations"][0]["result"][0]["value"]
    value["start"], value["end"] = value["start"] + 1, value["end"] + 1
    (back,) = FORMATS["labelstudio"].read({"x.json": json.dumps(tasks)})
    assert [(e.text, e.start) for e in back.gold.entities] == [("太原", 1)]


def test_label_studio_needs_one_annotation(item):
    tasks = json.loads(FORMATS["labelstudio"].write([item])["labelstudio.json"])
    tasks[0]["annotations"] *= 2
    with pytest.raises(GoldError, match=r"task 1 \(case\): 2 annotations"):
        FORMATS["labelstudio"].read({"x.json": json.dumps(tasks)})


def test_a_record_that_is_only_a_label_has_its_number_read(item):
    line = json.loads(FORMATS["doccano"].write([item])["doccano.jsonl"])
    line["records"] = []
    (back,) = FORMATS["doccano"].read({"x": json.dumps(line)})
    (record,) = back.gold.records
    assert record.value == item.gold.records[0].value
    assert record.indicator == ""
    (problem,) = judge_gold(gold_text(back.gold), back.text).problems
    assert problem.where == "records[0].indicator"


def test_a_label_on_words_that_are_no_number_is_refused(item):
    line = json.loads(FORMATS["doccano"].write([item])["doccano.jsonl"])
    line["entities"].append({"id": 9, "label": "target", "start_offset": 2, "end_offset": 4})
    with pytest.raises(GoldError, match=r"x:1 \(case\): target at 2:4: '增长' has no kind"):
        FORMATS["doccano"].read({"x": json.dumps(line)})


def test_doccano_old_labels_and_nested_meta(item):
    line = json.loads(FORMATS["doccano"].write([item])["doccano.jsonl"])
    entities = line.pop("entities")
    line["label"] = [[e["start_offset"], e["end_offset"], e["label"]] for e in entities]
    line["meta"] = {key: line.pop(key) for key in ("name", "records")}
    (back,) = FORMATS["doccano"].read({"x": json.dumps(line)})
    assert back.gold == item.gold


def test_brat_writes_standoff_lines(item):
    files = FORMATS["brat"].write([item])
    assert files["case.ann"].split("\n")[:4] == [
        "T1\tmetric 4 8\t5%以上",
        "A1\tkind T1 percent",
        "A2\tcomparator T1 ge",
        '#1\tAnnotatorNotes T1\t{"number": "5", "unit": "%", "indicator": "产值"}',
    ]
    assert "comparator\tArg:metric|target, Value:eq|ge|gt|le|lt|about" in files["annotation.conf"]


def test_brat_marks_a_mention_across_a_line_break_in_fragments(gold, mention):
    text = "在太\n原。"
    gold = gold(text, [], [mention(text, "太\n原", "LOCATION")], no_records=True)
    files = FORMATS["brat"].write([Annotated("case", text, gold)])
    assert "LOCATION 1 2;3 4\t太 原" in files["case.ann"]


@pytest.mark.parametrize("place", ["4", "4-", "-4-6", "4-6;9-11", "4-6,", "a-b"])
def test_a_place_that_is_none_is_refused(item, place):
    line = json.loads(FORMATS["doccano"].write([item])["doccano.jsonl"])
    line["records"][0]["fields"]["indicator_at"] = place
    with pytest.raises(GoldError, match="is no place in the text. Write 4-6,9-11"):
        FORMATS["doccano"].read({"x": json.dumps(line)})


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("T9\tLOCATION 0 2\t大同", "text is '大同'"),
        ("T9\tLOCATION 0 1;2 3\t太 增", "in two places"),
        ("T9\tCITY 0 2\t太原", "unknown label"),
        ("T9\tLOCATION 0 99\t太原增长5%以上。", "outside the text"),
        ("A9\tkind T7 rank", "T7, which is not there"),
        ("A9\tcolour T1 red", "unknown field 'colour'"),
        ("A9\tkind T1 colour", "unknown kind 'colour'"),
        ("nonsense", "not a line of brat"),
    ],
)
def test_brat_refuses(item, line, reason):
    files = FORMATS["brat"].write([item])
    files["case.ann"] += line + "\n"
    with pytest.raises(GoldError, match=reason):
        FORMATS["brat"].read(files)


def test_brat_needs_the_text(item):
    files = FORMATS["brat"].write([item])
    del files["case.txt"]
    with pytest.raises(GoldError, match=r"case\.ann: no case\.txt"):
        FORMATS["brat"].read(files)


@pytest.mark.parametrize("source", ["", "{}", "[{}]", "[1]", "{", "null", "[]x", '{"text": 1}'])
@pytest.mark.parametrize("name", ["labelstudio", "doccano"])
def test_foreign_files_are_gold_errors(name, source):
    if name == "doccano" and not source:
        assert FORMATS[name].read({"x.jsonl": source}) == ()
        return
    with pytest.raises(GoldError, match=r"^x\.json"):
        FORMATS[name].read({"x.json": source})


def test_an_unknown_format():
    with pytest.raises(UsageError, match="format prodigy: unknown"):
        format_named("prodigy")
