"""Recover the texts of gold that is kept by reference.

``read.jsonl`` names, for each document, where its text came from, its length and its digest, and holds no
text. Given the sources, as folders, bare Git directories, ``.jsonl.gz`` archives or ``.parquet`` tables, this
script writes ``OUT/texts/NAME.txt`` for every document whose text it can put together again, and
``OUT/read.jsonl`` with those documents only, as ``policy_extract.training.claims.references`` reads them.

A text is *exact* where one of many normalisations of the source has the digest of the reference. Otherwise the
records may be *realigned*: value spans, indicator spans and period spans are found again in the text that the
source gives, in order, and the document is written with new offsets, length and digest.

    python recover.py --read read.jsonl --from DIR --from REPO.git --from NEWS.jsonl.gz --out OUT
"""

import argparse
import gzip
import html
import io
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from policy_extract.records import text_digest

Row = dict[str, Any]

BLOCKS = (
    "address|article|aside|blockquote|body|center|dd|div|dl|dt|fieldset|footer|form|h[1-6]|head|header|hr|html|"
    "legend|li|main|meta|nav|ol|option|p|pre|section|select|table|tbody|tfoot|thead|title|tr|ul"
)
BLANKS = " \t\xa0\u3000\u2002\u2003\u2009\ufeff\u200b"


# Sources


@dataclass
class Reference:
    """What a ``source`` field says."""

    repository: str | None
    commit: str | None
    path: str
    fragment: str | None
    rest: str

    @property
    def kind(self) -> str:
        """What documents are counted under, and what normalisations are remembered for."""
        return f"{self.repository or Path(self.path).name}{Path(self.path).suffix if self.repository else ''}"


REPOSITORY = re.compile(r"(?:github:)?([\w.-]+/[\w.-]+?)(?:@([0-9a-f]+))?:(.+)$", re.DOTALL)


def parse_source(source: str) -> Reference | None:
    """A source field; None where it names a page or a lookup that no longer can be made."""
    if source.startswith(("page", "public source file")):
        return None
    held = re.match(r"((?:[\w.-]+/)*[\w.-]+\.jsonl\.gz)(?:#(\S+))?(.*)$", source, re.DOTALL)
    if held:
        return Reference(None, None, held[1].rsplit("/", 1)[-1], held[2], held[3])
    held = REPOSITORY.match(source)
    if not held:
        return None
    whole = held[3]
    cut = re.search(r"\.(?:xlsx|sql|java|jsp|js|docx|html?|pdf|parquet|txt|md)(?=$|[ #])", whole)
    if not cut:
        return None
    path, rest = whole[: cut.end()], whole[cut.end() :]
    fragment = (
        re.match(r"#(\S+)", rest)
        if path.endswith(".parquet")
        else re.search(r"(?:row|policyId) (\d+)", rest)
    )
    return Reference(held[1], held[2], path, fragment[1] if fragment else None, rest)


class Places:
    """The places that texts are looked for in."""

    def __init__(self, given: Iterable[Path]) -> None:
        self.folders: list[Path] = []
        self.repositories: list[Path] = []
        self.files: dict[str, Path] = {}
        for path in given:
            if path.is_file():
                self.files[path.name] = path
            elif (path / "HEAD").is_file() and (path / "objects").is_dir():
                self.repositories.append(path)
            elif (path / ".git" / "HEAD").is_file():
                self.repositories.append(path / ".git")
            elif path.is_dir():
                self.folders.append(path)
            else:
                sys.exit(f"{path}: neither a file nor a folder")
        self._archives: dict[str, dict[str, Row]] = {}

    def blobs(self, given: Reference) -> Iterator[bytes]:
        """The versions of a file, likely ones first."""
        if Path(given.path).name in self.files:
            yield self.files[Path(given.path).name].read_bytes()
        names = [given.path, Path(given.path).name]
        if given.repository:
            names = [
                f"{given.repository}/{given.path}",
                f"{given.repository.replace('/', '+')}/{given.path}",
                *names,
            ]
        for folder in self.folders:
            for name in names:
                if (folder / name).is_file():
                    yield (folder / name).read_bytes()
                    break
        name = (given.repository or "").rsplit("/", 1)[-1]
        for repository in sorted(self.repositories, key=lambda one: name not in str(one)):
            if not given.repository:
                break
            for commit in dict.fromkeys(filter(None, (given.commit, "HEAD"))):
                held = self._shown(repository, commit, given.path)
                if held is not None:
                    yield held
                    return

    def archive(self, name: str) -> dict[str, Row]:
        """The documents of an archive by id."""
        if name not in self._archives:
            found: dict[str, Row] = {}
            for blob in self.blobs(Reference(None, None, name, None, "")):
                for line in gzip.decompress(blob).decode("utf-8").splitlines():
                    row = json.loads(line)
                    found[str(row.get("id", len(found)))] = row
                break
            self._archives[name] = found
        return self._archives[name]

    @staticmethod
    @lru_cache(maxsize=64)
    def _shown(repository: Path, commit: str, path: str) -> bytes | None:
        done = subprocess.run(
            ["git", "-C", str(repository), "cat-file", "blob", f"{commit}:{path}"],
            capture_output=True,
            check=False,
        )
        return done.stdout if done.returncode == 0 else None


