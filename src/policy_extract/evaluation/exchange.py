"""Gold folders out to annotation tools and back, checked as a whole before a file is written."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from policy_extract.data_files import read_data
from policy_extract.errors import GoldError, InputError, OutputError
from policy_extract.evaluation.annotation import Format
from policy_extract.evaluation.annotation.mapping import load_mapping
from policy_extract.evaluation.annotation.region import Annotated
from policy_extract.evaluation.corpus import ARTICLE, GOLD, find_article, read_corpus, read_text
from policy_extract.evaluation.drafting import DRAFT, ensure_sound, gold_text
from policy_extract.surrogates import whole


def export_gold(roots: Iterable[Path], form: Format) -> dict[str, str]:
    """The files that a tool takes, by name, of every gold folder at or below the roots.

    Raises:
        InputError: A folder or article is missing or unreadable.
        GoldError: A gold is faulty, or holds what the format cannot say.
    """
    cases = read_corpus(roots)
    return form.write(
        [Annotated(whole(case.name).replace("/", "-"), case.text, case.gold) for case in cases]
    )


def import_gold(
    sources: Sequence[Path],
    form: Format,
    into: Path,
    *,
    replace: bool,
    draft: bool,
    mapping: Path | None = None,
) -> dict[Path, str]:
    """The article and gold files that a tool's export makes, by path, ready to be written.

    Args:
        sources: Files, or folders whose files with the format's suffixes are taken.
        form: The tool's format.
        into: The corpus; each document has its folder there.
        replace: Whether a gold or draft that is there may be replaced.
        draft: Make drafts, which may still have faults, for a person to finish.
        mapping: A file that maps labels and fields of a project of its own to ours.

    Raises:
        InputError: Nothing to read, or a file cannot be read.
        GoldError: A file is no export of that tool, its gold is faulty, or an article that is
            already there differs from the text that was annotated.
        OutputError: A gold is already there and ``replace`` is not set.
    """
    files = _read_files(sources, form.suffixes)
    target = DRAFT if draft else GOLD
    found: dict[Path, str] = {}
    for item in form.read(files, load_mapping(mapping)):
        _check_name(item.name)
        if not draft:
            ensure_sound(item.gold, item.text, item.name)
        folder = into / item.name
        if folder / target in found:
            raise GoldError(f"{item.name}: stands twice in what was read")
        if (folder / target).exists() and not replace:
            raise OutputError(f"{folder / target}: already there", hint="--replace takes its place")
        if folder.is_dir() and any(folder.glob(f"{ARTICLE}.*")):
            if read_text(find_article(folder)) != item.text:
                raise GoldError(f"{item.name}: its text differs from {find_article(folder)}")
        else:
            found[folder / f"{ARTICLE}.txt"] = item.text
        found[folder / target] = gold_text(item.gold)
    if not found:
        raise InputError("no document in what was read")
    return found


def _read_files(sources: Sequence[Path], suffixes: tuple[str, ...]) -> dict[str, str]:
    paths: list[Path] = []
    for source in sources:
        if source.is_dir():
            inside = sorted(p for p in source.iterdir() if p.name.endswith(suffixes))
            if not inside:
                raise InputError(f"{source}: no file that ends in {' or '.join(suffixes)}")
            paths += inside
        else:
            paths.append(source)
            if source.suffix == ".ann":
                paths.append(source.with_suffix(".txt"))
    files: dict[str, str] = {}
    for path in dict.fromkeys(paths):
        if path.name in files:
            raise InputError(f"{path}: another file named {path.name} is read too")
        files[path.name] = _read(path)
    return files


def _read(path: Path) -> str:
    try:
        return read_data(path).decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8: {error.reason} at byte {error.start}") from error


def _check_name(name: str) -> None:
    """A document's name becomes a folder's, so it must be one plain name."""
    if not name or name.startswith(".") or any(c in name for c in "/\\\0\n"):
        raise GoldError(f"document name {name!r} cannot be the name of a folder")
