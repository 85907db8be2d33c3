"""Scores computed by hand."""

from datetime import date

import pytest

from policy_extract.evaluation.counts import FIELDS, Share, Tallies, Tally
from policy_extract.evaluation.figures import figures
from policy_extract.evaluation.scoring import aggregate, score_document

TEXT = "去年甲产品和乙产品出口各3万吨，增长5%以上；今年力争达到4万吨。丙市位居第二。"
YEAR = {"text": "去年", "start": "2023-01-01", "end": "2023-12-31"}


@pytest.fixture
def pair_of_products(record):
    tons = {"kind": "measure", "number": "30000", "unit": "吨", "period": YEAR}
    return [
        record(TEXT, "3万吨", "甲产品出口", **tons),
        record(TEXT, "3万吨", "乙产品出口", **tons),
    ]


def test_a_perfect_prediction(record, mention, gold, document, pair_of_products):
    entities = [mention(TEXT, "丙市", "LOCATION")]
    score = score_document(
        gold(TEXT, pair_of_products, entities), document(TEXT, pair_of_products, entities)
    )
    assert score.counts.quantity == score.counts.strict == Tally(2, 2, 2)
    assert score.counts.entity == Tally(1, 1, 1)
    assert score.counts.full == Tally(2, 2, 2)
    shares = {name: score.counts.fields[name] for name in FIELDS}
    assert shares == dict.fromkeys(FIELDS, Share(2, 2)) | {"statistic": Share(0, 0)}
    assert (score.missed, score.extra) == ((), ())


def test_distributive_records_pair_by_indicator_in_any_order(gold, document, pair_of_products):
    swapped = list(reversed(pair_of_products))
    score = score_document(gold(TEXT, pair_of_products), document(TEXT, swapped))
    assert score.counts.strict == Tally(2, 2, 2)
    assert [p.likeness for p in score.pairs] == [1.0, 1.0]


def test_one_of_a_distributive_pair_is_missing(gold, document, pair_of_products):
    score = score_document(gold(TEXT, pair_of_products), document(TEXT, pair_of_products[1:]))
    assert score.counts.strict == Tally(1, 2, 1)
    assert [row.indicator for row in score.missed] == ["甲产品出口"]
    assert score.counts.strict.precision == 1.0
    assert score.counts.strict.recall == 0.5
    assert score.counts.strict.f1 == pytest.approx(2 / 3)


def test_overlap_goes_before_likeness(record, gold, document):
    text = "增长5%以上"
    wanted = [record(text, "5%以上", "产值", kind="percent", unit="%")]
    seen = [
        record(text, "5%", "产值", kind="percent", unit="%"),
        record(text, "5%以上", "利润", kind="percent", unit="%"),
    ]
    score = score_document(gold(text, wanted), document(text, seen))
    assert [p.predicted.indicator for p in score.pairs] == ["利润"]
    assert [row.indicator for row in score.extra] == ["产值"]


@pytest.mark.parametrize(
    ("change", "wrong", "found", "strict", "full"),
    [
        ({"number": "6"}, ("number",), 0, 0, 0),
        ({"unit": "百分点"}, ("unit",), 0, 0, 0),
        ({"comparator": "="}, ("comparator",), 1, 0, 0),
        ({"record": "target"}, ("record",), 1, 0, 0),
        ({"direction": None}, ("direction",), 1, 0, 0),
        ({"period": None}, ("period",), 1, 0, 0),
        ({"period": {"text": "去年", "end": "2023-12-31"}}, ("period",), 1, 0, 0),
        ({"kind": "percentage_point"}, ("kind",), 1, 1, 1),
        ({"baseline": None}, ("baseline",), 1, 1, 0),
        ({"scope": "全国"}, ("scope",), 1, 1, 0),
        ({"subject": "丙市"}, ("subject",), 1, 1, 0),
        ({"low": "1", "high": "5"}, ("number", "low", "high"), 0, 0, 0),
    ],
)
def test_each_field(record, gold, document, change, wrong, found, strict, full):
    base = {
        "kind": "percent",
        "number": "5",
        "unit": "%",
        "comparator": ">=",
        "direction": "increase",
        "baseline": "yoy",
        "period": YEAR,
    }
    wanted = [record(TEXT, "5%以上", "出口", **base)]
    seen = [record(TEXT, "5%以上", "出口", **{**base, **change})]
    score = score_document(gold(TEXT, wanted), document(TEXT, seen))
    assert score.pairs[0].wrong == wrong
    assert score.counts.quantity == Tally(found, 1, 1)
    assert score.counts.strict == Tally(strict, 1, 1)
    assert score.counts.full == Tally(full, 1, 1)
    assert {n for n, s in score.counts.fields.items() if s == Share(0, 1)} == set(wrong)


