"""Batches on a real Ray cluster of two nodes, one of which is killed; storage by URL; both engines on one run."""

import gc
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from bad_files import endless_pdf
from commands import batch_command, here
from interrupts import begun
from warm import run_warm

pytest.importorskip("ray", reason="needs the extra [ray]")

from policy_extract.batch.counts import Counts
from policy_extract.batch.ledger import Ledger
from policy_extract.batch.publish import Destination
from policy_extract.batch.ray_engine import OnRay
from policy_extract.batch.receipts import Receipt
from policy_extract.batch.run import BatchOptions, run_batch
from policy_extract.batch.sinks import error_path
from policy_extract.batch.store import Store
from policy_extract.batch.tables import Cells
from policy_extract.batch.worker import ReadingOptions
from policy_extract.errors import OutputError

pytestmark = pytest.mark.slow

NONE = ReadingOptions(ner="none", reader="none")
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
    patch.setenv("RAY_worker_niceness", "0")  # else 15: on a busy machine they hardly ever run
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


def test_a_node_is_killed_and_the_output_is_whole(
    tmp_path: Path, nodes: Nodes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sources = tuple(str(write_lines(Path(f"{n}.jsonl"), 80, 30)) for n in range(2))
    plain, out = tmp_path / "plain.jsonl", tmp_path / "out.jsonl"
    counts = run_warm(BatchOptions(sources, plain, reading=NONE, workers=2)).counts
    doomed = nodes.add()
    nodes.cluster.wait_for_nodes()
    ray = ("--engine", "ray", "--address", nodes.address, "--part-size", "5", "--log-json")
    line = batch_command(*sources, "-o", str(out), *ray)
    with begun(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as driver:
        while (made := receipts(out)) < 8 and driver.poll() is None:
            time.sleep(0.02)
        nodes.cluster.remove_node(doomed, allow_graceful=False)
        stdout, stderr = driver.communicate()
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
    assert manifest["replaced"] >= 1
    assert manifest["provenance"]["tool"] == manifest["versions"]["policy-extract"]
    assert not list(tmp_path.rglob("*.receipt.json"))
    assert not list(tmp_path.rglob("*.part"))


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, tuple[bytes, bytes]]:
    """A source, and what a run that nobody disturbs makes of it."""
    folder = tmp_path_factory.mktemp("finished")
    source, out = str(write_lines(folder / "in.jsonl", 100, 40)), folder / "plain.jsonl"
    run_warm(BatchOptions((source,), out, reading=NONE, workers=2))
    return source, both(out)


@pytest.mark.parametrize(("first", "second"), [("ray", "ray"), ("ray", "local"), ("local", "ray")])
def test_a_run_begun_by_one_engine_and_killed_is_finished_by_another(
    tmp_path: Path,
    nodes: Nodes,
    finished: tuple[str, tuple[bytes, bytes]],
    first: str,
    second: str,
) -> None:
    (source, whole), out = finished, tmp_path / "out.jsonl"
    by = {"local": ("--engine", "local"), "ray": ("--engine", "ray", "--address", nodes.address)}
    line = batch_command(source, "-o", str(out), "--workers", "1")
    with begun([*line, *by[first], "--part-size", "5"], stderr=subprocess.DEVNULL) as driver:
        while receipts(out) < 4 and driver.poll() is None:
            time.sleep(0.02)
    assert not out.exists()
    changed = here(*line[3:], *by[second], "--max-chars", "9000")
    assert changed.returncode == 2
    assert b"max_chars" in changed.stderr
    # Another --part-size does not tear the parts that are there.
    done = subprocess.run(
        [*line, *by[second], "--part-size", "7"], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    before = int(done.stderr.partition(" were done before")[0].rpartition(" ")[2])
    assert 20 <= before < 100
    assert both(out) == whole
    again = here(*line[3:], *by[first])
    assert again.returncode == 0
    assert b"was finished already" in again.stderr


def test_own_rules_hold_on_every_node(tmp_path: Path, nodes: Nodes) -> None:
    rules, source, out = tmp_path / "own", tmp_path / "in.txt", tmp_path / "out.jsonl"
    rules.mkdir()
    (rules / "units.toml").write_text('[count]\nunits = ["方舱"]\n', "utf-8")
    source.write_text("2024年，全区共有医院35方舱。", "utf-8")
    reading = ReadingOptions(ner="none", reader="none", rules=str(rules))
    run_batch(BatchOptions((str(source),), out, reading=reading), engine=OnRay(nodes.address))
    (made,) = json.loads(out.read_text("utf-8"))["metrics"]
    assert made["value"]["unit"] == "方舱"


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


@pytest.mark.parametrize("engine", ["local", "ray"])
def test_object_storage_in_and_out(tmp_path: Path, nodes: Nodes, engine: str) -> None:
    if not nodes.s3:
        pytest.skip("needs moto, flask, flask-cors and s3fs")
    import s3fs

    news = archive(tmp_path)
    plain = tmp_path / "out.jsonl"
    counts = run_warm(BatchOptions((str(news),), plain, reading=NONE, workers=2)).counts
    bucket, home = s3fs.S3FileSystem(), f"policy-{engine}"
    bucket.mkdir(home)
    bucket.put(str(news), f"{home}/news", recursive=True)
    out = f"s3://{home}/made/out.jsonl"
    given = BatchOptions((f"s3://{home}/news",), out, reading=NONE, part_size=3)
    chosen = OnRay(nodes.address) if engine == "ray" else None
    summary = run_batch(given, engine=chosen)
    assert summary.counts == counts
    assert counts.errors == 4
    bucket.invalidate_cache()
    made = [bucket.cat(f"{home}/made/{name}") for name in ("out.jsonl", "out.errors.jsonl")]
    want = [one.replace(str(news).encode(), f"s3://{home}/news".encode()) for one in both(plain)]
    assert made == want
    left = sorted(path.rpartition("/")[2] for path in bucket.find(f"{home}/made"))
    assert left == ["manifest.json", "out.errors.jsonl", "out.jsonl", "run.json"]
    bucket.pipe(f"{home}/news/a.jsonl", bucket.cat(f"{home}/news/a.jsonl"))
    assert run_batch(given, engine=chosen).already
    bucket.pipe(f"{home}/made/mine.errors.jsonl", b"mine")
    with pytest.raises(OutputError, match="not made by"):
        run_batch(replace(given, out=f"s3://{home}/made/mine.jsonl"), engine=chosen)


def test_what_cannot_be_joined_leaves_nothing(tmp_path: Path, nodes: Nodes) -> None:
    """Larger than what object stores hold back, in two parts, one of which is not as it was."""
    stores = [Store(f"file://{tmp_path}"), Store("memory://joined")]
    if nodes.s3:
        import s3fs

        s3fs.S3FileSystem().mkdir("joined")
        stores.append(Store("s3://joined"))
    size = 6_000_000
    for store in stores:
        ledger = Ledger(store.below("o.jsonl.batch"))
        ledger.begin({})
        parts = [Receipt(0, unit, "", Counts(), size, 0) for unit in range(2)]
        for part in parts:
            with ledger.parts.making(part.good) as stream:
                stream.write(b"x" * size)
        where = Destination(store, "o.jsonl", "jsonl", ledger)
        with pytest.raises(OutputError, match="its receipt says 7"):
            where.publish([parts[0], replace(parts[1], documents=7)], Cells())
        gc.collect()
        assert not store.exists("o.jsonl")
        assert not [name for name in store.sizes() if "made" in name]
        where.publish(parts, Cells())
        assert store.sizes("o.jsonl") == {"": 2 * size}
        where.publish([], Cells())
        assert store.sizes("o.jsonl") == {"": 0}
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
    sources = (f"file://{news}", str(endless))
    given = BatchOptions(sources, f"file://{out}", reading=NONE, part_size=3, timeout=1.0, limit=26)
    counts = run_batch(given, engine=OnRay(nodes.address)).counts
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
        (["-", "--engine", "ray"], 2, "standard input"),
        (["nowhere://b/k.txt"], 2, "nowhere"),
        (["nowhere://b/k.txt", "--engine", "ray"], 2, "nowhere"),
        (["file:///none.txt", "--engine", "ray"], 3, "no such file"),
    ],
)
def test_a_wrong_call_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write_lines(Path("in.jsonl"), 2, 1)
    made = here(*batch_command("in.jsonl", "-o", "o.jsonl", *arguments)[3:])
    assert made.returncode == code
    said = made.stderr.decode()
    assert words in said
    assert (made.stdout, len(said.splitlines())) == (b"", 1)
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


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
