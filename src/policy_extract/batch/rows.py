"""A row of a table as an item: which columns hold what, and what a row may lack."""

from typing import Any

from policy_extract.batch.columns import Fields as Fields
from policy_extract.batch.columns import found_fields
from policy_extract.batch.days import plain_date
from policy_extract.batch.items import Input
from policy_extract.surrogates import whole

_KINDS = {type(None): "null", bool: "true or false", int: "a number", float: "a number"}
_KINDS |= {list: "a list", dict: "an object", bytes: "bytes"}


class RowReader:
    """Makes items of the rows of one table; an id that comes twice names two documents.

    Args:
        fields: Which columns hold what.
    """

    def __init__(self, fields: Fields) -> None:
        self.fields = self._asked = fields
        self._header = False
        self._columns: tuple[Any, ...] = ()

    def missing(self, columns: list[str]) -> str | None:
        """What to say of a table without one of the columns; null when all are there.

        Columns that no option names are found by their usual names.
        """
        self._find(columns)
        self._header = True
        for option, column in self.fields.named:
            if column not in columns:
                shown = ", ".join(columns[:12]) + (", …" if len(columns) > 12 else "")
                return f"has no column {column!r} ({option}); its columns are: {shown}"
        return None

    def item(self, row: Any, label: str) -> Input:
        """The item of a row; one with a complaint when it is no document.

        Args:
            row: The row, an object by column names.
            label: What to call it when it has no id.
        """
        if not isinstance(row, dict):
            return Input(label, error=f"is no JSON object but {_kind(row)}")
        if not self._header and (columns := tuple(row)) != self._columns:
            self._columns = columns
            self._find([column for column in columns if isinstance(column, str)])
        fields = self.fields
        name = label
        if fields.id is not None:
            if row.get(fields.id) in (None, ""):
                return Input(label, error=f"has no field {fields.id!r} (--id-field)")
            name = whole(str(row[fields.id]))
        text = row.get(fields.text)
        if fields.text not in row:
            return Input(name, error=f"has no field {fields.text!r} (--text-field)")
        if not isinstance(text, str):
            return Input(
                name,
                error=f"has {_kind(text)} in the field {fields.text!r}, no text (--text-field)",
            )
        return Input(
            name,
            text=text,
            published=plain_date(_given(row, fields.date)),
            title=_given(row, fields.title),
        )

    def _find(self, columns: list[str]) -> None:
        self.fields = found_fields(self._asked, columns)


def _kind(value: Any) -> str:
    return _KINDS.get(type(value), "a text" if isinstance(value, str) else "another value")


def _given(row: dict[str, Any], field: str | None) -> str | None:
    value = row.get(field) if field else None
    return None if value in (None, "") else whole(str(value))
