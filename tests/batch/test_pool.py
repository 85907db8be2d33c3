"""Workers that hang or die are replaced, and cost only their document.

The documents are real; what hangs is a named pipe that nobody writes to, and what kills is a
signal from outside.
"""

import os
import pickle
import signal

import pytest

from policy_extract.batch.items import Item
from policy_extract.batch.pool import Pool
from policy_extract.batch.worker import Reading
from policy_extract.errors import PolicyExtractError


def test_a_document_that_hangs_goes_to_the_errors(tmp_path):
    pipe = tmp_path / "never.html"
    os.mkfifo(pipe)
    items = [Item(f"d{n}", text=f"利润增长{n}%。") for n in range(20)]
    items[5] = Item("hangs", path=pipe)
    pool = Pool(2, Reading(ner="none"), timeout=3.0)
    results = list(pool.run(enumerate(items)))
    assert [result.index for result in results] == list(range(20))
    assert [result.index for result in results if result.error] == [5]
    assert results[5].code == "Timeout"
    assert pool.replaced >= 2


def test_a_killed_worker_loses_nothing():
    items = [Item(f"d{n}", text="2024年，全市利润增长5%。" * 400) for n in range(40)]
    pool = Pool(2, Reading(ner="none"), timeout=60.0)
    results = []
    for result in pool.run(enumerate(items)):
        results.append(result)
        if result.index == 3:
            os.kill(pool._workers[0].process.pid, signal.SIGKILL)
    assert [result.index for result in results] == list(range(40))
    assert not [result.error for result in results if result.error]
    assert pool.replaced >= 1


def test_an_extractor_that_cannot_be_built_ends_the_run(tmp_path):
    pool = Pool(1, Reading(ner=str(tmp_path / "none")), timeout=60.0)
    with pytest.raises(PolicyExtractError):
        list(pool.run(enumerate([Item("a", text="增长5%。")])))


def test_the_neighbours_of_a_document_that_hangs_are_kept(tmp_path):
    """All of them travel in one message, and only the one that hangs twice is given up."""
    pipe = tmp_path / "never.html"
    os.mkfifo(pipe)
    items = [Item(f"d{n}", text=f"利润增长{n}%。") for n in range(40)]
    items[2] = Item("hangs", path=pipe)
    items[3] = Item("hangs too", path=pipe)
    pool = Pool(1, Reading(ner="none"), timeout=3.0)
    results = list(pool.run(enumerate(items)))
    assert [result.index for result in results] == list(range(40))
    assert [result.index for result in results if result.line is None] == [2, 3]
    assert pool.replaced >= 3


def test_few_documents_hire_no_more_workers_than_they_need():
    pool = Pool(8, Reading(ner="none"), timeout=60.0)
    results = pool.run(enumerate([Item("a", text="增长5%。")]))
    assert next(results).line is not None
    assert len(pool._workers) == 1
    results.close()
    assert not pool._workers


def test_an_item_travels_whole():
    item = Item("n", data=b"\0", published="2024", title="t", error="e", stamp="s")
    assert pickle.loads(pickle.dumps(item)) == item
