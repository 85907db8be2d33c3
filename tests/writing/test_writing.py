"""Nothing that is written destroys an input, a device or a link; nothing is half there."""

import hashlib
import json
import os
import stat
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_extract.errors import OutputError
from policy_extract.side_files import RECEIPT, claim_folder, staged, write_folder
from policy_extract.writing import (
    check_output,
    check_room,
    is_stream,
    open_output,
    write_all,
    write_text,
)

POSIX = pytest.mark.skipif(os.name != "posix", reason="devices and pipes of POSIX")


def test_an_input_is_never_written(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("2023年")
    link = tmp_path / "link"
    link.symlink_to(article)
    twin = tmp_path / "twin"
    twin.hardlink_to(article)
    for name in (article, link, twin, tmp_path / "." / "a.txt"):
        with pytest.raises(OutputError, match="is an input"):
            write_text(name, ["{}"], inputs=[article])
        with pytest.raises(OutputError, match="is an input"):
            write_text(article, ["{}"], inputs=[name])
    assert article.read_text() == "2023年"


@POSIX
def test_a_device_is_written_through_and_stays(tmp_path: Path) -> None:
    before = os.stat(os.devnull)
    link = tmp_path / "null"
    link.symlink_to(os.devnull)
    for name in (os.devnull, link):
        assert is_stream(name)
        write_text(name, ["{}"])
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)
    assert os.stat(os.devnull).st_ino == before.st_ino
    assert link.is_symlink()


@POSIX
def test_a_pipe_is_written_through_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_text(pipe, ["目标", "5%"])
    reader.join(10)
    assert read == ["目标5%".encode()]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_device_is_an_error_and_stays() -> None:
    with pytest.raises(OutputError, match="/dev/full: cannot be written: No space left"):
        write_text("/dev/full", ["{}" * 100_000])
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no /proc here")
def test_the_name_of_an_open_file_is_no_file_to_replace(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("before\n")
    with log.open("a") as stream:
        write_text(f"/dev/fd/{stream.fileno()}", ["after\n"])
    assert log.stat().st_nlink == 1
    assert [path.name for path in tmp_path.iterdir()] == ["log"]


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    link = tmp_path / "link.json"
    for name in ("old.json", "new.json"):
        link.unlink(missing_ok=True)
        link.symlink_to(Path("there") / name)
        write_text(link, [name])
        assert link.is_symlink()
        assert (there / name).read_text() == name


def test_a_failure_leaves_what_was_there_and_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "page"
    for old in (None, "old"):
        if old:
            page.write_text(old)

        def parts():
            yield "new" * 100_000
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            write_text(page, parts())
        assert [path.name for path in tmp_path.iterdir()] == (["page"] if old else [])
        assert not old or page.read_text() == old


def test_rights_stay(tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.write_text("old")
    page.chmod(0o640)
    write_text(page, ["new"])
    assert stat.S_IMODE(page.stat().st_mode) == 0o640
    assert page.read_text() == "new"


@pytest.mark.parametrize("name", ["no/such/page", ".", "a\0b", "x" * 300, ""])
def test_what_cannot_be_written_is_an_error(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputError):
        write_text(name, ["{}"])
    with pytest.raises(OutputError):
        write_all({Path(name): b"{}"})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root writes everything")
def test_a_protected_file_is_not_replaced(tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.write_text("old")
    page.chmod(0o444)
    with pytest.raises(OutputError, match="write-protected"):
        check_output(page)


def test_standard_output_has_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary
) -> None:
    monkeypatch.chdir(tmp_path)
    with open("out", "wb") as out:  # noqa: PTH123
        monkeypatch.setattr(sys, "stdout", open(os.dup(out.fileno()), "w"))  # noqa: PTH123, SIM115
        with open_output("-") as stream:
            stream.write("目标".encode())
    assert Path("out").read_text("utf-8") == "目标"
    assert not Path("-").exists()


def test_all_or_none(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    with pytest.raises(OutputError, match="no"):
        write_all({tmp_path / "a": b"new", tmp_path / "no" / "b": b"new"})
    assert (tmp_path / "a").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@POSIX
@pytest.mark.parametrize("room", [0, 300])
def test_without_room_a_new_folder_is_not_begun(
    tmp_path: Path, room: int, full_disk: Callable[[int], AbstractContextManager[None]]
) -> None:
    with full_disk(room), pytest.raises(OutputError, match="cannot be written"):
        write_folder(tmp_path / "new" / "deep", {"a.html": b"x" * 4096, "sub/b.html": b"y"})
    assert list(tmp_path.iterdir()) == []


@POSIX
def test_without_room_what_was_made_before_still_stands(
    tmp_path: Path, full_disk: Callable[[int], AbstractContextManager[None]]
) -> None:
    write_folder(tmp_path, {"a.html": b"1"})
    with full_disk(600), pytest.raises(OutputError, match="cannot be written"):
        write_folder(tmp_path, {"a.html": b"x" * 4096})
    assert (tmp_path / "a.html").read_bytes() == b"1"
    write_folder(tmp_path, {"a.html": b"x" * 4096})


NAMES = st.sampled_from(["a.html", "b.html", "sub/c.css"])
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["write", "prune", "edit", "remove"]),
        st.dictionaries(NAMES, st.sampled_from([b"1", b"2"]), min_size=1),
    ),
    max_size=8,
)


