"""What is thrown bytes at: each target takes any bytes and may raise errors of this package only."""

import contextlib
import gzip
import io
import json
import re
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "helpers"))

from bad_files import docx

from policy_extract.batch.estimate import expected_inputs
from policy_extract.batch.sources import read_items
from policy_extract.batch.tables import COLUMNS, Cells, document_rows
from policy_extract.batch.tabular import Fields, read_table
from policy_extract.batch.worker import ReadingOptions, answer
from policy_extract.dates import parse_date
from policy_extract.entities.lexicon import parse_lexicon
from policy_extract.errors import PolicyExtractError
from policy_extract.evaluation.annotation import FORMATS
from policy_extract.evaluation.annotation.inline_parser import parse_inline
from policy_extract.evaluation.validate import judge_gold
from policy_extract.extractor import Extractor
from policy_extract.output import csv_parts, load_document
from policy_extract.periods import find_periods
from policy_extract.quantities import find_quantities
from policy_extract.surrogates import whole
from policy_extract.text.files import read_any
from policy_extract.tracking.reading import recognise


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


CELLS = (
    *("\x1f" for _ in range(24)), *("\n" for _ in range(10)),
    *_words(
        "指标 单位 亿元 % 万人 2023年 2024年 1—6月 同比增长 比上年±% 占比 其中 # 一、 合计 地区 太原市 清徐县 生产总值 "
        "第一产业 工业增加值 目标 完成 预期 年末 1.5 -3.2 12,345.6 1 234.5 — … ↑ ▲2.1 5.2% （%） （亿元） 单位：亿元 "
        "表1 注：本表 2023 2024 第1位 增减 5~6 [13.5]"
    ),
)  # fmt: skip
TAGS = (
    *("</td><td>", "</td></tr><tr><td>", "<table><tr><td>", "</td></tr></table>", "</p><p>") * 3,
    "<td colspan=3>", "<td rowspan=2>", "<td rowspan=0>", "<td colspan=-1>", "<td colspan=99999999>", "<th>", "<thead>",
    "<br>", "<div>", "</div>", "<h1>", "</h1>", "<sup>2</sup>", "<sub>", "<span style='display:none'>", "<script>", "</script>",
    "<!--", "-->", "<style>", "<a href=x>", "</a>", "<ul><li>", "</ul>", "&#0;", "&#xd800;", "&amp;", "&nbsp;", "<p title='",
    "<![CDATA[", "]]>", "<svg>", "<template>", "<pre>", "\n", "\0", "<meta name=PubDate content=2024-13-45>", "发布日期：2024-02-30",
    *CELLS[34:], *WORDS[::5],
)  # fmt: skip
ELEMENTS = (
    *("<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:p><w:r><w:t>", "</w:t></w:r></w:p>") * 3,
    *("<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>") * 2,
    "<w:tcPr><w:gridSpan w:val='3'/></w:tcPr>", "<w:tcPr><w:gridSpan w:val='-1'/></w:tcPr>",
    "<w:tcPr><w:gridSpan w:val='99999999'/></w:tcPr>", "<w:tcPr><w:gridSpan w:val='x'/></w:tcPr>",
    "<w:tcPr><w:vMerge w:val='restart'/></w:tcPr>", "<w:tcPr><w:vMerge/></w:tcPr>", "<w:tab/>", "<w:br/>", "<w:sdt>", "</w:sdt>",
    "<w:sdtContent>", "</w:sdtContent>", "<w:ins>", "</w:ins>", "<w:del>", "</w:del>", "<w:sym w:char='F0E0'/>", "<w:sym/>",
    "<w:pPr><w:numPr><w:ilvl w:val='9'/><w:numId w:val='1'/></w:numPr></w:pPr>", "<w:footnoteReference w:id='1'/>",
    "<w:rPr><w:vertAlign w:val='superscript'/></w:rPr>", "<w:txbxContent>", "</w:txbxContent>", "&#xD;", "&#x1F600;",
    *CELLS[34:], *WORDS[::5],
)  # fmt: skip
OPERATORS = (
    *("BT", "ET", "q", "Q", "/F1 12 Tf", "1 0 0 1 72 700 Tm", "0 -16 Td", "120 0 Td", "T*") * 3,
    *(f"<{word.encode('utf-16-be').hex()}> Tj" for word in (*CELLS[34:], *WORDS[::5])),
    "<> Tj", "<D83D> Tj", "(\\377) Tj", "[<0031> -9000 <0032>] TJ", "[<0031> 1e30 <0032>] TJ", "/F9 12 Tf", "/F1 0 Tf", "/F1 -9 Tf",
    "/F1 1e9 Tf", "0 1 -1 0 300 300 Tm", "0 0 0 0 0 0 Tm", "1e38 0 0 1e38 0 0 Tm", "1 1 0 1 72 500 Tm", "99999999 0 Td",
    "72 600 200 0.5 re f", "72 500 m 400 500 l S", "72 500 m 72 700 l S", "0 0 595 842 re f", "1e20 0 m -1e20 0 l S", "0 Tz",
    "100 Tz", "14 TL", "1e9 TL", "5 Ts", "nan 0 Td", "/X Do", "BI ID EI", "2 Tr", "cm", "1 0 0 1 5 5 cm", "<<", "]", "9" * 40,
)  # fmt: skip
VALUES = (
    *("\x1f" for _ in range(12)), *("\ud83d", "\0", "<p>", "<table><tr><td>", "</td><td>", "=1+1", "2024-03-05", "20240305", "0", "-1"),
    "1" * 20, "9999-12-31", "2024-02-30", "now", "1709596800", *WORDS[::2],
)  # fmt: skip
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 10**30, 1e400, "", "x", "9" * 60, "1e999999", "NaN", "2024-02-30", "0001-01-01",
    [], {}, [None], {"start": 1}, [[]], "\x00", "=1+1", "gdp_growth", "太原市", "9999-12-31",
)  # fmt: skip
"""What may stand in a place of a damaged output."""


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


