"""Models on ONNX Runtime: offsets, lengths, damage, names."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_extract.entities.mention import Recognizer
from policy_extract.entities.pieces import split_pieces
from policy_extract.entities.recognizer import load_recognizer, model_folder
from policy_extract.errors import ModelError, UsageError

SENTENCE = "太原市工信局党组书记王国栋在太原理工大学调研时表示，山西焦煤集团要加快转型。"


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    loaded = load_recognizer("policy-ner-fast")
    assert loaded is not None
    return loaded


@pytest.fixture(scope="module", params=["policy-ner-fast", "accurate"])
def either(request: pytest.FixtureRequest) -> Recognizer:
    """The shipped model, and one of the accurate kind."""
    name = request.param
    loaded = load_recognizer(str(request.getfixturevalue(name)) if name == "accurate" else name)
    assert loaded is not None
    return loaded


def test_names_are_found(recognizer: Recognizer) -> None:
    (mentions,) = recognizer([SENTENCE])
    found = {(SENTENCE[start:end], kind) for start, end, kind in mentions}
    assert ("王国栋", "PERSON") in found
    assert ("太原市工信局", "GOVERNMENT") in found
    assert any(name == "太原理工大学" for name, _ in found)


def test_none_is_no_recogniser() -> None:
    assert load_recognizer("none") is None


def test_empty_and_blank_sentences_have_no_mentions(either: Recognizer) -> None:
    assert either([]) == []
    assert either(["", " \n\u3000"]) == [[], []]


def test_any_length_is_read_to_its_end(recognizer: Recognizer) -> None:
    long = "各项工作稳步推进，" * 200 + SENTENCE
    (mentions,) = recognizer([long])
    assert any(long[start:end] == "王国栋" for start, end, _ in mentions)


@pytest.mark.parametrize("odd", ["\u200b", "\x07", "😀", "𠀀", "\t", "\u3000", "龘"])
def test_odd_characters_move_no_offset(recognizer: Recognizer, odd: str) -> None:
    text = odd + SENTENCE + odd
    (mentions,) = recognizer([text])
    assert any(text[start:end] == "王国栋" for start, end, _ in mentions)


POLICY_LIKE = st.text(
    st.one_of(
        st.sampled_from("太原市工信局王国栋在表示，。、；臺灣總統龘"),
        st.sampled_from("\t\u3000\x07\u200b\u0301\ufe0f\ufffd\ud800😀𠀀𝐀Ａ"),
        st.characters(),
    ),
    max_size=60,
)


@settings(max_examples=25, deadline=None)
@given(texts=st.lists(POLICY_LIKE, max_size=5))
def test_mentions_lie_inside_their_sentence(either: Recognizer, texts: list[str]) -> None:
    found = either(texts)
    assert len(found) == len(texts)
    for text, mentions in zip(texts, found, strict=True):
        edge = 0
        for start, end, _ in mentions:
            assert edge <= start < end <= len(text)
            edge = end


def test_the_same_input_gives_the_same_output(recognizer: Recognizer) -> None:
    """int8 scales are set for each batch, so company may move a border; repetition never does."""
    sentences = [SENTENCE, "全市经济稳步增长。", "国务院印发通知。" * 3]
    assert recognizer(sentences) == recognizer(list(sentences))


def test_threads_may_share_it(recognizer: Recognizer) -> None:
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: recognizer([SENTENCE]), range(8)))
    assert all(result == results[0] for result in results)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    shutil.copytree(model_folder("policy-ner-fast"), folder)
    return folder


def test_a_damaged_model_is_named(copied: Path) -> None:
    weights = copied / json.loads((copied / "manifest.json").read_text())["onnx"]
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    with pytest.raises(ModelError, match=f"{weights.name}: is damaged"):
        load_recognizer(str(copied))


def test_a_missing_file_is_named(copied: Path) -> None:
    (copied / "vocab.txt").unlink()
    with pytest.raises(ModelError, match=r"vocab.txt: is missing"):
        load_recognizer(str(copied))


def test_a_foreign_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(ModelError, match="no readable model manifest"):
        load_recognizer(str(tmp_path))


def test_an_unknown_path_and_engine() -> None:
    with pytest.raises(ModelError, match="no model folder"):
        load_recognizer("no/such/folder")
    with pytest.raises(UsageError, match="engine"):
        load_recognizer("policy-ner-fast", engine="tpu")  # type: ignore[arg-type]


@pytest.mark.parametrize("engine", ["onnx", "hanlp"])
def test_a_model_that_is_shipped_no_longer_says_what_to_use(
    engine: Literal["onnx", "hanlp"], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelError, match="policy-ner is no longer part of the package") as raised:
        load_recognizer("policy-ner", engine=engine)
    assert "policy-ner-fast" in str(raised.value.hint)
    assert "--recipe policy-ner" in str(raised.value.hint)


def test_a_folder_of_that_name_is_taken(
    recognizer: Recognizer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(model_folder("policy-ner-fast"), tmp_path / "policy-ner")
    monkeypatch.chdir(tmp_path)
    loaded = load_recognizer("policy-ner")
    assert loaded is not None
    assert loaded.version == recognizer.version


@given(st.text(max_size=300), st.integers(4, 50))
def test_pieces_cover_a_text(text: str, limit: int) -> None:
    pieces = split_pieces(text, limit)
    assert "".join(text[start:end] for start, end in pieces) == text
    assert all(end - start <= limit for start, end in pieces)
