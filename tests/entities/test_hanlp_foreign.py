"""Real HanLP components that others could have saved: several tasks, and a BiLSTM with MSRA's labels.

Both are built here, so that each answer is known: the encoder of the first has no layers and names the
character, and the second learns three sentences by heart.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from policy_extract.entities.mention import Recognizer
from policy_extract.entities.recognizer import load_recognizer
from policy_extract.errors import ModelError

CHARS = "太原市工信局王国栋表示调研山西焦煤在理大学，。▲A"
SPECIALS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
WORDS = dict(zip("太原市工信局王国栋", "BMEBMEBME", strict=True))
LESSONS = {
    "王国栋在太原市调研。": ["B-NR", "I-NR", "E-NR", "O", "B-NS", "I-NS", "E-NS", "O", "O", "O"],
    "太原市工信局表示，": ["B-NT", "I-NT", "I-NT", "I-NT", "I-NT", "E-NT", "O", "O", "O"],
    "王国栋表示，": ["B-NR", "I-NR", "E-NR", "O", "O", "O"],
}


def save_bert(folder: Path) -> None:
    folder.mkdir(parents=True)
    vocab = [*SPECIALS, *CHARS]
    config = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": len(vocab),
        "hidden_size": len(vocab),
        "num_hidden_layers": 0,
        "num_attention_heads": 1,
        "intermediate_size": 4,
        "max_position_embeddings": 512,
        "type_vocab_size": 2,
    }
    tokenizer = {"tokenizer_class": "BertTokenizer", "do_lower_case": False}
    (folder / "vocab.txt").write_text("\n".join(vocab) + "\n", encoding="utf-8")
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer))


def locked(tokens: list[str], pad: str | None = None, unknown: str | None = None) -> Any:
    from hanlp.common.vocab import Vocab

    vocab = Vocab(pad_token=pad, unk_token=unknown)
    for token in tokens:
        vocab.add(token)
    vocab.lock()
    return vocab


def save_tasks(folder: Path, ner: dict[str, dict[str, str]]) -> None:
    """A model that cuts words by ``WORDS`` and gives each word the tag of its first character."""
    import torch
    from hanlp.components.mtl.multi_task_learning import MultiTaskLearning
    from hanlp.components.mtl.tasks.ner.tag_ner import TaggingNamedEntityRecognition
    from hanlp.components.mtl.tasks.tok.tag_tok import TaggingTokenization
    from hanlp.layers.embeddings.contextual_word_embedding import ContextualWordEmbedding

    save_bert(folder / "bert")
    model = MultiTaskLearning()
    tasks: dict[str, Any] = {"tok/fine": TaggingTokenization()}
    for name in ner:
        tasks[name] = TaggingNamedEntityRecognition(
            dependencies="tok*", tagging_scheme="BIOES", delimiter_in_entity=""
        )
    encoder = ContextualWordEmbedding(
        "token", str(folder / "bert"), average_subwords=True, max_sequence_length=512
    )
    model.config.update(encoder=encoder, task_names=list(tasks), **tasks)
    model.on_config_ready()
    looked_up = {"tok/fine": WORDS, **ner}
    for name, task in tasks.items():
        default = "S" if name == "tok/fine" else "O"
        tags = sorted({default, *looked_up[name].values()})
        task.vocabs["tag"] = locked(tags)
    model.model = model.build_model(training=False)
    with torch.no_grad():
        for name, value in model.model.state_dict().items():
            if name.endswith("word_embeddings.weight"):
                value.copy_(torch.eye(len(value)) * 10)
            elif "position_embeddings" in name or "token_type_embeddings" in name:
                value.zero_()
        for name, task in tasks.items():
            head = model.model.decoders[name].classifier
            head.weight.zero_()
            head.bias.zero_()
            default = "S" if name == "tok/fine" else "O"
            for row, char in enumerate([*SPECIALS, *CHARS]):
                tag = looked_up[name].get(char, default)
                head.weight[task.vocabs["tag"].idx_to_token.index(tag), row] = 1
    for name in tasks:
        (folder / name).parent.mkdir(exist_ok=True)
    model.save(str(folder))


def save_rnn(folder: Path) -> None:
    import torch
    from hanlp.common.transform import VocabDict
    from hanlp.components.ner.rnn_ner import RNNNamedEntityRecognizer

    torch.manual_seed(1)
    chars = ["<pad>", "<unk>", *CHARS]
    tags = sorted({tag for row in LESSONS.values() for tag in row})
    component = RNNNamedEntityRecognizer()
    component.config.update(
        embed=16,
        rnn_input=None,
        rnn_hidden=16,
        drop=0.0,
        crf=True,
        batch_size=32,
        token_key="token",
        token_delimiter="",
        tagging_scheme="IOBES",
    )
    component.vocabs = VocabDict()
    component.vocabs["tag"] = locked(tags)
    component.vocabs["token"] = locked(chars[2:], pad="<pad>", unknown="<unk>")
    component.model = component.build_model(**component.config)
    optimiser = torch.optim.Adam(component.model.parameters(), 0.05)
    for _ in range(60):
        for text, row in LESSONS.items():
            rows = torch.tensor([[chars.index(char) for char in text]])
            scores, _ = component.model(rows)
            gold = torch.tensor([tags.index(tag) for tag in row])
            loss = torch.nn.functional.cross_entropy(scores[0], gold)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
    folder.mkdir()
    component.save(str(folder))


def loaded(folder: Path) -> Recognizer:
    recognizer = load_recognizer(str(folder), engine="hanlp")
    assert recognizer is not None
    return recognizer


def test_a_model_of_several_tasks(tmp_path: Path) -> None:
    """PKU's task would call 王国栋 a place here: MSRA's is asked, and tokens become characters."""
    save_tasks(
        tmp_path / "model",
        {"ner/pku": {"王": "S-ns"}, "ner/msra": {"太": "B-NT", "工": "E-NT", "王": "S-NR"}},
    )
    recognizer = loaded(tmp_path / "model")
    text = "在太原市工信局王国栋表示"
    assert recognizer([text, "", " \t王国栋", "😀\u0301" + "，" * 450 + "王国栋"]) == [
        [(1, 7, "ORGANIZATION"), (7, 10, "PERSON")],
        [],
        [(2, 5, "PERSON")],
        [(452, 455, "PERSON")],
    ]


def test_a_model_of_other_tasks_is_one_line(tmp_path: Path) -> None:
    save_tasks(tmp_path / "model", {})
    with pytest.raises(ModelError, match=r"finds no named entities \(its tasks: tok/fine\)"):
        load_recognizer(str(tmp_path / "model"), engine="hanlp")


def test_a_bilstm_with_the_labels_of_msra(tmp_path: Path) -> None:
    """HanLP's own class decodes a batch along the wrong axis and trips over what is no BIOES."""
    save_rnn(tmp_path / "model")
    recognizer = loaded(tmp_path / "model")
    assert recognizer([*LESSONS, ""]) == [
        [(0, 3, "PERSON"), (4, 7, "LOCATION")],
        [(0, 6, "ORGANIZATION")],
        [(0, 3, "PERSON")],
        [],
    ]
    strange = "栋国\u200b王市原太𠀀局信\t工e\u0301\ufffd" * 40
    (mentions,) = recognizer([strange])
    assert all(0 <= start < end <= len(strange) for start, end, _ in mentions)


def test_a_damaged_foreign_model_is_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    save_rnn(tmp_path / "model")
    weights = tmp_path / "model" / "model.pt"
    weights.write_bytes(weights.read_bytes()[:500])
    capfd.readouterr()
    with pytest.raises(ModelError, match="HanLP cannot load it") as caught:
        load_recognizer(str(tmp_path / "model"), engine="hanlp")
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")
