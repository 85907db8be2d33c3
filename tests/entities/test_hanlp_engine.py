"""The shipped model in HanLP itself, and HanLP's own loader on its folder."""

from pathlib import Path

import pytest

from policy_extract.entities.mention import Recognizer
from policy_extract.entities.recognizer import load_recognizer, model_folder
from policy_extract.errors import ModelError


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
