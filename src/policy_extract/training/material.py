"""What a training run is made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Material:
    """What a run is made from, beside its recipe.

    Attributes:
        gold: Gold folders, or folders above such.
        read: Reference files: labels of sentences that stand in ``archive``.
        archive: Folder of the archive that ``read`` refers to.
        text: Files of unlabelled text, for ``adapt`` and ``student``.
        apart: Folders or files whose text may share nothing with the unlabelled text (twelve
            characters in a row), beside the held-out articles.
        sets: Files of foreign sets by the names that ``first`` uses.
        start: Run of kind ``adapt`` whose encoder is the starting point.
        teachers: Model folders that label the text of a student.
    """

    gold: tuple[Path, ...] = ()
    read: tuple[Path, ...] = ()
    archive: Path | None = None
    text: tuple[Path, ...] = ()
    apart: tuple[Path, ...] = ()
    sets: Mapping[str, Path] = field(default_factory=dict)
    start: Path | None = None
    teachers: tuple[Path, ...] = ()
