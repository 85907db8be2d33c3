"""What is told of a time beside its words."""

from policy_extract.claims.attribution import Attribution
from policy_extract.claims.build import stretches_of
from policy_extract.claims.scorer import Scorer, shipped_weights
from policy_extract.extractor import Extractor
from policy_extract.text.source import from_text


def years(extractor: Extractor, text: str, weights: dict[str, float]) -> list[str]:
    """The years of the values by a scorer that knows these weights of times and no others."""
    reading = extractor.prepare(from_text(text), published=None, place=None).reading
    shipped = shipped_weights()
    scorer = Scorer(shipped._replace(tasks={**shipped.tasks, "when": weights}))
    attribution = Attribution(reading, scorer)
    return [
        f"{one.when.first and one.when.first.year}-{one.when.last and one.when.last.year}"
        for stretch in stretches_of(reading)
        for one in attribution.read(stretch)
    ]


def test_a_time_taken_before_is_told_to_later_values(rules_only: Extractor) -> None:
    text = "全县2023年产油菜31吨，2023年产茶叶24吨。\n果园面积12亩。"
    known = {"p=own0/as": 3.0, "p=none0": 2.0}
    assert years(rules_only, text, known) == ["2023-2023", "2023-2023", "None-None"]
    known["share=5/of=1/own=0"] = 3.0
    assert years(rules_only, text, known) == ["2023-2023"] * 3
