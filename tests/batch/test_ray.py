"""Batches on a real Ray cluster of two nodes, one of which is killed; storage by URL."""

import gc
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest
from bad_files import endless_pdf

pytest.importorskip("ray", reason="needs the extra [ray]")
pytest.importorskip("fsspec", reason="needs the extra [ray]")

from policy_extract.batch.cluster.driver import ClusterOptions, run_on_cluster
from policy_extract.batch.cluster.store import Store
from policy_extract.batch.run import BatchOptions, run_batch
from policy_extract.batch.sinks import error_path
from policy_extract.batch.tabular import Fields
from policy_extract.batch.worker import Reading
from policy_extract.errors import OutputError, UsageError

pytestmark = pytest.mark.slow

NONE = Reading(ner="none")
TEXT = "2024年，全市利润增长{0}%，新增企业{0}家。力争2030年达到{0}亿元。"


@dataclass
class Nodes:
    """A running cluster, and the S3 server that its nodes reach."""

    cluster: Any
    address: str
    s3: bool

    def add(self) -> Any:
        return self.cluster.add_node(num_cpus=1, object_store_memory=100 * 2**20)


@pytest.fixture(scope="module")
def nodes() -> Iterator[Nodes]:
    from ray.cluster_utils import Cluster

    patch = pytest.MonkeyPatch()
    patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    patch.setenv("RAY_health_check_period_ms", "500")
    patch.setenv("RAY_health_check_failure_threshold", "3")
    server = None
    try:
        import s3fs  # noqa: F401
        from moto.server import ThreadedMotoServer
    except ImportError:
        pass
    else:
        server = ThreadedMotoServer(port=0)
        server.start()
        host, port = server.get_host_and_port()
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "testing")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    head = {"num_cpus": 1, "object_store_memory": 100 * 2**20, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args=head)
    try:
        yield Nodes(cluster, cluster.address, server is not None)
    finally:
        cluster.shutdown()
        if server is not None:
            server.stop()
        patch.undo()