@dataclass
class Piece:
    """A stretch of a source that may hold the text."""

    text: str
    titles: list[str] = field(default_factory=list)
    markup: bool = False


def decoded(blob: bytes) -> str:
    """A file's text, whatever the encoding."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return blob.decode(encoding)
        except UnicodeDecodeError:
            continue
    return blob.decode("utf-8", "replace")


def pieces(given: Reference, places: Places) -> Iterator[Piece]:
    """What a reference may have been taken from."""
    if given.path.endswith(".jsonl.gz"):
        archive = places.archive(given.path)
        spans = re.findall(r"(\d+)(?: down to |-)(\d+)", given.rest)
        if not given.fragment and spans:
            # A collection of sentences without ids: stretches of lines, read backwards.
            parts = [
                "\n".join(
                    str(archive[str(at)]["text"]) for at in range(int(first), int(last) - 1, -1)
                )
                for first, last in spans
                if str(first) in archive
            ]
            yield Piece("\n\n".join(parts))
            return
        ids = [
            one
            for one in archive
            if given.fragment and (one == given.fragment or one.endswith(f"_{given.fragment}"))
        ]
        for one in ids:
            row = archive[one]
            title = str(row.get("title") or "")
            yield Piece(str(row.get("text") or ""), [title])
        return
    for blob in places.blobs(given):
        suffix = Path(given.path).suffix.lower()
        if suffix == ".parquet":
            yield from _table(blob, given.fragment)
        elif suffix == ".xlsx":
            yield from _sheet(blob, int(given.fragment or 0))
        elif suffix == ".docx":
            yield from _word(blob, Path(given.path).stem)
        elif suffix == ".pdf":
            yield from _pdf(blob)
        elif suffix == ".sql":
            yield from _dump(decoded(blob))
        elif suffix in {".java", ".js"}:
            yield from _strings(decoded(blob))
        elif suffix == ".txt":
            text = decoded(blob)
            yield Piece(text, re.findall(r"^标题[:：](.*)", text))
        else:
            text = decoded(blob)
            yield Piece(text, headings(text), markup=True)


def headings(text: str) -> list[str]:
    """The titles that a page gives itself."""
    found = re.findall(
        r"<(?:h1|h2|title)\b[^>]*>(.*?)</(?:h1|h2|title)>", text, re.DOTALL | re.IGNORECASE
    )
    found += re.findall(r"<meta\s+name=.ArticleTitle.\s+content=.([^\"'>]+)", text, re.IGNORECASE)
    plain = [
        re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", one))).strip(BLANKS)
        for one in found
    ]
    for one in list(plain):
        plain += [part.strip(BLANKS) for part in re.split(r"[-_—|]", one)[:1]]
    return [one for one in dict.fromkeys(plain) if one]


@lru_cache(maxsize=4)
def _table_rows(blob: bytes) -> dict[str, Row]:
    import pyarrow.parquet

    rows = pyarrow.parquet.read_table(io.BytesIO(blob)).to_pylist()
    return {str(row.get("record_id") or row.get("id")): row for row in rows}


def _table(blob: bytes, fragment: str | None) -> Iterator[Piece]:
    row = _table_rows(blob).get(fragment or "")
    if row:
        titles = [str(row[key]) for key in ("title", "title_normalized") if row.get(key)]
        yield Piece(str(row.get("full_text") or ""), titles)


@lru_cache(maxsize=2)
def _sheet_rows(blob: bytes) -> list[tuple[Any, ...]]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(blob), read_only=True)
    return [tuple(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def _sheet(blob: bytes, number: int) -> Iterator[Piece]:
    rows = _sheet_rows(blob)
    for at in (number - 1, number, number + 1):
        cells = (
            [str(one) for one in rows[at] if isinstance(one, str)] if 0 <= at < len(rows) else []
        )
        for cell in cells:
            if len(cell) > 200:
                text = cell.replace("\\r\\n", "\n").replace("\\n", "\n").replace("\\t", "\t")
                titles = [one for one in cells if 4 < len(one) < 80]
                yield Piece(cell, titles)
                if text != cell:
                    yield Piece(text, titles)


def _word(blob: bytes, stem: str) -> Iterator[Piece]:
    import docx
    from docx.table import Table

    document = docx.Document(io.BytesIO(blob))
    yield Piece("\n".join(one.text for one in document.paragraphs), [stem])
    for joint in ("\t", " ", "\n", "", "|", " | "):
        lines: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                lines += [joint.join(cell.text for cell in row.cells) for row in block.rows]
            else:
                lines.append(block.text)
        yield Piece("\n".join(lines), [stem])


def _pdf(blob: bytes) -> Iterator[Piece]:
    try:
        import pypdf
    except ImportError:
        return
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(blob)).pages]
    for joint in ("\n", "", "\n\n"):
        yield Piece(joint.join(pages))


@lru_cache(maxsize=2)
def _literals(text: str) -> list[str]:
    return [
        one.replace("''", "'") for one in re.findall(r"'((?:[^'\\]|''|\\.)*)'", text, re.DOTALL)
    ]


def _dump(text: str) -> Iterator[Piece]:
    recent: list[str] = []
    for one in _literals(text):
        if len(one) > 200:
            yield Piece(one, list(recent), markup=True)
        elif 6 < len(one) < 150 and not one.startswith("http"):
            recent = [*recent[-3:], one]


def _strings(text: str) -> Iterator[Piece]:
    found: list[Piece] = []
    recent: list[str] = []
    for ticked, quoted in re.findall(r"`([^`]*)`|\"((?:[^\"\\\n]|\\.)*)\"", text):
        one = ticked
        if quoted:
            try:
                one = json.loads(f'"{quoted}"', strict=False)
            except ValueError:
                one = quoted.replace('\\"', '"')
        if len(one) > 200:
            found.append(Piece(one, list(recent), markup=True))
        elif len(one) > 5:
            recent = [*recent[-3:], re.sub(r"<[^>]+>", "", one).strip(BLANKS)]
    yield from found
    for line in re.findall(r"\*\s*content : (.*)", text):
        yield Piece(line, re.findall(r"\*\s*title : (.*)", text), markup=True)
    lists = re.findall(r"text:\s*\[(.*?)\]", text, re.DOTALL)
    lines = [
        "\n".join(a or b for a, b in re.findall(r"\"((?:[^\"\\])*)\"|`([^`]*)`", one))
        for one in lists
    ]
    yield Piece("\n".join(one for one in lines if one), [], markup=True)


# Normalisations


def stripped(text: str, *, cells: str, breaks: str, opens: bool) -> str:
    """A page without its tags.

    Args:
        text: The page.
        cells: What the end of a table cell becomes.
        breaks: What a line break of the source becomes ("keep" keeps it).
        opens: Whether the start of a block ends a line, too.
    """
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(
        r"<(script|style|noscript)\b.*?</\1\s*>", "", text, flags=re.DOTALL | re.IGNORECASE
    )
    if breaks != "keep":
        text = breaks.join(filter(None, (line.strip() for line in text.splitlines())))
    text = re.sub(r"</t[dh]\s*>", cells, text, flags=re.IGNORECASE)
    text = re.sub(rf"<br\s*/?\s*>|</(?:{BLOCKS})\s*>", "\n", text, flags=re.IGNORECASE)
    if opens:
        text = re.sub(rf"<(?:{BLOCKS})\b[^>]*>", "\n", text, flags=re.IGNORECASE)
    return html.unescape(re.sub(r"<[^>]+>", "", text))


# What is done to the lines, on the whole text: (pattern, replacement) pairs.
LINES: dict[str, list[tuple[re.Pattern[str], str]]] = {
    "kept": [],
    "stripped": [],
    "one blank": [(re.compile(rf"[{BLANKS}]+"), " ")],
    "ascii blanks": [(re.compile(r"[ \t]+"), " ")],
    "hard blanks": [(re.compile("[ \t\xa0]+"), " ")],
    "ideographic out": [(re.compile("\u3000+"), ""), (re.compile("[ \t\xa0]+"), " ")],
    "no blanks": [(re.compile(rf"[{BLANKS}]+"), "")],
    "wide blanks out": [(re.compile("[\xa0\u3000\u2002\u2003\ufeff\u200b]+"), "")],
    "hard to soft": [(re.compile("\xa0"), " ")],
}


PAGES: dict[str, tuple[str, str, bool]] = {
    f"tags out, breaks {breaks!r}, cells {cells!r}, opens {opens}": (breaks, cells, opens)
    for breaks in ("keep", "", " ")
    for cells in ("", "\n", " ", "\t")
    for opens in (True, False)
}


def bases(piece: Piece) -> Iterator[tuple[str, str]]:
    """The piece without tags, in several ways, and the name of each."""
    if not piece.markup:
        yield "as it is", piece.text
        yield (
            "wide blanks to lines",
            re.sub(
                r"[\u2003\u3000]+|(?<=[。！？”）]) +(?=[一二三四五六七八九十（])", "\n", piece.text
            ),
        )
        yield "marks to lines", re.sub(r"\?{2,}\s*", "\n", piece.text)
        return
    for name, (breaks, cells, opens) in PAGES.items():
        yield name, stripped(piece.text, cells=cells, breaks=breaks, opens=opens)
    without = re.sub(
        r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", "", piece.text, flags=re.DOTALL | re.IGNORECASE
    )
    yield "tags to lines", html.unescape(re.sub(r"<[^>]+>", "\n", without))
    yield (
        "breaks out, tags to lines",
        html.unescape(re.sub(r"<[^>]+>", "\n", "".join(without.splitlines()))),
    )


def normalised(piece: Piece, first: set[str], others: bool) -> Iterator[tuple[str, list[str]]]:
    """The lines of a piece under each normalisation, with the normalisation's name.

    Args:
        piece: The piece.
        first: The normalisations that won before: they come first.
        others: Whether the others follow.
    """
    done: set[tuple[str, ...]] = set()
    for turn in (True, False) if others else (True,):
        for name, base in bases(piece):
            if turn and not any(one.startswith(f"{name};") for one in first):
                continue
            base = base.replace("\r\n", "\n").replace("\r", "\n")
            for how, steps in LINES.items():
                if turn and not any(one.startswith(f"{name}; lines {how}") for one in first):
                    continue
                text = base
                for pattern, put in steps:
                    text = pattern.sub(put, text)
                lines = text.split("\n")
                if how != "kept":
                    lines = [one.strip() for one in lines]
                for kind, held in (
                    ("", lines),
                    (", empty ones out", [one for one in lines if one and not one.isspace()]),
                    (
                        ", one empty at most",
                        [one for at, one in enumerate(lines) if one or (at and lines[at - 1])],
                    ),
                ):
                    whole = tuple(held)
                    if whole not in done:
                        done.add(whole)
                        yield f"{name}; lines {how}{kind}", held


def long_enough(piece: Piece, chars: int) -> bool:
    """Whether a text of that length may stand in the piece."""
    plain = len(re.sub(r"<[^>]+>|\s+", "", piece.text)) if piece.markup else len(piece.text)
    return chars * 0.7 <= plain <= max(60000, chars * 6)


def ends(lines: list[str]) -> dict[int, int]:
    """Where each line starts when all are joined by one character, and its number."""
    found: dict[int, int] = {}
    at = 0
    for number, line in enumerate(lines):
        found[at] = number
        at += len(line) + 1
    found[at] = len(lines)
    return found


def exact(
    piece: Piece, chars: int, sha: str, first: set[str], others: bool
) -> tuple[str, str] | None:
    """The text with the digest, and the normalisation that gave it."""
    for whole in (piece.text, piece.text.strip(), f"{piece.text}\n"):
        if len(whole) == chars and text_digest(whole) == sha:
            return whole, "as it is"
    heads = ["", *(f"{one}\n" for one in piece.titles), *(f"{one}\n\n" for one in piece.titles)]
    lengths = {
        (head, tail): chars - len(head) - len(tail)
        for head in dict.fromkeys(heads)
        for tail in ("", "\n")
    }
    for name, lines in normalised(piece, first, others):
        starts = ends(lines)
        for (head, tail), length in lengths.items():
            for at, start in starts.items():
                end = starts.get(at + length + 1)
                if end is not None:
                    text = head + "\n".join(lines[start:end]) + tail
                    if text_digest(text) == sha:
                        return text, name
    return None


# Realignment

SCALES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
NUMERAL = re.compile(
    r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[一二三四五六七八九十百千万亿两零〇半]+"
)
PERIOD = re.compile(
    r"[\d一二三四五六七八九十两几〇零○OＯ百年月日号季度半上下前后今去本当同期全末底初至到和及与—－\-–~～、,.“”\"'‘’"
    r"以来近内中间这此该截止现目在其时候未届过往第旬周次会任每明来新最头首历春夏秋冬建国党从起自底终岁同整个国庆节阶段"
    r"的份天假冰雪暑运元旦昨晚早凌晨暑连续迄如报告眼伊()（） ]+"
)
DIGITS = {one: str(at) for at, one in enumerate("零一二三四五六七八九")} | {"〇": "0", "两": "2"}


def significant(number: str) -> str:
    """The digits of a number whatever its scale: 1570.2亿 and 157020000000 have the same."""
    return number.replace(",", "").replace("，", "").lstrip("-").replace(".", "").strip("0")


def spoken(word: str) -> str:
    """The significant digits of a number in Chinese characters."""
    total, section, digit = Decimal(0), Decimal(0), Decimal(0)
    for one in word:
        if one in DIGITS:
            digit = Decimal(DIGITS[one])
        elif one == "半":
            return "5" if word == "半" else ""
        elif one in "十百千":
            section += (digit or 1) * 10 ** SCALES[one]
            digit = Decimal(0)
        else:
            total = (total + section + digit or 1) * 10 ** SCALES[one]
            section = digit = Decimal(0)
    return significant(str(int(total + section + digit)))


def numerals(text: str) -> dict[str, list[tuple[int, int]]]:
    """Where each number stands, by its significant digits."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for held in NUMERAL.finditer(text):
        key = significant(held[0]) if held[0][0].isdigit() else spoken(held[0])
        found[key].append(held.span())
    return found


