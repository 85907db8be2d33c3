"""jieba's segmentation with our dictionary: same cuts, no chatter, no shared cache."""

import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_extract.errors import UsageError
from policy_extract.extractor import Extractor
from policy_extract.segmentation import Segmenter, SegmenterName

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT / "corpora" / "taiyuan" / "article.txt"
ARCHIVE = Path(os.environ.get("POLICY_EXTRACT_SHARED", ROOT.parent / "shared")) / "data" / "policy"
FAST, PLAIN = Segmenter(name="rjieba"), Segmenter(name="jieba")


def archive_sentences() -> Iterator[str]:
    """Every fifth sentence of an archive of news, reports and notices, file by file."""
    for path in sorted(ARCHIVE.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            texts = (json.loads(line).get("text") or "" for line in lines)
            sentences = (s for text in texts for s in re.findall(r"[^。\n]+。?", text))
            yield from islice(sentences, 0, 15_000, 5)


def assert_alike(sentences: list[str]) -> None:
    cuts = {sentence: FAST.cut(sentence) for sentence in sentences}
    assert [s for s, words in cuts.items() if PLAIN.cut(s) != words] == []
    words = {word for found in cuts.values() for word in found}
    assert [
        w for w in words if PLAIN.tag(w) != FAST.tag(w) or PLAIN.knows(w) != FAST.knows(w)
    ] == []


def test_both_cut_the_golden_article_alike() -> None:
    assert_alike([line for line in ARTICLE.read_text(encoding="utf-8").splitlines() if line])


@pytest.mark.slow
@pytest.mark.skipif(not ARCHIVE.is_dir(), reason="the archive is not at hand")
def test_both_cut_ten_thousand_sentences_alike() -> None:
    sentences = list(dict.fromkeys(archive_sentences()))
    assert len(sentences) >= 10_000
    assert_alike(sentences)


@given(
    st.text(st.sampled_from("一二企业增长第A1z-.%_+& \r\n，㐀𠮷") | st.characters(), max_size=40)
)
def test_both_cut_any_text_alike(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode("utf-8")
    assert PLAIN.cut(text) == FAST.cut(text)


def test_both_give_the_same_records() -> None:
    text = ARTICLE.read_text(encoding="utf-8")
    one, other = (
        Extractor(ner="none", segmenter=name).extract(text, published="2024-04").to_json()
        for name in ("rjieba", "jieba")
    )
    assert one == other


def test_where_rjieba_is_missing_jieba_cuts() -> None:
    code = """
import sys
sys.modules["rjieba"] = None
from policy_extract.errors import UsageError
from policy_extract.segmentation import Segmenter
print(Segmenter().cut("全市规模以上工业增加值增长"))
try:
    Segmenter(name="rjieba")
except UsageError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    words, reason = done.stdout.splitlines()
    assert "'规模以上工业增加值'" in words
    assert reason == "rjieba is not installed. Install it with: pip install rjieba, or choose jieba"


def test_an_unknown_segmenter() -> None:
    with pytest.raises(UsageError, match="segmenter 'pkuseg' is unknown. Choose from auto"):
        Segmenter(name="pkuseg")  # type: ignore[arg-type]


def test_policy_words_hold_together() -> None:
    assert "规模以上工业增加值" in Segmenter().cut("全市规模以上工业增加值增长")
    assert "晋阳湖畔镇" in Segmenter(["晋阳湖畔镇"]).cut("在晋阳湖畔镇举行")


@given(st.text(max_size=80))
def test_tokens_cover_any_text(text: str) -> None:
    found = FAST.tokens(text)
    assert "".join(token.text for token in found) == text
    assert all(text[token.start : token.end] == token.text for token in found)


@pytest.mark.parametrize("name", ["rjieba", "jieba"])
def test_nothing_is_said_and_no_shared_cache_is_written(
    name: SegmenterName, tmp_path: Path
) -> None:
    code = (
        f"from policy_extract.segmentation import Segmenter; Segmenter(name={name!r}).cut('经济')"
    )
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", code],
        capture_output=True,
        env={
            "TMPDIR": str(tmp_path),
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        },
        check=True,
    )
    assert done.stdout == b""
    assert done.stderr == b""
    assert list(tmp_path.iterdir()) == []


def test_the_package_may_be_imported_before_or_after() -> None:
    ours = "from policy_extract.segmentation import Segmenter; Segmenter().cut('太原市')"
    theirs = "import rjieba; rjieba.cut('太原市')"
    for code in (f"{ours}; {theirs}", f"{theirs}; {ours}"):
        subprocess.run([sys.executable, "-c", code], check=True)
