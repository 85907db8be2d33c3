"""``check`` as a user types it, over a corpus whose gold is what the rules extract."""

import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
import typer
from typer.testing import CliRunner

from policy_extract.cli.check import check
from policy_extract.errors import GateError, GoldError, InputError, UsageError
from policy_extract.evaluation.corpus import read_text
from policy_extract.evaluation.drafting import gold_text
from policy_extract.evaluation.gold import gold_of_document
from policy_extract.extractor import Extractor

TEXTS = {
    "a": "2023年，全市工业利润增长31.4%。今年力争达到60亿元以上。\n《甲办法》印发。",
    "b": "2022年，全省新增企业25家，进出口总额30亿元，同比下降5%。",
}

app = typer.Typer()
app.command("check")(check)


@app.command("none")
def none() -> None:
    """Keeps the app from having one command only."""


@pytest.fixture
def corpus(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    extractor = Extractor(ner="none")
    for name, text in TEXTS.items():
        folder = tmp_path / "corpora" / name
        folder.mkdir(parents=True)
        (folder / "article.txt").write_text(text, encoding="utf-8")
        gold = gold_of_document(extractor.extract(text, published="2024-04"))
        (folder / "gold.json").write_text(gold_text(gold), encoding="utf-8")
    return tmp_path / "corpora"


@pytest.fixture
def worse(corpus) -> Path:
    """One record of ``b`` that the extraction will miss."""
    path = corpus / "b" / "gold.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    value = {"text": "2022", "start": 0, "end": 4, "kind": "count", "number": "2022"}
    data["records"].append({"record": "metric", "indicator": "年", "value": value})
    path.write_text(json.dumps(data), encoding="utf-8")
    return corpus


def run(*args: object):
    return CliRunner().invoke(app, ["check", *map(str, args), "--ner", "none"])


def test_a_perfect_corpus_passes_and_says_nothing_on_standard_output(corpus):
    result = run("--fail-under", "strict=1", "--fail-under", "field.period=1")
    assert result.exit_code == 0, result.exception
    assert result.stdout == ""
    assert "2 gates passed" in result.stderr
    assert re.search(r"^total +1\.000 +1\.000", result.stderr, re.M)


def test_a_failed_floor_is_a_gate_error_of_one_line(worse):
    result = run("--fail-under", "strict.recall=1", "--fail-under", "b:strict.precision=1")
    assert isinstance(result.exception, GateError)
    assert result.exception.exit_code == 1
    assert str(result.exception) == "1 of 2 gates failed"
    assert "failed: total: strict.recall is 0." in result.stderr
    alone = run("--fail-under", "strict.recall=1")
    assert str(alone.exception).startswith("total: strict.recall is 0.")
    assert "failed:" not in alone.stderr


def test_a_baseline_is_written_held_and_updated(corpus):
    assert run("--baseline", "base.json", "--update-baseline").exit_code == 0
    before = Path("base.json").read_text()
    assert run("--baseline", "base.json").exit_code == 0
    path = corpus / "b" / "gold.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["records"][0]["indicator"] = "毫不相干"
    path.write_text(json.dumps(data), encoding="utf-8")
    result = run("--baseline", "base.json")
    assert isinstance(result.exception, GateError)
    assert "failed: b: strict.f1 fell from 1.0000 to 0." in result.stderr
    assert "failed: total: field.indicator fell from 1.0000 to 0." in result.stderr
    assert run("--baseline", "base.json", "--tolerance", "0.5").exit_code == 0
    assert Path("base.json").read_text() == before
    assert run("--baseline", "base.json", "--update-baseline").exit_code == 0
    assert run("--baseline", "base.json").exit_code == 0


def test_a_failed_floor_keeps_the_baseline(worse):
    result = run("--baseline", "b.json", "--update-baseline", "--fail-under", "strict.recall=1")
    assert isinstance(result.exception, GateError)
    assert not Path("b.json").exists()


def test_a_file_that_is_no_baseline_is_never_overwritten(corpus):
    Path("notes.txt").write_text("mine")
    for flags in ([], ["--update-baseline"]):
        result = run("--baseline", "notes.txt", *flags)
        assert isinstance(result.exception, InputError)
        assert "notes.txt: not a baseline" in str(result.exception)
    assert Path("notes.txt").read_text() == "mine"


def test_documents_that_the_baseline_does_not_know_are_named(corpus):
    run("corpora/a", "--baseline", "base.json", "--update-baseline")
    result = run("--baseline", "base.json")
    assert result.exit_code == 0
    assert "b: not in the baseline" in result.stderr
    gone = run("corpora/b", "--baseline", "base.json")
    assert isinstance(gone.exception, GateError)
    assert "a: in the baseline, but not among" in str(gone.exception)


def test_differences_are_shown_one_kind_at_a_time(worse):
    assert "miss record" not in run().stderr
    assert "b:0  miss record" in run("-d").stderr
    shown = run("--only", "misses").stderr
    assert "【2022】年，全省新增企业25家" in shown
    assert "1 differences" in shown
    assert "miss record" not in run("--only", "extras").stderr


@pytest.mark.parametrize("form", ["json", "junit", "github", "markdown", "text"])
def test_reports_are_on_standard_output_also_when_a_gate_fails(worse, form):
    result = run("--fail-under", "strict.recall=1", "--format", form, "-q")
    assert isinstance(result.exception, GateError)
    out = result.stdout
    if form == "json":
        assert json.loads(out)["gates"][0]["passed"] is False
    elif form == "junit":
        assert ElementTree.fromstring(out).get("failures") == "1"
    elif form == "github":
        assert "::warning file=corpora/b/article.txt,line=1," in out
    else:
        assert "strict.recall is 0." in out


def test_articles_below_here_are_named_from_here(worse):
    out = run(worse, "--format", "github", "-q").stdout
    assert "::warning file=corpora/b/article.txt,line=1," in out


def test_a_report_goes_to_a_file(corpus):
    result = run("--format", "junit", "-o", "junit.xml")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert ElementTree.parse("junit.xml").getroot().get("failures") == "0"


def test_exact_compares_whole_outputs(corpus):
    assert isinstance(run("--exact").exception, InputError)
    assert run("--update-exact").exit_code == 0
    assert run("--exact").exit_code == 0
    path = corpus / "a" / "output.json"
    path.write_text(path.read_text().replace('"31.4"', '"31.5"'))
    result = run("--exact")
    assert isinstance(result.exception, GateError)
    assert "wrong value.number" in result.stderr
    assert 'gold      "31.5"' in result.stderr
    assert 'predicted "31.4"' in result.stderr


def test_dates_reach_the_extraction(corpus):
    Path("corpora/dates.toml").write_text('a = "2020"\n')
    gold = corpus / "a" / "gold.json"
    data = json.loads(gold.read_text(encoding="utf-8"))
    del data["document"]
    gold.write_text(json.dumps(data), encoding="utf-8")
    assert isinstance(run("--fail-under", "period=1").exception, GateError)
    assert run("--fail-under", "period=1", "--published", "a=2024-04").exit_code == 0
    Path("mine.toml").write_text('a = "2024"\n')
    assert run("--fail-under", "period=1", "--dates", "mine.toml").exit_code == 0


@pytest.mark.parametrize(
    ("args", "error", "reason"),
    [
        (["--fail-under", "strickt=1"], UsageError, "unknown figure 'strickt'"),
        (["--fail-under", "c:strict=1"], UsageError, "no document of that name"),
        (["--format", "xml"], UsageError, "--format xml: unknown"),
        (["-o", "x"], UsageError, "-o needs a --format"),
        (["--only", "miss"], UsageError, "--only miss: unknown"),
        (["--update-baseline"], UsageError, "needs --baseline"),
        (["--tolerance", "2"], UsageError, "not between 0 and 1"),
        (["--engine", "abacus"], UsageError, "--engine abacus"),
        (["--exact", "--fail-under", "strict=1"], UsageError, "takes no --fail-under"),
        (["--published", "a"], UsageError, "not NAME=DATE"),
        (["--published", "a=2024-13"], UsageError, "--published a=2024-13: date '2024-13'"),
        (["--dates", "nowhere.toml"], InputError, "nowhere.toml: cannot be read"),
        (["--baseline", "nowhere.json"], InputError, "baseline cannot be read"),
        (["--baseline", "no/b.json", "--update-baseline"], InputError, "no: no such folder"),
        (["nowhere"], InputError, "nowhere: no such folder"),
    ],
)
def test_wrong_options_are_one_line(corpus, args, error, reason):
    result = run(*args)
    assert isinstance(result.exception, error)
    assert reason in str(result.exception)
    assert "\n" not in str(result.exception)


def test_broken_gold_and_foreign_articles_are_one_line_and_write_nothing(corpus):
    (corpus / "b" / "article.txt").write_text(TEXTS["b"] + "又", encoding="utf-8")
    result = run("--baseline", "base.json", "--update-baseline")
    assert isinstance(result.exception, GoldError)
    assert "another version of the article" in str(result.exception)
    assert not Path("base.json").exists()


def test_the_default_corpus_must_be_there(corpus):
    shutil.rmtree(corpus)
    assert isinstance(run().exception, InputError)


def test_read_text_is_what_the_extractor_reads(corpus):
    assert read_text(corpus / "a" / "article.txt") == TEXTS["a"]
