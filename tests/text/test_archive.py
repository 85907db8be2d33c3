"""Reading on the shared archive, where it is at hand: real text in every encoding."""

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from policy_extract.text.source import read_source

SHARED = Path(os.environ.get("POLICY_EXTRACT_SHARED", Path(__file__).parents[3] / "shared"))
ARCHIVE = SHARED / "data" / "policy"
needs_archive = pytest.mark.skipif(
    not (ARCHIVE / "cctv_news.jsonl.gz").is_file(),
    reason="the shared archive is not beside the checkout (POLICY_EXTRACT_SHARED)",
)


def texts(name: str, every: int = 1) -> Iterator[str]:
    with gzip.open(ARCHIVE / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for index, line in enumerate(lines):
            if index % every == 0:
                text: str = json.loads(line)["text"]
                yield text.replace("\r\n", "\n").replace("\r", "\n")


@needs_archive
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030"])
def test_every_piece_of_fifty_characters_ten_of_them_chinese_is_read_back(encoding: str) -> None:
    pieces = [
        text[start : start + 50]
        for text in (*texts("cctv_news", 38), *texts("guangzhou_notices"))
        for start in {0, max(0, len(text) // 2 - 25), max(0, len(text) - 50)}
        if len(text) >= 50
        and sum("\u4e00" <= char <= "\u9fff" for char in text[start : start + 50]) >= 10
    ]
    assert len(pieces) > 1000
    wrong = [
        piece for piece in pieces if read_source(piece.encode(encoding), name="x").text != piece
    ]
    assert wrong == []
