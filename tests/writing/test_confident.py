"""Records and entities below a confidence are left out, and it is said how many."""

import pytest

from policy_extract.errors import UsageError
from policy_extract.output import check_confidence, confident

TEXT = "2024年，太原市利润增长5%，新增企业30家。力争2030年产值达到80亿元。"


@pytest.fixture
def document(rules_only):
    """Three records of confidence 0.2, 0.9 and none; a place of none."""
    made = rules_only.extract(TEXT, place="太原市")
    (first, second), (target,) = made.metrics, made.targets
    sure = [
        one.model_copy(update={"confidence": share}) for one, share in ((first, 0.2), (second, 0.9))
    ]
    unknown = target.model_copy(update={"confidence": None})
    return made.model_copy(update={"metrics": tuple(sure), "targets": (unknown,)})


def test_what_is_less_sure_goes_and_what_nobody_judged_stays(document):
    kept = confident(document, 0.9)
    assert [one.confidence for one in kept.metrics] == [0.9]
    assert kept.targets == document.targets
    assert kept.entities == document.entities
    assert kept.metrics[0].id == document.metrics[1].id
    (warning,) = kept.warnings[len(document.warnings) :]
    assert (warning.code, warning.message) == (
        "below_confidence", "1 metrics of a confidence below 0.9 are left out",
    )  # fmt: skip


def test_entities_go_by_their_own_confidence(document):
    (entity, *_) = document.entities
    doubtful = document.model_copy(
        update={"entities": (entity.model_copy(update={"confidence": 0.1}),)}
    )
    kept = confident(doubtful, 0.5)
    assert kept.entities == ()
    assert (
        kept.warnings[-1].message == "1 metrics, 1 entities of a confidence below 0.5 are left out"
    )


def test_nothing_is_said_where_nothing_goes(document):
    assert confident(document, None) is document
    assert confident(document, 0.2) is document


@pytest.mark.parametrize("least", [-0.1, 1.1, float("nan")])
def test_only_probabilities_are_taken(least):
    with pytest.raises(UsageError, match="0 to 1"):
        check_confidence(least)
