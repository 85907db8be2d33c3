"""Defaults of options, from ``policy-extract.toml`` and from the environment.

The command line comes first, then the environment, then the file. In the file a key is an option without
its dashes, for all commands that have it or, in a table, for one::

    ner = "none"

    [batch]
    workers = 8

In the environment the same are ``POLICY_EXTRACT_NER`` and ``POLICY_EXTRACT_BATCH_WORKERS``.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from policy_extract.data_files import read_data
from policy_extract.errors import UsageError

FILE = "policy-extract.toml"
_PREFIX = "POLICY_EXTRACT_"
_WHERE = f"{_PREFIX}CONFIG"
_TYPED_ONLY = frozenset(
    {"output", "restart", "keep", "replace", "update-baseline", "update-exact", "help", "version"}
)
"""What writes or replaces is said by a person each time."""


class Options:
    """The options of all commands, by command and name; groups have theirs inside.

    Args:
        group: The command line's group of commands, as Typer builds it.
    """

    def __init__(self, group: Any) -> None:
        self.params: dict[str, Any] = {
            option.removeprefix("--"): param
            for param in group.params
            for option in getattr(param, "opts", ())
            if option.startswith("--") and option.removeprefix("--") not in _TYPED_ONLY
        }
        self.inner = {name: Options(one) for name, one in getattr(group, "commands", {}).items()}

    def everywhere(self, name: str, value: Any) -> dict[str, Any]:
        """A value for all commands that have an option of that name, as a map of defaults."""
        made = {
            key: found for key, one in self.inner.items() if (found := one.everywhere(name, value))
        }
        if name in self.params:
            made[self.params[name].name] = _cast(self.params[name], value)
        return made

    def all_names(self) -> Iterator[str]:
        """Every option's name."""
        yield from self.params
        for one in self.inner.values():
            yield from one.all_names()


def read_defaults(group: Any, environment: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """Defaults by command and parameter.

    Args:
        group: The command line.
        environment: Its environment; ``POLICY_EXTRACT_CONFIG`` names another file.
        folder: Where the file is looked for.

    Raises:
        UsageError: The file cannot be read, or a key is no option that may have a default.
    """
    options = Options(group)
    named = environment.get(_WHERE)
    path = Path(named) if named else folder / FILE
    defaults: dict[str, Any] = {}
    if named or path.is_file():
        defaults = _from_table(options, _read(path), str(path))
    known = dict(_keys(options))
    for key in sorted(environment):
        if key.startswith(_PREFIX) and key in known:
            at, name = known[key]
            given: Any = environment[key]
            made = (
                _at(options, at).everywhere(name, given) if at else options.everywhere(name, given)
            )
            defaults = _merged(defaults, _nested(at, made))
    return defaults


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_data(path).decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{path}: cannot be read: {error}", hint="It is TOML in UTF-8") from error


def _from_table(options: Options, table: Mapping[str, Any], where: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    ordered = sorted(table.items(), key=lambda item: isinstance(item[1], dict))
    for key, value in ordered:
        if isinstance(value, dict) and key in options.inner:
            made = _merged(made, {key: _from_table(options.inner[key], value, f"{where}: {key}")})
            continue
        found = options.everywhere(key.replace("_", "-"), value)
        if not found or isinstance(value, dict):
            names = sorted({*options.all_names(), *options.inner})
            raise UsageError(
                f"{where}: {key!r} is no option that may have a default",
                hint=f"Known: {', '.join(names)}",
            )
        made = _merged(made, found)
    return made


def _keys(options: Options, at: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[Any, str]]]:
    for name in dict.fromkeys(options.all_names()):
        key = _PREFIX + "_".join((*at, name)).replace("-", "_").upper()
        yield key, (at, name)
    for command, inner in options.inner.items():
        yield from _keys(inner, (*at, command))


def _at(options: Options, at: tuple[str, ...]) -> Options:
    for name in at:
        options = options.inner[name]
    return options


def _nested(at: tuple[str, ...], made: dict[str, Any]) -> dict[str, Any]:
    for name in reversed(at):
        made = {name: made}
    return made


def _merged(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    made = dict(first)
    for key, value in second.items():
        both = isinstance(value, dict) and isinstance(made.get(key), dict)
        made[key] = _merged(made[key], value) if both else value
    return made


def _cast(param: Any, value: Any) -> Any:
    if getattr(param, "multiple", False) and not isinstance(value, list):
        return [value]
    return value


def current_defaults(group: Any) -> dict[str, Any]:
    """The defaults that hold here and now."""
    return read_defaults(group, os.environ, Path.cwd())
