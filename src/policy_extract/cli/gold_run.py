"""What the ``gold`` commands do with their options."""

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from policy_extract.cli.check_show import open_console, show_agreement, show_differences, show_score
from policy_extract.data_files import read_data
from policy_extract.dates import parse_date
from policy_extract.errors import GoldError, InputError, OutputError, UsageError
from policy_extract.evaluation.agreement import agree
from policy_extract.evaluation.annotation import format_named
from policy_extract.evaluation.corpus import (
    ARTICLE,
    GOLD,
    find_article,
    find_folders,
    name_folders,
    read_gold,
    read_text,
)
from policy_extract.evaluation.difference import differences
from policy_extract.evaluation.drafting import (
    DRAFT,
    changes,
    draft_folder,
    gold_text,
    read_reviewed,
    read_windows,
)
from policy_extract.evaluation.exchange import export_gold, import_gold
from policy_extract.evaluation.gold import Gold, GoldDocument, gold_of_document, published_text
from policy_extract.evaluation.reports.as_json import agreement_text
from policy_extract.evaluation.reports.outcome import Outcome
from policy_extract.evaluation.validate import Fault, judge_gold
from policy_extract.side_files import made_in, write_folder
from policy_extract.writing import STDOUT, folders_of, write_all, write_text


def run_init(
    file: Path,
    *,
    date: str | None,
    place: str | None,
    into: Path | None,
    windows: Sequence[str],
    ner: str,
) -> None:
    """Extract a file and write the draft.

    Raises:
        OutputError: The folder already holds gold, a draft or another article.
        InputError: The file cannot be read.
        UsageError: A window is none.
    """
    folder = draft_folder(file, into)
    given = parse_date(date) if date else None
    text = read_text(file)
    stretches = read_windows(windows, text)
    from policy_extract.extractor import Extractor

    document = Extractor(ner=ner).extract(text, published=given, place=place, name=file.name)
    drafted = gold_of_document(document, stretches)
    told = GoldDocument(
        name=drafted.document.name if drafted.document else None,
        published=published_text(given.start, given.end) if given else None,
        place=place,
    )
    draft = drafted.model_copy(update={"document": told})
    article = folder / f"{ARTICLE}{file.suffix or '.txt'}"
    copied = folder != file.parent and not article.exists()
    with folders_of([article]):
        if folder != file.parent:
            write_all({article: file.read_bytes()})
        try:
            write_folder(folder, {DRAFT: gold_text(draft).encode()})
        except OutputError:
            if copied:
                article.unlink(missing_ok=True)
            raise
    open_console().print(
        f"{folder / DRAFT}: {len(draft.records or ())} records, "
        f"{len(draft.entities or ())} entities; review, then: policy-extract gold accept {folder}",
        markup=False,
    )


def run_validate(paths: Sequence[Path]) -> None:
    """Judge every gold and draft.

    Raises:
        GoldError: At least one fault; each was printed.
        InputError: A path does not exist or holds no gold.
    """
    console = open_console()
    files: list[Path] = []
    for path in paths:
        if path.is_file():
            files.append(path)
        else:
            files += [folder / GOLD for folder in find_folders([path])]
    faults = 0
    faulty = 0
    for path in dict.fromkeys(files):
        article = _article_beside(path)
        source = _source(path)
        verdict = judge_gold(source, article)
        problems = verdict.problems
        for problem in problems:
            console.print(f"{path}:{problem}", markup=False)
        _warn(console, path, verdict.doubts, source)
        faults += len(problems)
        faulty += bool(problems)
    if faults:
        raise GoldError(
            f"{faults} fault{'s' * (faults > 1)} in {faulty} of {len(files)} gold "
            f"file{'s' * (len(files) > 1)}"
        )
    console.print(f"{len(files)} gold file{'s' * (len(files) > 1)} without fault", markup=False)


