"""The shipped model in HanLP itself, and HanLP's own loader on the folder of a transformer."""

from pathlib import Path

import pytest

from policy_extract.entities.mention import Recognizer
from policy_extract.entities.recognizer import load_recognizer
from policy_extract.errors import ModelError


@pytest.fixture(scope="module")
def hanlp_engine() -> Recognizer:
    loaded = load_recognizer("policy-ner-fast", engine="hanlp")
    assert loaded is not None
    return loaded


def test_hanlp_loads_the_folder_of_a_transformer_itself(accurate: Path, article: str) -> None:
    import hanlp

    inner = str(accurate / "encoder")
    model = hanlp.load(str(accurate), transformer=inner, devices=-1, verbose=False)
    ours = load_recognizer(str(accurate), engine="hanlp")
    assert ours is not None
    sentences = [line for line in article.split("\n") if 0 < len(line) <= 100]
    found = model([list(sentence) for sentence in sentences])
    assert [[(a, b, kind) for _, kind, a, b in mentions] for mentions in found] == ours(sentences)
    assert sum(map(len, found)) > 20


def test_odd_input_moves_no_offset(hanlp_engine: Recognizer) -> None:
    text = "\u3000\t王国栋\u200b表示"
    assert hanlp_engine(["", " ", text])[0:2] == [[], []]
    assert (2, 5, "PERSON") in hanlp_engine([text])[0]


def test_an_unknown_name_is_one_line() -> None:
    with pytest.raises(ModelError, match="'NO_SUCH_NER' is unknown"):
        load_recognizer("NO_SUCH_NER")


def test_a_folder_that_is_no_hanlp_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no config\.json"):
        load_recognizer(str(tmp_path), engine="hanlp")