@dataclass
class Realigned:
    """A document's new text and offsets."""

    text: str
    row: Row
    kept: int
    lost: int
    changes: int


def _options(value: Row, text: str, places: dict[str, list[tuple[int, int]]]) -> list[int]:
    """Where a value's span may start in the text."""
    length = value["end"] - value["start"]
    number = value["number"] or value["low"] or value["high"]
    found: list[int] = []
    for start, end in places.get(significant(str(number or "")), []):
        for before in range(4):
            at = start - before
            stop = at + length
            span = text[at:stop]
            if (
                at < 0
                or stop > len(text)
                or stop < end
                or re.search(r"[。；;，！\n]", re.sub(r"\d[,，]\d", "", span))
            ):
                break
            if before and not re.search(r"[\u4e00-\u9fff+\-－—≥>＞≤<约]", text[at]):
                break
            # A span does not end within a number, nor before the unit or scale that belongs to it.
            if text[stop - 1 : stop + 1].isdigit() or text[stop : stop + 1] in {"%", "％", "."}:
                continue
            if value["kind"] == "percent" and not re.search(r"[%％成分折半倍个点番]", span):
                continue
            if value["kind"] == "money" and not re.search(
                r"[元币镑分角万亿]", span + text[stop : stop + 2]
            ):
                continue
            found.append(at)
    return found


