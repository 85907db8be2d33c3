"""What the actors of a cluster answer, without a cluster: they are plain objects."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from policy_extract.batch.engine import Job
from policy_extract.batch.ledger import Ledger
from policy_extract.batch.listing import list_sources
from policy_extract.batch.options import BatchOptions, fingerprint
from policy_extract.batch.ray_engine import Ended, GroupReader, Maker
from policy_extract.batch.receipts import Receipt, finished_parts
from policy_extract.batch.store import Store
from policy_extract.batch.work import WorkUnit, group_files
from policy_extract.batch.worker import ReadingOptions
from policy_extract.errors import InputError, OutputError


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """A run of five documents in three parts."""
    source = tmp_path / "a.jsonl"
    lines = [json.dumps({"text": f"2024年，全市利润增长{n}%。"}) + "\n" for n in range(5)]
    source.write_text("".join(lines), "utf-8")
    out = tmp_path / "o.jsonl"
    options = BatchOptions(
        (str(source),), out, reading=ReadingOptions(ner="none", reader="none"), part_size=2
    )
    ledger = Ledger(Store(f"{out}.batch"))
    ledger.begin({})
    wanted = fingerprint(options, "jsonl")
    return Job(options, "jsonl", wanted, ledger.home, ledger.id, "call", os.getcwd())


def test_a_reader_hands_out_units_and_then_says_how_many_there_were(job: Job) -> None:
    (group,) = group_files(list_sources(job.options.sources), 2)
    reader = GroupReader(job)
    reader.begin(group)
    units = [reader.next() for _ in range(3)]
    assert [(unit.number, len(unit.items)) for unit in units] == [(0, 2), (1, 2), (2, 1)]
    assert reader.next() == reader.next() == Ended(0, 3)
    reader.begin(replace(group, number=7, done={0: units[0].inputs}))
    assert reader.next().number == 1, "what is done is passed over"
    reader.begin(replace(group, done={0: "another"}))
    assert isinstance(reader.next(), OutputError)
    Path(job.options.sources[0]).unlink()
    reader.begin(group)
    error = reader.next()
    assert isinstance(error, InputError)
    assert "does not see it" in str(error)


def test_a_maker_makes_a_part_whole_and_passes_on_the_rest(job: Job) -> None:
    (group,) = group_files(list_sources(job.options.sources), 2)
    units = list(job.units(group))
    maker = Maker(job)
    receipts = [maker.make(unit) for unit in units[:2]]
    assert all(isinstance(one, Receipt) for one in receipts)
    assert maker.make(Ended(0, 3)) == Ended(0, 3)
    assert finished_parts(job.parts) == {one.key: one for one in receipts}
    with job.parts.making(receipts[0].good) as stream:
        stream.write(b"torn")
    assert list(finished_parts(job.parts)) == [(0, 1)]
    maker._pool.close()


def test_a_node_that_is_not_like_the_driver_does_no_work(job: Job) -> None:
    unit = WorkUnit(
        0,
        0,
        "inputs",
        next(iter(job.units(group_files(list_sources(job.options.sources), 2)[0]))).items,
    )
    other = replace(job, fingerprint={**job.fingerprint, "rules": "older", "model": "another"})
    error = Maker(other).make(unit)
    assert isinstance(error, InputError)
    assert "differs from this machine in: model, rules" in str(error)
    error = Maker(replace(job, home=Store(f"{job.home.url}-elsewhere"))).make(unit)
    assert "does not see it" in str(error)
    assert finished_parts(job.parts) == {}
