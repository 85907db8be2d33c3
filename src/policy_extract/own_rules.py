"""A folder of a user's own rules: which files may stand in it, and whether they say what they may.

A file has the name of a shipped one and says only what it adds; see ``docs/rules.md``. A file of names
and words, as for ``lexicons``, may stand beside them with the suffix ``.tsv``.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, RootModel, ValidationError, field_validator

from policy_extract.claims.direction import DirectionRules
from policy_extract.claims.modality_rules import ModalityRules
from policy_extract.claims.refusal import SelectRules
from policy_extract.claims.scope import ScopeRules
from policy_extract.claims.subject import SubjectRules
from policy_extract.claims.words import IndicatorRules
from policy_extract.errors import RulesError
from policy_extract.indicators.catalogue import CatalogueFile, load_catalogue
from policy_extract.quantities.rule_models import ComparatorRules, NonNumbers, UnitRules
from policy_extract.quantities.tables import tables
from policy_extract.rules.loader import (
    ROLES,
    OwnRules,
    as_rules_error,
    digest_of,
    load_shipped,
    parse_toml,
    place,
    read_file,
    read_shipped,
    using,
)
from policy_extract.tables.rules import TableRules


class Roles(RootModel[dict[str, tuple[str, ...]]]):
    """``rules/roles.toml``: words with the lists that they belong to, as ``FILE.LIST``."""

    @field_validator("root")
    @classmethod
    def _known(cls, words: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        known = role_names()
        for word, roles in words.items():
            for role in roles:
                if role not in known:
                    raise ValueError(f"{word}: {role} is no list; lists: {', '.join(known)}")
        return words


@cache
def role_names() -> list[str]:
    """The lists that a word may belong to: those of which ``roles.toml`` holds words."""
    words = parse_toml(read_shipped(ROLES), name=ROLES)
    return sorted({role for roles in words.values() for role in roles})


MODELS: dict[str, type[BaseModel]] = {
    "comparators.toml": ComparatorRules,
    "direction.toml": DirectionRules,
    "indicator.toml": IndicatorRules,
    "indicators.toml": CatalogueFile,
    "modality.toml": ModalityRules,
    "nonnumbers.toml": NonNumbers,
    ROLES: Roles,
    "scope.toml": ScopeRules,
    "select.toml": SelectRules,
    "subjects.toml": SubjectRules,
    "table.toml": TableRules,
    "units.toml": UnitRules,
}
"""The shipped files that a user's own may extend."""


class RulesFolder(NamedTuple):
    """A folder of own rules: the rules, and the files of names and words."""

    own: OwnRules | None
    lexicons: tuple[Path, ...]


def load_rules(folder: str | Path) -> RulesFolder:
    """Read and check a folder of own rules.

    Raises:
        RulesError: It cannot be read, holds a file of another name or none at all, or a file says what it
            may not; names the file and the place in it.
    """
    folder = Path(folder)
    paths = rules_files(folder)
    if not paths:
        raise RulesError(f"{folder}: holds no rules", hint=_names())
    said = {path.name: _read(path) for path in paths if path.suffix == ".toml"}
    own = OwnRules(folder, said, rules_digest(folder))
    with using(own):
        for name in MODELS.keys() - {ROLES}:
            load_shipped(name, MODELS[name])
        tables()
        load_catalogue()
    return RulesFolder(own, tuple(path for path in paths if path.suffix == ".tsv"))


def rules_files(folder: Path) -> list[Path]:
    """The files of a folder of own rules, by name; what is neither TOML nor TSV is left alone.

    Raises:
        RulesError: The folder cannot be read, or has a TOML file of another name.
    """
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix in (".toml", ".tsv"))
    except OSError as error:
        raise RulesError(
            f"{folder}: cannot be read: {error.strerror}", hint="Give --rules a folder"
        ) from error
    for path in found:
        if path.suffix == ".toml" and path.name not in MODELS:
            raise RulesError(f"{path}: no rules of that name can be extended", hint=_names())
    return found


def own_entries(folder: Path | None) -> list[Path]:
    """The file of own entries of the catalogue in a folder of own rules, if it is there.

    Raises:
        RulesError: The folder is faulty.
    """
    if folder is None:
        return []
    load_rules(folder)
    return [path for path in rules_files(folder) if path.name == "indicators.toml"]


def rules_digest(folder: Path) -> str:
    """A digest of the files of own rules.

    Raises:
        RulesError: One cannot be read.
    """
    return digest_of({path.name: read_file(path).encode() for path in rules_files(folder)})


def _names() -> str:
    return f"Files: {', '.join(MODELS)}, and names and words in any .tsv"


def _read(path: Path) -> dict[str, Any]:
    """What a file says, where each part of it may be said."""
    said = parse_toml(read_file(path), name=str(path))
    model = MODELS[path.name]
    try:
        model.model_validate(said)
    except ValidationError as error:
        # A slip in a key shows as a key too many and one that is missing: the former tells more.
        for one in sorted(error.errors(), key=lambda one: one["type"] != "extra_forbidden"):
            # What a table lacks, the shipped one has; what stands in a list is there as a whole.
            inside = any(isinstance(part, int) for part in one["loc"])
            if one["type"] != "missing" or inside:
                raise as_rules_error(one, model, name=str(path)) from error
    shipped = parse_toml(read_shipped(path.name), name=path.name)
    for key, value in said.items():
        if not isinstance(value, dict | list) and key in shipped:
            raise RulesError(
                f"{path}: {key}: a single value of the shipped rules cannot be replaced",
                hint="Lists and tables can be extended",
            )
    for where, word in _words(said, ()):
        if not word.strip():
            raise RulesError(f"{path}: {place(where)}: an empty word", hint="Take it out")
    return said


def _words(said: Any, where: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The texts in lists and the keys of tables, each with its place."""
    if isinstance(said, dict):
        for key, value in said.items():
            yield (*where, key), key
            yield from _words(value, (*where, key))
    elif isinstance(said, list):
        for at, value in enumerate(said):
            if isinstance(value, str):
                yield (*where, at), value
            yield from _words(value, (*where, at))
