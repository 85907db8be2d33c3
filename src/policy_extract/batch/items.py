"""One document of an archive on its way to a worker: small, picklable, read as late as possible."""

import hashlib
import operator
from dataclasses import dataclass
from pathlib import Path

from policy_extract.batch.digests import path_digest


@dataclass(frozen=True, slots=True)
class Input:
    """One input document.

    Attributes:
        name: What to call it: a path, ``archive!member``, or the id of a line.
        text: Its text, when it came as text (JSONL, CSV, Parquet).
        data: Its bytes, when it came out of an archive.
        path: Its file, when a worker shall read it itself.
        published: Publication date as given, not yet read.
        title: Title as given.
        error: Why it cannot be read; such an item goes straight to ``errors``.
        stamp: For a URL that is read late: what its storage says of its content.
        passed: The kinds of the members of its archive that are passed over around it, one each.
    """

    name: str
    text: str | None = None
    data: bytes | None = None
    path: Path | None = None
    published: str | None = None
    title: str | None = None
    error: str | None = None
    stamp: str = ""
    passed: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Roughly how much memory it holds."""
        return len(self.text or "") + len(self.data or b"")

    def __reduce__(self) -> tuple[type["Input"], tuple[object, ...]]:
        """Travel as plain values, which is faster than a dataclass travels by itself."""
        return Input, _values(self)

    @property
    def far(self) -> bool:
        """Whether its bytes have still to be fetched, by its name."""
        return all(one is None for one in (self.text, self.data, self.path, self.error))

    def digest(self) -> bytes:
        """A digest of all that tells this input from another."""
        digest = hashlib.sha256()
        parts = (self.name, self.text, self.published, self.title, self.error, self.stamp, None)
        digest.update("\0".join([part or "" for part in parts]).encode("utf-8", "surrogatepass"))
        if self.data:
            digest.update(self.data)
        if self.path is not None:
            digest.update(path_digest(self.path).encode())
        digest.update(b"\n")
        return digest.digest()


_values = operator.attrgetter(*Input.__slots__)
