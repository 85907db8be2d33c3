"""Floors and baselines: what passes, what fails, and in which words."""

import pytest

from policy_extract.errors import InputError, UsageError
from policy_extract.evaluation.baseline import baseline_of, baseline_text, read_baseline
from policy_extract.evaluation.counts import Share, Tallies, Tally
from policy_extract.evaluation.figures import figures, full_name
from policy_extract.evaluation.gates import Floor, check_baseline, check_floors, parse_floor
from policy_extract.evaluation.scoring import DocumentScore, Score, aggregate


def counts(right: int, gold: int, predicted: int) -> Tallies:
    tally = Tally(right, gold, predicted)
    return Tallies(
        quantity=tally,
        strict=tally,
        fields={"period": Share(right, gold)},
        strict_by={"money": tally},
        types={"POLICY": tally},
    )


def score(**documents: Tallies) -> Score:
    return aggregate(DocumentScore(name, one) for name, one in documents.items())


@pytest.mark.parametrize(
    ("text", "floor"),
    [
        ("strict=0.85", Floor("strict.f1", 0.85)),
        ("entity.recall=80%", Floor("entity.recall", 0.8)),
        ("POLICY=1", Floor("entity.POLICY.f1", 1.0)),
        ("entity.POLICY.precision=0", Floor("entity.POLICY.precision", 0.0)),
        ("period=0.9", Floor("field.period", 0.9)),
        ("field.unit=.9", Floor("field.unit", 0.9)),
        ("strict.money=0.5", Floor("strict.money.f1", 0.5)),
        ("quantity.target.recall=0.5", Floor("quantity.target.recall", 0.5)),
        ("d01_hubei:strict=0.7", Floor("strict.f1", 0.7, "d01_hubei")),
        ("a:b:strict=0.7", Floor("strict.f1", 0.7, "a:b")),
    ],
)
def test_floors_are_read(text, floor):
    assert parse_floor(text) == floor


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("strickt=0.8", r"unknown figure 'strickt'. Did you mean strict"),
        ("policy=0.8", r"unknown figure 'policy'"),
        ("money=0.8", r"unknown figure 'money'"),
        ("strict", r"not a floor. Write FIGURE=FLOOR"),
        ("strict=", r"not a floor"),
        ("strict=-1", r"not a floor"),
        ("strict=1.5", r"not between 0 and 1"),
        ("strict=85", r"not between 0 and 1. Write 0.85 or 85%"),
        ("strict=0.8.5", r"not between 0 and 1"),
        ("=0.8", r"not a floor"),
    ],
)
def test_wrong_floors_are_usage_errors(text, reason):
    with pytest.raises(UsageError, match=reason):
        parse_floor(text)


def test_every_figure_has_a_full_name_of_its_own():
    assert all(full_name(name) == name for name in figures(Tallies()))


def test_floors_are_held_in_total_and_in_a_document():
    found = score(a=counts(1, 2, 2), b=counts(2, 2, 2))
    floors = [
        parse_floor(text)
        for text in ("strict=0.75", "strict=0.76", "a:strict=0.5", "a:period=0.6", "POLICY=0.75")
    ]
    results = check_floors(found, floors)
    assert [r.passed for r in results] == [True, False, True, False, True]
    assert results[1].line == "total: strict.f1 is 0.7500, floor 0.7600"
    assert results[3].line == "a: field.period is 0.5000, floor 0.6000"


def test_a_figure_with_nothing_to_measure_is_no_pass():
    (result,) = check_floors(score(a=counts(1, 1, 1)), [parse_floor("EVENT=0")])
    assert not result.passed
    assert result.line == "total: entity.EVENT.f1 is nothing to measure, floor 0.0000"


def test_a_floor_for_an_unknown_document():
    with pytest.raises(UsageError, match=r"c:strict.f1: no document of that name. Scored: a"):
        check_floors(score(a=counts(1, 1, 1)), [parse_floor("c:strict=0.5")])


def test_a_baseline_holds_documents_fields_and_total(tmp_path):
    before = score(a=counts(3, 4, 4), b=counts(2, 2, 2))
    path = tmp_path / "baseline.json"
    path.write_text(baseline_text(baseline_of(before)), encoding="utf-8")
    baseline = read_baseline(path)
    assert all(result.passed for result in check_baseline(before, baseline))
    after = score(a=counts(4, 4, 4), b=counts(1, 2, 2))
    failed = [r.line for r in check_baseline(after, baseline) if not r.passed]
    assert failed == [
        "b: quantity.f1 fell from 1.0000 to 0.5000",
        "b: strict.f1 fell from 1.0000 to 0.5000",
    ]


def test_the_tolerance_forgives_up_to_itself():
    baseline = baseline_of(score(a=counts(4, 5, 5)))
    after = score(a=counts(7, 10, 10))
    assert all(r.passed for r in check_baseline(after, baseline, tolerance=0.1))
    failed = [r.line for r in check_baseline(after, baseline, tolerance=0.09) if not r.passed]
    assert failed[0] == "a: quantity.f1 fell from 0.8000 to 0.7000 (tolerance 0.0900)"
    assert "total: field.period fell from 0.8000 to 0.7000 (tolerance 0.0900)" in failed


def test_a_document_that_is_gone_fails_and_a_new_one_is_left_out():
    baseline = baseline_of(score(a=counts(2, 2, 2)))
    wider = score(a=counts(2, 2, 2), b=counts(0, 9, 9))
    assert all(result.passed for result in check_baseline(wider, baseline))
    gone = check_baseline(score(b=counts(0, 9, 9)), baseline)
    assert [r.line for r in gone] == ["a: in the baseline, but not among the documents scored"]
    assert not gone[0].passed


def test_a_figure_that_can_no_longer_be_measured_fails():
    baseline = baseline_of(score(a=counts(1, 1, 1)))
    (line, *_) = [r.line for r in check_baseline(score(a=Tallies()), baseline) if not r.passed]
    assert line == "a: quantity.f1 fell from 1.0000 to nothing to measure"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "baseline cannot be read: No such file"),
        ("{", "not a baseline: Invalid JSON"),
        ("[]", "not a baseline: "),
        ('{"total": {"strict.f1": 1}}', "not a baseline: documents: Field required"),
        ('{"total": {"strikt": 1}, "documents": {}}', "unknown figure 'strikt'"),
        ('{"format": "x", "total": {}, "documents": {}}', "not a baseline: format"),
    ],
)
def test_an_unreadable_baseline_is_an_input_error(tmp_path, content, reason):
    path = tmp_path / "baseline.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_baseline(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)
