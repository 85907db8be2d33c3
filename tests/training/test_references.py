"""Labels kept by reference: the text comes from the archive, and another archive is noticed."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from policy_extract.errors import GoldError, InputError
from policy_extract.training.claims.references import read_marked
from policy_extract.training.data import read_set
from policy_extract.training.recipe import read_recipe
from policy_extract.training.references import fingerprint, read_references
from policy_extract.training.silver import read_texts

TEXT = "前言。太钢集团扩产。完。"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    with gzip.open(tmp_path / "news.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"id": 7, "text": TEXT}, ensure_ascii=False) + "\n")
    return tmp_path


def write(folder: Path, **changes: Any) -> Path:
    row = {
        "source": "news", "id": 7, "start": 3, "length": 7,
        "sum": fingerprint("太钢集团扩产。"), "entities": [[0, 4, "COMPANY"]],
    } | changes  # fmt: skip
    path = folder / "read.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


def test_the_sentence_comes_from_the_archive(archive: Path) -> None:
    (sample,) = read_references(write(archive), archive)
    assert sample.text == "太钢集团扩产。"
    assert [sample.text[a:b] for a, b, _ in sample.entities] == ["太钢集团"]


def test_a_text_may_be_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    (sample,) = read_references(write(tmp_path, source="texts", id="report"), tmp_path)
    assert sample.text == "太钢集团扩产。"
    with pytest.raises(GoldError, match="has no document other"):
        read_references(write(tmp_path, source="texts", id="other"), tmp_path)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"start": 2}, "is another one"),
        ({"id": 8}, "has no document 8"),
        ({"entities": [[0, 4, "BRAND"]]}, "of no type"),
        ({"entities": [[5, 9, "COMPANY"]]}, "outside the sentence"),
    ],
)
def test_what_does_not_fit_is_named(archive: Path, changes: dict[str, Any], said: str) -> None:
    path = write(archive, **changes)
    with pytest.raises(GoldError, match=said) as caught:
        read_references(path, archive)
    assert f"{path}:1:" in str(caught.value)


def test_a_missing_archive_is_named(archive: Path) -> None:
    path = write(archive, source="other")
    with pytest.raises(InputError, match=r"other\.jsonl\.gz"):
        read_references(path, archive)


def test_a_broken_line_is_named(archive: Path) -> None:
    path = archive / "broken.jsonl"
    path.write_text('\n{"source": "news"}\n', encoding="utf-8")
    with pytest.raises(GoldError, match=r"broken\.jsonl:2: .*key is missing"):
        read_references(path, archive)


HOSTILE = {
    "binary": b"\xff\x00\xa9",
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "list": b"[1]\n",
    "other": b'{"text": 5}\n',
    "digits": b'{"name": ' + b"9" * 6000 + b"}\n",
    "half": b'{"source": "\\ud800"}\n',
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize(
    "read",
    [
        lambda path: read_references(path, path.parent),
        lambda path: read_marked(path, path.parent),
        lambda path: read_recipe(str(path)),
        lambda path: read_set(path, "other"),
    ],
    ids=["references", "marked", "recipe", "set"],
)
def test_what_is_no_such_file_is_named(tmp_path: Path, kind: str, read: Any) -> None:
    path = tmp_path / "hostile.jsonl"
    path.write_bytes(HOSTILE[kind])
    with pytest.raises(InputError, match=r"hostile\.jsonl"):
        read(path)


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_set_and_a_text_that_are_none_are_named(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "hostile.jsonl.gz"
    for data in (HOSTILE[kind], gzip.compress(HOSTILE[kind]), gzip.compress(HOSTILE[kind])[:-9]):
        path.write_bytes(data)
        for read in (lambda one: read_set(one, "other"), read_texts):
            with pytest.raises(InputError, match=r"hostile\.jsonl"):
                read(path)
