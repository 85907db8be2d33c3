"""Whole runs: order, adding up, resuming, noticing change."""

import io
import json
import random
import subprocess
import tarfile
import time
from pathlib import Path

import pytest
from commands import batch_command
from interrupts import begun
from warm import run_warm

from policy_extract.batch.run import BatchOptions, run_batch
from policy_extract.batch.sinks import error_path
from policy_extract.batch.worker import ReadingOptions
from policy_extract.errors import OutputError, UsageError


def test_order_does_not_depend_on_workers_or_parts(tmp_path, lines, go):
    first, second = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    summary = go(lines, out=first, id="id", date="date", workers=1, part_size=7)
    go(lines, out=second, id="id", date="date", workers=2, part_size=256)
    assert first.read_bytes() == second.read_bytes()
    documents = [json.loads(line) for line in first.read_text("utf-8").splitlines()]
    assert [one["document"]["name"] for one in documents] == [f"a{n}" for n in range(60)]
    assert documents[0]["document"]["published"]["start"] == "2024-03-20"
    assert summary.counts.metrics == sum(len(one["metrics"]) for one in documents) > 60
    assert summary.counts.targets == sum(len(one["targets"]) for one in documents) > 30
    manifest = json.loads((tmp_path / "one.jsonl.batch" / "manifest.json").read_text("utf-8"))
    assert manifest["counts"]["documents"] == 60
    assert manifest["parts"] == 9
    assert manifest["inputs"]["files"] == 1
    assert manifest["inputs"]["documents"] == manifest["last_call"]["counts"]["inputs"] == 60
    assert manifest["versions"]["policy-extract"] == manifest["fingerprint"]["options"]["tool"]
    assert manifest["provenance"]["rules"] == manifest["fingerprint"]["options"]["rules"]
    assert manifest["last_call"]["started"] <= manifest["last_call"]["finished"]


def test_bad_lines_are_errors_and_the_counts_add_up(tmp_path, go):
    path = tmp_path / "in.jsonl"
    path.write_text(
        '{"id": "1", "text": "增长5%。"}\n{"id": "2"}\n{broken\n[]\n\n'
        '{"id": "5", "text": 5}\n{"id": "6", "text": "' + "长" * 50 + '"}\n'
        '{"text": "没有编号"}\n{"id": "8", "text": "利润增长6%。"}\n',
        "utf-8",
    )
    out = tmp_path / "out.jsonl"
    counts = go(path, out=out, id="id", max_chars=40).counts
    assert (counts.inputs, counts.documents, counts.errors) == (8, 2, 6)
    errors = [json.loads(line) for line in error_path(out).read_text("utf-8").splitlines()]
    text = " ".join(row["message"] for row in errors)
    for reason in ("no field 'text'", "no JSON", "no JSON object", "--max-chars", "'id'"):
        assert reason in text
    assert len(errors) == 6


def test_a_bad_date_costs_its_document_only(tmp_path, go):
    path = tmp_path / "in.jsonl"
    path.write_text(
        '{"text": "增长5%。", "d": "2024-13-40"}\n{"text": "增长6%。", "d": "2024/3/2"}\n', "utf-8"
    )
    counts = go(path, out=tmp_path / "o.jsonl", date="d").counts
    assert (counts.documents, counts.errors) == (1, 1)


def test_a_finished_run_is_not_done_again_and_change_is_noticed(tmp_path, lines, go):
    out = tmp_path / "o.jsonl"
    go(lines, out=out)
    before = out.stat().st_mtime_ns
    assert go(lines, out=out).already
    assert out.stat().st_mtime_ns == before
    with pytest.raises(UsageError, match="max_chars.*--restart"):
        go(lines, out=out, max_chars=50_000)
    assert go(lines, out=out, max_chars=50_000, keep=True).already
    assert not go(lines, out=out, max_chars=50_000, restart=True).already
    lines.write_text(lines.read_text("utf-8") + '{"text": "增长9%。"}\n', "utf-8")
    with pytest.raises(UsageError, match="input files changed"):
        go(lines, out=out, max_chars=50_000)


def test_a_least_confidence_shapes_the_records_and_the_run(tmp_path, lines, go):
    outs = [tmp_path / f"{name}.jsonl" for name in ("all", "sure")]
    counts = [go(lines, out=outs[0]).counts, go(lines, out=outs[1], min_confidence=0.9).counts]
    assert counts[0].documents == counts[1].documents == 60
    assert counts[1].targets + counts[1].metrics < counts[0].targets + counts[0].metrics
    rows = [json.loads(line) for line in outs[1].read_text("utf-8").splitlines()]
    claims = [one for row in rows for one in (*row["targets"], *row["metrics"])]
    assert all(one["confidence"] >= 0.9 for one in claims)
    assert any("below_confidence" in warning["code"] for row in rows for warning in row["warnings"])
    with pytest.raises(UsageError, match=r"min_confidence.*--restart"):
        go(lines, out=outs[1])
    with pytest.raises(UsageError, match="0 to 1"):
        go(lines, out=tmp_path / "o.jsonl", min_confidence=9)


