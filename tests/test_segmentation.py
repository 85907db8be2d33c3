"""jieba's segmentation with our dictionary: same cuts, no chatter, no shared cache."""

import subprocess
import sys
from pathlib import Path

import jieba
from hypothesis import given
from hypothesis import strategies as st

from policy_extract.segmentation import Segmenter, policy_words

ARTICLE = Path(__file__).parent.parent / "corpora" / "taiyuan" / "article.txt"


def test_cuts_are_jiebas(tmp_path: Path) -> None:
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(tmp_path)
    jieba.setLogLevel(60)
    for word in policy_words():
        tokenizer.add_word(word, 20_000)
    segmenter = Segmenter()
    lines = [line for line in ARTICLE.read_text(encoding="utf-8").splitlines() if line]
    differing = [line for line in lines if segmenter.cut(line) != tokenizer.lcut(line)]
    assert differing == []


def test_policy_words_hold_together() -> None:
    assert "规模以上工业增加值" in Segmenter().cut("全市规模以上工业增加值增长")
    assert "晋阳湖畔镇" in Segmenter(["晋阳湖畔镇"]).cut("在晋阳湖畔镇举行")


@given(st.text(max_size=80))
def test_tokens_cover_any_text(text: str) -> None:
    found = SHARED.tokens(text)
    assert "".join(token.text for token in found) == text
    assert all(text[token.start : token.end] == token.text for token in found)


SHARED = Segmenter()


def test_nothing_is_said_and_no_shared_cache_is_written(tmp_path: Path) -> None:
    code = "from policy_extract.segmentation import Segmenter; Segmenter().cut('经济增长')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env={"TMPDIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
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
