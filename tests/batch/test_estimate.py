"""The number of inputs is counted, estimated and called so, or not claimed."""

import gzip
import hashlib
import tarfile
import tracemalloc
import zipfile

import pytest

from policy_extract.batch.estimate import Expected, expected_inputs


def test_documents_and_members_are_counted(tmp_path):
    (tmp_path / "a.txt").write_text("增长5%。", "utf-8")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        for name in ("1.txt", "2.html", "3.exe"):
            archive.writestr(name, "增长5%。")
    assert expected_inputs([tmp_path / "a.txt", tmp_path / "b.zip"]) == Expected(3, exact=True)


@pytest.mark.parametrize("packed", [False, True])
def test_lines_are_counted_to_the_end_or_estimated(tmp_path, packed):
    path = tmp_path / ("a.jsonl.gz" if packed else "a.jsonl")
    opened = gzip.open if packed else open
    with opened(path, "wt", encoding="utf-8") as stream:
        for number in range(20_000):
            filler = hashlib.sha256(str(number).encode()).hexdigest()
            stream.write(f'{{"text": "利润增长5%。{filler}"}}\n')
        stream.write("\n")
    assert expected_inputs([path]) == Expected(20_000, exact=True)
    guessed = expected_inputs([path], budget=path.stat().st_size // 3)
    assert guessed is not None
    assert not guessed.exact
    assert 17_000 < guessed.inputs < 23_000
    both = expected_inputs([path, path], budget=path.stat().st_size)
    assert both == Expected(40_000, exact=False)


def test_a_header_is_no_input(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text\n增长5%。\n增长6%。\n", "utf-8")
    assert expected_inputs([path]) == Expected(2, exact=True)


def test_what_cannot_be_known_is_not_claimed(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("rows.jsonl", "{}\n{}\n")
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz"):
        pass
    (tmp_path / "c.jsonl.gz").write_bytes(b"torn")
    for path in (tmp_path / "a.zip", tmp_path / "b.tar.gz", tmp_path / "c.jsonl.gz", None):
        assert expected_inputs([path]) is None


def test_a_packed_line_without_end_is_not_unpacked_to_count_it(tmp_path, monkeypatch):
    from policy_extract.batch import estimate

    path = tmp_path / "bomb.jsonl.gz"
    path.write_bytes(gzip.compress(b" " * 10_000_000))
    monkeypatch.setattr(estimate, "_UNPACKED", 1_000_000)
    tracemalloc.start()
    try:
        expected_inputs([path])
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
