"""The work of a run: files in groups that are read one after the other, and the units they are cut into.

A unit of work is the next few documents of a group. It is cut the same wherever and whenever its group
is read, so that what one engine has begun another can finish.
"""

import hashlib
import itertools
import random
import tempfile
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from policy_extract.batch.items import Input
from policy_extract.batch.listing import File
from policy_extract.batch.sources import read_items
from policy_extract.batch.store import is_url, open_filesystem
from policy_extract.batch.tabular import Fields
from policy_extract.errors import InputError, OutputError

_SMALL = 1024 * 1024
"""Bytes of tables and archives that share a group."""
_UNIT_BYTES = 64 * 1024 * 1024
"""A unit of large documents ends early, so that a machine can hold a few."""
_AT_ONCE = 16
"""Files drawn over the network at once by one reader."""


@dataclass(frozen=True, slots=True)
class FileGroup:
    """Files that one reader reads, in order.

    Attributes:
        number: Its place among all groups; parts are ordered by it.
        files: The files.
        picked: The documents to take, counted from 0; null takes all.
        done: Digests of the inputs of the units that are done, by their numbers.
    """

    number: int
    files: tuple[File, ...]
    picked: Collection[int] | None = None
    done: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WorkUnit:
    """What becomes one part: some documents of a group, and a digest of them."""

    group: int
    number: int
    inputs: str
    items: tuple[Input, ...]


def group_files(files: Iterable[File], size: int) -> list[FileGroup]:
    """Files in groups: ``size`` at a time, tables and archives that are not small one by one."""
    groups: list[list[File]] = []
    tables = 0
    for file in files:
        own = 0 if file.plain else file.size
        if not groups or len(groups[-1]) >= size or tables + own > _SMALL:
            groups.append([])
            tables = 0
        groups[-1].append(file)
        tables += own
    return [FileGroup(number, tuple(group)) for number, group in enumerate(groups)]


def choose(
    files: list[File],
    size: int,
    fields: Fields,
    encoding: str | None,
    limit: int | None,
    sample: int | None,
    seed: int,
) -> list[FileGroup]:
    """The groups of all files; with a limit or a sample one group, of which only some are taken.

    A sample reads all sources once.
    """
    if limit is None and sample is None:
        return group_files(files, size)
    whole = FileGroup(0, tuple(files))
    picked: Collection[int] = range(limit or 0)
    if sample is not None:
        total = sum(1 for _ in group_items(whole, fields, encoding))
        drawn = random.Random(seed).sample(range(total), min(sample, total))
        picked = frozenset(sorted(drawn)[:limit])
    return [replace(whole, picked=picked)]


def work_units(
    group: FileGroup, fields: Fields, encoding: str | None, size: int
) -> Generator[WorkUnit, None, int]:
    """The units of a group that are not done yet; returns how many it has in all.

    Raises:
        OutputError: The inputs of one that is done are others than they were.
    """
    items = group_items(group, fields, encoding)
    number = 0
    while taken := _take(items, size):
        digest = hashlib.sha256()
        for item in taken:
            digest.update(item.digest())
        inputs, known = digest.hexdigest(), group.done.get(number)
        if known is None:
            yield WorkUnit(group.number, number, inputs, taken)
        elif known != inputs:
            raise inputs_changed(group.number, number)
        number += 1
    if gone := [done for done in group.done if done >= number]:
        raise inputs_changed(group.number, min(gone))
    return number


def inputs_changed(group: int, unit: int) -> OutputError:
    """What to say where a part was made from other inputs."""
    return OutputError(
        f"the inputs changed since part {group}-{unit} was made",
        hint="Say --restart to make everything anew",
    )


def _take(items: Iterator[Input], most: int) -> tuple[Input, ...]:
    taken: list[Input] = []
    size = 0
    for item in itertools.islice(items, most):
        taken.append(item)
        size += item.size
        if size > _UNIT_BYTES:
            break
    return tuple(taken)


def group_items(group: FileGroup, fields: Fields, encoding: str | None) -> Iterator[Input]:
    """The documents of a group, in order; plain ones that are far away without their bytes yet."""
    last = None if group.picked is None else max(group.picked, default=-1)
    items = (item for file in group.files for item in _file_items(file, fields, encoding))
    for index, item in enumerate(items if last != -1 else ()):
        if group.picked is None or index in group.picked:
            yield item
        if index == last:
            return


def _file_items(file: File, fields: Fields, encoding: str | None) -> Iterator[Input]:
    if not is_url(file.name):
        yield from read_items([file.path], fields, encoding)
    elif file.plain:
        yield Input(file.name, stamp=file.stamp)
    else:
        with _nearby(file) as path:
            for item in read_items([path], fields, encoding):
                name = item.name
                if name.startswith(str(path)):
                    name = file.name + name[len(str(path)) :]
                elif name.startswith(str(path).removesuffix(".gz")):
                    name = file.name.removesuffix(".gz") + name[len(str(path)) - 3 :]
                yield replace(item, name=name)


@contextmanager
def _nearby(file: File) -> Iterator[Path]:
    """The file on this machine's disk, copied for as long as it is read if it is not there."""
    filesystem, path = open_filesystem(file.name)
    if "file" in filesystem.protocol:
        yield Path(path)
        return
    with tempfile.TemporaryDirectory(prefix="policy-extract-") as folder:
        copy = Path(folder) / PurePosixPath(path).name
        try:
            filesystem.get_file(path, str(copy))
        except OSError as error:
            raise InputError(f"{file.name}: cannot be read: {error}") from error
        yield copy


def fetched(items: Sequence[Input], most: int) -> Iterator[Input]:
    """The same items, each with the bytes it is to be read from; one failure costs one item.

    Args:
        items: Documents; those of a URL have neither text nor bytes.
        most: Bytes that a text file may have; a longer one is not drawn over the network.
    """
    if not any(item.far for item in items):
        yield from items
        return
    stream = iter(items)
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        while window := list(itertools.islice(stream, _AT_ONCE)):
            yield from threads.map(_with_bytes, window, itertools.repeat(most))


def _with_bytes(item: Input, most: int) -> Input:
    if not item.far:
        return item
    filesystem, path = open_filesystem(item.name)
    try:
        size = int(item.stamp.partition(":")[0] or 0)
        if item.name.lower().endswith((".txt", ".md")) and size > most:
            return replace(item, error=f"has {size} bytes, too many for --max-chars")
        return replace(item, data=filesystem.cat_file(path))
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        return replace(item, error=f"cannot be read: {reason}")