def test_a_foreign_output_is_left_alone(tmp_path, lines, go):
    out = tmp_path / "o.jsonl"
    out.write_text("mine")
    for restart in (False, True):
        with pytest.raises(OutputError, match="not made by a batch run"):
            go(lines, out=out, restart=restart)
    assert out.read_text() == "mine"


def test_limit_and_sample_are_deterministic(tmp_path, lines, go):
    outs = [tmp_path / f"{n}.jsonl" for n in range(3)]
    go(lines, out=outs[0], sample=9, seed=4)
    go(lines, out=outs[1], sample=9, seed=4)
    go(lines, out=outs[2], sample=9, seed=5)
    assert outs[0].read_bytes() == outs[1].read_bytes() != outs[2].read_bytes()
    assert go(lines, out=tmp_path / "l.jsonl", limit=4).counts.inputs == 4
    with pytest.raises(UsageError, match="standard input"):
        go(Path("-"), out=tmp_path / "s.jsonl", sample=3)


def command(lines: Path, out: Path) -> list[str]:
    return batch_command(
        str(lines), "-o", str(out), "--workers", "2", "--part-size", "5", "--quiet"
    )


def test_killed_at_random_points_nothing_is_lost_or_doubled(tmp_path):
    lines = tmp_path / "in.jsonl"
    text = "2024年，全市利润增长{0}%，新增企业{0}家。力争2030年达到{0}亿元。" * 12
    rows = [{"text": text.format(n)} if n % 10 else {"no": n} for n in range(120)]
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    whole, torn = tmp_path / "whole.jsonl", tmp_path / "torn.jsonl"
    reading = ReadingOptions(ner="none", reader="none")
    run_warm(BatchOptions((str(lines),), whole, reading=reading, workers=2, part_size=5))
    home = tmp_path / "torn.jsonl.batch"
    chance = random.Random(7)
    killed = 0
    for goal in (2, 8, 15):
        with begun(command(lines, torn), stderr=subprocess.DEVNULL) as process:
            while process.poll() is None:
                done = len(list(home.glob("*/*.receipt.json")))
                if done >= goal:
                    time.sleep(chance.random() / 50)
                    killed += 1
                    break
                time.sleep(0.002)
    assert killed >= 1
    subprocess.run(command(lines, torn), check=True, capture_output=True)
    assert torn.read_bytes() == whole.read_bytes()
    assert error_path(torn).read_bytes() == error_path(whole).read_bytes()
    assert len(whole.read_bytes().splitlines()) == 108


def test_a_model_is_known_by_its_files(tmp_path):
    from policy_extract.batch.digests import model_digest
    from policy_extract.entities.recognizer import model_folder

    shipped = model_digest("policy-ner-fast")
    assert len(shipped) == 64
    assert model_digest(str(model_folder("policy-ner-fast"))) == shipped
    (tmp_path / "model.pt").write_bytes(b"one")
    before = model_digest(str(tmp_path))
    (tmp_path / "model.pt").write_bytes(b"two")
    assert len({shipped, before, model_digest(str(tmp_path))}) == 3
    assert model_digest("none") == "none"
    assert len({len(model_digest("policy-reader")), len(shipped)}) == 1


def test_progress_is_told_from_what_was_done_before_to_the_end(tmp_path, lines):
    heard: list[int] = []
    options = BatchOptions(
        (str(lines),),
        tmp_path / "o.jsonl",
        reading=ReadingOptions(ner="none", reader="none"),
        part_size=20,
    )
    summary = run_batch(options, lambda counts: heard.append(counts.inputs))
    assert heard[0] == 0
    assert heard == sorted(heard)
    assert heard[-1] == summary.counts.inputs == 60


def test_a_changed_input_is_noticed_on_the_way(tmp_path, lines, go, monkeypatch):
    from policy_extract.batch.publish import Destination

    out = tmp_path / "o.jsonl"

    def full(*_: object) -> None:
        raise OutputError("no room")

    with monkeypatch.context() as patched:
        patched.setattr(Destination, "publish", full)
        with pytest.raises(OutputError, match="no room"):
            go(lines, out=out, part_size=20)
    assert not out.exists()
    original = lines.read_text("utf-8")
    lines.write_text(original.replace("企业3家", "企业4家"), "utf-8")
    with pytest.raises(OutputError, match="inputs changed since part 0-0"):
        go(lines, out=out, part_size=20)
    lines.write_text(original, "utf-8")
    summary = go(lines, out=out, part_size=20)
    assert (summary.counts.inputs, summary.new.inputs) == (60, 0)


def test_what_archives_hold_that_is_not_read_is_told_by_every_run(tmp_path, go):
    packed, out = tmp_path / "a.tar.gz", tmp_path / "o.jsonl"
    members = {
        "a.jpg": b"",
        "b.txt": "增长5%。".encode(),
        "c.txt": "增长6%。".encode(),
        "d.png": b"",
    }
    with tarfile.open(packed, "w:gz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    (tmp_path / "in").mkdir()
    packed.rename(tmp_path / "in" / packed.name)
    (tmp_path / "in" / "e.jpg").write_bytes(b"")
    for already in (False, True):
        summary = go(tmp_path / "in", out=out, part_size=1)
        assert (summary.already, summary.counts.documents) == (already, 2)
        assert summary.passed == {".jpg": 2, ".png": 1}