def finders(data: bytes) -> None:
    """Quantities and periods of a text stand on it, in order, none over another."""
    source = spelled(data)
    day = (date(2024, 3, 5), None, date.min, date.max)[data[-1] % 4 if data else 0]
    quantities = find_quantities(source)
    assert all(one.text == source[one.start : one.end] for one in quantities)
    assert all(a.end <= b.start for a, b in pairwise(quantities))
    for one in find_periods(source, day):
        assert one.text == source[one.char_start : one.char_end]
        assert not (one.start and one.end) or one.start <= one.end


def _composed(data: bytes, words: Sequence[str]) -> str:
    return "".join(words[byte % len(words)] for byte in data)


def _stands(source: Any) -> None:
    """What was read gives a document that comes back from its JSON."""
    document = extractor().extract(source, published="2024-03-05")
    line = document.to_json(indent=None)
    assert load_document(line, document.text) == document
    assert len(line) < 4_000 * (len(document.text) + 1)


def grid(data: bytes) -> None:
    """A table in a text: of tabs, bars, commas or blanks, with any cells."""
    between = ("\t", " | ", "  ", ",", "\u3000\u3000")[data[0] % 5 if data else 0]
    _stands(_composed(data[1:], CELLS).replace("\x1f", between))


def page(data: bytes) -> None:
    """A page of any tags."""
    source = f"<html><body><article>{_composed(data, TAGS)}</article>"
    _stands(read_any(source.encode(), name="a.html"))


def letter(data: bytes) -> None:
    """A Word document of any elements."""
    _stands(read_any(docx(_closed(_composed(data, ELEMENTS))), name="a.docx"))


def _closed(xml: str) -> str:
    """The XML with every element closed, and nothing closed that is not open."""
    made: list[str] = []
    opened: list[str] = []
    for piece in re.split("(<[^>]*>)", xml):
        if piece.startswith("</"):
            while opened and piece[2:-1] in opened:
                made.append(f"</{opened[-1]}>")
                if opened.pop() == piece[2:-1]:
                    break
            continue
        if piece.startswith("<") and not piece.endswith("/>"):
            opened.append(piece[1:-1].split(" ")[0])
        made.append(piece)
    return "".join([*made, *(f"</{name}>" for name in reversed(opened))])


def drawing(data: bytes) -> None:
    """A page of PDF that is drawn by any operators."""
    stream = " ".join(OPERATORS[byte % len(OPERATORS)] for byte in data).encode()
    _stands(read_any(_pdf(stream), name="a.pdf", max_chars=100_000))


def _pdf(stream: bytes) -> bytes:
    font = (
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)"
    )
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        font + b"/Ordering(GB1)/Supplement 0>>/DW 1000>>",
    ]
    made = bytearray(b"%PDF-1.4\n")
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj%s endobj\n" % (number, part)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, start)
    return bytes(made)


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


def rows(data: bytes) -> None:
    """Whatever stands in the fields of a row, its document is a record or a row of errors."""
    fields = _composed(data, VALUES).split("\x1f")
    row = dict(zip(("text", "id", "date", "title"), fields, strict=False))
    line = json.dumps(row).encode() + b"\n"
    for item in read_table(io.BytesIO(line), "a", ".jsonl", Fields(id="id", date="date")):
        result = answer(extractor(), 0, item, ReadingOptions(ner="none", max_chars=10_000))
        assert result.code != "Defect", result.error
        assert (result.line is None) != (result.error is None)


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


