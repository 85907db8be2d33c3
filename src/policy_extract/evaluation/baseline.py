"""A baseline file: the figures that a corpus reached, to be held from then on."""

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from policy_extract.data_files import read_data
from policy_extract.errors import InputError
from policy_extract.evaluation.counts import FIELDS, Tallies
from policy_extract.evaluation.figures import MAIN, figures, rounded
from policy_extract.evaluation.scoring import Score

DOCUMENT_FIGURES = tuple(f"{name}.f1" for name in MAIN)
TOTAL_FIGURES = (*DOCUMENT_FIGURES, *(f"field.{name}" for name in FIELDS))


class Baseline(BaseModel):
    """What is recorded: F1 of quantity, strict, full and entity for each document and in total, and
    in total the share of each field. Null where there was nothing to measure.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["policy-extract baseline 1"] = "policy-extract baseline 1"
    total: dict[str, float | None]
    documents: dict[str, dict[str, float | None]]

    @field_validator("total")
    @classmethod
    def _known_total(cls, value: dict[str, float | None]) -> dict[str, float | None]:
        return _known(value)

    @field_validator("documents")
    @classmethod
    def _known_documents(
        cls, value: dict[str, dict[str, float | None]]
    ) -> dict[str, dict[str, float | None]]:
        for recorded in value.values():
            _known(recorded)
        return value


def _known(recorded: dict[str, float | None]) -> dict[str, float | None]:
    unknown = sorted(set(recorded) - set(figures(Tallies())))
    if unknown:
        raise ValueError(f"unknown figure {unknown[0]!r}")
    return recorded


def baseline_of(score: Score) -> Baseline:
    """The baseline that a score sets."""
    return Baseline(
        total=_take(score.total, TOTAL_FIGURES),
        documents={d.name: _take(d.counts, DOCUMENT_FIGURES) for d in score.documents},
    )


def _take(counts: Tallies, names: tuple[str, ...]) -> dict[str, float | None]:
    values = figures(counts)
    return {name: rounded(values[name]) for name in names}


def baseline_text(baseline: Baseline) -> str:
    """The file's text: stable order, one figure a line, so that a change reads well in a diff."""
    return json.dumps(baseline.model_dump(), ensure_ascii=False, indent=2) + "\n"


def read_baseline(path: Path) -> Baseline:
    """Read a baseline file.

    Raises:
        InputError: It cannot be read, or is no baseline.
    """
    try:
        return Baseline.model_validate_json(read_data(path))
    except OSError as error:
        raise InputError(
            f"{path}: baseline cannot be read: {error.strerror}",
            hint="--update-baseline writes a new one",
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InputError(
            f"{path}: not a baseline: {where + ': ' if where else ''}{first['msg']}"
        ) from error
