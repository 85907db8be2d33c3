"""A folder of every bad file, each with the words that its row of ``errors`` has to say."""

import gzip
import io
import json
import tarfile
import zipfile
import zlib
from pathlib import Path

GOOD = "2024年，全市规模以上工业企业实现利润增长5.5%，比上年提高两个百分点，位居全省第二。"


def row(**fields: object) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def locked_zip() -> bytes:
    """A zip whose member says that it is encrypted."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("x.txt", GOOD)
    data = bytearray(stream.getvalue())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def zip_of(members: dict[str, bytes], *, gbk: bool = False) -> bytes:
    """A zip; with ``gbk`` the names are GBK and nothing says so, as old programs wrote them."""
    stream = io.BytesIO()
    stands_for: dict[bytes, bytes] = {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, data) in enumerate(members.items()):
            raw = name.encode("gbk")
            given = f"{number}".rjust(len(raw), "#") if gbk else name
            stands_for[given.encode()] = raw
            archive.writestr(given, data)
    made = stream.getvalue()
    for given, raw in stands_for.items() if gbk else ():
        made = made.replace(given, raw)
    return made


def tar_of(*members: tarfile.TarInfo, packed: bool = True) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz" if packed else "w") as archive:
        for info in members:
            if info.isfile():
                info.size = len(GOOD.encode())
            archive.addfile(info, io.BytesIO(GOOD.encode()) if info.isfile() else None)
    return stream.getvalue()


def link(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def docx(xml: str) -> bytes:
    """A Word document around the XML of its body."""
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    packages = "http://schemas.openxmlformats.org/package/2006"
    return zip_of(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{packages}/content-types"><Default Extension="rels" ContentType='
                '"application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
            ).encode(),
            "_rels/.rels": (
                f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r1" '
                f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>'
            ).encode(),
            "word/document.xml": (
                f'<w:document xmlns:w="{main}"><w:body>{xml}</w:body></w:document>'
            ).encode(),
        }
    )


BAD: dict[str, tuple[bytes, str]] = {
    "no-field.jsonl": (row(other=GOOD), "has no field 'text' (--text-field)"),
    "broken.jsonl": (b'{"text": "x\n', "is no JSON"),
    "list.jsonl": (b"[1, 2]\n", "is no JSON object but a list"),
    "null.jsonl": (row(text=None), "has null in the field 'text'"),
    "number.jsonl": (row(text=5), "has a number in the field 'text'"),
    "deep.jsonl": (b"[" * 100_000 + b"\n", "is no JSON"),
    "one-byte.jsonl": (
        row(text=GOOD) * 3 + b'{"text": "\xe4\xb8"}\n', "no characters in the file's encoding",
    ),
    "empty.jsonl": (b"", "is empty: no line to read"),
    "binary.jsonl": (bytes(range(256)) * 40, "is binary, not text"),
    "packed.jsonl": (gzip.compress(row(text=GOOD)), "is a gzip file"),
    "cut.jsonl.gz": (gzip.compress(row(text=GOOD) * 50)[:-9], "damaged or cut off"),
    "cut.txt.gz": (gzip.compress(GOOD.encode() * 50)[:-9], "damaged or cut off"),
    "none.txt.gz": (b"no gzip", "damaged or cut off"),
    "bomb.txt.gz": (gzip.compress(b"a" * 9_000_000), "taken for a bomb"),
    "bomb.jsonl.gz": (gzip.compress(b" " * 9_000_000), "taken for a bomb"),
    "ragged.csv": (b"id,text\n1\n", "has 1 fields where the header has 2"),
    "wide.csv": (b"id,text\n1,a,b\n", "has 3 fields where the header has 2"),
    "zero.csv": (b"id,text\n1," + b"a" * 200 + b"\0\n", "holds a zero byte"),
    "quote.csv": (b'id,text\n1,"open\n2,x\n', "are its quotes doubled and closed"),
    "columns.csv": (b"a;b\n1;2\n", "has no column 'text' (--text-field)"),
    "headless.csv": (GOOD.encode() + b"\n", "has no column 'text'"),
    "bytes.parquet": (b"PAR1 nothing", "is no readable Parquet file"),
    "empty.parquet": (b"", "is no readable Parquet file"),
    "locked.zip": (locked_zip(), "is protected by a password"),
    "bomb.zip": (zip_of({"a.txt": b"a" * 9_000_000}), "taken for a zip bomb"),
    "out.zip": (zip_of({"../../a.txt": b"x"}), "leads out of the archive"),
    "root.zip": (zip_of({"/etc/a.txt": b"x"}), "leads out of the archive"),
    "drive.zip": (zip_of({"C:\\a.txt": b"x"}), "leads out of the archive"),
    "nested.zip": (zip_of({"a.zip": zip_of({"a.txt": b"x"})}), "an archive inside an archive"),
    "nothing.zip": (zip_of({"a.exe": b"x"}), "holds no file of a kind that is read"),
    "cut.zip": (zip_of({"a.txt": GOOD.encode()})[:-30], "the archive is damaged or cut off"),
    "link.tar.gz": (tar_of(link("a.txt", "/etc/passwd")), "is a link or a device"),
    "hard.tar.gz": (tar_of(link("a.txt", "b", tarfile.LNKTYPE)), "is a link or a device"),
    "out.tar.gz": (tar_of(tarfile.TarInfo("../a.txt")), "leads out of the archive"),
    "cut.tar.gz": (tar_of(tarfile.TarInfo("a.txt"))[:60], "the archive is damaged or cut off"),
    "none.tar": (b"no tar at all" * 99, "the archive is damaged or cut off"),
    "damaged.pdf": (b"%PDF-1.4 nothing", "is a damaged PDF"),
    "empty.pdf": (b"", "is empty: it has no bytes"),
    "damaged.docx": (docx("")[:200], "is no readable DOCX"),
    "none.docx": (docx("<w:p/>"), "the document holds no text"),
    "locked.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "locked by a password"),
    "xml.docx": (docx("<w:p>"), "is no readable DOCX"),
    "bare.html": (b"<html><body></body></html>", "holds no main text"),
    "empty.html": (b"", "is empty: it has no bytes"),
    "binary.txt": (bytes(range(32)) * 40, "is binary, not text"),
    "cut.txt": (GOOD.encode()[:-1], "ends in the middle of a character"),
}  # fmt: skip
"""Name, bytes, and words of the complaint."""


def fill(folder: Path) -> None:
    """Write all bad files."""
    folder.mkdir(exist_ok=True)
    for name, (data, _) in BAD.items():
        (folder / name).write_bytes(data)


def endless_pdf() -> bytes:
    """A page of three million empty texts: reading it would take minutes."""
    page = zlib.compress(b"BT /F1 9 Tf " + b"0 0 Td () Tj " * 3_000_000 + b"ET", 9)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F1"
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(page), page),
    ]
    body = b"".join(b"%d 0 obj%s\nendobj\n" % (at, part) for at, part in enumerate(parts, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"
