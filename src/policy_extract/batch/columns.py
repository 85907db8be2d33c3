"""Which columns of a table hold text, title and date: as named, else by their usual names."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from policy_extract.rules.loader import RuleModel, load_shipped

DEFAULT_TEXT = "text"
"""The column of the text where no option names one and the table has it."""


@dataclass(frozen=True, slots=True)
class Fields:
    """Which columns hold what; only the text is needed.

    Columns of text, title and date that are not named are found by their usual names (see
    ``rules/columns.toml``); the name ``none`` leaves title or date out.
    """

    text: str = DEFAULT_TEXT
    id: str | None = None
    date: str | None = None
    title: str | None = None

    @property
    def named(self) -> list[tuple[str, str]]:
        """Options and the columns that they name."""
        given = (
            ("--text-field", self.text),
            ("--id-field", self.id),
            ("--date-field", self.date),
            ("--title-field", self.title),
        )
        return [(option, column) for option, column in given if column is not None]


NONE = "none"
"""As the name of a column: leave it out, also where one is found."""


class ColumnRules(RuleModel):
    """The lists of ``rules/columns.toml``."""

    text: tuple[str, ...]
    title: tuple[str, ...]
    date: tuple[str, ...]


@cache
def column_rules() -> ColumnRules:
    """The shipped lists, loaded once."""
    return load_shipped("columns.toml", ColumnRules)


def found_fields(fields: Fields, columns: Sequence[str]) -> Fields:
    """The columns to read, with those that no option names found among the table's.

    >>> found_fields(Fields(), ["编号", "标题", "发布日期", "正文"])
    Fields(text='正文', id=None, date='发布日期', title='标题')
    """
    rules = column_rules()
    text = fields.text
    if text == DEFAULT_TEXT and text not in columns:
        text = _first(rules.text, columns) or text
    return replace(
        fields,
        text=text,
        title=_chosen(fields.title, rules.title, columns),
        date=_chosen(fields.date, rules.date, columns),
    )


def _chosen(named: str | None, names: Sequence[str], columns: Sequence[str]) -> str | None:
    if named is not None:
        return None if named == NONE else named
    return _first(names, columns)


def _first(names: Sequence[str], columns: Sequence[str]) -> str | None:
    """The column with the surest of some names."""
    small = {column.strip().lstrip("\ufeff").lower(): column for column in reversed(columns)}
    return next((small[name] for name in names if name in small), None)
