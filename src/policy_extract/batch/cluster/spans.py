"""Sources cut into units of reading; a unit's documents, in order."""

import itertools
import random
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from policy_extract.batch.cluster.listing import File
from policy_extract.batch.cluster.store import is_url, open_filesystem
from policy_extract.batch.items import Item
from policy_extract.batch.sources import read_items
from policy_extract.batch.tabular import Fields
from policy_extract.errors import InputError

_AT_ONCE = 16
"""Files drawn over the network at once by one worker."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What one task reads: a table or an archive, or a run of plain documents.

    Attributes:
        number: Its place among all units; parts are ordered by it.
        files: The files, in order.
        picked: The documents to take, counted from 0; null takes all.
    """

    number: int
    files: tuple[File, ...]
    picked: frozenset[int] | None = None


def cut(files: list[File], size: int) -> list[Unit]:
    """Units: plain documents ``size`` at a time, tables and archives one by one."""
    groups: list[list[File]] = []
    for file in files:
        joins = groups and file.plain and groups[-1][-1].plain and len(groups[-1]) < size
        if joins:
            groups[-1].append(file)
        else:
            groups.append([file])
    return [Unit(number, tuple(group)) for number, group in enumerate(groups)]


def pick(
    units: list[Unit], fields: Fields, limit: int | None, sample: int | None, seed: int
) -> list[Unit]:
    """Only the documents that ``--limit`` and ``--sample`` choose, as the local engine does.

    A sample reads all sources once, a limit as far as it reaches.
    """
    if limit is None and sample is None:
        return units
    sizes: list[int] = []
    for unit in units:
        if sample is None and limit is not None and sum(sizes) >= limit:
            break
        sizes.append(sum(1 for _ in unit_items(unit, fields)))
    total = sum(sizes)
    chosen = sorted(
        range(total)
        if sample is None
        else random.Random(seed).sample(range(total), min(sample, total))
    )
    wanted = set(chosen[:limit])
    picked, first = [], 0
    for unit, count in zip(units, sizes, strict=False):
        own = frozenset(n - first for n in range(first, first + count) if n in wanted)
        first += count
        if own:
            picked.append(replace(unit, picked=None if len(own) == count else own))
    return picked


def unit_items(unit: Unit, fields: Fields) -> Iterator[Item]:
    """The documents of a unit, in order; plain ones that are far away without their bytes yet."""
    last = None if unit.picked is None else max(unit.picked)
    items = (item for file in unit.files for item in _file_items(file, fields))
    for index, item in enumerate(items):
        if unit.picked is None or index in unit.picked:
            yield item
        if index == last:
            return


def _file_items(file: File, fields: Fields) -> Iterator[Item]:
    if not is_url(file.name):
        yield from read_items([Path(file.name)], fields)
    elif file.plain:
        yield Item(file.name, stamp=file.stamp)
    else:
        with _nearby(file) as path:
            for item in read_items([path], fields):
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


def fetched(items: Iterator[Item], most: int) -> Iterator[Item]:
    """The same items, each with the bytes it is to be read from; one failure costs one item.

    Args:
        items: Documents; those of a URL have neither text nor bytes.
        most: Bytes that a text file may have; a longer one is not drawn over the network.
    """
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        while window := list(itertools.islice(items, _AT_ONCE)):
            yield from threads.map(_with_bytes, window, itertools.repeat(most))


def _with_bytes(item: Item, most: int) -> Item:
    if any(one is not None for one in (item.text, item.data, item.path, item.error)):
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
