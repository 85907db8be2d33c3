"""The fast model in HanLP's own loader, and its sentences alone and together."""

from pathlib import Path

import pytest

from policy_extract.entities.mention import Recognizer
from policy_extract.entities.recognizer import load_recognizer, model_folder
from policy_extract.text.layout import read_layout

ARTICLE = Path(__file__).parent.parent.parent / "corpora" / "taiyuan" / "article.txt"


@pytest.fixture(scope="module")
def fast() -> Recognizer:
    loaded = load_recognizer("policy-ner-fast")
    assert loaded is not None
    return loaded


@pytest.fixture(scope="module")
def article() -> list[str]:
    text = ARTICLE.read_text(encoding="utf-8")
    return [text[s.start : s.end] for s in read_layout(text).sentences]


def test_hanlp_loads_the_folder_itself() -> None:
    hanlp = pytest.importorskip("hanlp")
    model = hanlp.load(str(model_folder("policy-ner-fast")), devices=-1, verbose=False)
    (mentions,) = model([list("太原市工信局党组书记王国栋")])
    assert ("王国栋", "PERSON", 10, 13) in mentions


def test_batches_and_lengths_change_nothing_much(fast: Recognizer, article: list[str]) -> None:
    """Int8 scales depend on what else is in a batch; a padded row must not read its padding."""
    alone = [fast([line])[0] for line in article[:60]]
    together = fast(article[:60])
    same = sum(len(set(a) & set(b)) for a, b in zip(alone, together, strict=True))
    assert same >= 0.95 * sum(map(len, alone))
