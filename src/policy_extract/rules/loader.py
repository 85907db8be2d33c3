"""Loading rules files: the shipped ones, and a folder of a user's own that extends them.

What is made of the rules is made once for each set of rules (:func:`per_rules`). Which set that is says the
context: the shipped one, or within :func:`using` the shipped one with a user's own.
"""

import hashlib
import reprlib
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, wraps
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from policy_extract.data_files import read_data
from policy_extract.errors import RulesError

_Model = TypeVar("_Model", bound=BaseModel)
_Made = TypeVar("_Made")


class RuleModel(BaseModel):
    """The base of every rules file's model: unknown keys are refused, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class OwnRules:
    """A user's own rules files.

    Attributes:
        folder: Where they stand.
        tables: What each file says, by its name.
        fingerprint: First twelve hex digits of the SHA-256 over all files.
    """

    folder: Path
    tables: Mapping[str, dict[str, Any]]
    fingerprint: str


ROLES = "roles.toml"
"""Words that stand in several lists, once, with their roles: ``FILE.LIST``."""
_in_use: ContextVar[str] = ContextVar("rules in use", default="")
"""Fingerprint of the own rules that hold here; empty for none."""
_known: dict[str, OwnRules] = {}


@contextmanager
def using(own: OwnRules | None) -> Iterator[None]:
    """Within it a user's own rules hold, too; null for the shipped ones alone."""
    if own is not None:
        _known[own.fingerprint] = own
    token = _in_use.set(own.fingerprint if own is not None else "")
    try:
        yield
    finally:
        _in_use.reset(token)


def per_rules(make: Callable[[], _Made]) -> Callable[[], _Made]:
    """Keeps what a function without arguments makes of the rules, for each set of rules."""
    made: dict[str, _Made] = {}

    @wraps(make)
    def kept() -> _Made:
        key = _in_use.get()
        if key not in made:
            made[key] = make()
        return made[key]

    return kept


def parse_rules(text: str, model: type[_Model], *, name: str) -> _Model:
    """Parse and validate the TOML text of a rules file.

    Args:
        text: The file's content.
        model: The pydantic model that the file must satisfy.
        name: What to call the file in an error.

    Raises:
        RulesError: The text is not TOML, or breaks the model; names the key and the allowed keys.
    """
    return _validated(parse_toml(text, name=name), model, name=name)


def parse_toml(text: str, *, name: str) -> dict[str, Any]:
    """The tables of a TOML text.

    Raises:
        RulesError: It is none; names line and column.
    """
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise RulesError(f"{name}: not valid TOML: {error}") from error


def _validated(data: dict[str, Any], model: type[_Model], *, name: str) -> _Model:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise as_rules_error(error.errors()[0], model, name=name) from error


def as_rules_error(first: Any, model: type[BaseModel], *, name: str) -> RulesError:
    """What a model refuses, as an error that names the place and, of an unknown key, the known ones."""
    hint = ""
    if first["type"] == "extra_forbidden":
        known = _keys_at(model, first["loc"][:-1])
        hint = f"Allowed keys here: {', '.join(known)}" if known else ""
    elif first["type"] != "missing":
        hint = f"It is {reprlib.repr(first['input'])}"
    return RulesError(f"{name}: {place(first['loc'])}: {first['msg']}", hint=hint)


def place(path: tuple[str | int, ...]) -> str:
    """A place in a file as it is written: ``count.units[3]``, from 0."""
    told = ""
    for part in path:
        told += f"[{part}]" if isinstance(part, int) else f".{part}" if told else str(part)
    return told


def _keys_at(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """The keys that a table at a place may have; empty where they are free."""
    at: Any = model
    for part in path:
        if part not in at.model_fields:  # the place in a list
            continue
        inner = at.model_fields[part].annotation
        at = next((one for one in _parts(inner) if _is_model(one)), None)
        if at is None:
            return []
    return sorted(field.alias or name for name, field in at.model_fields.items())


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _parts(kind: Any) -> Iterator[Any]:
    """A type and the types it is made of."""
    yield kind
    for inner in get_args(kind):
        yield from _parts(inner)


def read_shipped(name: str) -> str:
    """The text of a shipped rules file, such as ``units.toml``."""
    return files("policy_extract.rules").joinpath(name).read_text(encoding="utf-8")


def load_shipped(name: str, model: type[_Model]) -> _Model:
    """Load and validate one shipped rules file, with what the rules in use add to it.

    Callers keep the result, with :func:`per_rules` (it is not cached here).

    Raises:
        RulesError: What is added cannot stand beside what is shipped.
    """
    own = own_table(name)
    data = extended(parse_toml(read_shipped(name), name=name), own)
    words = _words_by_role().get(name.removesuffix(".toml"), {})
    return _validated(
        extended(data, words),
        model,
        name=str(_known[_in_use.get()].folder / name) if own else name,
    )


@per_rules
def _words_by_role() -> dict[str, dict[str, list[str]]]:
    """The words of ``roles.toml``, by the file and the list that they belong to."""
    made: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    roles = extended(parse_toml(read_shipped(ROLES), name=ROLES), own_table(ROLES))
    for word, names in roles.items():
        for role in names:
            file, _, words = role.partition(".")
            made[file][words].append(word)
    return made


def own_table(name: str) -> dict[str, Any]:
    """What the rules in use add to a shipped file; empty for nothing."""
    own = _known.get(_in_use.get())
    return own.tables.get(name, {}) if own is not None else {}


def extended(shipped: dict[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """A file's tables with a user's: lists grow, tables are gone into, a single value is replaced.

    >>> extended({"units": ["个"], "aliases": {"圆": "元"}}, {"units": ["艘"], "aliases": {"円": "元"}})
    {'units': ['个', '艘'], 'aliases': {'圆': '元', '円': '元'}}
    """
    made = dict(shipped)
    for key, value in own.items():
        there = made.get(key)
        if isinstance(there, dict) and isinstance(value, dict):
            made[key] = extended(there, value)
        elif isinstance(there, list) and isinstance(value, list):
            made[key] = [*there, *(one for one in value if one not in there)]
        else:
            made[key] = value
    return made


def load_file(path: Path, model: type[_Model]) -> _Model:
    """Load and validate a user's rules file.

    Raises:
        RulesError: The file cannot be read or is malformed.
    """
    return parse_rules(read_file(path), model, name=str(path))


def read_file(path: Path) -> str:
    """The text of a user's rules file.

    Raises:
        RulesError: It cannot be read, or is not UTF-8.
    """
    try:
        return read_data(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RulesError(f"{path}: is not UTF-8", hint="Save it as UTF-8") from error
    except OSError as error:
        raise RulesError(f"{path}: cannot be read: {error.strerror}") from error


def rules_fingerprint(own: str | None = None) -> str:
    """What tells one set of rules from another: the shipped ones, and a user's own behind a ``+``."""
    return _shipped_fingerprint() + (f"+{own}" if own is not None else "")


@cache
def _shipped_fingerprint() -> str:
    """The first 12 hex digits of the SHA-256 over every shipped rules file, in name order."""
    folder = files("policy_extract.rules")
    shipped = {
        entry.name: entry.read_bytes()
        for entry in folder.iterdir()
        if entry.name.endswith((".toml", ".tsv", ".txt"))
    }
    return digest_of(shipped)


def digest_of(contents: Mapping[str, bytes]) -> str:
    """The first 12 hex digits of the SHA-256 over files, in name order."""
    digest = hashlib.sha256()
    for name, content in sorted(contents.items()):
        digest.update(name.encode("utf-8", "surrogateescape") + b"\0" + content + b"\0")
    return digest.hexdigest()[:12]
