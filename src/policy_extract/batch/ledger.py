"""What a run is and how far it came, in ``run.json`` of the folder ``OUT.batch``."""

import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from policy_extract.batch.counts import Counts
from policy_extract.batch.store import Store, damaged, is_temporary
from policy_extract.errors import OutputError

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has no flock; two runs at once are not noticed
    fcntl = None  # type: ignore[assignment]

_NAME = "run.json"
_LOCK = "lock"
_ID = re.compile("[0-9a-f]{12}|")
_MARK = {"policy-extract": "batch"}


def is_ledger(home: Path) -> bool:
    """Whether a folder of this machine is one that a run keeps beside its output."""
    try:
        ledger = Ledger(Store(str(home)))
        ledger.load()
    except OutputError:
        return False
    return bool(ledger.id)


@dataclass
class Ledger:
    """The state of a run.

    Parts are in a folder named after the run's id: what a worker of an abandoned run still
    writes lies elsewhere than the parts of the next.

    Attributes:
        home: The folder ``OUT.batch``.
        id: The name of the folder with the parts.
        run: The fingerprint and listing that the run began with.
        part_size: Documents of a part, from the beginning of a run to its end.
        finished: Whether the output stands.
        counts: What the finished run came to.
        content: A digest of all inputs of the finished run.
        passed: Members of archives that the finished run passed over, by kind.
        published: Whether an output of this or an earlier run was ever about to be put there.
        errors: Digests of the files of errors that were put beside the output.
    """

    home: Store
    id: str = ""
    run: dict[str, Any] = field(default_factory=dict)
    part_size: int = 0
    finished: bool = False
    counts: Counts = field(default_factory=Counts)
    content: str = ""
    passed: dict[str, int] = field(default_factory=dict)
    published: bool = False
    errors: list[str] = field(default_factory=list)

    @property
    def parts(self) -> Store:
        """Where the parts are."""
        return self.home.below(self.id)

    def load(self) -> None:
        """Read what is there.

        Raises:
            OutputError: It is damaged, or no batch run made it.
        """
        data = self.home.read_json(_NAME)
        ours = data is not None and _MARK.items() <= data.items()
        if data is None:
            ours = all(name == _LOCK or is_temporary(name) for name in self.home.sizes())
        if not ours:
            raise OutputError(
                f"{self.home.url}: is there already and was not made by a batch run",
                hint="Move it away, or choose another -o",
            )
        if data is None:
            return
        try:
            self.id, self.run, self.part_size = data["id"], data["run"], data["part_size"]
            self.finished, self.content = data["finished"], data["content"]
            self.counts = Counts(**data["counts"])
            self.passed = data.get("passed", {})
            self.published, self.errors = data["published"], list(data["errors"])
            self._see_sound()
        except (KeyError, TypeError, ValueError) as error:
            raise damaged(f"{self.home.url}/{_NAME}", error) from error

    def _see_sound(self) -> None:
        """See that what was read is what is written: of the folder of parts above all, which goes.

        Raises:
            ValueError: It is not.
        """
        kinds = {
            "id": str,
            "run": dict,
            "part_size": int,
            "finished": bool,
            "content": str,
            "passed": dict,
            "published": bool,
        }
        for name, kind in kinds.items():
            if not isinstance(getattr(self, name), kind):
                raise ValueError(f"{name} is no {kind.__name__}")
        if not _ID.fullmatch(self.id):
            raise ValueError("id is no name of a folder of parts")
        numbers = (*asdict(self.counts).values(), *self.passed.values())
        if not all(isinstance(one, int) for one in numbers):
            raise ValueError("counts are no numbers")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other runs of this machine out, and read what is there now.

        Raises:
            OutputError: Another run works on the output, or the folder cannot be written.
        """
        folder = self.home.local
        if folder is None or fcntl is None:
            yield
            return
        try:
            folder.mkdir(exist_ok=True)
            stream = (folder / _LOCK).open("ab")  # nothing is written, whatever it is
        except OSError as error:
            raise OutputError(
                f"{folder}: cannot be written: {error.strerror}", hint="Choose another -o"
            ) from error
        with stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise OutputError(
                    f"{folder}: another run is working on this output", hint="Wait for it"
                ) from error
            except OSError:  # a shared folder that knows no locks
                pass
            self.load()
            try:
                yield
            finally:
                if not self.id:  # nothing was begun
                    with suppress(OSError):
                        (folder / _LOCK).unlink()
                        folder.rmdir()

    def begin(self, run: Mapping[str, Any]) -> None:
        """Write down what this run is; parts that were kept stay its own."""
        self.run, self.id = dict(run), self.id or uuid.uuid4().hex[:12]
        self._write()

    def publish(self, errors: str | None) -> None:
        """Write down that the output, and a file of errors of that digest, are about to appear."""
        self.published = True
        if errors is not None and errors not in self.errors:
            self.errors.append(errors)
        self._write()

    def finish(self, counts: Counts, content: str, passed: Mapping[str, int]) -> None:
        """Write down that the output stands; the parts go."""
        self.finished, self.counts, self.content = True, counts, content
        self.passed = dict(passed)
        self._write()
        self.home.remove(self.id)

    def clear(self) -> None:
        """Forget everything but what was put beside the output: that may be replaced."""
        parts = self.id
        self.id, self.run, self.part_size, self.finished = uuid.uuid4().hex[:12], {}, 0, False
        self.counts, self.content, self.passed = Counts(), "", {}
        self._write()
        self.home.remove("manifest.json")
        if parts:
            self.home.remove(parts)

    def _write(self) -> None:
        data = {name: one for name, one in vars(self).items() if name != "home"}
        self.home.write_json(_NAME, {**_MARK, **data, "counts": asdict(self.counts)})
