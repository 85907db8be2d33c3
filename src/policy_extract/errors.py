"""Every way to fail, one class each.

Library code raises these and never prints or exits. The command line turns a class into one line
on stderr and an exit code: :class:`UsageError` 2, :class:`InputError` 3, :class:`GateError` 1,
:class:`DefectError` 70.
"""


def install_hint(extra: str) -> str:
    """The command that installs an optional part; it is given in the project's folder, since the
    package is on no index.
    """
    return f"In the project's folder: pip install '.[{extra}]'"


class PolicyExtractError(Exception):
    """The base of all errors of this package.

    Args:
        message: One line that names the thing at fault and its place.
        hint: The next thing to try, one line; empty where there is none.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}. {self.hint}" if self.hint else self.message

    def __reduce__(self) -> tuple[object, ...]:
        """Pickles with the hint, so that the error crosses a process border whole."""
        return (_rebuild, (type(self), self.message, self.hint))


def _rebuild(cls: type[PolicyExtractError], message: str, hint: str) -> PolicyExtractError:
    return cls(message, hint=hint)


class UsageError(PolicyExtractError):
    """An option or argument is wrong: a bad date, an unknown name, an impossible combination."""

    exit_code = 2


class InputError(PolicyExtractError):
    """A file or stream cannot be read, or does not hold what it should."""

    exit_code = 3


class DecodingError(InputError):
    """Bytes are in no encoding that this package reads, or not in the one that was named."""


class LexiconError(InputError):
    """A line of a user's lexicon is malformed; the message names file and line."""


class RulesError(InputError):
    """A rules file is malformed: unknown key, wrong type, bad pattern."""


class ModelError(InputError):
    """A model folder is missing, damaged or foreign, or a model name is unknown."""


class GoldError(InputError):
    """Gold data are malformed or were made for another version of the article."""


class OutputError(InputError):
    """An output cannot be written, or belongs to another run."""


class GateError(PolicyExtractError):
    """A quality gate failed: a figure fell below its floor."""

    exit_code = 1


class DefectError(PolicyExtractError):
    """Something happened that nobody expected; a report of it was saved."""

    exit_code = 70


class InterruptError(PolicyExtractError):
    """The user pressed Ctrl-C; what was finished has been written."""

    exit_code = 130


class ClosedPipeError(PolicyExtractError):
    """Standard output was closed before everything was written."""

    exit_code = 141
