"""What a file that is no plain text is, by its first bytes."""

from dataclasses import dataclass

_BATCH = "Read it with: policy-extract batch FILE -o OUT"
_PICTURE = "Recognise its text first (OCR)"
_SAVE = "Save it as plain text or DOCX"
_UNPACK = "Unpack it first"


@dataclass(frozen=True, slots=True)
class Signature:
    """A kind of file.

    Attributes:
        what: Its name with an article, to follow "is".
        hint: What to do with it.
    """

    what: str
    hint: str


_SIGNATURES = (
    (b"%PDF", Signature("a PDF", _BATCH)),
    (b"\x1f\x8b", Signature("a gzip file", _BATCH)),
    (b"PAR1", Signature("a Parquet file", _BATCH)),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Signature("an old Office file (DOC, XLS, WPS)", _SAVE)),
    (b"{\\rtf", Signature("an RTF document", _SAVE)),
    (b"\x89PNG", Signature("a PNG picture", _PICTURE)),
    (b"\xff\xd8\xff", Signature("a JPEG picture", _PICTURE)),
    (b"GIF8", Signature("a GIF picture", _PICTURE)),
    (b"II*\0", Signature("a TIFF picture", _PICTURE)),
    (b"MM\0*", Signature("a TIFF picture", _PICTURE)),
    (b"RIFF", Signature("a picture, a sound or a film", _PICTURE)),
    (b"Rar!", Signature("a RAR archive", _UNPACK)),
    (b"7z\xbc\xaf", Signature("a 7z archive", _UNPACK)),
    (b"BZh", Signature("a bzip2 file", _UNPACK)),
    (b"\xfd7zXZ", Signature("an xz file", _UNPACK)),
    (b"\x28\xb5\x2f\xfd", Signature("a Zstandard file", _UNPACK)),
    (b"SQLite format 3", Signature("an SQLite database", "Export its text as JSONL or CSV")),
    (b"\x7fELF", Signature("a program", "Give a text file")),
    (b"MZ\x90\0", Signature("a program", "Give a text file")),
)
_ZIP = b"PK\x03\x04"
_OFD = Signature("an OFD document", "Save it as PDF or plain text")
_ZIPPED = (
    (b"word/", Signature("a DOCX document", _BATCH)),
    (b"xl/", Signature("an XLSX workbook", "Save it as CSV")),
    (b"ppt/", Signature("a PPTX presentation", _SAVE)),
    (b"OFD.xml", _OFD),
    (b"application/epub", Signature("an EPUB book", _SAVE)),
    (b"opendocument", Signature("an OpenDocument file", _SAVE)),
)
_HEAD = 4096
_TAIL = 65_536


def recognise(data: bytes) -> Signature | None:
    """The kind of file that these bytes are; null when they open like none that is known."""
    for magic, signature in _SIGNATURES:
        if data.startswith(magic):
            return signature
    if not data.startswith(_ZIP):
        return None
    head = data[:_HEAD]
    for name, signature in _ZIPPED:
        if name in head:
            return signature
    if b"OFD.xml" in data[-_TAIL:]:
        return _OFD
    return Signature("a zip archive", _BATCH)
