"""Where each value of a JSON text stands, so that an error can name the line."""

import json
import re

Path = tuple[str | int, ...]

_BLANK = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_SCALAR = re.compile(r"[^\s,\]\}]+")


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