def test_number_and_trailing_zeros(record, gold, document):
    wanted = [record(TEXT, "5%以上", "出口", number="5.0", unit="%")]
    seen = [record(TEXT, "5%以上", "出口", number="5", unit="%")]
    assert score_document(gold(TEXT, wanted), document(TEXT, seen)).counts.quantity == Tally(
        1, 1, 1
    )


@pytest.mark.parametrize(
    ("indicator", "right"),
    [("出口总额", True), ("口岸出口总额", True), ("口岸进出口", False), ("", False)],
)
def test_indicator_needs_an_f1_of_six_tenths(record, gold, document, indicator, right):
    # Against 出口总量: 3 of 4 shared = 0.75; 3 of 6 and 4 = 0.6; 2 of 5 and 4 = 0.44.
    wanted = [record(TEXT, "5%以上", "出口总量")]
    seen = [record(TEXT, "5%以上", indicator)]
    score = score_document(gold(TEXT, wanted), document(TEXT, seen))
    assert ("indicator" not in score.pairs[0].wrong) is right


def test_period_dates_known_only_from_outside_are_not_scored(record, gold, document):
    outside = {"text": None, "start": "2023-01-01", "end": "2023-12-31"}
    wanted = [
        record(TEXT, "3万吨", "出口", number="30000", unit="吨", period=outside),
        record(TEXT, "第二", "位次", kind="rank", number="2", unit="位"),
    ]
    seen = [
        record(TEXT, "3万吨", "出口", number="30000", unit="吨", period={"text": "今年"}),
        record(TEXT, "第二", "位次", kind="rank", number="2", unit="位", period=YEAR),
    ]
    score = score_document(gold(TEXT, wanted), document(TEXT, seen))
    assert score.counts.fields["period"] == Share(0, 1)
    assert score.counts.strict == Tally(1, 2, 2)


def test_a_period_without_dates_is_as_good_as_none(record, gold, document):
    wanted = [record(TEXT, "第二", "位次", period={"text": "目前"})]
    seen = [record(TEXT, "第二", "位次")]
    assert score_document(gold(TEXT, wanted), document(TEXT, seen)).counts.strict == Tally(1, 1, 1)


def test_an_empty_prediction(mention, gold, document, pair_of_products):
    wanted = gold(TEXT, pair_of_products, [mention(TEXT, "丙市", "LOCATION")])
    counts = score_document(wanted, document(TEXT)).counts
    assert counts.strict == Tally(0, 2, 0)
    assert (counts.strict.precision, counts.strict.recall, counts.strict.f1) == (None, 0.0, 0.0)
    assert counts.entity == Tally(0, 1, 0)
    assert counts.fields["unit"].share is None


def test_an_empty_gold(mention, gold, document, pair_of_products):
    empty = gold(TEXT, [], [], no_records=True)
    counts = score_document(empty, document(TEXT, pair_of_products)).counts
    assert counts.strict == Tally(0, 0, 2)
    assert (counts.strict.precision, counts.strict.recall, counts.strict.f1) == (0.0, None, 0.0)
    nothing = score_document(empty, document(TEXT)).counts
    assert nothing.strict.f1 is None


