"""What is done, written down before it counts: an append-only file beside the output."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import IO, Any

from policy_extract.errors import OutputError

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has no flock; two runs at once are not noticed
    fcntl = None  # type: ignore[assignment]


_MARK = {"policy-extract": "batch"}
"""The first line of a ledger."""
_PART = re.compile(r"[0-9]{7}(\.errors)?\.jsonl(\.part)?")
"""Names of the files of a part."""


def is_ledger(home: Path) -> bool:
    """Whether a folder is one that this package keeps beside an output, of either engine.

    One in which nothing was written down yet holds nothing else.
    """
    try:
        with (home / "ledger.jsonl").open("rb") as stream:
            line = stream.readline(1 << 20)
        if line.strip():
            first = json.loads(line)
            return bool(first == _MARK or "options" in first["run"])
    except FileNotFoundError:
        try:
            data = json.loads((home / "run.json").read_bytes())
            return {"id", "run", "part_size", "finished"} <= set(data)
        except FileNotFoundError:
            pass
        except (OSError, ValueError, TypeError, RecursionError):
            return False
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return False
    try:
        parts = home / "parts"
        inside = {path.name for path in home.iterdir()} - {"ledger.jsonl", "parts"}
        return not inside and (
            not parts.exists() or all(_PART.fullmatch(path.name) for path in parts.iterdir())
        )
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class Counts:
    """What a part or a run came to."""

    inputs: int = 0
    documents: int = 0
    errors: int = 0
    chars: int = 0
    targets: int = 0
    metrics: int = 0
    entities: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            *(getattr(self, one.name) + getattr(other, one.name) for one in fields(Counts))
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One finished part: its number, its counts, and a digest of the inputs it was made from."""

    number: int
    counts: Counts
    inputs: str


@dataclass
class Ledger:
    """The state of a run, in a folder ``OUT.batch`` of its own.

    Nothing is ever taken out of ``ledger.jsonl``: a run that starts anew says so in a line.

    Attributes:
        home: The folder: ``ledger.jsonl``, ``manifest.json`` and ``parts/``.
        run: The fingerprint and listing that the run began with.
        parts: Finished parts, in order.
        finished: Whether the output stands.
        published: Whether an output of this or an earlier run was ever about to be put there.
        errors: Digests of the files of errors that were put beside the output.
    """

    home: Path
    run: dict[str, Any] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    finished: bool = False
    published: bool = False
    errors: set[str] = field(default_factory=set)
    _stream: IO[bytes] | None = None

    @property
    def folder(self) -> Path:
        """Where the parts are."""
        return self.home / "parts"

    @property
    def counts(self) -> Counts:
        """The sum of all finished parts."""
        total = Counts()
        for part in self.parts:
            total += part.counts
        return total

    def open(self) -> None:
        """Read what is there, drop a torn last line, and keep others out.

        Raises:
            OutputError: The folder cannot be written, is damaged or no run's, or another run works
                on it.
        """
        if os.path.lexists(self.home) and not is_ledger(self.home):
            raise OutputError(
                f"{self.home}: is there already and was not made by a batch run, or cannot be written",
                hint="Move it away, or choose another -o",
            )
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self.home / "ledger.jsonl"
            stream = path.open("a+b")
        except OSError as error:
            raise OutputError(
                f"{self.home}: cannot be written: {error.strerror}", hint="Choose another -o"
            ) from error
        if fcntl is not None:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                stream.close()
                raise OutputError(
                    f"{self.home}: another run is working on this output", hint="Wait for it"
                ) from error
        self._stream = stream
        stream.seek(0)
        data = stream.read()
        whole = data.rfind(b"\n") + 1
        stream.truncate(whole)
        for number, line in enumerate(data[:whole].splitlines(), 1):
            try:
                self._read(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                raise OutputError(
                    f"{path}:{number}: is damaged: {error}", hint="Start anew with --restart"
                ) from error
        if not data:
            self._append(_MARK)

    def _read(self, entry: dict[str, Any]) -> None:
        if "run" in entry:
            self.run = entry["run"]
        elif "restart" in entry:
            self.run, self.parts, self.finished = {}, [], False
        elif "published" in entry:
            self.published = True
            self.errors |= set(entry["errors"])
        elif "finished" in entry:
            self.finished = self.published = bool(entry["finished"])
        elif entry != _MARK:
            counts = Counts(**entry["counts"])
            part = Part(int(entry["part"]), counts, str(entry["inputs"]))
            if part.number != len(self.parts):
                raise ValueError(f"part {part.number} follows {len(self.parts)} others")
            self.parts.append(part)

    def begin(self, run: Mapping[str, Any]) -> None:
        """Write down what this run is."""
        self.run = dict(run)
        self._append({"run": self.run})

    def add(self, part: Part) -> None:
        """Write down a part whose files stand."""
        self._append({"part": part.number, "counts": asdict(part.counts), "inputs": part.inputs})
        self.parts.append(part)

    def publish(self, errors: str | None) -> None:
        """Write down that the output, and a file of errors of that digest, are about to appear."""
        self._append({"published": True, "errors": [errors] if errors else []})
        self._read({"published": True, "errors": [errors] if errors else []})

    def finish(self) -> None:
        """Write down that the output stands."""
        self._append({"finished": True})
        self.finished = True

    def _append(self, entry: Mapping[str, Any]) -> None:
        if self._stream is None:
            raise OutputError(f"{self.home}: the ledger is not open")
        try:
            self._stream.write(json.dumps(entry, ensure_ascii=False).encode() + b"\n")
            self._stream.flush()
            os.fsync(self._stream.fileno())
        except OSError as error:
            raise OutputError(
                f"{self.home}: cannot be written: {error.strerror}",
                hint="Make room; the same command then goes on",
            ) from error

    def clear(self) -> None:
        """Start anew: one line says that nothing is done, and then the parts go; the lock stays."""
        self._append({"restart": True})
        self.run, self.parts, self.finished = {}, [], False
        for path in self.folder.iterdir():
            if _PART.fullmatch(path.name):
                path.unlink(missing_ok=True)
        (self.home / "manifest.json").unlink(missing_ok=True)

    def close(self) -> None:
        """Let others in."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None
