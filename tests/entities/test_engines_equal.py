"""ONNX against HanLP, for the shipped model and a transformer: the same in float32, nearly the same in int8.

The float32 model is built from the very weights that HanLP loads. The share of equal entities of the int8
default is twice the entities found by both over the sum of what each found.
"""

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from policy_extract.entities.mention import Mention
from policy_extract.entities.onnx_engine import OnnxRecognizer
from policy_extract.entities.recognizer import load_recognizer, model_folder
from policy_extract.text.layout import read_layout
from policy_extract.training.restore import write_fp32

FLOORS = {"accurate": 0.7, "policy-ner-fast": 0.98}
"""Least share of equal entities, int8 against HanLP; measure again after every training. The accurate one is a
small one, made for the tests, and unsure of whatever it did not learn by heart."""
SENTENCES = 500

ROOT = Path(__file__).parent.parent.parent
ARTICLE = ROOT / "corpora" / "taiyuan" / "article.txt"
ODD = [
    "",
    " \t\u3000",
    "\u3000\t王国栋\u200b表示",
    "\ufffd太原市\ufffd",
    "𝐀股公司😀太原市𠀀",
    "臺灣同胞參觀太原市",
    "太原e\u0301市",
    "\ud800太原市",
    "各项工作稳步推进，" * 26 + "太原市工信局王国栋表示。",
    "太" * 501,
]


@dataclass(frozen=True)
class Answers:
    sentences: list[str]
    hanlp: list[list[Mention]]
    fp32: list[list[Mention]]
    int8: list[list[Mention]]


def sentences_of(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return [text[s.start : s.end] for s in read_layout(text).sentences]


def many_sentences() -> list[str]:
    written = [
        sentence
        for path in sorted(ROOT.glob("training-data/written/*/article.txt"))
        for sentence in sentences_of(path)
    ]
    # Evenly over all of them, so that no one article decides.
    taken = min(SENTENCES, len(written))
    return [written[at * len(written) // taken] for at in range(taken)]


@pytest.fixture(scope="module", params=sorted(FLOORS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def answers(
    name: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Answers]:
    model = request.getfixturevalue("accurate") if name == "accurate" else model_folder(name)
    sentences = [*sentences_of(ARTICLE), *ODD, *many_sentences()]
    folder = tmp_path_factory.mktemp("fp32") / name
    write_fp32(model, folder)
    hanlp = load_recognizer(str(model), engine="hanlp")
    int8 = load_recognizer(str(model))
    assert hanlp is not None
    assert int8 is not None
    fp32 = OnnxRecognizer(folder, name="fp32")
    yield Answers(sentences, hanlp(sentences), fp32(sentences), int8(sentences))
    del hanlp, fp32, int8
    gc.collect()


def test_there_are_enough_sentences() -> None:
    if not (ROOT / "training-data" / "written").is_dir():
        pytest.skip(
            "training-data/written is absent: only the article and the odd text are compared"
        )
    assert len(many_sentences()) == SENTENCES


def test_float32_gives_the_very_same_entities(answers: Answers) -> None:
    assert sum(map(len, answers.hanlp)) > 250
    different = [
        (sentence, sorted(set(left) ^ set(right)))
        for sentence, left, right in zip(
            answers.sentences, answers.hanlp, answers.fp32, strict=True
        )
        if left != right
    ]
    assert different == []


def test_int8_gives_nearly_the_same_entities(name: str, answers: Answers) -> None:
    same = total = 0
    for left, right in zip(answers.hanlp, answers.int8, strict=True):
        same += 2 * len(set(left) & set(right))
        total += len(left) + len(right)
    assert same / total >= FLOORS[name], f"{name}: {same / total:.3f} of {total // 2} entities"