def aligned(values: list[Row], text: str) -> list[int | None]:
    """Where each value stands, in order: the way with the least changes of the distance between old and new."""
    places = numerals(text)
    # The cheapest way that ends in each option: (cost, place of the value, index of the value, way before it).
    ways: list[tuple[float, int, int, Any]] = [(0.0, 0, -1, None)]
    best: list[tuple[float, int, int, Any]] = list(ways)
    for index, value in enumerate(values):
        added: list[tuple[float, int, int, Any]] = []
        for at in dict.fromkeys(_options(value, text, places)):
            chosen: tuple[float, int, int, Any] | None = None
            for way in best[-120:]:
                cost, held, before, _ = way
                missed = 8.0 * (index - before - 1)
                if before < 0:
                    step = 0.0
                else:
                    old = value["start"] - values[before]["start"]
                    new = at - held
                    if new <= 0 < old or (
                        old > 0 and new < (values[before]["end"] - values[before]["start"])
                    ):
                        continue
                    step = float(min(abs(new - old), 60)) + (0.5 if new != old else 0.0)
                if chosen is None or cost + missed + step < chosen[0]:
                    chosen = (cost + missed + step, at, index, way)
            if chosen:
                added.append(chosen)
        best += sorted(added, key=lambda one: one[0])[:12]
    if len(best) == 1:
        return [None] * len(values)
    last = min(best[1:], key=lambda one: one[0] + 8.0 * (len(values) - 1 - one[2]))
    found: list[int | None] = [None] * len(values)
    way: Any = last
    while way is not None and way[2] >= 0:
        found[way[2]] = way[1]
        way = way[3]
    return found


