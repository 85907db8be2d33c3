"""The user's own figures: official outcomes to hold targets against."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from policy_extract.data_files import read_data
from policy_extract.errors import InputError
from policy_extract.indicators import Catalogue, Indicator
from policy_extract.tracking.observation import Observation
from policy_extract.tracking.places import read_place

COLUMNS = (
    "place", "indicator", "year", "period_start", "period_end", "number", "unit", "statistic",
    "prices", "source",
)  # fmt: skip
"""What a file may have; place, indicator, number, and year or period_start and period_end it must."""


_READ = ("number", "year", "period_start", "period_end")
_MUST = ("place", "indicator", "number")
_WORDS = {"statistic": ("average", "cumulative"), "prices": ("real", "nominal")}


def read_official(path: str | Path, catalogue: Catalogue) -> list[Observation]:
    """Read a CSV of outcomes with the columns :data:`COLUMNS`.

    ``indicator`` is an id of the catalogue or a Chinese name of it; ``unit`` may be left out where
    the entry has one unit.

    Raises:
        InputError: The file cannot be read, or a row is wrong; names file, line and column.
    """
    found = []
    try:
        with io.StringIO(read_data(Path(path)).decode("utf-8-sig"), newline="") as stream:
            reader = csv.DictReader(stream)
            _check_columns(path, reader.fieldnames or ())
            for row in reader:
                where = f"{path}: line {reader.line_num}"
                if None in row:
                    raise InputError(
                        f"{where}: more cells than columns", hint="Quote a cell with a comma"
                    )
                found.append(_figure(row, where, Path(path).name, catalogue))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            f"{path}: is no CSV in UTF-8", hint="Save it as CSV UTF-8, with a line of column names"
        ) from error
    return found


def _check_columns(path: str | Path, names: Sequence[str]) -> None:
    """Whether a file has the columns that it must have, and no other.

    Raises:
        InputError: It has not; names the column.
    """
    period = ("year",) if "year" in names else ("period_start", "period_end")
    missing = [name for name in (*_MUST, *period) if name not in names]
    unknown = [name for name in names if name not in COLUMNS]
    if unknown or missing:
        raise InputError(
            f"{path}: column {unknown[0]!r} is not one of them"
            if unknown
            else f"{path}: no column {', '.join(missing)}",
            hint=f"Columns: {', '.join(COLUMNS)}; year, or both ends of the period",
        )


def _figure(row: dict[str, str], where: str, name: str, catalogue: Catalogue) -> Observation:
    place = read_place(row.get("place"))
    if place is None:
        raise InputError(
            f"{where}: place {row.get('place')!r} is no place of China's divisions",
            hint="A name such as 山西省, or 中国",
        )
    entry = _entry(row.get("indicator") or "", where, catalogue)
    try:
        number = Decimal((row.get("number") or "").strip())
        year = (row.get("year") or "").strip()
        start = date(int(year), 1, 1) if year else date.fromisoformat(row["period_start"])
        end = date(int(year), 12, 31) if year else date.fromisoformat(row["period_end"])
        if not number.is_finite() or start > end:
            raise InvalidOperation
    except (InvalidOperation, ValueError, KeyError, TypeError) as error:
        told = ", ".join(f"{key} {row[key]}" for key in _READ if row.get(key)) or "none"
        raise InputError(
            f"{where}: number or period cannot be read: {told}",
            hint="number as 5.2, year as 2024 or both ends of the period as 2024-01-01",
        ) from error
    unit = row.get("unit") or entry.held_units[0]
    if unit not in entry.held_units:
        raise InputError(
            f"{where}: {entry.id} has no unit {unit!r}",
            hint=f"One of: {', '.join(entry.held_units)}",
        )
    for column, words in _WORDS.items():
        if row.get(column) and row[column] not in words:
            raise InputError(
                f"{where}: {column} {row[column]!r} is none", hint=f"{', '.join(words)}, or empty"
            )
    source = row.get("source") or f"{name}:{where.rsplit(' ', 1)[1]}"
    return Observation(
        place=place.name,
        parent=place.parent,
        indicator=entry.id,
        statistic=row.get("statistic") or None,
        prices=row.get("prices") or entry.prices,
        start=start,
        end=end,
        kind="outcome",
        low=number,
        high=number,
        unit=unit,
        comparator="=",
        wording=(row.get("number") or "").strip() + unit,
        quote="",
        document=source,
        dated=date.max,
        official=True,
    )


def _entry(name: str, where: str, catalogue: Catalogue) -> Indicator:
    if name in catalogue.entries:
        return catalogue[name]
    named = [entry for entry in catalogue.entries.values() if entry.zh == name]
    if len(named) != 1:
        raise InputError(
            f"{where}: indicator {name!r} is no entry of the catalogue",
            hint="See them with: policy-extract indicators list",
        )
    return named[0]
