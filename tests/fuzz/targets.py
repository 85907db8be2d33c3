"""What is thrown bytes at: each target takes any bytes and may raise errors of this package only."""

import gzip
import io
import json
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from policy_extract.batch.estimate import expected_inputs
from policy_extract.batch.sources import read_items
from policy_extract.batch.tables import COLUMNS, Cells, document_rows
from policy_extract.batch.tabular import Fields, read_table
from policy_extract.dates import parse_date
from policy_extract.entities.lexicon import parse_lexicon
from policy_extract.errors import PolicyExtractError
from policy_extract.evaluation.annotation import FORMATS
from policy_extract.evaluation.annotation.inline_parser import parse_inline
from policy_extract.evaluation.validate import judge_gold
from policy_extract.extractor import Extractor
from policy_extract.output import csv_parts, load_document
from policy_extract.surrogates import whole
from policy_extract.text.files import read_any


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WORDS = _words(
    "1 2 12 2023 2024年 一 二 三 十 百 千 万 亿 两 几 半 零 〇 ％ % ‰ 个 家 户 元 亿元 吨 倍 位 个百分点 "
    "成 年 月 日 季度 半年 底 末 初 以来 期间 今年 去年 上年 前年 近 过去 连续 十四五 “十四五” 规划 ， 、 。 ； ： "
    "（ ） “ ” 《 》 — - ~ 至 到 比 和 与 及 等 的 了 分别 各 均 其中 超 约 余 多 以上 以下 左右 不低于 不超过 增长 "
    "下降 同比 环比 新增 达到 突破 力争 目标 确保 第 首 位居 全省 全市 全国 我国 太原市 清徐县 市委 市政府 某某公司 "
    "集团 产业链 专业镇 项目 园区 企业 工程 方案 条例 重点 推进 完成 投资 利润 粮食产量 王国栋 市长 A B + ∶ : / "
    "翻一番 三成 千分之三 之首 累计 平均 每 人均"
)
GLUE = (
    "\n",
    "\t",
    " ",
    "\u3000",
    "\r\n",
    "\ud83d",
    "\ufeff",
    "\0",
    "\u200b",
    "①",
    "㎡",
    "１",
    "𝟏",
    "٣",
)
_ALL = (*WORDS, *GLUE)


@cache
def extractor() -> Extractor:
    return Extractor(ner="none")


def spelled(data: bytes) -> str:
    """Bytes as a text: of words of the field, or of whatever characters they are."""
    if data[:1] < b"\x80":
        return "".join(_ALL[byte % len(_ALL)] for byte in data[1:])
    return data[1:].decode("utf-8", "surrogateescape")


def text(data: bytes) -> None:
    """A text gives a document that stands on it, comes back from its JSON, and is not too large."""
    source = spelled(data)
    published = ("2024-03-05", None, "1800", "2200-12-31")[data[-1] % 4 if data else 0]
    document = extractor().extract(source, published=published)
    line = document.to_json(indent=None)
    assert load_document(line, document.text) == document
    assert len(line) < 4_000 * (len(source) + 1)
    assert document == extractor().extract(source, published=published)
    assert "".join(csv_parts([document]))
    rows = document_rows(0, line)
    assert set(rows) <= set(COLUMNS)


def file(data: bytes) -> None:
    """The bytes of a file of any suffix give a text, or one line that says why not."""
    suffix = (".txt", ".html", ".docx", ".pdf", ".md", "")[data[0] % 6 if data else 0]
    source = read_any(data[1:], name=f"a{suffix}", max_chars=100_000)
    assert whole(source.text) == source.text


def table(data: bytes) -> None:
    """The bytes of a table give items, each with a text or a complaint."""
    suffix = (".jsonl", ".csv", ".parquet")[data[0] % 3 if data else 0]
    fields = Fields(id="id", date="date", title="title")
    for item in read_table(io.BytesIO(data[1:]), "a", suffix, fields):
        assert (item.text is None) != (item.error is None)
        item.name.encode()


ARCHIVES = (".zip", ".tar", ".tar.gz", ".txt.gz", ".jsonl.gz", ".csv.gz")


