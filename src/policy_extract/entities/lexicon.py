"""Lexicons of names: the shipped one, and a user's own files.

A file has one entry a line: ``name<TAB>TYPE[<TAB>canonical]``, or a bare word, which only helps the
segmentation. ``#`` opens a comment; the encoding is UTF-8.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple, get_args

from policy_extract.data_files import read_data
from policy_extract.errors import LexiconError
from policy_extract.records import EntityType
from policy_extract.rules.cues import trie_pattern
from policy_extract.rules.gazetteer import divisions
from policy_extract.rules.loader import read_shipped

_LONGEST = 200
"""Characters of a name; no name is longer, and patterns of very long ones cannot be built."""
_TYPES: frozenset[str] = frozenset(get_args(EntityType))


class Entry(NamedTuple):
    """A name: its type and its full form (itself where there is no other)."""

    type: EntityType
    canonical: str


@dataclass(frozen=True)
class Lexicon:
    """Names and words of one source.

    Attributes:
        name: Where it came from.
        entries: Names with their meaning.
        words: Every name and bare word, for the segmentation.
        fingerprint: First twelve hex digits of the SHA-256 of its content.
        pattern: Finds the names, the longest first.
    """

    name: str
    entries: dict[str, Entry]
    words: tuple[str, ...]
    fingerprint: str
    pattern: re.Pattern[str] | None


def parse_lexicon(text: str, *, name: str) -> Lexicon:
    """Read a lexicon's text.

    Raises:
        LexiconError: A line is malformed; names the file, the line and the allowed types.
    """
    entries: dict[str, Entry] = {}
    words: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip("\r")
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split("\t")]
        word = fields[0]
        if not word or len(fields) > 3:
            raise LexiconError(
                f"{name}: line {number}: expected name<TAB>TYPE[<TAB>canonical], or a word",
                hint="Separate the fields with one tab each",
            )
        if len(word) > _LONGEST:
            raise LexiconError(f"{name}: line {number}: a name of more than {_LONGEST} characters")
        words.append(word)
        if len(fields) == 1:
            continue
        if fields[1] not in _TYPES:
            raise LexiconError(
                f"{name}: line {number}: type {fields[1]!r} is unknown",
                hint=f"Allowed types: {', '.join(get_args(EntityType))}",
            )
        canonical = fields[2] if len(fields) == 3 and fields[2] else word
        entries[word] = Entry(fields[1], canonical)  # type: ignore[arg-type]
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]
    pattern = re.compile(trie_pattern(entries)) if entries else None
    return Lexicon(name, entries, tuple(words), digest, pattern)


def load_lexicon(path: Path) -> Lexicon:
    """Read a lexicon file.

    Raises:
        LexiconError: The file cannot be read, or a line is malformed.
    """
    try:
        text = read_data(path).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path}: is not UTF-8", hint="Save the lexicon as UTF-8") from error
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read: {error.strerror}") from error
    return parse_lexicon(text, name=str(path))


@cache
def shipped_lexicon() -> Lexicon:
    """Names that belong to the language of policy, and the divisions of China."""
    own = parse_lexicon(read_shipped("lexicon_names.tsv"), name="lexicon_names.tsv")
    places: dict[str, Entry] = {name: Entry("LOCATION", name) for name in divisions()}
    entries = {**places, **own.entries}
    return Lexicon(own.name, entries, own.words, own.fingerprint, re.compile(trie_pattern(entries)))
