"""Folders, files and archives, kind ones and hostile ones."""

import gzip
import io
import tarfile
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from policy_extract.batch import archives
from policy_extract.batch.listing import list_files, list_sources
from policy_extract.batch.sources import read_items
from policy_extract.batch.tabular import Fields
from policy_extract.errors import InputError, UsageError
from policy_extract.text.files import read_any

TEXT = "2024年，全市利润增长5%。"


def items(*paths: Path, **fields: str):
    return list(read_items(list_files(tuple(str(path) for path in paths)), Fields(**fields)))


def test_a_folder_comes_sorted_and_without_what_is_not_read(tmp_path):
    (tmp_path / "b").mkdir()
    for name in ("b/2.txt", "a.md", "c.exe", "b/1.html"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    assert [item.path.name for item in items(tmp_path)] == ["a.md", "1.html", "2.txt"]
    assert [item.path.name for item in items(tmp_path / "**/*.txt")] == ["2.txt"]
    with pytest.raises(InputError, match="no such file"):
        items(tmp_path / "none")
    with pytest.raises(UsageError, match="not read"):
        items(tmp_path / "c.exe")


def test_zip_members_with_chinese_names_and_guards(tmp_path, monkeypatch):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("报告.txt", TEXT.encode("gb18030"))
        archive.writestr("../out.txt", TEXT)
        archive.writestr("bomb.txt", b"\0" * (9 * 1024 * 1024))
        archive.writestr("in.zip", b"PK")
        archive.writestr("rows.jsonl", '{"text": "一"}\n{"text": "二"}\n')
        archive.writestr("skip.bin", b"1")
    found = items(path)
    assert [item.name.split("!")[1] for item in found] == [
        "报告.txt", "../out.txt", "bomb.txt", "in.zip", "rows.jsonl:1", "rows.jsonl:2",
    ]  # fmt: skip
    assert [bool(item.error) for item in found] == [False, True, True, True, False, False]
    assert "bomb" in found[2].error
    assert read_any(found[0].data, name=found[0].name).encoding == "gb18030"


def test_a_locked_member_is_an_error(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.txt", TEXT)
    data = bytearray(path.read_bytes())
    data[6] |= 1  # the flag of encryption in the local header
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "password" in items(path)[0].error


def test_a_member_that_unpacks_to_too_much_whatever_its_header_says(monkeypatch):
    monkeypatch.setattr(archives, "SMALL", 100)
    with pytest.raises(InputError, match="bomb"):
        archives.limited(io.BytesIO(b"x" * 5_000), 5).read()
    assert len(archives.limited(io.BytesIO(b"x" * 5_000), 50).read()) == 5_000
    monkeypatch.setattr(archives, "MAX_MEMBER", 1_000)
    with pytest.raises(InputError, match="bomb"):
        archives.read_document(io.BytesIO(b"x" * 5_000))


def test_tar_gz_and_its_links(tmp_path):
    path = tmp_path / "a.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name in ("1.txt", "../2.txt"):
            info = tarfile.TarInfo(name)
            info.size = len(TEXT.encode())
            archive.addfile(info, io.BytesIO(TEXT.encode()))
        link = tarfile.TarInfo("3.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    found = items(path)
    assert [item.error is None for item in found] == [True, False, False]
    path.write_bytes(path.read_bytes()[:60])
    assert "damaged or cut off" in items(path)[-1].error


def test_gzip_whole_and_cut_off(tmp_path):
    path, table = tmp_path / "a.txt.gz", tmp_path / "b.jsonl.gz"
    path.write_bytes(gzip.compress(TEXT.encode()))
    assert items(path)[0].data == TEXT.encode()
    table.write_bytes(gzip.compress(b'{"text": "1"}\n' * 9_000)[:-20])
    found = items(table)
    assert "cut off" in found[-1].error
    assert all(item.error is None for item in found[:-1])
    path.write_bytes(path.read_bytes()[:-12])
    assert "cut off" in items(path)[0].error


def test_csv_and_parquet_rows(tmp_path):
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    (tmp_path / "a.csv").write_text('n,body\n7,"一\n二"\n8,\n', "utf-8-sig")
    found = items(tmp_path / "a.csv", text="body", id="n")
    assert [(one.name, one.text) for one in found] == [("7", "一\n二"), ("8", "")]
    pq.write_table(pa.table({"body": ["一", None], "n": [1, 2]}), tmp_path / "a.parquet")
    found = items(tmp_path / "a.parquet", text="body", id="n")
    assert [(one.name, one.text) for one in found] == [("1", "一"), ("2", None)]
    assert "null in the field" in found[1].error
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 no")
    assert "no readable Parquet" in items(tmp_path / "bad.parquet")[0].error


def test_a_parquet_bomb_and_a_long_text_that_many_rows_share(tmp_path):
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    def saved(text):
        column = pa.DictionaryArray.from_arrays(pa.array([0] * 64, pa.int32()), pa.array([text]))
        table = pa.table({"text": column})
        pq.write_table(table, tmp_path / "a.parquet", store_schema=False, compression="zstd")
        return tmp_path / "a.parquet"

    assert "taken for a bomb" in items(saved("增" * 4_000_000))[0].error
    shared = "".join(map(chr, range(0x4E00, 0x9000))) * 50
    before = pa.total_allocated_bytes()
    stream = read_items([saved(shared)], Fields())
    assert next(stream).text == shared
    assert pa.total_allocated_bytes() - before < 8 * len(shared.encode()), "once, not for 64 rows"


def test_html_keeps_the_article_only():
    pytest.importorskip("lxml")
    body = "".join(
        f"<p>2024年，全市第{n}产业利润增长{n}%，企业效益稳步提高。</p>" for n in range(9)
    )
    page = f"<html><body><nav><a>首页</a></nav><article><h1>题</h1>{body}</article></body></html>"
    source = read_any(page.encode(), name="a.html")
    assert "全市第3产业利润增长3%" in source.text
    assert "首页" not in source.text
    with pytest.raises(InputError, match="main text"):
        read_any(b"<html><body></body></html>", name="b.html")


def test_docx_paragraphs_and_tables_in_order(tmp_path):
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("前文。")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "利润", "5%"
    document.add_paragraph("后文。")
    document.save(tmp_path / "a.docx")
    data = (tmp_path / "a.docx").read_bytes()
    assert read_any(data, name="a.docx").text == "前文。\n利润\t5%\n后文。"
    with pytest.raises(InputError, match="no readable DOCX"):
        read_any(data[:200], name="a.docx")


def test_pdf_columns_and_scans(tmp_path):
    pytest.importorskip("playa")
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page = canvas.Canvas(str(tmp_path / "a.pdf"))
    page.setFont("STSong-Light", 12)
    for left, column in ((50, "左栏"), (320, "右栏")):
        for row in range(3):
            page.drawString(left, 700 - 20 * row, f"{column}第{row}行，增长{row}%。")
    page.save()
    text = read_any((tmp_path / "a.pdf").read_bytes(), name="a.pdf").text
    assert text.index("左栏第2行") < text.index("右栏第0行")
    empty = canvas.Canvas(str(tmp_path / "b.pdf"))
    empty.rect(10, 10, 100, 100)
    empty.save()
    with pytest.raises(InputError, match="OCR is out of scope"):
        read_any((tmp_path / "b.pdf").read_bytes(), name="b.pdf")
    with pytest.raises(InputError, match="PDF"):
        read_any(b"%PDF-1.4 nothing", name="c.pdf")


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)
PAGE = f"<html><body><p>{TEXT}</p></body></html>".encode()


def test_what_a_suffix_does_not_tell_is_read_by_content(tmp_path):
    (tmp_path / "notice").write_text(TEXT * 2_000, "gb18030")
    (tmp_path / "page.doc").write_bytes(PAGE)
    (tmp_path / "old.doc").write_bytes(OLD)
    (tmp_path / "Makefile").write_text("all:\n\ttrue\n")
    found = [item.path.name for item in items(tmp_path)]
    assert found == ["notice", "page.doc"]
    assert [item.path.name for item in items(tmp_path / "page.doc")] == ["page.doc"]
    with pytest.raises(UsageError, match="not read. Save .doc"):
        items(tmp_path / "old.doc")


def test_a_folder_of_kinds_that_are_not_read_counts_them(tmp_path):
    for name in ("a.doc", "b.doc", "c.ofd"):
        (tmp_path / name).write_bytes(OLD)
    with pytest.raises(
        InputError, match=r"nothing to read; passed over: 2 .doc, 1 .ofd. Save .doc"
    ):
        items(tmp_path)


def test_an_archives_letters_are_read_or_told(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.doc", OLD)
        archive.writestr("b.doc", PAGE)
        archive.writestr("c.jpg", b"")
    assert [item.name.rpartition("!")[2] for item in items(path)] == ["a.doc", "b.doc"]


def test_what_an_archive_holds_that_is_not_read_is_counted(tmp_path):
    zipped, packed = tmp_path / "a.zip", tmp_path / "b.tar.gz"
    members = {
        "a.jpg": b"\xff\xd8\xff",
        "b/c.JPG": b"\xff\xd8\xff",
        "d": b"no Chinese",
        "e.txt": TEXT,
    }
    members |= {"page": f"<html><body><p>{TEXT}</p></body></html>", "x.doc": b"\xd0\xcf\x11\xe0"}
    members = {name: one.encode() if isinstance(one, str) else one for name, one in members.items()}
    with zipfile.ZipFile(zipped, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    with tarfile.open(packed, "w:gz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    for path in (zipped, packed):
        found = items(path)
        passed = Counter(kind for item in found for kind in item.passed)
        assert passed == {".jpg": 2, "files without a suffix": 1}
        assert [item.name.split("!")[1] for item in found] == ["e.txt", "page", "x.doc"]


def test_files_of_a_storage_are_read_by_what_they_hold(tmp_path):
    fsspec = pytest.importorskip("fsspec")
    there = fsspec.filesystem("memory")
    page = f"<html><body><p>{TEXT}</p></body></html>".encode()
    for name, data in {
        "a.txt": TEXT.encode(), "page": page, "b.doc": page, "c.jpg": b"\xff\xd8\xff",
        "old.doc": b"\xd0\xcf\x11\xe0", "._a.txt": b"", "d": b"no Chinese in it",
    }.items():  # fmt: skip
        there.pipe_file(f"/by-content/{name}", data)
    found = list_sources(("memory://by-content",), passed := Counter())
    assert [file.name.rpartition("/")[2] for file in found] == ["a.txt", "b.doc", "page"]
    assert passed == {
        ".jpg": 1, ".doc": 1, "files that systems leave behind": 1, "files without a suffix": 1,
    }  # fmt: skip
