"""Gold in the formats of annotation tools, both ways."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from policy_extract.errors import UsageError
from policy_extract.evaluation.annotation import brat, doccano, inline, labelstudio
from policy_extract.evaluation.annotation.mapping import LabelMapping
from policy_extract.evaluation.annotation.region import Annotated


@dataclass(frozen=True, slots=True)
class Format:
    """One tool's format.

    Attributes:
        write: Documents to files, by file name.
        read: Files, by file name, to documents; with what a project of its own calls things.
        suffixes: How the names of the files end that ``read`` takes.
        main: The one file that ``write`` makes for all documents; null where each has its own.
    """

    write: Callable[[Iterable[Annotated]], dict[str, str]]
    read: Callable[[Mapping[str, str], LabelMapping], tuple[Annotated, ...]]
    suffixes: tuple[str, ...]
    main: str | None = None


FORMATS: dict[str, Format] = {
    "labelstudio": Format(labelstudio.write, labelstudio.read, (".json",), labelstudio.MAIN),
    "doccano": Format(doccano.write, doccano.read, (".jsonl", ".json"), doccano.MAIN),
    "brat": Format(brat.write, brat.read, (".ann", ".txt")),
    "inline": Format(inline.write, inline.read, (inline.SUFFIX,)),
}
"""The formats by name."""


def format_named(name: str) -> Format:
    """The format of that name.

    Raises:
        UsageError: There is none.
    """
    if name not in FORMATS:
        raise UsageError(f"format {name}: unknown", hint=f"Choose from {', '.join(FORMATS)}")
    return FORMATS[name]
