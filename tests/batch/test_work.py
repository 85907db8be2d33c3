"""Sources are cut into the same units wherever and whenever they are read."""

import json
import os
import random
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from commands import batch_command

from policy_extract.batch.listing import File, list_sources
from policy_extract.batch.store import Store
from policy_extract.batch.tabular import Fields
from policy_extract.batch.work import (
    FileGroup,
    choose,
    fetched,
    group_files,
    group_items,
    work_units,
)
from policy_extract.errors import OutputError

MANY = 1 << 21


def file(name: str, size: int = 1) -> File:
    return File(name, "stamp", size)


def test_documents_and_small_tables_share_a_group_and_large_ones_have_their_own() -> None:
    files = [
        *(file(f"{n}.txt", MANY) for n in range(5)), file("a.jsonl"), file("b.zip"),
        file("large.jsonl", MANY), file("c.txt"), File(""), file("d.txt"),
    ]  # fmt: skip
    groups = group_files(files, 3)
    assert [[one.name for one in group.files] for group in groups] == [
        ["0.txt", "1.txt", "2.txt"], ["3.txt", "4.txt", "a.jsonl"], ["b.zip"], ["large.jsonl"],
        ["c.txt"], [""], ["d.txt"],
    ]  # fmt: skip
    assert [group.number for group in groups] == list(range(7))


def rows(path: Path, count: int, first: int = 0) -> Path:
    lines = [json.dumps({"text": f"增长{n}%。"}) + "\n" for n in range(first, first + count)]
    path.write_text("".join(lines), "utf-8")
    return path


@pytest.fixture
def sources(tmp_path: Path) -> tuple[str, ...]:
    return str(rows(tmp_path / "a.jsonl", 12)), str(rows(tmp_path / "b.jsonl", 5, 12))


def names(groups: list[FileGroup]) -> list[str]:
    return [item.text or "" for group in groups for item in group_items(group, Fields(), None)]


@pytest.mark.parametrize(
    ("limit", "sample"), [(9, None), (None, 9), (3, 9), (99, None), (None, 99)]
)
def test_a_limit_takes_the_first_and_a_sample_is_drawn_over_all(
    sources: tuple[str, ...], limit: int | None, sample: int | None
) -> None:
    chosen = choose(list_sources(sources), 4, Fields(), None, limit, sample, 7)
    wanted = range(17)
    if sample is not None:
        wanted = sorted(random.Random(7).sample(range(17), min(sample, 17)))
    assert names(chosen) == [f"增长{n}%。" for n in wanted][:limit]


def test_what_is_done_is_passed_over_and_seen_to_be_the_same(sources: tuple[str, ...]) -> None:
    (group,) = group_files(list_sources(sources), 4)
    units = list(work_units(group, Fields(), None, 4))
    assert [len(unit.items) for unit in units] == [4, 4, 4, 4, 1]
    done = {unit.number: unit.inputs for unit in units if unit.number != 2}
    left = work_units(replace(group, done=done), Fields(), None, 4)
    assert list(left) == [units[2]]
    for wrong in ({1: "another"}, {5: units[0].inputs}):
        with pytest.raises(OutputError, match="the inputs changed since part 0-"):
            list(work_units(replace(group, done=wrong), Fields(), None, 4))


def test_large_documents_end_a_unit_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policy_extract.batch.work._UNIT_BYTES", 9)
    (group,) = group_files(list_sources((str(rows(tmp_path / "a.jsonl", 5)),)), 4)
    assert [len(one.items) for one in work_units(group, Fields(), None, 4)] == [2, 2, 1]


def test_the_encoding_reaches_tables_and_bytes_of_urls(tmp_path: Path) -> None:
    folder = Store(f"file://{tmp_path}")
    with folder.making("a.csv") as stream:
        stream.write("text\n臺灣經濟\n".encode("big5"))
    with folder.making("b.txt") as stream:
        stream.write("增长5%".encode())
    (group,) = group_files(list_sources((f"file://{tmp_path}",)), 4)
    table, text = fetched(list(group_items(group, Fields(), "big5")), 99)
    assert (table.name, table.text) == (f"file://{tmp_path}/a.csv:2", "臺灣經濟")
    assert (text.name, text.data) == (f"file://{tmp_path}/b.txt", "增长5%".encode())
    far = [item for item in group_items(group, Fields(), None) if item.far]
    (short,) = fetched(far, 3)
    assert short.error is not None
    assert "--max-chars" in short.error


@pytest.mark.parametrize(
    "given", [["s3://b/k.txt", "-o", "o.jsonl"], ["a.jsonl", "-o", "s3://b/o.jsonl"]]
)
@pytest.mark.parametrize("dry", [False, True])
def test_a_storage_that_cannot_be_reached_is_one_line(
    tmp_path: Path, given: list[str], dry: bool
) -> None:
    pytest.importorskip("s3fs")
    rows(tmp_path / "a.jsonl", 1)
    access = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_MAX_ATTEMPTS": "1"}
    line = batch_command(*given)
    done = subprocess.run(
        [*line, "--dry-run"] if dry else line,
        env={**os.environ, **access, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"},
        capture_output=True, text=True, cwd=tmp_path, check=False,
    )  # fmt: skip
    if dry and given[0] == "a.jsonl":  # nothing is written, so nothing of the output is asked
        assert done.returncode == 0
        return
    assert (done.returncode, len(done.stderr.splitlines())) == (3, 1), done.stderr
    assert "s3://b/" in done.stderr
    assert "cannot be reached: Could not connect" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]
