"""``gold`` as a user types it; only ``init`` needs the extractor, and it runs without a model."""

import json
import os
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from policy_extract.cli.gold import app as gold_app
from policy_extract.errors import GoldError, InputError, OutputError, UsageError
from policy_extract.records import text_digest

TEXT = "太原市工业增长5%以上。\n乙厂投产。"

app = typer.Typer()
app.add_typer(gold_app, name="gold")


@app.command("none")
def none() -> None:
    """Keeps the app from having one command only."""


def gold_source(**change) -> str:
    value = {"text": "5%以上", "start": 7, "end": 11, "kind": "percent", "number": "5"}
    value |= {"unit": "%", "comparator": ">="}
    data = {
        "text_chars": len(TEXT),
        "sha256": text_digest(TEXT),
        "records": [{"record": "metric", "indicator": "工业", "value": value}],
        "entities": [{"type": "LOCATION", "text": "太原市", "start": 0, "end": 3}],
    }
    return json.dumps(data | change, ensure_ascii=False, indent=1)


@pytest.fixture
def corpus(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "corpora" / "a"
    folder.mkdir(parents=True)
    (folder / "article.txt").write_text(TEXT, encoding="utf-8")
    (folder / "gold.json").write_text(gold_source(), encoding="utf-8")
    return tmp_path / "corpora"


def run(*args: object):
    return CliRunner().invoke(app, ["gold", *map(str, args)])


def test_validate_counts_sound_files(corpus):
    result = run("validate", corpus)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr == "1 gold file without fault\n"


def test_validate_names_every_fault_with_its_line(corpus):
    path = corpus / "a" / "gold.json"
    source = gold_source().replace('"5%以上"', '"6%以上"').replace("LOCATION", "CITY")
    path.write_text(source, encoding="utf-8")
    result = run("validate", path)
    assert isinstance(result.exception, GoldError)
    assert str(result.exception) == "1 fault in 1 of 1 gold file"
    assert result.stderr.startswith(f"{path}:21: entities[0].type: unknown type 'CITY'; one of")
    path.write_text(source.replace("CITY", "LOCATION"), encoding="utf-8")
    assert "5%以上' stands there" in run("validate", path).stderr


def test_validate_wants_something_to_validate(corpus, tmp_path):
    (tmp_path / "empty").mkdir()
    assert isinstance(run("validate", tmp_path / "empty").exception, InputError)
    assert isinstance(run("validate", tmp_path / "nowhere").exception, InputError)


def test_accept_takes_a_draft_over(corpus):
    folder = corpus / "a"
    (folder / "gold.json").rename(folder / "draft.json")
    result = run("accept", folder)
    assert result.exit_code == 0, result.exception
    assert json.loads((folder / "gold.json").read_text())["records"][0]["indicator"] == "工业"
    assert not (folder / "draft.json").exists()


def test_accept_shows_what_changes_and_replaces_only_when_told(corpus):
    folder = corpus / "a"
    before = (folder / "gold.json").read_text()
    draft = gold_source(entities=[])
    (folder / "draft.json").write_text(draft, encoding="utf-8")
    result = run("accept", folder)
    assert isinstance(result.exception, OutputError)
    assert "miss entity" in result.stderr
    assert (folder / "gold.json").read_text() == before
    assert (folder / "draft.json").exists()
    assert run("accept", folder, "--replace").exit_code == 0
    assert json.loads((folder / "gold.json").read_text())["entities"] == []


def test_accept_refuses_a_faulty_draft_and_keeps_the_gold(corpus):
    folder = corpus / "a"
    before = (folder / "gold.json").read_text()
    (folder / "draft.json").write_text(gold_source(records=[]), encoding="utf-8")
    result = run("accept", folder, "--replace")
    assert isinstance(result.exception, GoldError)
    assert "no record at all" in str(result.exception)
    assert (folder / "gold.json").read_text() == before


def test_accept_without_a_draft(corpus):
    result = run("accept", corpus / "a")
    assert isinstance(result.exception, InputError)
    assert "gold init makes a draft" in str(result.exception)


def test_agree_prints_tables_and_json(corpus, tmp_path):
    other = tmp_path / "second" / "a"
    other.mkdir(parents=True)
    (other / "gold.json").write_text(gold_source(entities=[]), encoding="utf-8")
    result = run("agree", corpus, tmp_path / "second", "--format", "json")
    assert result.exit_code == 0, result.exception
    data = json.loads(result.stdout)
    assert data["total"]["figures"]["strict.f1"] == 1.0
    assert data["kappa"]["record characters"]["kappa"] == 1.0
    assert data["kappa"]["entity types"] == {"kappa": None, "observed": None, "items": 0}
    assert "Cohen's kappa" in result.stderr


def test_agree_takes_files_and_wants_a_shared_document(corpus, tmp_path):
    other = tmp_path / "b.json"
    other.write_text(gold_source(), encoding="utf-8")
    assert run("agree", corpus / "a" / "gold.json", other).exit_code == 0
    for name in ("x", "y"):
        (tmp_path / "second" / name).mkdir(parents=True)
        (tmp_path / "second" / name / "gold.json").write_text(gold_source(), encoding="utf-8")
    result = run("agree", corpus, tmp_path / "second")
    assert isinstance(result.exception, InputError)
    assert "share no document" in str(result.exception)
    assert "x: only in" in result.stderr
    assert isinstance(run("agree", corpus, corpus, "--format", "xml").exception, UsageError)


@pytest.mark.parametrize("form", ["labelstudio", "doccano", "brat", "inline"])
def test_export_and_import_give_the_same_gold(corpus, tmp_path, form):
    assert run("export", corpus, "--to", form, "-o", tmp_path / "out").exit_code == 0
    result = run("import", tmp_path / "out", "--from", form, "--into", tmp_path / "back")
    assert result.exit_code == 0, result.exception
    assert (tmp_path / "back/a/article.txt").read_text(encoding="utf-8") == TEXT
    assert run("validate", tmp_path / "back").exit_code == 0
    agree = run("agree", corpus, tmp_path / "back", "--format", "json")
    figures = json.loads(agree.stdout)["total"]["figures"]
    assert {figures[name] for name in ("quantity.f1", "strict.f1", "entity.f1")} == {1.0}


def test_export_to_standard_output_is_data_only(corpus):
    result = run("export", corpus, "--to", "labelstudio")
    assert json.loads(result.stdout)[0]["data"]["name"] == "a"
    assert result.stderr == ""
    assert run("export", corpus, "--to", "inline").stdout.startswith("<gold>\n<e type=LOCATION>")


def test_export_of_many_files_wants_a_folder(corpus):
    result = run("export", corpus, "--to", "brat")
    assert isinstance(result.exception, UsageError)
    assert "-o DIR" in str(result.exception)
    assert isinstance(run("export", corpus, "--to", "prodigy").exception, UsageError)


def test_import_overwrites_nothing_unless_told(corpus, tmp_path):
    run("export", corpus, "--to", "doccano", "-o", tmp_path / "out")
    before = (corpus / "a" / "gold.json").read_text()
    result = run("import", tmp_path / "out", "--to", "doccano")
    assert isinstance(result.exception, OutputError)
    assert (corpus / "a" / "gold.json").read_text() == before
    assert run("import", tmp_path / "out", "--to", "doccano", "--replace").exit_code == 0


def test_import_refuses_a_text_that_is_not_the_article(corpus, tmp_path):
    run("export", corpus, "--to", "doccano", "-o", tmp_path / "out")
    (corpus / "a" / "article.txt").write_text(TEXT + "又", encoding="utf-8")
    result = run("import", tmp_path / "out", "--to", "doccano", "--replace")
    assert isinstance(result.exception, GoldError)
    assert "its text differs" in str(result.exception)


@pytest.mark.parametrize("name", ["../evil", "/evil", ".hidden", "", "a\nb"])
def test_import_makes_no_folder_outside_the_corpus(corpus, tmp_path, name):
    line = json.dumps({"text": TEXT, "entities": [], "name": name, "no_records": "true"})
    (tmp_path / "x.jsonl").write_text(line)
    result = run("import", tmp_path / "x.jsonl", "--from", "doccano")
    assert isinstance(result.exception, GoldError)
    assert "cannot be the name of a folder" in str(result.exception)
    assert sorted(p.name for p in corpus.iterdir()) == ["a"]


def test_import_of_unfinished_work_is_a_draft(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    entity = {"label": "metric", "start_offset": 7, "end_offset": 11}
    line = json.dumps({"text": TEXT, "entities": [entity], "name": "n"})
    (tmp_path / "x.jsonl").write_text(line)
    refused = run("import", "x.jsonl", "--from", "doccano")
    assert str(refused.exception) == "n: records[0].indicator: is empty"
    assert not Path("corpora").exists()
    assert run("import", "x.jsonl", "--from", "doccano", "--draft").exit_code == 0
    draft = Path("corpora/n/draft.json")
    assert json.loads(draft.read_text())["records"][0]["value"]["number"] == "5"
    assert "records[0].indicator: is empty" in run("validate", draft).stderr


def test_import_of_nothing(tmp_path):
    assert isinstance(run("import", tmp_path, "--from", "brat").exception, InputError)
    assert isinstance(run("import", tmp_path / "no", "--from", "brat").exception, InputError)
    (tmp_path / "x.jsonl").write_text("\n")
    assert isinstance(run("import", tmp_path, "--from", "doccano").exception, InputError)


def test_init_drafts_validates_and_is_accepted(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("news.txt").write_text("2023年，全市工业利润增长31.4%。", encoding="utf-8")
    result = run("init", "news.txt", "--date", "2024-04", "--place", "太原市", "--ner", "none")
    assert result.exit_code == 0, result.exception
    folder = Path("corpora/news")
    draft = json.loads((folder / "draft.json").read_text(encoding="utf-8"))
    assert draft["document"] == {"name": "news.txt", "published": "2024-04", "place": "太原市"}
    assert [r["value"]["number"] for r in draft["records"]] == ["31.4"]
    assert run("accept", folder).exit_code == 0
    assert run("validate", "corpora").exit_code == 0


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
@pytest.mark.parametrize("room", [0, 400])
def test_init_without_room_leaves_nothing(tmp_path, monkeypatch, full_disk, room):
    monkeypatch.chdir(tmp_path)
    Path("news.txt").write_text("2023年，全市工业利润增长31.4%。", encoding="utf-8")
    with full_disk(room):
        result = run("init", "news.txt", "--ner", "none")
    assert isinstance(result.exception, OutputError)
    assert [path.name for path in tmp_path.iterdir()] == ["news.txt"]


def test_init_overwrites_nothing(corpus):
    result = run("init", corpus / "a" / "article.txt", "--ner", "none")
    assert isinstance(result.exception, OutputError)
    assert "gold.json: already there" in str(result.exception)


def test_init_drafts_an_article_in_place(corpus):
    (corpus / "a" / "gold.json").unlink()
    assert run("init", corpus / "a" / "article.txt", "--ner", "none").exit_code == 0
    assert sorted(p.name for p in (corpus / "a").iterdir()) == [
        ".policy-extract-made", "article.txt", "draft.json",
    ]  # fmt: skip


def test_init_refuses_a_bad_date_before_it_writes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("news.txt").write_text(TEXT, encoding="utf-8")
    result = run("init", "news.txt", "--date", "2024-13", "--ner", "none")
    assert isinstance(result.exception, UsageError)
    assert not Path("corpora").exists()


def test_accept_takes_the_output_of_run(tmp_path, monkeypatch):
    from policy_extract.extractor import Extractor

    monkeypatch.chdir(tmp_path)
    folder = Path("corpora/a")
    folder.mkdir(parents=True)
    text = "2023年，全市工业利润增长31.4%。"
    (folder / "article.txt").write_text(text, encoding="utf-8")
    output = Extractor(ner="none").extract(text, published="2024-04").to_json()
    Path("out.json").write_text(output, encoding="utf-8")
    assert run("accept", folder, "--from", "out.json").exit_code == 0
    assert json.loads((folder / "gold.json").read_text())["document"]["published"] == "2024-04"
    Path("out.json").write_text(output.replace("31.4%", "32.4%"), encoding="utf-8")
    result = run("accept", folder, "--from", "out.json", "--replace")
    assert isinstance(result.exception, GoldError)


def test_an_untouched_draft_and_a_contradicted_value_are_told(corpus):
    folder = corpus / "a"
    (folder / "gold.json").unlink()
    assert run("init", folder / "article.txt", "--ner", "none", "--date", "2024/4/2").exit_code == 0
    assert (
        json.loads((folder / "draft.json").read_text("utf-8"))["document"]["published"]
        == "2024-04-02"
    )
    said = run("accept", folder)
    assert said.exit_code == 0, said.exception
    assert "was it reviewed? (warning)" in said.stderr
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    gold["records"][0]["value"]["number"] = "7777"
    (folder / "gold.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1), "utf-8")
    said = run("validate", folder)
    assert said.exit_code == 0
    assert "records[0].value.number: is 7777, but" in said.stderr
    assert "reviewed" not in said.stderr


def test_exports_edited_by_hand_are_not_written_over(corpus, tmp_path):
    out = tmp_path / "out"
    for _ in range(2):
        assert run("export", corpus, "--to", "brat", "-o", out).exit_code == 0
    (edited,) = [path for path in out.iterdir() if path.name == "a.ann"]
    edited.write_text(edited.read_text("utf-8") + "#99\tAnnotatorNotes T1\tmine\n", "utf-8")
    before = edited.read_text("utf-8")
    done = run("export", corpus, "--to", "brat", "-o", out)
    assert isinstance(done.exception, OutputError)
    assert edited.read_text("utf-8") == before


def test_init_drafts_the_windows_alone(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = "工业增长5%。\n农业增长6%。\n服务业增长7%。\n"
    Path("a.txt").write_text(text, encoding="utf-8")
    assert run("init", "a.txt", "--window", "L2:L2", "--ner", "none").exit_code == 0
    draft = json.loads(Path("corpora/a/draft.json").read_text(encoding="utf-8"))
    assert draft["windows"] == [[8, 16]]
    assert [r["value"]["text"] for r in draft["records"]] == ["6%"]
    assert run("accept", "corpora/a").exit_code == 0
    gold = Path("corpora/a/gold.json")
    assert json.loads(gold.read_text(encoding="utf-8"))["windows"] == [[8, 16]]
    # A whole output of run is taken over within the windows of the gold that is there.
    from policy_extract.extractor import Extractor

    output = Extractor(ner="none").extract(text, name="a.txt").to_json()
    Path("run.json").write_text(output, encoding="utf-8")
    assert run("accept", "corpora/a", "--from", "run.json", "--replace").exit_code == 0
    taken = json.loads(gold.read_text(encoding="utf-8"))
    assert taken["windows"] == [[8, 16]]
    assert [r["value"]["text"] for r in taken["records"]] == ["6%"]


@pytest.mark.parametrize(
    ("window", "reason"),
    [
        ("5", "no window. Write START:END, or L5:L20 for lines"),
        ("L5:9", "no window"),
        ("5:5", "not in the text. It has 18 characters in 2 lines"),
        ("0:19", "not in the text"),
        ("L0:L1", "not in the text"),
        ("L3:L4", "not in the text"),
        ("L2:L1", "not in the text"),
    ],
)
def test_init_refuses_what_is_no_window(tmp_path, monkeypatch, window, reason):
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    result = run("init", "a.txt", "--window", window, "--ner", "none")
    assert isinstance(result.exception, UsageError)
    assert f"--window {window}: {reason}" in str(result.exception)
    assert not Path("corpora").exists()
