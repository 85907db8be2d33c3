"""Workers that hang or die are replaced, and cost only their document.

The documents are real; what hangs is a named pipe that nobody writes to, and what kills is a
signal from outside.
"""

import os
import pickle
import signal
import subprocess
import sys

import pytest

from policy_extract.batch.items import Input
from policy_extract.batch.pool import Pool
from policy_extract.batch.worker import LONG, ReadingOptions, answer
from policy_extract.errors import PolicyExtractError

resource = pytest.importorskip("resource", reason="pipes, signals and limits of POSIX")


def test_a_document_that_hangs_goes_to_the_errors(tmp_path):
    pipe = tmp_path / "never.html"
    os.mkfifo(pipe)
    items = [Input(f"d{n}", text=f"利润增长{n}%。") for n in range(20)]
    items[5] = Input("hangs", path=pipe)
    pool = Pool(2, ReadingOptions(ner="none", reader="none"), timeout=1.5)
    results = list(pool.run(enumerate(items)))
    assert [result.index for result in results] == list(range(20))
    assert [result.index for result in results if result.error] == [5]
    assert results[5].code == "Timeout"
    assert pool.replaced >= 2


def test_a_killed_worker_loses_nothing():
    items = [Input(f"d{n}", text="2024年，全市利润增长5%。" * 100) for n in range(40)]
    pool = Pool(2, ReadingOptions(ner="none", reader="none"), timeout=60.0)
    results = []
    for result in pool.run(enumerate(items)):
        results.append(result)
        if result.index == 3:
            os.kill(pool._workers[0].process.pid, signal.SIGKILL)
    assert [result.index for result in results] == list(range(40))
    assert not [result.error for result in results if result.error]
    assert pool.replaced >= 1


def test_an_extractor_that_cannot_be_built_ends_the_run(tmp_path):
    pool = Pool(1, ReadingOptions(ner=str(tmp_path / "none")), timeout=60.0)
    with pytest.raises(PolicyExtractError):
        list(pool.run(enumerate([Input("a", text="增长5%。")])))


def test_the_neighbours_of_a_document_that_hangs_are_kept(tmp_path):
    """All of them travel in one message, and only the one that hangs twice is given up."""
    pipe = tmp_path / "never.html"
    os.mkfifo(pipe)
    items = [Input(f"d{n}", text=f"利润增长{n}%。") for n in range(40)]
    items[2] = Input("hangs", path=pipe)
    items[3] = Input("hangs too", path=pipe)
    pool = Pool(1, ReadingOptions(ner="none", reader="none"), timeout=1.5)
    results = list(pool.run(enumerate(items)))
    assert [result.index for result in results] == list(range(40))
    assert [result.index for result in results if result.line is None] == [2, 3]
    assert pool.replaced >= 3


def test_few_documents_hire_no_more_workers_than_they_need():
    pool = Pool(8, ReadingOptions(ner="none", reader="none"), timeout=60.0)
    results = pool.run(enumerate([Input("a", text="增长5%。")]))
    assert next(results).line is not None
    assert len(pool._workers) == 1
    results.close()
    assert len(pool._workers) == 1, "what is idle stays for the next call"
    pool.close()
    assert not pool._workers


def test_workers_in_the_middle_of_something_end_with_the_call_and_leave_nothing_behind():
    pool = Pool(1, ReadingOptions(ner="none", reader="none"), timeout=60.0)
    items = [Input(f"d{n}", text="2024年，全市利润增长5%。" * 100) for n in range(40)]
    results = pool.run(enumerate(items))
    assert next(results).name == "d0"
    results.close()
    assert not pool._workers
    assert [result.name for result in pool.run(enumerate(items[5:7]))] == ["d5", "d6"]
    pool.close()


def test_an_item_travels_whole():
    item = Input("n", data=b"\0", published="2024", title="t", error="e", stamp="s")
    assert pickle.loads(pickle.dumps(item)) == item


def test_a_worker_that_is_killed_while_it_starts_is_replaced():
    items = [Input(f"d{n}", text="利润增长5%。") for n in range(40)]
    pool = Pool(2, ReadingOptions(ner="none", reader="none"), timeout=60.0)
    killed = []

    class Hired(list):
        """Kills the first two workers as soon as they are hired."""

        def append(self, worker):
            super().append(worker)
            if len(killed) < 2:
                killed.append(worker.process.pid)
                os.kill(worker.process.pid, signal.SIGKILL)

    pool._workers = Hired()
    results = list(pool.run(enumerate(items)))
    assert [result.index for result in results] == list(range(40))
    assert not [result.error for result in results if result.error]
    assert pool.replaced == len(killed) == 2


def test_workers_that_never_get_ready_end_the_run():
    pool = Pool(1, ReadingOptions(ner="none", reader="none"), timeout=60.0)

    class Hired(list):
        def append(self, worker):
            super().append(worker)
            os.kill(worker.process.pid, signal.SIGKILL)

    pool._workers = Hired()
    with pytest.raises(PolicyExtractError, match="3 worker processes in a row"):
        list(pool.run(enumerate([Input("a", text="增长5%。")])))


def test_too_few_file_handles_are_told_in_one_line(tmp_path):
    source = tmp_path / "a.jsonl"
    source.write_text('{"text": "利润增长5%。"}\n', "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "policy_extract", "batch", source, "-o", tmp_path / "o.jsonl",
         "--ner", "none", "--reader", "none"],
        capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (8, 8)),
    )  # fmt: skip
    assert done.returncode in (1, 3)
    assert "Traceback" not in done.stderr
    assert "Too many open files" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_long_document_tells_its_length_before_it_is_read(rules_only):
    told = []
    for text in ("全市生产总值增长5%。", "。" * (LONG + 1)):
        answer(
            rules_only,
            0,
            Input("a", text=text),
            ReadingOptions(ner="none", reader="none"),
            begun=told.append,
        )
    assert told == [LONG + 1]
