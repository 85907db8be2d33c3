"""Sentences with their values: torn ones whole, each value once, lines of tables left out."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from policy_extract.claims.sentence import ASIDE, TIME, build_sentence, to_local
from policy_extract.claims.sentences import Index, logical_sentences, read_stretches
from policy_extract.periods import scan_periods
from policy_extract.quantities.scan import scan_quantities
from policy_extract.text.layout import Join, Layout, read_layout

CUTS = st.lists(st.integers(0, 40), max_size=12, unique=True).map(sorted)


@given(CUTS, st.integers(0, 40), st.integers(0, 40))
def test_what_lies_inside_is_found_as_by_looking_at_each(
    cuts: list[int], start: int, end: int
) -> None:
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    found = Index(spans).spans(start, end)
    assert found == [
        span for span in spans if start <= span[0] and span[0] < end and span[1] <= end
    ]


def test_a_sentence_torn_twice_is_one_of_three_pieces() -> None:
    text = "甲一\n乙二\n丙三\n丁四"
    whole = read_layout(text)
    layout = Layout(whole.paragraphs, whole.sentences, (Join(0, 2), Join(2, 3)))
    found = [
        ["".join(text[start:end] for start, end in pieces), text[lead.start : lead.end]]
        for pieces, lead in logical_sentences(layout)
    ]
    assert found == [["甲一丙三丁四", "甲一"], ["乙二", "乙二"]]


def values(text: str, skipped: frozenset[tuple[int, int]] = frozenset()) -> list[list[str]]:
    """The values of each sentence that has some."""
    return [
        [text[item.value.start : item.value.end] for item in stretch.whole.items]
        for stretch in read_stretches(
            text,
            read_layout(text),
            scan_quantities(text),
            scan_periods(text, date(2024, 3, 1)),
            (),
            skipped,
        )
    ]


def test_each_value_stands_in_its_sentence() -> None:
    text = "产量5吨，增长3%。没有数的一句。又有7家企业。"
    assert values(text) == [["5吨", "3%"], ["7家"]]
    first = read_layout(text).sentences[0]
    assert values(text, frozenset({(first.start, first.end)})) == [["7家"]]


def test_what_is_part_of_a_time_is_no_value() -> None:
    assert values("2023年1—8月，产量5吨。") == [["5吨"]]


def test_the_bound_of_what_is_counted_is_no_value() -> None:
    note = "规模以上工业统计范围为年主营业务收入2000万元及以上的企业。"
    assert values(note) == []
    assert values("年主营业务收入2000万元及以上的企业。") == [["2000万元及以上"]]
    assert values("规模以上工业统计范围为年主营业务收入2000万元的企业。") == [["2000万元"]]


def test_times_and_empty_asides_are_masked_and_every_offset_leads_home() -> None:
    text = "题\n产量（下同）在2023年\n达5吨（增长3%）。"
    pieces = [(2, 15), (16, len(text))]
    found = scan_quantities(text)
    (time,) = [(one.start, one.end) for one in scan_periods(text, None)]
    whole = build_sentence(text, pieces, found, [time])
    assert whole.text == text[2:15] + text[16:]
    assert len(whole.masked) == len(whole.text)
    assert whole.masked.count(TIME) == 5
    assert "下同" not in whole.masked
    assert ASIDE in whole.masked
    assert "增长" in whole.masked
    for item in whole.items:
        assert whole.text[item.start : item.end] == text[item.value.start : item.value.end]
    assert [text[whole.to_document(at)] for at in range(len(whole.text))] == list(whole.text)
    assert whole.to_document(len(whole.text)) == len(text)
    assert to_local(pieces, 0) == -1
    assert to_local(pieces, 16) == 13
