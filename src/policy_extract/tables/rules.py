"""The words of tables, from ``rules/table.toml``."""

from decimal import Decimal

from policy_extract.records import Comparator, Kind
from policy_extract.rules.loader import RuleModel, load_shipped, own_table, per_rules


class CellConfidence(RuleModel):
    """How sure a cell's record is, and by what it is less so."""

    cell: float
    part: float
    unitless: float
    undated: float


class TableRules(RuleModel):
    """The lists of ``rules/table.toml``; each list says there what it is for."""

    generic: tuple[str, ...]
    implied: frozenset[str]
    shares: frozenset[str]
    headcounts: frozenset[str]
    change: tuple[str, ...]
    falls: tuple[str, ...]
    yoy: tuple[str, ...]
    mom: tuple[str, ...]
    goals: tuple[str, ...]
    actuals: tuple[str, ...]
    average: tuple[str, ...]
    serial: frozenset[str]
    unit_heads: frozenset[str]
    attribute_heads: tuple[str, ...]
    attributes: tuple[str, ...]
    note_heads: tuple[str, ...]
    rank_heads: tuple[str, ...]
    place_heads: tuple[str, ...]
    name_heads: tuple[str, ...]
    time_heads: frozenset[str]
    category_heads: tuple[str, ...]
    plans: tuple[str, ...]
    part_marks: tuple[str, ...]
    measures: tuple[str, ...]
    totals: tuple[str, ...]
    captions: tuple[str, ...]
    divided: tuple[str, ...]
    budgets: tuple[str, ...]
    bare_parts: frozenset[str]
    wholes: tuple[str, ...]
    growths: tuple[str, ...]
    news: tuple[str, ...]
    indices: frozenset[str]
    lists: tuple[str, ...]
    before: dict[Comparator, tuple[str, ...]]
    after: dict[Comparator, tuple[str, ...]]
    confidence: CellConfidence
    scales: tuple[tuple[str, Decimal], ...]
    whole_units: tuple[str, ...]
    money_units: frozenset[str]
    count_units: frozenset[str]
    measure_units: frozenset[str]


@per_rules
def table_rules() -> TableRules:
    """The lists, loaded once; units that a user adds to ``units.toml`` are units of tables, too."""
    rules = load_shipped("table.toml", TableRules)
    own = own_table("units.toml")
    return rules.model_copy(
        update={
            f"{kind}_units": getattr(rules, f"{kind}_units")
            | set(own.get(kind, {}).get("units", ()))
            for kind in ("money", "count", "measure")
        }
    )


def scaled(unit: str | None) -> tuple[str | None, Decimal]:
    """A written unit as its canonical form and the factor of its scale word.

    >>> scaled("万吨")
    ('吨', Decimal('10000'))
    """
    rules = table_rules()
    one = Decimal(1)
    if not unit:
        return None, one
    unit = unit.replace("％", "%").removeprefix("人民币")
    if unit == "‰":
        return "%", Decimal("0.1")
    if unit in ("个百分点", "百分点"):
        return "百分点", one
    if unit in rules.whole_units:
        return unit, one
    for word, factor in rules.scales:
        rest = unit.removeprefix(word)
        if rest and rest != unit:
            return rest, factor
    return unit, one


def is_unit(text: str) -> bool:
    """Whether a text is a unit and nothing else, with or without a scale word.

    >>> is_unit("亿元"), is_unit("元/人"), is_unit("指标")
    (True, True, False)
    """
    rules = table_rules()
    text = text.strip().replace("％", "%").lstrip("±")
    if not text or len(text) > 12:
        return False
    base, _ = scaled(text)
    if base is None or not base:
        return False
    top, _, rest = base.partition("/")
    known = (
        top in ("%", "百分点", "以上年为100", "上年=100")
        or top in rules.money_units
        or top in rules.count_units
        or top in rules.measure_units
        or top in rules.whole_units
    )
    return known and (not rest or len(rest) <= 6)


def unit_kind(unit: str | None) -> Kind:
    """What a canonical unit counts or measures."""
    rules = table_rules()
    if unit == "%":
        return "percent"
    if unit == "百分点":
        return "percentage_point"
    if unit == "倍":
        return "multiple"
    if unit == "位":
        return "rank"
    if unit is None or unit in rules.count_units:
        return "count"
    if unit in rules.money_units or unit.partition("/")[0] in rules.money_units:
        return "money"
    return "measure"