def test_a_gold_that_does_not_annotate_records_scores_none(
    mention, gold, document, pair_of_products
):
    only_entities = gold(TEXT, None, [mention(TEXT, "丙市", "LOCATION")])
    score = score_document(only_entities, document(TEXT, pair_of_products))
    assert score.counts.strict == Tally()
    assert score.counts.entity == Tally(0, 1, 0)
    assert not score.records_scored
    assert score.entities_scored
    other_way = score_document(gold(TEXT, pair_of_products, []), only_entities)
    assert other_way.counts.strict == Tally()
    assert other_way.counts.entity == Tally(0, 0, 1)


def test_a_document_missing_on_one_side(gold, document, pair_of_products):
    missed = score_document(gold(TEXT, pair_of_products, []), None, name="a")
    extra = score_document(None, document(TEXT, pair_of_products), name="b")
    assert missed.counts.quantity == Tally(0, 2, 0)
    assert extra.counts.quantity == Tally(0, 0, 2)
    total = aggregate([missed, extra]).total
    assert total.quantity == Tally(0, 2, 2)
    assert total.quantity.f1 == 0.0


def test_entities_need_type_start_and_end(mention, gold, document):
    wanted = [mention(TEXT, "丙市", "LOCATION"), mention(TEXT, "乙产品", "INDUSTRY")]
    seen = [mention(TEXT, "丙市", "GOVERNMENT"), mention(TEXT, "产品和乙产品", "INDUSTRY")]
    seen.append(mention(TEXT, "丙市", "LOCATION"))
    score = score_document(gold(TEXT, [], wanted), document(TEXT, [], seen))
    assert score.counts.entity == Tally(1, 2, 3)
    assert score.counts.types["LOCATION"] == Tally(1, 1, 1)
    assert score.counts.types["GOVERNMENT"] == Tally(0, 0, 1)
    assert score.counts.types["INDUSTRY"] == Tally(0, 1, 1)


def test_a_mention_predicted_twice_is_extra_once(mention, gold, document):
    place = mention(TEXT, "丙市", "LOCATION")
    score = score_document(gold(TEXT, [], [place]), document(TEXT, [], [place, place]))
    assert score.counts.entity == Tally(1, 1, 2)
    assert len(score.entities_extra) == 1


def test_rows_by_kind_and_by_record(record, gold, document):
    wanted = [
        record(TEXT, "3万吨", "出口", kind="measure", number="30000", unit="吨"),
        record(TEXT, "4万吨", "出口", kind="measure", number="40000", unit="吨", record="target"),
    ]
    seen = [
        wanted[0],
        record(TEXT, "4万吨", "出口", kind="count", number="40000", unit="吨"),
        record(TEXT, "第二", "位次", kind="rank", number="2", unit="位"),
    ]
    counts = score_document(gold(TEXT, wanted), document(TEXT, seen)).counts
    assert counts.quantity == Tally(2, 2, 3)
    assert counts.quantity_by == {
        "measure": Tally(2, 2, 2),
        "metric": Tally(1, 1, 2),
        "target": Tally(1, 1, 1),
        "rank": Tally(0, 0, 1),
    }
    assert counts.strict_by["target"] == Tally(0, 1, 1)


def test_totals_are_sums_and_no_means(record, gold, document):
    one = [record(TEXT, "第二", "位次")]
    three = [record(TEXT, (n, n + 1), "位次") for n in range(3)]
    scores = [
        score_document(gold(TEXT, one), document(TEXT, one)),
        score_document(gold(TEXT, three), document(TEXT)),
    ]
    total = aggregate(scores).total
    assert total.strict == Tally(1, 4, 1)
    assert total.strict.f1 == pytest.approx(0.4)
    assert aggregate([]).total == Tallies()


def test_a_second_gold_can_stand_for_the_prediction(gold, pair_of_products):
    first = gold(TEXT, pair_of_products, [])
    assert score_document(first, gold(TEXT, pair_of_products[:1], [])).counts.strict == Tally(
        1, 2, 1
    )