def run_accept(folder: Path, *, reviewed: Path | None, replace: bool) -> None:
    """Make a reviewed prediction the gold, and show what that changes.

    Raises:
        GoldError: The reviewed file is faulty.
        OutputError: There is gold already and ``replace`` is not set.
    """
    console = open_console()
    gold = read_reviewed(folder, reviewed)
    target = folder / GOLD
    score = changes(folder, gold)
    if score is not None:
        name = score.name
        text = read_text(find_article(folder))
        show_differences(console, Outcome(None, differences(score), (), {name: text}))
        if not replace:
            raise OutputError(f"{target}: already there", hint="--replace takes its place")
    source = gold_text(gold)
    _warn(console, target, judge_gold(source, None).doubts, source)
    write_text(target, [source])
    if reviewed is None:
        (folder / DRAFT).unlink()
    console.print(f"wrote {target}", markup=False)


def run_agree(first: Path, second: Path, *, output_format: str | None) -> None:
    """Compare two annotators' gold.

    Raises:
        UsageError: An unknown format.
        InputError: A path holds no gold, or the two share no document.
    """
    if output_format not in (None, "json"):
        raise UsageError(f"--format {output_format}: unknown", hint="Choose json")
    console = open_console()
    left, right = _golds(first), _golds(second)
    if len(left) == len(right) == 1:
        right = dict(zip(left, right.values(), strict=True))
    for path, mine, other in ((first, left, right), (second, right, left)):
        for name in mine:
            if name not in other:
                console.print(f"{name}: only in {path}, left out", markup=False)
    shared = [(name, left[name], right[name]) for name in left if name in right]
    if not shared:
        raise InputError(f"{first} and {second} share no document")
    agreement = agree(shared)
    show_score(console, agreement.score)
    show_agreement(console, agreement)
    if output_format == "json":
        sys.stdout.write(agreement_text(agreement))


def run_export(folders: Sequence[Path], *, to: str, output: Path | None) -> None:
    """Write gold for a tool.

    Raises:
        UsageError: An unknown format, or one of many files without ``-o``.
    """
    form = format_named(to)
    files = export_gold(folders, form)
    if output is None or str(output) == STDOUT:
        if form.main is None and len(files) != 1:
            raise UsageError(f"--to {to} writes several files", hint="Give a folder with -o DIR")
        sys.stdout.write(files[form.main] if form.main else next(iter(files.values())))
        return
    write_folder(output, {name: text.encode() for name, text in files.items()})
    open_console().print(f"wrote {len(files)} files to {output}", markup=False)


def run_import(
    paths: Sequence[Path],
    *,
    source_format: str,
    into: Path,
    replace: bool,
    draft: bool,
    mapping: Path | None = None,
) -> None:
    """Read a tool's export and write it as gold folders; nothing is written if any is faulty."""
    form = format_named(source_format)
    files = import_gold(paths, form, into, replace=replace, draft=draft, mapping=mapping)
    ready = {path: text.encode() for path, text in files.items()}
    with folders_of(ready):
        write_all(ready)
    for path in files:
        if path.name in (GOLD, DRAFT):
            open_console().print(f"wrote {path}", markup=False)


def _warn(console: Console, path: Path, doubts: Sequence[Fault], source: str) -> None:
    """Say what is no fault but needs a person's eye."""
    for doubt in doubts:
        console.print(f"{path}:{doubt} (warning)", markup=False)
    if hashlib.sha256(source.encode()).hexdigest() in made_in(path.parent).get(DRAFT, ()):
        console.print(
            f"{path}: is as it was drafted, word for word; was it reviewed? (warning)", markup=False
        )


def _golds(path: Path) -> dict[str, Gold]:
    if path.is_file():
        return {path.parent.resolve().name: read_gold(path, _article_beside(path))}
    folders = name_folders(find_folders([path]))
    return {
        name: read_gold(folder / GOLD, _article_beside(folder / GOLD))
        for name, folder in folders.items()
    }


def _article_beside(path: Path) -> str | None:
    if not any(path.parent.glob(f"{ARTICLE}.*")):
        return None
    return read_text(find_article(path.parent))


def _source(path: Path) -> str:
    try:
        return read_data(path).decode("utf-8-sig")
    except OSError as error:
        raise GoldError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: not UTF-8: {error.reason} at byte {error.start}") from error
