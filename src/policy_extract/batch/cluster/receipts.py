"""What a finished part leaves behind, and what a run on shared storage is: small JSON files."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from policy_extract.batch.cluster.store import Store
from policy_extract.batch.ledger import Counts, is_ledger
from policy_extract.errors import OutputError, UsageError


@dataclass(frozen=True, slots=True)
class Receipt:
    """One finished part; written after its files, so that where it stands they do.

    Attributes:
        unit: The unit of the sources it was made from.
        span: Its place in that unit.
        inputs: A digest of its inputs, as the ledger of the local engine has it.
        counts: What it came to.
        documents: Bytes of the file of documents.
        errors: Bytes of the file of errors; there is no such file when 0.
        call: The call that made it.
        provenance: What the extractor was.
    """

    unit: int
    span: int
    inputs: str
    counts: Counts
    documents: int
    errors: int
    call: str = ""
    provenance: dict[str, Any] | None = None

    @property
    def stem(self) -> str:
        """The name of its files without their suffix; in order of names they are in order."""
        return part_stem(self.unit, self.span)

    def to_json(self) -> dict[str, Any]:
        """Plain data that :func:`read_receipt` reads back."""
        return asdict(self)


def part_stem(unit: int, span: int) -> str:
    """The name of a part: its unit, its place in it."""
    return f"{unit:07d}-{span:07d}"


def read_receipt(data: Mapping[str, Any], where: str) -> Receipt:
    """A receipt from its JSON.

    Raises:
        OutputError: It is none.
    """
    try:
        return Receipt(**{**data, "counts": Counts(**data["counts"])})
    except (KeyError, TypeError) as error:
        raise OutputError(
            f"{where}: is no receipt: {error}", hint="Start anew with --restart"
        ) from error


def finished_part(parts: Store, unit: int, span: int) -> Receipt | None:
    """The receipt of a part whose files are there and whole; null where it must be made.

    Raises:
        OutputError: The receipt is damaged.
    """
    stem = part_stem(unit, span)
    data = parts.read_json(f"{stem}.receipt.json")
    if data is None:
        return None
    receipt = read_receipt(data, f"{parts.url}/{stem}.receipt.json")
    if parts.size(f"{stem}.jsonl") != receipt.documents:
        return None
    if receipt.errors and parts.size(f"{stem}.errors.jsonl") != receipt.errors:
        return None
    return receipt


@dataclass
class RunRecord:
    """The state of a run, in ``run.json`` of the folder ``OUT.batch``.

    Parts are in a folder named after the run's id: what a worker of an abandoned run still
    writes lies elsewhere than the parts of the next.

    Attributes:
        home: The folder ``OUT.batch``.
        part_size: Documents of a part, as the run was begun with.
        run: The fingerprint and listing that the run began with.
        finished: Whether the output stands.
        counts: What the finished run came to.
        id: The name of the folder with the parts.
        published: Whether an output of this or an earlier run was ever about to be put there.
        errors: Digests of the files of errors that were put beside the output.
    """

    home: Store
    part_size: int
    run: dict[str, Any] = field(default_factory=dict)
    finished: bool = False
    counts: Counts = field(default_factory=Counts)
    id: str = ""
    published: bool = False
    errors: list[str] = field(default_factory=list)

    def load(self) -> None:
        """Read what is there.

        Raises:
            OutputError: It is damaged.
            UsageError: The local engine began this output.
        """
        local = self.home.local
        if self.home.exists("ledger.jsonl") and (local is None or is_ledger(local)):
            raise UsageError(
                f"{self.home.url}: was begun with --engine local",
                hint="Go on with it, or choose another -o",
            )
        data = self.home.read_json("run.json")
        if data is None:
            if self.home.names():
                raise OutputError(
                    f"{self.home.url}: is there already and was not made by a batch run",
                    hint="Move it away, or choose another -o",
                )
            return
        try:
            self.id, self.run, self.part_size = data["id"], data["run"], data["part_size"]
            self.finished, self.counts = data["finished"], Counts(**data["counts"])
            self.published = data.get("published", self.finished)
            self.errors = list(data.get("errors", ()))
        except (KeyError, TypeError) as error:
            raise OutputError(
                f"{self.home.url}/run.json: is damaged: {error}", hint="Remove the folder"
            ) from error

    def begin(self, run: Mapping[str, Any], /) -> None:
        """Write down what this run is; parts that were kept stay its own."""
        self.run, self.id = dict(run), self.id or uuid.uuid4().hex[:12]
        self._write()

    def publish(self, errors: str | None) -> None:
        """Write down that the output, and a file of errors of that digest, are about to appear."""
        self.published = True
        self.errors += [errors] if errors else []
        self._write()

    def finish(self, counts: Counts) -> None:
        """Write down that the output stands; the parts go."""
        self.finished, self.counts = True, counts
        self._write()
        self.home.remove(self.id)

    def clear(self) -> None:
        """Forget everything but what was put beside the output: that may be replaced."""
        parts = self.id
        self.run, self.id, self.finished, self.counts = {}, "", False, Counts()
        self._write()
        self.home.remove("manifest.json")
        if parts:
            self.home.remove(parts)

    def _write(self) -> None:
        self.home.write_json(
            "run.json",
            {
                "id": self.id,
                "run": self.run,
                "part_size": self.part_size,
                "finished": self.finished,
                "counts": asdict(self.counts),
                "published": self.published,
                "errors": self.errors,
            },
        )
