"""The dates that are knowledge: plans, congresses, and the words around time expressions."""

from datetime import date
from functools import cache

from policy_extract.rules.loader import RuleModel, load_shipped


class PeriodWords(RuleModel):
    """Word lists of ``rules/periods.toml``."""

    present: tuple[str, ...]
    recurrent: tuple[str, ...]
    vague: tuple[str, ...]
    baseline: tuple[str, ...]
    setting: tuple[str, ...]


class PeriodRules(RuleModel):
    """``rules/periods.toml``."""

    since: dict[str, date]
    plans: dict[str, int]
    words: PeriodWords


@cache
def period_rules() -> PeriodRules:
    """The shipped rules, loaded once."""
    return load_shipped("periods.toml", PeriodRules)
