"""The catalogue of indicators: entries as validated data, the shipped ones and a user's own."""

from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from policy_extract.errors import RulesError
from policy_extract.rules.loader import (
    RuleModel,
    load_file,
    own_table,
    parse_rules,
    per_rules,
    read_shipped,
)

Form = Literal["growth", "level", "flow", "rate", "share"]
Way = Literal["increase", "decrease", "none"]

_FILE = "indicators.toml"


class Alias(RuleModel):
    """Another name, with the directions and the years (of the period) for which it holds."""

    name: str = Field(min_length=1)
    directions: tuple[Way, ...] | None = None
    since: int | None = None
    until: int | None = None


class Predecessor(RuleModel):
    """An earlier definition of the same thing.

    Attributes:
        id: Its entry.
        until: The last year in which it may be linked with its successor.
        pairs: Where a target in one definition may be judged by an outcome in the other:
            everywhere, in national figures only, or nowhere.
    """

    id: str
    until: int
    pairs: Literal["all", "national", "none"] = "all"


class Indicator(RuleModel):
    """One entry: a measure of one form.

    Attributes:
        id: Its id.
        zh: Its preferred Chinese name.
        en: Its preferred English name.
        of: The entry whose names it shares.
        aliases: More names.
        form: ``growth``, ``level`` (a stock), ``flow`` (over a period), ``rate`` or ``share``.
        units: Units of the values that may be it; ``""`` is a value without a unit.
        directions: Directions of the records that may be it.
        positive: For a growth, the direction that counts as positive.
        not_near: Words before or after the name that make it something else.
        not_earlier: Words earlier in the sentence that make it a figure of a part.
        prices: ``real`` or ``nominal`` where it is always told so.
        good: Which way is good.
        sums: Whether reports add it up over several years.
        plausible: Bounds of the figure of a year; what lies outside is a figure of something else.
        members: Entries for each of which its value holds.
        broader: Entries that hold this one as a part.
        told_as: An entry that reports tell it as, where they do not tell it under its own name.
        predecessors: Earlier definitions.
        nbs: Code of the National Bureau of Statistics.
        wdi: Code of the World Development Indicators.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    of: str | None = None
    aliases: tuple[str | Alias, ...] = ()
    form: Form
    units: tuple[str, ...] = ()
    directions: tuple[Way, ...] = ()
    positive: Literal["increase", "decrease"] = "increase"
    not_near: tuple[str, ...] = Field(default=(), alias="not")
    not_earlier: tuple[str, ...] = ()
    prices: Literal["real", "nominal"] | None = None
    good: Literal["up", "down"]
    sums: bool = False
    plausible: tuple[int, int] | None = None
    members: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    told_as: str | None = None
    predecessors: tuple[Predecessor, ...] = ()
    nbs: str | None = None
    wdi: str | None = None

    @model_validator(mode="after")
    def _units(self) -> Self:
        percent = self.form in ("growth", "rate", "share")
        if percent and self.units:
            raise ValueError(
                f"{self.id}: a {self.form} is told in %, so it has no units of its own"
            )
        if not percent and not self.units:
            raise ValueError(f"{self.id}: a {self.form} needs its units")
        return self

    @property
    def held_units(self) -> tuple[str, ...]:
        """The units of a record that may be this entry."""
        return self.units or ("%",)

    @property
    def held_directions(self) -> tuple[Way, ...]:
        """The directions of a record that may be this entry."""
        return self.directions or (("increase", "decrease") if self.form == "growth" else ("none",))


class NameWords(RuleModel):
    """Words around a name: such as change nothing, and such as make it another indicator."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    rise: tuple[str, ...] = ()
    fall: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()
    typos: tuple[tuple[str, str], ...] = ()
    alike: tuple[tuple[str, str], ...] = ()
    joints: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


class CatalogueFile(RuleModel):
    """The shape of ``rules/indicators.toml`` and of a user's own file."""

    words: NameWords = NameWords()
    indicator: tuple[Indicator, ...] = ()


class Catalogue:
    """Entries by id, in the order of their files.

    Args:
        files: Parsed files; an entry of a later one replaces an earlier one of the same id.

    Raises:
        RulesError: An id occurs twice in a file, or one is named that no entry has.
    """

    def __init__(self, files: Sequence[CatalogueFile]) -> None:
        self.entries: dict[str, Indicator] = {}
        for file in files:
            seen: set[str] = set()
            for entry in file.indicator:
                if entry.id in seen:
                    raise RulesError(f"{_FILE}: indicator {entry.id} stands there twice")
                seen.add(entry.id)
                self.entries[entry.id] = entry
        for entry in self.entries.values():
            named = [one.id for one in entry.predecessors]
            single = [name for name in (entry.of, entry.told_as) if name]
            for name in (*named, *entry.broader, *entry.members, *single):
                if name not in self.entries:
                    raise RulesError(f"{_FILE}: indicator {entry.id}: {name} is no entry")
        self.words = NameWords(
            **{
                field: tuple(dict.fromkeys(w for file in files for w in getattr(file.words, field)))
                for field in NameWords.model_fields
            }
        )

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, name: str) -> Indicator:
        return self.entries[name]

    def names(self, entry: Indicator) -> Iterable[Alias]:
        """All names of an entry, those of the entry it is ``of`` included."""
        base = self.entries[entry.of] if entry.of else None
        for one in (base, entry):
            if one is not None:
                for name in (one.zh, *one.aliases):
                    yield Alias(name=name) if isinstance(name, str) else name

    @cached_property
    def successors(self) -> dict[str, tuple[str, Predecessor]]:
        """Of an earlier definition: the entry that came after it, and how they are linked."""
        return {
            one.id: (entry.id, one) for entry in self.entries.values() for one in entry.predecessors
        }

    def series(self, name: str) -> str:
        """The newest definition of an indicator: what figures of all years are filed under."""
        while name in self.successors:
            name = self.successors[name][0]
        return name


def load_catalogue(paths: Sequence[str | Path] = ()) -> Catalogue:
    """The shipped catalogue, with a user's own files after it.

    Raises:
        RulesError: A file cannot be read or is malformed; names file and key.
    """
    if not paths:
        return _shipped()
    return Catalogue([*_files(), *(load_file(Path(path), CatalogueFile) for path in paths)])


@cache
def _file() -> CatalogueFile:
    return parse_rules(read_shipped(_FILE), CatalogueFile, name=_FILE)


def _files() -> list[CatalogueFile]:
    """The shipped file and what the rules in use add to it, whose entries replace those of their ids."""
    return [_file(), CatalogueFile.model_validate(own_table(_FILE))]


@per_rules
def _shipped() -> Catalogue:
    return Catalogue(_files())