@given(STEPS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_folder_never_loses_what_a_person_wrote(tmp_path_factory, steps) -> None:
    folder = tmp_path_factory.mktemp("f") / "report"
    own: dict[str, bytes] = {}
    made: dict[str, bytes] = {}
    for step, files in steps:
        if step in ("write", "prune"):
            try:
                write_folder(folder, files, prune=step == "prune")
            except OutputError:
                assert any(own.get(name, data) != data for name, data in files.items())
                for name, data in made.items():
                    assert (folder / name).read_bytes() == data
            else:
                if step == "prune":
                    made = {}
                made |= files
                own = {name: data for name, data in own.items() if name not in files}
        elif folder.is_dir():
            for name in files:
                if step == "remove":
                    (folder / name).unlink(missing_ok=True)
                    own.pop(name, None)
                    made.pop(name, None)
                elif (folder / name).parent.is_dir():
                    (folder / name).write_bytes(b"mine")
                    own[name] = b"mine"
                    made.pop(name, None)
        for name, data in {**made, **own}.items():
            assert (folder / name).read_bytes() == data


def test_a_foreign_receipt_is_refused(tmp_path: Path) -> None:
    (tmp_path / RECEIPT).write_text("[1]")
    with pytest.raises(OutputError, match="no receipt"):
        write_folder(tmp_path, {"a": b"1"})
    assert [path.name for path in tmp_path.iterdir()] == [RECEIPT]


@pytest.mark.parametrize("name", ["../mine.txt", "sub/../../mine.txt", "{outside}"])
def test_a_receipt_reaches_nothing_outside_its_folder(tmp_path: Path, name: str) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_bytes(b"mine")
    folder = tmp_path / "charts"
    folder.mkdir()
    digest = hashlib.sha256(b"mine").hexdigest()
    named = name.replace("{outside}", str(mine))
    receipt = {"made_by": "policy-extract", "files": {named: [digest]}}
    (folder / RECEIPT).write_text(json.dumps(receipt))
    with pytest.raises(OutputError, match="outside its folder"):
        write_folder(folder, {"a": b"1"}, prune=True)
    assert mine.read_bytes() == b"mine"


def test_a_folder_that_holds_other_things_is_not_taken(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    claim_folder(folder, ["weights.pt"])
    (folder / "weights.pt").write_text("w")
    claim_folder(folder, ["weights.pt"])
    (folder / "sub").mkdir()
    claim_folder(folder, ["weights.pt"])
    (folder / "sub" / "mine").write_text("m")
    with pytest.raises(OutputError, match="mine: is there already"):
        claim_folder(folder, ["weights.pt"])
    with pytest.raises(OutputError, match="cannot be made"):
        claim_folder(folder / "weights.pt" / "x", [])


def test_standard_output_is_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for attempt in (lambda: claim_folder(Path("-"), []), lambda: write_folder(Path("-"), {})):
        with pytest.raises(OutputError, match="no folder"):
            attempt()
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    given = tmp_path / "a.txt"
    given.write_text("mine")
    with pytest.raises(OutputError, match=r"a\.txt: is no folder"):
        write_folder(given, {"a": b"1"})
    assert given.read_text() == "mine"


def _write_half(folder: Path) -> None:
    with staged(folder) as made:
        (made / "manifest.json").write_bytes(b"half")
        raise ValueError("cut off")


def test_a_folder_is_replaced_at_the_end_or_not_at_all(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    with pytest.raises(ValueError, match="cut off"):
        _write_half(folder)
    assert list(tmp_path.iterdir()) == []
    for content in (b"1", b"2"):
        with staged(folder) as made:
            assert made.name == folder.name
            (made / "inner").mkdir()
            for name in ("inner/weights", "manifest.json"):
                (made / name).write_bytes(content)
        assert (folder / "inner/weights").read_bytes() == content
    with pytest.raises(ValueError, match="cut off"):
        _write_half(folder)
    assert (folder / "manifest.json").read_bytes() == b"2"
    assert list(tmp_path.iterdir()) == [folder]


def test_what_a_kill_left_keeps_nobody_out_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / ".policy-extract-x1.part").write_bytes(b"half")
    (tmp_path / ".policy-extract-x2.part" / "model").mkdir(parents=True)
    (tmp_path / ".policy-extract-x2.part" / "model" / "config.json").write_bytes(b"half")
    claim_folder(tmp_path, ["weights.pt"])
    (tmp_path / "diary.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"diary\.txt"):
        claim_folder(tmp_path, ["weights.pt"])


def test_room_is_asked_for_before_it_is_filled(tmp_path: Path) -> None:
    check_room(tmp_path / "new" / "model", 1)
    with pytest.raises(OutputError, match="MiB are needed"):
        check_room(tmp_path / "new" / "model", 1 << 60)