def write_lines(path: Path, documents: int, repeat: int) -> Path:
    rows = [{"text": TEXT.format(n) * repeat} if n % 10 else {"no": n} for n in range(documents)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def both(out: Path) -> tuple[bytes, bytes]:
    return out.read_bytes(), error_path(out).read_bytes()


def receipts(out: Path) -> int:
    return len(list(out.with_name(f"{out.name}.batch").glob("*/*.receipt.json")))


def call(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "policy_extract", "batch", *arguments, "--ner", "none"]


def test_a_node_is_killed_and_the_output_is_whole(
    tmp_path: Path, nodes: Nodes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sources = tuple(str(write_lines(Path(f"{n}.jsonl"), 80, 30)) for n in range(2))
    plain, out = tmp_path / "plain.jsonl", tmp_path / "out.jsonl"
    counts = run_batch(BatchOptions(sources, plain, reading=NONE, workers=2)).counts
    doomed = nodes.add()
    nodes.cluster.wait_for_nodes()
    ray = ("--engine", "ray", "--address", nodes.address, "--part-size", "5", "--log-json")
    driver = subprocess.Popen(
        call(*sources, "-o", str(out), *ray), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    while (made := receipts(out)) < 8 and driver.poll() is None:
        time.sleep(0.02)
    nodes.cluster.remove_node(doomed, allow_graceful=False)
    stdout, stderr = driver.communicate(timeout=600)
    assert 8 <= made < 32
    assert (driver.returncode, stdout) == (0, b"")
    told = [json.loads(line) for line in stderr.splitlines()]
    assert told[-1].pop("event") == "finished"
    assert told[-1].pop("seconds") > 0
    assert told[-1].pop("new") == 160
    assert told[-1] == asdict(counts)
    assert counts.inputs == counts.documents + counts.errors == 160
    assert both(out) == both(plain)
    manifest = json.loads((tmp_path / "out.jsonl.batch" / "manifest.json").read_text("utf-8"))
    assert (manifest["parts"], manifest["engine"]) == (32, "ray")
    assert manifest["passes_lost"] >= 1
    assert not list(tmp_path.rglob("*.receipt.json"))
    assert not list(tmp_path.rglob("*.part"))


def test_a_killed_driver_goes_on_from_finished_parts(tmp_path: Path, nodes: Nodes) -> None:
    source = str(write_lines(tmp_path / "in.jsonl", 100, 40))
    plain, out = tmp_path / "plain.jsonl", tmp_path / "out.jsonl"
    run_batch(BatchOptions((source,), plain, reading=NONE, workers=2))
    ray = ("--engine", "ray", "--address", nodes.address, "--part-size", "5")
    line = call(source, "-o", str(out), *ray)
    driver = subprocess.Popen(line, stderr=subprocess.DEVNULL, start_new_session=True)
    while receipts(out) < 4 and driver.poll() is None:
        time.sleep(0.02)
    os.killpg(driver.pid, signal.SIGKILL)
    driver.wait()
    assert not out.exists()
    changed = subprocess.run(
        [*line, "--max-chars", "9000"], capture_output=True, text=True, check=False
    )
    assert changed.returncode == 2
    assert "max_chars" in changed.stderr
    with pytest.raises(UsageError, match="was begun with --engine ray"):
        run_batch(BatchOptions((source,), out, reading=NONE))
    # Another --part-size does not tear the parts that are there.
    done = subprocess.run([*line[:-3], "7", *line[-2:]], capture_output=True, text=True, check=True)
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    before = int(done.stderr.partition(" were done before")[0].rpartition(" ")[2])
    assert 20 <= before < 100
    assert both(out) == both(plain)
    again = subprocess.run(line, capture_output=True, text=True, check=True)
    assert "was finished already" in again.stderr


def archive(folder: Path) -> Path:
    news = folder / "news"
    (news / "b").mkdir(parents=True)
    for n in range(7):
        (news / "b" / f"{n}.txt").write_text(TEXT.format(n), "utf-8")
    (news / "b" / "empty.html").write_bytes(b"")
    write_lines(news / "a.jsonl", 12, 2)
    with zipfile.ZipFile(news / "c.zip", "w") as made:
        for n in range(4):
            made.writestr(f"{n}.txt", TEXT.format(n))
        made.writestr("../evil.txt", "no")
    return news


def test_object_storage_in_and_out(tmp_path: Path, nodes: Nodes) -> None:
    if not nodes.s3:
        pytest.skip("needs moto, flask, flask-cors and s3fs")
    import s3fs

    news = archive(tmp_path)
    plain = tmp_path / "out.jsonl"
    counts = run_batch(BatchOptions((str(news),), plain, reading=NONE)).counts
    bucket = s3fs.S3FileSystem()
    bucket.mkdir("policy")
    bucket.put(str(news), "policy/news", recursive=True)
    given = BatchOptions(("s3://policy/news",), Path("out.jsonl"), reading=NONE, part_size=3)
    summary = run_on_cluster(given, ClusterOptions("s3://policy/made/out.jsonl", nodes.address))
    assert summary.counts == counts
    assert counts.errors == 4
    bucket.invalidate_cache()
    made = [bucket.cat(f"policy/made/{name}") for name in ("out.jsonl", "out.errors.jsonl")]
    want = [one.replace(str(news).encode(), b"s3://policy/news") for one in both(plain)]
    assert made == want
    left = sorted(path.rpartition("/")[2] for path in bucket.find("policy/made"))
    assert left == ["manifest.json", "out.errors.jsonl", "out.jsonl", "run.json"]


def test_a_join_that_fails_leaves_nothing(tmp_path: Path, nodes: Nodes) -> None:
    stores = [Store(f"file://{tmp_path}")]
    if nodes.s3:
        import s3fs

        s3fs.S3FileSystem().mkdir("joined")
        stores.append(Store("s3://joined"))
    for store in stores:
        for name in ("a", "b"):
            with store.making(name) as stream:
                stream.write(name.encode() * 6_000_000)
        store.join(iter([(store, "a", 6_000_000), (store, "b", 6_000_000)]), "whole")
        assert store.size("whole") == 12_000_000
        with pytest.raises(OutputError, match="its receipt says 7"):
            store.join(iter([(store, "a", 6_000_000), (store, "b", 7)]), "torn")
        gc.collect()
        assert not store.exists("torn")
        store.join(iter([]), "empty")
        assert store.size("empty") == 0
        with suppress(ZeroDivisionError), store.making("half") as stream:
            stream.write(b"half")
            raise ZeroDivisionError
        assert not store.exists("half")


def test_a_file_url_a_hanging_document_and_tables_out(tmp_path: Path, nodes: Nodes) -> None:
    duckdb = pytest.importorskip("duckdb")
    news = archive(tmp_path)
    endless = tmp_path / "never.pdf"
    endless.write_bytes(endless_pdf())
    out = tmp_path / "made.parquet"
    given = BatchOptions(
        (f"file://{news}", str(endless)), out, reading=NONE, part_size=3, timeout=1.0, limit=26
    )
    counts = run_on_cluster(given, ClusterOptions(f"file://{out}", nodes.address)).counts
    assert (counts.inputs, counts.errors) == (26, 5)
    names = [
        row[0] for row in duckdb.sql(f"SELECT name FROM '{out}/documents/*.parquet'").fetchall()
    ]
    assert names[-1] == f"file://{news}/c.zip!3.txt"
    assert len(names) == 21
    codes = dict(duckdb.sql(f"SELECT name, code FROM '{out}/errors/*.parquet'").fetchall())
    assert codes[str(endless)] == "Timeout"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--engine", "ray", "--address", "127.0.0.1:1"], 3, "cannot be reached"),
        (["--engine", "ray", "--address", "ray://h:1"], 2, "Ray Client"),
        (["--engine", "ray", "--address", "here"], 2, "HOST:PORT"),
        (["--engine", "hanlp"], 2, "--ner-engine"),
        (["--address", "auto"], 2, "--engine ray"),
        (["s3://b/k.txt"], 2, "--engine ray"),
        (["-", "--engine", "ray"], 2, "standard input"),
        (["nowhere://b/k.txt", "--engine", "ray"], 2, "nowhere"),
        (["file:///none.txt", "--engine", "ray"], 3, "no such file"),
    ],
)
def test_a_wrong_call_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write_lines(Path("in.jsonl"), 2, 1)
    line = call("in.jsonl", "-o", "o.jsonl", *arguments)
    made = subprocess.run(line, capture_output=True, text=True, check=False)
    assert made.returncode == code
    assert words in made.stderr
    assert (made.stdout, len(made.stderr.splitlines())) == ("", 1)
    assert not Path("o.jsonl").exists()


def test_without_ray_one_line_says_what_to_install(tmp_path: Path) -> None:
    source = str(write_lines(tmp_path / "in.jsonl", 2, 1))
    start = "import sys; sys.modules['ray'] = None; import policy_extract.cli.main as m; m.main()"
    made = subprocess.run(
        [sys.executable, "-c", start, "batch", source, "-o", str(tmp_path / "o.jsonl"),
         "--engine", "ray"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 2
    assert "pip install '.[ray]'" in made.stderr
    assert len(made.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "given", [{"limit": 9}, {"sample": 9, "seed": 4}, {"sample": 9, "limit": 3}]
)
def test_the_same_documents_are_chosen_as_by_the_local_engine(
    tmp_path: Path, given: dict[str, int]
) -> None:
    from policy_extract.batch.cluster.listing import list_sources
    from policy_extract.batch.cluster.spans import cut, pick, unit_items

    news = archive(tmp_path)
    out = tmp_path / "o.jsonl"
    run_batch(BatchOptions((str(news),), out, reading=NONE, **given))
    units = cut(list_sources((str(news),)), 3)
    chosen = pick(units, Fields(), given.get("limit"), given.get("sample"), given.get("seed", 0))
    names = [item.name for unit in chosen for item in unit_items(unit, Fields())]
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    failed = error_path(out).read_text("utf-8") if error_path(out).exists() else ""
    bad = [json.loads(line)["name"] for line in failed.splitlines()]
    assert sorted(names) == sorted([row["document"]["name"] for row in rows] + bad)
