"""The inline markup: what it says, and what it refuses."""

import pytest

from policy_extract.errors import GoldError
from policy_extract.evaluation.annotation.inline import read
from policy_extract.evaluation.annotation.inline_parser import parse_inline
from policy_extract.evaluation.cases import unmet


def test_a_case_says_only_what_is_written():
    case = parse_inline("增长<m value=5 unit=% cmp=ge>5%以上</m>。")
    assert case.text == "增长5%以上。"
    (mark,) = case.marks
    assert (mark.start, mark.end, mark.label) == (2, 6, "metric")
    assert mark.fields == {"number": "5", "unit": "%", "comparator": ">="}


def test_quotes_null_signs_and_escapes():
    case = parse_inline(
        'a&lt;b<t period="到 2025年" subject=null cmp=~ scope="null">约3家</t>&amp;'
    )
    assert case.text == "a<b约3家&"
    assert case.marks[0].fields == {
        "period": "到 2025年",
        "subject": None,
        "comparator": "~",
        "scope": "null",
    }


def test_marks_nest_share_a_span_and_cross():
    case = parse_inline(
        "<m indicator=甲><m indicator=乙>1户</m></m><e#1 type=LOCATION>太<m#2>原</e#1>5</m#2>"
    )
    assert [(m.start, m.end) for m in case.marks] == [(0, 2), (0, 2), (2, 4), (3, 5)]
    assert [m.fields.get("indicator") for m in case.marks][:2] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("增长<m value=5>5%", "case:1: <m> is not closed"),
        ("一\n二<m value=5>5%</t>", "case:2: </t> closes"),
        ("增长5%。", "no mark in it, so it asserts nothing"),
        ("", "asserts nothing"),
        ("5%</m>", "</m> closes nothing"),
        ("<m value=5></m>", "<m> marks no character"),
        ("<m wert=5>5</m>", "unknown attribute 'wert'; known: kind, value"),
        ("<m value=5 value=6>5</m>", "'value' stands twice"),
        ("<e>太原</e>", "<e> has no known type"),
        ("<e type=CITY>太原</e>", "<e> has no known type"),
        ("<e type=LOCATION value=5>太原</e>", "unknown attribute 'value'"),
        ("<m>5<e type=LOCATION>太</m>原</e>", "</m> closes across <e>"),
        ("<q>5</q>", "'<q>5</q>' is no mark"),
        ("5<6<m>7</m>", "write &lt;"),
        ("a&b<m>7</m>", "write &amp;"),
        ('<m period="去年>5</m>', "is no mark"),
        ("<m>5</m><gold published=2024>", "is no mark"),
    ],
)
def test_refused(markup, reason):
    with pytest.raises(GoldError) as caught:
        parse_inline(markup)
    assert reason in caught.value.message


def test_unmet_names_each_field(record, mention, document):
    text = "太原增长5%以上。"
    seen = document(
        text,
        [record(text, "5%以上", "产值", kind="percent", number="5.0", unit="%", comparator=">")],
        [mention(text, "太原", "LOCATION")],
    )
    good = parse_inline("太原增长<m value=5 unit=% subject=null>5%以上</m>。")
    assert unmet(good, seen) == ()
    bad = parse_inline("太原增长<t value=6 cmp=ge>5%以上</t>。")
    assert unmet(bad, seen) == (
        "5%以上 at 4: is metric, not target",
        "5%以上 at 4: number is 5, not 6",
        "5%以上 at 4: comparator is >, not >=",
    )
    gone = parse_inline("太原增长<m value=5>5%</m>以上。")
    assert unmet(gone, seen, complete=True) == (
        "5% at 4: no metric there",
        "5%以上 at 4: metric that is not marked",
    )


def test_unmet_gives_marks_that_share_a_span_one_record_each(record, document):
    text = "各1户"
    seen = document(text, [record(text, "1户", "甲"), record(text, "1户", "乙")])
    case = parse_inline("各<m indicator=乙><m indicator=甲>1户</m></m>")
    assert unmet(case, seen) == ()
    case = parse_inline("各<m indicator=乙><m indicator=乙>1户</m></m>")
    assert unmet(case, seen) == ("1户 at 1: indicator is 甲, not 乙",)


def test_a_kind_that_is_not_written_is_read_from_the_words():
    (item,) = read({"a.inline.txt": "增长<m value=5 unit=% cmp=ge indicator=产值>5%以上</m>"})
    assert item.name == "a"
    assert item.gold.records[0].value.kind == "percent"
    assert item.gold.records[0].value.comparator == ">="