def archive(data: bytes) -> None:
    """The bytes of an archive give items; nothing of what it is made of is called a defect."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ARCHIVES[data[0] % len(ARCHIVES) if data else 0]}"
        path.write_bytes(data[1:])
        expected_inputs([path])
        found = list(read_items([path], Fields()))
        assert found
        for item in found:
            assert item.error is None or "a defect of" not in item.error, item.error
        assert [one.name for one in Path(folder).iterdir()] == [path.name]


def gold(data: bytes) -> None:
    """A gold file is gold, or its faults are named with their lines."""
    verdict = judge_gold(data.decode("utf-8", "replace"), "太原5%")
    assert verdict.gold is not None or verdict.problems


def exchange(data: bytes) -> None:
    """What an annotation tool hands back is gold or a complaint."""
    source = data[1:].decode("utf-8", "replace")
    kinds = {"labelstudio": "a.json", "doccano": "a.jsonl", "brat": "a.ann"}
    name = list(kinds)[data[0] % 3 if data else 0]
    FORMATS[name].read({kinds[name]: source, "a.txt": "太原5%"})


def inline(data: bytes) -> None:
    """Text with inline markup is gold or a complaint."""
    parse_inline(data.decode("utf-8", "replace"))


def lexicon(data: bytes) -> None:
    """A lexicon is read, or its line is named."""
    parse_lexicon(data.decode("utf-8", "replace"), name="a.tsv")


def day(data: bytes) -> None:
    """A date is one, or none."""
    found = parse_date(data.decode("utf-8", "replace"))
    assert found.start <= found.end


@cache
def _group() -> Any:
    import typer

    from policy_extract.cli.main import app

    return typer.main.get_command(app)


def settings(data: bytes) -> None:
    """A file of defaults is read, or its key is named."""
    from policy_extract.cli.settings import read_defaults

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "policy-extract.toml").write_bytes(data)
        read_defaults(_group(), {}, Path(folder))


@cache
def _output() -> tuple[tempfile.TemporaryDirectory[str], Path]:
    folder = tempfile.TemporaryDirectory()
    out = Path(folder.name) / "o.jsonl"
    line = (
        extractor().extract("2023年，太原市利润增长5%。力争2030年达到2亿元。").to_json(indent=None)
    )
    out.write_text(line + "\n", "utf-8")
    return folder, out


SQL = _words(
    "SELECT FROM WHERE GROUP BY ORDER LIMIT UNION ALL WITH AS ( ) , ; * 'x' x 1 targets metrics documents "
    "errors claims COPY TO ATTACH INSTALL read_csv read_text glob query '/etc/passwd' 'out.csv' CREATE "
    "TABLE INSERT INTO SET enable_external_access = true PRAGMA -- /* */ count sum number DELETE RETURNING "
    "EXPORT DATABASE"
)


def sql(data: bytes) -> None:
    """A query gives rows or a complaint; nothing appears beside the output."""
    from policy_extract.batch.query import query

    _, out = _output()
    statement = " ".join(SQL[byte % len(SQL)] for byte in data[1:])
    if data[:1] >= b"\x80":
        statement = data[1:].decode("utf-8", "surrogateescape")
    for _ in zip(range(100), query(out, statement)[1], strict=False):
        pass
    assert [path.name for path in out.parent.iterdir()] == ["o.jsonl"]


def workbook(data: bytes) -> None:
    """Rows of any texts make a workbook and are never formulas."""
    from openpyxl import load_workbook

    from policy_extract.batch.xlsx import write_xlsx

    texts = [whole(part) for part in spelled(data).split("\n")]
    rows: dict[str, list[dict[str, Any]]] = {
        "errors": [{"name": one, "code": one, "message": one} for one in texts]
    }
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "o.xlsx"
        write_xlsx(iter([rows]), made, Cells())
        sheet = load_workbook(made)["errors"]
        assert sheet.max_row == len(texts) + 1
        assert all(cell.data_type != "f" for row in sheet for cell in row)


TARGETS: dict[str, Callable[[bytes], None]] = {
    one.__name__: one
    for one in (
        text,
        file,
        table,
        archive,
        gold,
        exchange,
        inline,
        lexicon,
        day,
        settings,
        sql,
        workbook,
    )
}


def _packed() -> tuple[bytes, ...]:
    """A small archive of each kind, behind the byte that says so."""
    made = []
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("b/a.txt", "2023年增长5%。")
        packed.writestr("c.jsonl", '{"text": "x"}\n')
    made.append(b"\0" + zipped.getvalue())
    for number, mode in ((1, "w"), (2, "w:gz")):
        tarred = io.BytesIO()
        with tarfile.open(fileobj=tarred, mode=mode) as packing:
            info = tarfile.TarInfo("a.txt")
            info.size = 4
            packing.addfile(info, io.BytesIO(b"2023"))
        made.append(bytes([number]) + tarred.getvalue())
    rows = (b"2023", b'{"text": "x"}\n', b"text\nx\n")
    made += [bytes([number]) + gzip.compress(row) for number, row in enumerate(rows, 3)]
    return tuple(made)


SEEDS: dict[str, tuple[bytes, ...]] = {
    "text": (b"\x00" + bytes(range(60)), b"\xff" + "2023年，太原市利润增长5%、6%。".encode()),
    "file": (b"\x01<html><body><p>2023</p></body></html>", b"\x03%PDF-1.4\n", b"\x02PK\x03\x04"),
    "table": (json.dumps({"id": 1, "text": "x"}).encode(), b"\x01id,text\n1,x\n"),
    "archive": _packed(),
    "gold": (b'{"text_chars": 4, "no_records": true, "records": [], "entities": []}',),
    "exchange": (b'\x00[{"data": {"text": "a", "name": "b"}, "annotations": [{"result": []}]}]',
                 b'\x01{"text": "a5%", "name": "b", "entities": [[1, 3, "metric"]]}',
                 b"\x02T1\tmetric 2 4\t5%\n"),
    "inline": ('<m value=5 unit=% cmp=ge>5%以上</m>'.encode(), "<e type=LOCATION>太原</e>".encode()),
    "lexicon": ("太钢\tCOMPANY\t太原钢铁\n".encode(),),
    "day": (b"2024-03-05", "2024年3月5日".encode()),
    "settings": (b'ner = "none"\n[batch]\nworkers = 3\n',),
    "sql": tuple(bytes([0, *map(SQL.index, one.split())]) for one in (
        "SELECT * FROM targets", "SELECT count ( number ) FROM metrics GROUP BY number LIMIT 1",
        "WITH x AS ( SELECT 1 ) SELECT * FROM x", "SELECT * FROM read_text ( '/etc/passwd' )",
        "COPY claims TO 'out.csv'", "SELECT 1 ; SELECT 1",
    )) + (b"\xffSELECT * FROM targets",),
    "workbook": (b"\xff=1+1\n@x",),
}  # fmt: skip


def attempt(name: str, data: bytes) -> bool:
    """Run a target; whether it went through rather than being refused.

    Raises:
        Exception: A defect.
    """
    refusal = None
    try:
        TARGETS[name](data)
    except PolicyExtractError as error:
        refusal = str(error)
    assert refusal is None or name == "sql" or len(refusal.splitlines()) == 1, refusal
    return refusal is None
