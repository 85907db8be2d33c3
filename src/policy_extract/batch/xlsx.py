"""A workbook: a sheet a table, typed dates and numbers, a filter, a head that stays in sight."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from policy_extract.batch.tables import CHINESE, COLUMNS, Cells, RowGroup, header
from policy_extract.cells import guarded
from policy_extract.errors import OutputError

_ROWS_PER_SHEET = 1_048_575
_LONGEST = 32_767
"""Characters that a cell may have."""
_WIDTHS = {
    "evidence": 70, "message": 70, "document": 26, "name": 26, "title": 36, "indicator": 32,
    "value": 16, "number": 18, "low": 14, "high": 14, "number_text": 18, "subject": 16,
    "period": 16, "text": 26, "canonical": 30, "sha256": 14,
}  # fmt: skip
_WIDTH = 12
_NO_TIME = datetime(2000, 1, 1)
"""When every workbook was made, as far as it says."""


class _Timeless(ZipFile):
    """An archive whose members are all of one time."""

    def write(self, filename: Any, arcname: Any = None, *args: Any, **kwargs: Any) -> None:
        """A file as a member."""
        with open(filename, "rb") as source, self.open(_member(str(arcname)), "w") as target:
            copyfileobj(source, target)

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **kwargs: Any) -> None:
        """Bytes as a member."""
        super().writestr(_member(str(zinfo_or_arcname)), data)


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name)  # of 1980, the first time that an archive can tell
    member.compress_type = ZIP_DEFLATED
    return member


def write_xlsx(groups: Iterator[RowGroup], out: Path, cells: Cells) -> None:
    """Write all rows.

    Raises:
        OutputError: A table has more rows than a sheet holds.
        OSError: It cannot be written.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    with saved(book, out):
        sheets = {table: _Sheet(book, table, cells) for table in COLUMNS}
        for group in groups:
            for table, rows in group.items():
                for row in rows:
                    sheets[table].add(row)
        for sheet in sheets.values():
            sheet.end()


@contextmanager
def saved(book: Any, out: Path | IO[bytes]) -> Iterator[None]:
    """Save a workbook that the block fills. What openpyxl's own ``save`` does, with all closed when
    the disk is full: else lxml, or the archive, would complain a second time when it is collected.
    The same rows give the same bytes: no time of the clock is written.

    Raises:
        OSError: It cannot be written.
    """
    from openpyxl.writer.excel import ExcelWriter

    book.properties.created = book.properties.modified = _NO_TIME
    archive = _Timeless(out, "w", ZIP_DEFLATED)
    try:
        yield
        ExcelWriter(book, archive).save()
    except BaseException:
        for made in book.worksheets:
            with suppress(Exception):
                made.close()
        with suppress(Exception):
            archive.close()
        raise


class _Sheet:
    def __init__(self, book: Any, table: str, cells: Cells) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        self._table, self._guard, self._count = table, cells.guard, 0
        self._cell = WriteOnlyCell
        self._sheet = book.create_sheet(CHINESE[table] if cells.headers == "zh" else table)
        self._sheet.freeze_panes = "A2"
        for number, name in enumerate(COLUMNS[table], 1):
            width = _WIDTHS.get(name, _WIDTH)
            self._sheet.column_dimensions[get_column_letter(number)].width = width
        self._last = get_column_letter(len(COLUMNS[table]))
        heads = [WriteOnlyCell(self._sheet, name) for name in header(table, cells.headers)]
        for head in heads:
            head.font = Font(bold=True)
        self._sheet.append(heads)

    def add(self, row: dict[str, Any]) -> None:
        self._count += 1
        if self._count > _ROWS_PER_SHEET:
            raise OutputError(
                f"{self._table}: more rows than a sheet holds ({_ROWS_PER_SHEET})",
                hint="Choose --format duckdb or parquet",
            )
        self._sheet.append(
            [self._made(row.get(name), kind) for name, kind in COLUMNS[self._table].items()]
        )

    def end(self) -> None:
        """Set the filter, whose reach is known now."""
        self._sheet.auto_filter.ref = f"A1:{self._last}{self._count + 1}"

    def _made(self, value: Any, kind: str) -> Any:
        if kind == "date" and isinstance(value, str) and value >= "1900-03-01":
            cell = self._cell(self._sheet, date.fromisoformat(value))
            cell.number_format = "yyyy-mm-dd"
            return cell
        if isinstance(value, Decimal):
            cell = self._cell(self._sheet, value)
            cell.number_format = "#,##0" if value == value.to_integral() else "#,##0.0#########"
            return cell
        return self._text(value) if isinstance(value, str) else value

    def _text(self, value: str) -> Any:
        """A text, never a formula; the guard also keeps it one when a person edits the cell."""
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

        cell = self._cell(self._sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST])
        cell.data_type = "s"
        if self._guard and guarded(value) != value:
            cell.quotePrefix = True
        return cell
