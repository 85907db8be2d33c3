"""The shipped model in HanLP itself, and HanLP's own loader on its folder."""

from pathlib import Path

import pytest

from policy_extract.entities.labels import map_label
from policy_extract.entities.recognizer import Recognizer, load_recognizer, model_folder
from policy_extract.errors import ModelError
from policy_extract.text.layout import read_layout

ARTICLE = Path(__file__).parent.parent.parent / "corpora" / "taiyuan" / "article.txt"


@pytest.fixture(scope="module")
def hanlp_engine() -> Recognizer:
    loaded = load_recognizer("policy-ner", engine="hanlp")
    assert loaded is not None
    return loaded


def test_hanlp_loads_the_folder_itself() -> None:
    import hanlp

    folder = model_folder("policy-ner")
    model = hanlp.load(str(folder), transformer=str(folder / "encoder"), devices=-1, verbose=False)
    (mentions,) = model([list("太原市工信局党组书记王国栋")])
    assert ("王国栋", "PERSON", 10, 13) in mentions


def test_both_engines_agree_on_the_article(hanlp_engine: Recognizer) -> None:
    """The int8 default against fp16 weights in HanLP: measured 0.898 here, 0.972 on 703 others."""
    onnx = load_recognizer("policy-ner")
    assert onnx is not None
    text = ARTICLE.read_text(encoding="utf-8")
    lines = [text[s.start : s.end] for s in read_layout(text).sentences]
    same = total = 0
    for left, right in zip(hanlp_engine(lines), onnx(lines), strict=True):
        same += 2 * len(set(left) & set(right))
        total += len(left) + len(right)
    assert total > 250
    assert same / total >= 0.87


def test_odd_input_moves_no_offset(hanlp_engine: Recognizer) -> None:
    text = "\u3000\t王国栋\u200b表示"
    assert hanlp_engine(["", " ", text])[0:2] == [[], []]
    assert (2, 5, "PERSON") in hanlp_engine([text])[0]


@pytest.mark.parametrize(
    ("label", "ours"),
    [
        ("NR", "PERSON"),
        ("ns", "LOCATION"),
        ("GPE", "LOCATION"),
        ("ORG", "ORGANIZATION"),
        ("DATE", None),
    ],
)
def test_labels_of_other_models(label: str, ours: str | None) -> None:
    assert map_label(label) == ours


def test_an_unknown_name_is_one_line() -> None:
    with pytest.raises(ModelError, match="'NO_SUCH_NER' is unknown"):
        load_recognizer("NO_SUCH_NER")


def test_a_folder_that_is_no_hanlp_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no config\.json"):
        load_recognizer(str(tmp_path), engine="hanlp")
