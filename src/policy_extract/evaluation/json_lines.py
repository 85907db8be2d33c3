"""Where each value of a JSON text stands, so that an error can name the line."""

import json
import re
from typing import Any

from policy_extract.errors import GoldError
from policy_extract.surrogates import whole_data

Path = tuple[str | int, ...]

_BLANK = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_SCALAR = re.compile(r"[^\s,\]\}]+")


def read_json(source: str, where: str, *, lines: bool = False) -> Any:
    """The data of a JSON text that others wrote, its strings without half characters.

    Args:
        source: The text.
        where: What to call it in an error.
        lines: Whether the error also names the line.

    Raises:
        GoldError: It is no JSON, is nested too deeply, or holds a number of thousands of digits.
    """
    try:
        return whole_data(json.loads(source))
    except json.JSONDecodeError as error:
        place = f"{where}:{error.lineno}" if lines else where
        raise GoldError(f"{place}: not JSON: {error.msg}") from error
    except RecursionError as error:
        raise GoldError(f"{where}: not JSON of this kind: nested too deeply") from error
    except ValueError as error:
        raise GoldError(f"{where}: holds a number of too many digits") from error


def line_numbers(text: str) -> dict[Path, int]:
    """The line of every value, by its path of keys and indices; ``()`` is the whole.

    An object's member stands on the line of its key.

    Raises:
        json.JSONDecodeError: The text is not JSON; it carries the line.
    """
    json.loads(text)
    return _Reader(text).lines


class _Reader:
    """Walks a JSON text that is known to be valid."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._counted = 0
        self._line = 1
        self.lines: dict[Path, int] = {}
        at = self._skip(0)
        self._note((), at)
        self._value((), at)

    def _skip(self, at: int) -> int:
        match = _BLANK.match(self._text, at)
        assert match is not None
        return match.end()

    def _note(self, path: Path, at: int) -> None:
        self._line += self._text.count("\n", self._counted, at)
        self._counted = at
        self.lines[path] = self._line

    def _string(self, at: int) -> tuple[str, int]:
        match = _STRING.match(self._text, at)
        assert match is not None
        return str(json.loads(match.group())), match.end()

    def _value(self, path: Path, at: int) -> int:
        first = self._text[at]
        if first == "{":
            return self._object(path, at + 1)
        if first == "[":
            return self._array(path, at + 1)
        if first == '"':
            return self._string(at)[1]
        match = _SCALAR.match(self._text, at)
        assert match is not None
        return match.end()

    def _object(self, path: Path, at: int) -> int:
        at = self._skip(at)
        while self._text[at] != "}":
            if self._text[at] == ",":
                at = self._skip(at + 1)
            key, end = self._string(at)
            self._note((*path, key), at)
            colon = self._skip(end)
            at = self._skip(self._value((*path, key), self._skip(colon + 1)))
        return at + 1

    def _array(self, path: Path, at: int) -> int:
        at = self._skip(at)
        index = 0
        while self._text[at] != "]":
            if self._text[at] == ",":
                at = self._skip(at + 1)
            self._note((*path, index), at)
            at = self._skip(self._value((*path, index), at))
            index += 1
        return at + 1
