"""What a run is told, and which of it shapes the output."""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from policy_extract._version import __version__
from policy_extract.batch.digests import model_digest, own_digest, path_digest
from policy_extract.batch.tables import Cells
from policy_extract.batch.tabular import Fields
from policy_extract.batch.worker import ReadingOptions
from policy_extract.errors import UsageError
from policy_extract.output import check_confidence


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """Everything a run is told. ``workers``, ``part_size`` and ``timeout`` shape no record.

    ``out`` is a path, or a URL; ``workers`` are processes of this machine.
    """

    sources: tuple[str, ...]
    out: Path | str
    form: str | None = None
    fields: Fields = field(default_factory=Fields)
    reading: ReadingOptions = field(default_factory=ReadingOptions)
    headers: str = "en"
    guard: bool = True
    workers: int = 1
    timeout: float = 60.0
    part_size: int = 256
    limit: int | None = None
    sample: int | None = None
    seed: int = 0
    restart: bool = False
    keep: bool = False

    @property
    def cells(self) -> Cells:
        """How cells of CSV and XLSX are written."""
        return Cells(self.headers, self.guard)


def check_options(options: BatchOptions) -> None:
    """See that the options make sense, whichever engine runs them.

    Raises:
        UsageError: One is wrong, or two exclude each other.
    """
    if options.restart and options.keep:
        raise UsageError("--restart and --keep exclude each other")
    if options.workers < 1 or options.part_size < 1:
        raise UsageError("--workers and --part-size are at least 1")
    if not options.timeout > 0:
        raise UsageError("--timeout is more than 0 seconds")
    counts = (
        ("--limit", options.limit),
        ("--sample", options.sample),
        ("--max-chars", options.reading.max_chars),
    )
    for name, value in counts:
        if value is not None and value < 1:
            raise UsageError(f"{name} is at least 1")
    if options.sample is not None and "-" in options.sources:
        raise UsageError("--sample cannot read standard input twice", hint="Name a file")
    if options.headers not in ("en", "zh"):
        raise UsageError(f"--headers {options.headers}: unknown", hint="Choose en or zh")
    if options.reading.engine not in ("onnx", "hanlp"):
        raise UsageError(
            f"--ner-engine {options.reading.engine}: unknown", hint="Choose onnx or hanlp"
        )
    check_confidence(options.reading.min_confidence)
    if options.reading.date is not None:
        from policy_extract.dates import parse_date

        parse_date(options.reading.date)


def fingerprint(options: BatchOptions, form: str) -> dict[str, Any]:
    """All that shapes the output besides the inputs themselves."""
    from policy_extract.rules.loader import rules_fingerprint

    rules = options.reading.rules
    return {
        "tool": __version__,
        "rules": rules_fingerprint(own_digest(Path(rules)) if rules else None),
        "model": model_digest(options.reading.ner),
        "net": model_digest(options.reading.reader),
        "lexicons": [path_digest(Path(path)) for path in options.reading.lexicons],
        "format": form,
        "headers": options.headers,
        "guard": options.guard,
        "sources": list(options.sources),
        "limit": options.limit,
        "sample": options.sample,
        "seed": options.seed if options.sample is not None else None,
        **asdict(options.fields),
        **{
            name: one
            for name, one in asdict(options.reading).items()
            if name not in ("lexicons", "rules")
        },
    }
