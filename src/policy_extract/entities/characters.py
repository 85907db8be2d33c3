"""Characters as rows of a model's vocabulary, without changing a single offset.

A character outside the vocabulary is looked up by its simplest relative: the full-width form's
half-width twin, its compatibility form when that is one character, its lower case; white space
and control characters read as a space mark. What is left is unknown.
"""

import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np

PAD, UNK, CLS, SEP = 0, 1, 2, 3
_RELATIVES = {
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "—": "-",
    "–": "-",
    "－": "-",
    "～": "~",
    "·": "·",
    "…": ".",
    "《": "<",
    "》": ">",
    "〈": "<",
    "〉": ">",
}


class CharacterTable(dict[int, int]):
    """Code point to row; code points not met before are worked out once and kept."""

    def __init__(self, rows: dict[str, int]) -> None:
        super().__init__({ord(char): row for char, row in rows.items()})
        self._rows = rows

    def __missing__(self, code: int) -> int:
        row = self.find(chr(code))
        self[code] = row
        return row

    def find(self, char: str) -> int:
        """The row of a character, worked out; nothing is kept."""
        relative = _RELATIVES.get(char)
        if relative is not None and relative in self._rows:
            return self._rows[relative]
        folded = unicodedata.normalize("NFKC", char)
        for candidate in (folded, folded.lower()):
            if len(candidate) == 1 and candidate in self._rows:
                return self._rows[candidate]
        return UNK

    def get(self, code: int, default: int = UNK) -> int:  # type: ignore[override]
        """The row of a code point; every code point has one."""
        return self[code]


def build_table(vocab: Sequence[str]) -> CharacterTable:
    """The table of a vocabulary; multi-character entries are specials and are left out."""
    return CharacterTable({entry: row for row, entry in enumerate(vocab) if len(entry) == 1})


class Rows:
    """Texts as arrays of rows. Its memory has a bound: four bytes a code point of Unicode."""

    def __init__(self, table: CharacterTable) -> None:
        self._table = table
        self._known = np.zeros(0x110000, dtype=np.int32)  # row + 1; 0 is not worked out yet
        for code, row in table.items():
            self._known[code] = row + 1

    def __call__(self, text: str) -> "np.ndarray[Any, np.dtype[np.int32]]":
        """The row of each character."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        rows = self._known[codes]
        if not rows.all():
            for code in set(codes[rows == 0].tolist()):
                self._known[code] = self._table.find(chr(code)) + 1
            rows = self._known[codes]
        found: np.ndarray[Any, np.dtype[np.int32]] = rows - 1
        return found