def realign(row: Row, text: str, least: float) -> Realigned | None:
    """The document with its records found again in the text.

    Args:
        row: The reference.
        text: The text that the source gives.
        least: The share of the records that must be found.
    """
    records = row["records"]
    if not records:
        return None
    values = sorted(
        {(one["value"]["start"], one["value"]["end"]): one["value"] for one in records}.values(),
        key=lambda one: one["start"],
    )
    found = aligned(values, text)
    anchors = [
        (one["start"], at - one["start"])
        for one, at in zip(values, found, strict=True)
        if at is not None
    ]
    if not anchors:
        return None
    # An anchor whose distance is far from both its neighbours' is taken for a chance hit.
    sure: list[tuple[int, int]] = []
    for index, (old, shift) in enumerate(anchors):
        near = [
            anchors[at][1]
            for at in (index - 2, index - 1, index + 1, index + 2)
            if 0 <= at < len(anchors)
        ]
        lines = 3 + 2 * text.count("\n", max(0, old + shift - 300), old + shift + 300)
        if len(anchors) == 1 or any(abs(shift - one) <= lines for one in near):
            sure.append((old, shift))
    shifts = dict(sure)
    for value in values:
        left = [shift for old, shift in sure if old < value["start"]][-1:]
        right = [shift for old, shift in sure if old > value["start"]][:1]
        if value["start"] in shifts or not left or left != right:
            continue
        span = text[value["start"] + left[0] : value["end"] + left[0]]
        if re.match(
            r"[\d一二两三四五六七八九十百千万亿近约超首翻第零倒前-]", span
        ) and not re.search(r"[\n。；]", span):
            shifts[value["start"]] = left[0]
    if len(sure) < 2 and len(values) > 1:
        return None

    def moved(start: int, end: int, value: int, by: int, *, period: bool) -> list[int] | None:
        """Where a span stands that is not the value's: with the anchors of its line."""
        left = [(old, shift) for old, shift in sure if old <= start][-1:]
        right = [(old, shift) for old, shift in sure if old >= end][:1]
        near = left + right
        if value not in (old for old, _ in near) and by not in (shift for _, shift in near):
            near = near or [(value, by)]
        options = {shift for _, shift in near}
        if len(options) > 1:
            same = {
                shift
                for old, shift in near
                if "\n" not in text[max(0, min(old, start) + shift) : max(old, end) + shift]
            }
            options = same or options
        if len(options) > 1 and period:
            options = {
                shift for shift in options if PERIOD.fullmatch(text[start + shift : end + shift])
            } or options
        if len(options) > 1 and by in options and abs(value - start) < 60:
            options = {by}
        if len(options) != 1:
            return None
        shift = options.pop()
        held = text[max(0, start + shift) : end + shift]
        if start + shift < 0 or not held or held != held.strip() or re.search(r"[\n。；！]", held):
            return None
        edges = (
            text[max(0, start + shift - 1) : start + shift + 1],
            text[end + shift - 1 : end + shift + 1],
        )
        if any(len(edge) == 2 and edge.isdecimal() for edge in edges) or (
            period and not PERIOD.fullmatch(held)
        ):
            return None
        if not period and (held[0] in "，、,）)”%" or held[-1] in "，、,（(“：:"):
            return None
        return [start + shift, end + shift]

    kept: list[Row] = []
    lost: list[Row] = []
    for one in records:
        value = one["value"]
        by = shifts.get(value["start"])
        new: Row | None = None
        if by is not None:
            new = json.loads(json.dumps(one))
            new["value"] = {**value, "start": value["start"] + by, "end": value["end"] + by}
            spans = [
                moved(start, end, value["start"], by, period=False)
                for start, end in one["indicator"]
            ]
            new["indicator"] = spans
            at = (one.get("period") or {}).get("at")
            if at:
                new["period"]["at"] = moved(at[0], at[1], value["start"], by, period=True)
            if None in spans or (at and new["period"]["at"] is None):
                new = None
        (kept if new else lost).append(new or one)
    if len(kept) < least * len(records):
        return None
    windows: list[list[int]] = []
    for start, end in row["windows"]:
        inner = [shift for old, shift in sure if start <= old < end]
        outer = [shift for old, shift in sure if old < start][-1:] + [
            shift for old, shift in sure if old >= end
        ][:1]
        if not inner and len(set(outer)) != 1:
            continue
        first, last = (inner[0], inner[-1]) if inner else (outer[0], outer[0])
        parts = [
            (max(0, _snapped(text, start + first)), min(len(text), _snapped(text, end + last)))
        ]
        for one in lost:
            old = one["value"]["start"], one["value"]["end"]
            if start <= old[0] < end:
                about = [shift for held, shift in sure if held <= old[0]][-1:] + [
                    shift for held, shift in sure if held > old[0]
                ][:1]
                hole = _sentences(text, old[0] + min(about) - 4, old[1] + max(about) + 4)
                parts = [
                    cut
                    for part in parts
                    for cut in ((part[0], min(part[1], hole[0])), (max(part[0], hole[1]), part[1]))
                ]
                parts = [part for part in parts if part[1] - part[0] > 12]
        windows += [list(part) for part in parts]
    kept = [one for one in kept if any(_within(one, start, end) for start, end in windows)]
    if len(kept) < least * len(records):
        return None
    new_row = {
        **row,
        "chars": len(text),
        "sha256": text_digest(text),
        "windows": windows,
        "records": kept,
    }
    changes = sum(a[1] != b[1] for a, b in pairwise(sure))
    return Realigned(text, new_row, len(kept), len(records) - len(kept), changes)


