"""What is done, written down before it counts: an append-only file beside the output."""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import IO, Any

from policy_extract.errors import OutputError

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has no flock; two runs at once are not noticed
    fcntl = None  # type: ignore[assignment]


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

    Attributes:
        home: The folder: ``ledger.jsonl``, ``manifest.json`` and ``parts/``.
        run: The fingerprint and listing that the run began with.
        parts: Finished parts, in order.
        finished: Whether the output stands.
    """

    home: Path
    run: dict[str, Any] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    finished: bool = False
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
            OutputError: The folder cannot be written, is damaged, or another run works on it.
        """
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

    def _read(self, entry: dict[str, Any]) -> None:
        if "run" in entry:
            self.run = entry["run"]
        elif "finished" in entry:
            self.finished = bool(entry["finished"])
        else:
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
        """Forget everything: the parts and the lines; the lock stays."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.home / "manifest.json").unlink(missing_ok=True)
        if self._stream is not None:
            self._stream.truncate(0)
        self.run, self.parts, self.finished = {}, [], False

    def close(self) -> None:
        """Let others in."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None