def handed_back(data: bytes) -> None:
    """What ``gold import`` writes stands in the corpus, whole, or nothing is written."""
    from policy_extract.cli.gold_run import run_import

    kinds = {"labelstudio": "a.json", "doccano": "a.jsonl", "brat": "a.ann", "inline": "a.txt"}
    form = list(kinds)[data[0] % 4 if data else 0]
    with tempfile.TemporaryDirectory() as folder:
        given, into = Path(folder) / "given", Path(folder) / "into"
        given.mkdir()
        (given / "a.txt").write_text("太原5%", "utf-8")
        (given / kinds[form]).write_bytes(data[1:])
        draft = data[-1:] > b"\x7f"
        try:
            with contextlib.redirect_stderr(io.StringIO()):
                run_import([given], source_format=form, into=into, replace=False, draft=draft)
        except PolicyExtractError:
            assert not into.exists(), "refused, and something was written"
            raise
        finally:
            assert {one.name for one in Path(folder).iterdir()} <= {"given", "into"}
        for made in into.rglob("gold.json"):
            assert not judge_gold(made.read_text("utf-8"), None).problems


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
    out.write_text(_line() + "\n", "utf-8")
    return folder, out


@cache
def _line() -> str:
    source = "2023年，太原市利润增长5%。力争2030年达到2亿元。"
    return extractor().extract(source, published="2024-03-05").to_json(indent=None)


def _bent(data: bytes) -> str:
    """A document's JSON with other values in some of its places."""
    bent = json.loads(_line())
    for at, what in zip(data[::2], data[1::2], strict=False):
        places: list[tuple[Any, Any]] = []
        nodes = [bent]
        for node in nodes:
            own = list(node.items() if isinstance(node, dict) else enumerate(node))
            places += [(node, key) for key, _ in own]
            nodes += [value for _, value in own if isinstance(value, dict | list) and value]
        node, key = places[at * len(places) // 256]
        if what % 16 == 15:
            del node[key]
        else:
            node[key] = ODD[what % len(ODD)]
        if not bent:
            break
    return json.dumps(bent, ensure_ascii=False)


def output(data: bytes) -> None:
    """A damaged output is shown, tracked and queried, or refused."""
    from policy_extract.batch.query import query
    from policy_extract.indicators import load_catalogue
    from policy_extract.report.contents import Contents, Selection
    from policy_extract.report.page import page_html
    from policy_extract.report.sources import add_lines, add_tables, add_track, kind_of
    from policy_extract.tracking.ingest import Sources, open_archive
    from policy_extract.tracking.track import Track

    data = data or bytes(1)
    suffix = (".jsonl", ".json", ".duckdb", ".xlsx", ".csv", ".parquet")[data[0] % 6]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / f"o{suffix}"
        bent = suffix in (".jsonl", ".json") and data[0] < 128
        out.write_bytes(f"{_bent(data[1:])}\n".encode() if bent else data[1:])
        refused = []
        for way in range(3):
            try:
                if way == 0:
                    list(query(out, "SELECT * FROM claims")[1])
                elif way == 1:
                    contents = Contents(wanted=Selection(None, None, None))
                    add = {"lines": add_lines, "tables": add_tables, "track": add_track}
                    if (kind := kind_of(out)) in add:
                        add[kind](contents, out)
                        page_html(contents, language="zh", title="a")
                elif recognise(out) is not None:
                    catalogue = load_catalogue()
                    with open_archive(Sources((str(out),)), catalogue) as archive:
                        list(Track(archive, catalogue).view("pairs"))
            except PolicyExtractError as error:
                refused.append(error)
        if refused:
            raise refused[0]


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
        finders,
        grid,
        page,
        letter,
        drawing,
        file,
        table,
        rows,
        archive,
        output,
        gold,
        exchange,
        handed_back,
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
    "finders": (b"\x00" + bytes(range(60)), b"\xff" + "2023年，太原市利润增长5%、6%。".encode()),
    "grid": (bytes([0, *b"\x22\x00\x25\x18\x2d\x00\x40\x00\x41\x18\x23\x00\x40"]), b"\x01" + bytes(range(34, 80))),
    "page": (bytes([0, 40, 1, 60, 2, 41, 1, 61, 3, 70]), bytes(range(90))),
    "letter": (bytes([5, 60, 7, 70, 6]), bytes(range(80))),
    "drawing": (bytes([0, 4, 5, 40, 6, 41, 7, 42, 1]), bytes(range(120))),
    "rows": (bytes([40, 41, 42, 0, 13, 0, 17, 0, 40]), bytes(range(60))),
    "output": (b"\x00", b"\x01", b"\x00\x10\x02\x80\x05", b"\x80{}\n", b"\x83PK\x03\x04", b"\x02" + b"\0" * 8 + b"DUCK",
               b"\x04outcome_wording,place\n1,2\n", b"\x05PAR1", b"\x81[[[[", b"\x80" + b'{"outcome_wording": 1}\n'),
    "handed_back": (b'\x00[{"data": {"text": "a5%", "name": "b"}, "annotations": [{"result": []}]}]',
                    b'\x01{"text": "a5%", "name": "../b", "entities": [[1, 3, "metric"]]}\n',
                    b"\x02T1\tmetric 2 4\t5%\n", '\x03太原<m value=5 unit=%>5%</m>'.encode()),
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