def _sentences(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentences that a stretch touches."""
    start, end = max(0, start), min(len(text), end)
    before = max(text.rfind(mark, 0, start) for mark in "\n。；") + 1
    after = [at + 1 for mark in "\n。；" if (at := text.find(mark, end)) >= 0]
    return before, min(after, default=len(text))


def _within(record: Row, start: int, end: int) -> bool:
    """Whether a record's value stands in a window."""
    value: Row = record["value"]
    return bool(start <= value["start"] and value["end"] <= end)


def _snapped(text: str, at: int) -> int:
    """The end of a line or sentence next to a place, if there is one close by."""
    for step in (0, -1, 1, -2, 2, -3, 3):
        held = at + step
        if held <= 0 or held >= len(text) or text[held - 1] in "\n。！？；" or text[held] == "\n":
            return held
    return at


def closest(row: Row, given: Iterable[Piece], least: float) -> Realigned | None:
    """The realignment with the most records and the fewest changes, over a few normalisations of each piece."""
    best: tuple[tuple[int, int], Realigned] | None = None
    tried: set[str] = set()
    wanted = [
        significant(str(one["value"]["number"] or one["value"]["low"])) for one in row["records"]
    ]
    for piece in given:
        there = numerals(re.sub(r"<[^>]+>", "", piece.text))
        if sum(one in there for one in wanted) < least * len(wanted) - 1:
            continue
        for name, base in bases(piece):
            if best and name != "as it is" and not best[1].lost and best[1].changes < 2:
                break
            if piece.markup and not re.search(
                r"breaks ('keep'|''), cells '', opens|keep', cells ' ', opens True", name
            ):
                continue
            base = base.replace("\r\n", "\n").replace("\r", "\n")
            for how in ("hard blanks", "stripped", "no blanks"):
                text = base
                for pattern, put in LINES[how]:
                    text = pattern.sub(put, text)
                text = "\n".join(
                    one.strip() for one in text.split("\n") if one and not one.isspace()
                )
                if text in tried:
                    continue
                tried.add(text)
                found = realign(row, text, least)
                if found and (best is None or (found.kept, -found.changes) > best[0]):
                    best = (found.kept, -found.changes), found
                    if not found.lost and not found.changes:
                        return found
    return best[1] if best else None


# The whole


def recovered(row: Row, target: Path, places: Places, won: dict[str, Counter[str]]) -> str | None:
    """Write a document's text if the source has it exactly; the text, if so."""
    if target.is_file():
        text = target.read_bytes().decode("utf-8")
        if text_digest(text) == row["sha256"]:
            return text
    reference = parse_source(row["source"])
    if reference is None:
        return None
    before = won[reference.kind]
    first = {name for name, _ in before.most_common(4)}
    # Where many texts of a repository were found, one that the known ways do not give was cut or mended by hand.
    others = before.total() < 12
    for piece in pieces(reference, places):
        if not long_enough(piece, row["chars"]):
            continue
        found = exact(piece, row["chars"], row["sha256"], first, others)
        if found:
            before[found[1]] += 1
            target.write_text(found[0], encoding="utf-8", newline="")
            return found[0]
    return None


def write(rows: list[Row], held: dict[str, Row], out: Path) -> None:
    """The references whose texts are there, in their order."""
    lines = [
        json.dumps(held[row["name"]], ensure_ascii=False) for row in rows if row["name"] in held
    ]
    (out / "read.jsonl").write_text(
        "".join(f"{line}\n" for line in lines), encoding="utf-8", newline=""
    )


def main() -> None:
    """Read the references, look for their texts, write what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--read", type=Path, required=True, help="the references")
    parser.add_argument(
        "--from",
        dest="places",
        type=Path,
        action="append",
        required=True,
        help="a folder, a Git directory, an archive or a table (may be repeated)",
    )
    parser.add_argument("--out", type=Path, required=True, help="the folder to write to")
    parser.add_argument("--only", default="", help="only documents whose name matches this pattern")
    parser.add_argument(
        "--least", type=float, default=0.8, help="share of records that a realignment must find"
    )
    parser.add_argument(
        "--no-search", action="store_true", help="only take the exact texts that are in the folder"
    )
    given = parser.parse_args()
    rows = [json.loads(line) for line in given.read.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if re.search(given.only, row["name"])]
    places = Places(given.places)
    texts = given.out / "texts"
    texts.mkdir(parents=True, exist_ok=True)
    held: dict[str, Row] = {}
    won: dict[str, Counter[str]] = defaultdict(Counter)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    heavy = re.compile(r"\.(?:sql|java|js|html?|jsp|pdf)\b")
    order = sorted(rows, key=lambda row: bool(heavy.search(row["source"])))
    empty = Places([]) if given.no_search else places
    for row in order:
        if recovered(row, texts / f"{row['name']}.txt", empty, won) is not None:
            held[row["name"]] = row
    write(rows, held, given.out)
    for row in order:
        reference = parse_source(row["source"])
        kind = reference.kind if reference else "pages and lookups"
        counts[kind]["documents"] += 1
        if row["name"] in held:
            counts[kind]["exact"] += 1
            counts[kind]["exact records"] += len(row["records"])
            continue
        target = texts / f"{row['name']}.txt"
        target.unlink(missing_ok=True)
        found = None
        if reference:
            likely = (one for one in pieces(reference, places) if long_enough(one, row["chars"]))
            found = closest(row, likely, given.least)
        if found:
            target.write_text(found.text, encoding="utf-8", newline="")
            held[row["name"]] = found.row
            counts[kind]["realigned"] += 1
            counts[kind]["realigned records"] += found.kept
            counts[kind]["records dropped"] += found.lost
        elif reference:
            print(
                f"missing: {row['name']} ({len(row['records'])} records): {row['source'][:120]}",
                flush=True,
            )
    write(rows, held, given.out)
    for kind, count in sorted(counts.items()):
        print(
            f"{kind}: {', '.join(f'{number} {what}' for what, number in count.items())}; {won[kind].most_common(3)}"
        )
    total = sum(counts.values(), Counter())
    print(f"all: {', '.join(f'{number} {what}' for what, number in total.items())}")


if __name__ == "__main__":
    main()