def test_gold_dates_are_dates(record):
    assert record(TEXT, "第二", "x", period=YEAR).period.end == date(2023, 12, 31)


def test_dates_that_the_genre_tells_are_scored(record, gold, document):
    told = {"text": None, "start": "2023-01-01", "end": "2023-12-31", "by": "genre"}
    wanted = [record(TEXT, "第二", "位次", period=told)]
    right = [record(TEXT, "第二", "位次", period={**told, "text": "去年", "by": None})]
    none = [record(TEXT, "第二", "位次")]
    assert score_document(gold(TEXT, wanted), document(TEXT, right)).counts.strict.right == 1
    assert score_document(gold(TEXT, wanted), document(TEXT, none)).counts.strict.right == 0


def test_a_statistic_is_scored_where_the_gold_tells_it(record, gold, document):
    seen = [record(TEXT, "第二", "位次", statistic="average")]
    for told, share in (
        ({}, Share(0, 0)),
        ({"statistic": None}, Share(0, 1)),
        ({"statistic": "average"}, Share(1, 1)),
    ):
        wanted = [record(TEXT, "第二", "位次", **told)]
        counts = score_document(gold(TEXT, wanted), document(TEXT, seen)).counts
        assert counts.fields["statistic"] == share
        assert counts.full.right == 1


def test_what_begins_outside_the_windows_is_not_scored(record, mention, gold, document):
    text = "甲市1户。乙市2户。丙市3户。"
    one, two, three = (record(text, f"{n}户", "企业", number=str(n), unit="户") for n in (1, 2, 3))
    towns = [mention(text, name, "LOCATION") for name in ("甲市", "乙市", "丙市")]
    windows = ((0, 5), (10, 15))
    wanted = gold(text, [one, three], [towns[0], towns[2]], windows=windows)
    counts = score_document(wanted, document(text, [two, three], towns)).counts
    assert counts.strict == Tally(1, 2, 1)
    assert counts.entity == Tally(2, 2, 2)
    # A value that begins inside and ends outside counts; one that begins before does not.
    cut = gold(text, [one], [], windows=((3, 4), (11, 15)))
    assert score_document(cut, document(text, [one], towns)).counts.entity == Tally(0, 0, 0)
    assert score_document(cut, document(text, [one], towns)).counts.quantity == Tally(0, 0, 0)


def test_two_annotators_are_compared_where_both_annotated(record, gold):
    text = "甲市1户。乙市2户。丙市3户。"
    one, two, three = (record(text, f"{n}户", "企业", number=str(n), unit="户") for n in (1, 2, 3))
    first = gold(text, [one, two], [], windows=((0, 10),))
    second = gold(text, [two, three], [], windows=((5, 15),))
    assert score_document(first, second).counts.strict == Tally(1, 1, 1)


def test_confidence_against_what_is_right(record, gold, document):
    text = "1户2户3户4户"
    rows = [record(text, f"{n}户", "企业", number=str(n), unit="户") for n in (1, 2, 3, 4)]
    told = {0: 0.9, 1: 1.0, 2: 0.25, 3: None}
    counts = score_document(gold(text, rows[:1]), document(text, rows, confidences=told)).counts
    # [0.9, 1]: 1.9 promised, 1 right; [0.2, 0.3): 0.25 promised, none right.
    assert counts.calibration.records == 3
    assert counts.calibration.error == pytest.approx((0.9 + 0.25) / 3)
    assert (counts.calibration.sure.records, counts.calibration.sure.right) == (2, 1)
    named = figures(counts + counts)
    assert named["calibration"] == pytest.approx(1 - (0.9 + 0.25) / 3)
    assert named["sure.share"] == 0.5
    assert named["sure.precision"] == 0.5


def test_no_confidence_is_nothing_to_measure(record, gold, document):
    rows = [record(TEXT, "第二", "位次")]
    named = figures(score_document(gold(TEXT, rows), document(TEXT, rows)).counts)
    assert {named[name] for name in ("calibration", "sure.share", "sure.precision")} == {None}
