"""Corpora on disk: what is found, which dates are told, and what is refused."""

import pytest

from policy_extract.errors import GoldError, InputError
from policy_extract.evaluation.corpus import read_case, read_corpus, read_dates, score_corpus
from policy_extract.evaluation.counts import Tally
from policy_extract.evaluation.drafting import gold_text
from policy_extract.evaluation.gold import GoldDocument

TEXT = "增长5%。\n丙市第二。"


@pytest.fixture
def make(tmp_path, record, gold):
    def make(name, *, text=TEXT, records=None, **fields):
        folder = tmp_path / name
        folder.mkdir(parents=True)
        (folder / "article.txt").write_text(text, encoding="utf-8")
        asserted = [record(text, "5%", "产值")] if records is None else records
        source = gold_text(gold(text, asserted, [], **fields))
        (folder / "gold.json").write_text(source, encoding="utf-8")
        return folder

    return make


def test_folders_are_found_in_order_and_read_whole(tmp_path, make):
    make("b")
    make("deep/er/a")
    (tmp_path / "no gold here").mkdir()
    assert [case.name for case in read_corpus([tmp_path])] == ["b", "a"]
    assert next(read_corpus([tmp_path / "b"])).text == TEXT


def test_a_folder_named_twice_is_read_once(tmp_path, make):
    make("a")
    assert len(list(read_corpus([tmp_path, tmp_path / "a"]))) == 1


def test_folders_of_one_name_are_told_apart(tmp_path, make):
    make("one/a")
    make("two/a")
    assert [case.name for case in read_corpus([tmp_path])] == ["one/a", "two/a"]


def test_dates_come_from_the_caller_then_the_gold_then_the_side_file(tmp_path, make):
    plain, dated = (
        make("plain"),
        make("dated", document=GoldDocument(published="2022", place="丙市")),
    )
    assert read_case(plain).published is None
    (tmp_path / "dates.toml").write_text('plain = "2021-05"\ndated = 2021-05-01\n')
    assert read_case(plain).published == "2021-05"
    assert read_case(dated).published == "2022"
    assert read_case(dated).place == "丙市"
    assert read_case(dated, dates={"dated": "2020"}).published == "2020"
    assert read_dates(tmp_path / "dates.toml")["dated"] == "2021-05-01"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("a = ", "cannot be read"),
        ('a = "2024-4-"', "a: date '2024-4-' is not YYYY-MM-DD"),
        ("[a]\nb = 1", "a: date"),
        (None, "cannot be read"),
    ],
)
def test_a_dates_file_that_is_none(tmp_path, content, reason):
    if content is not None:
        (tmp_path / "dates.toml").write_text(content)
    with pytest.raises(InputError, match=reason):
        read_dates(tmp_path / "dates.toml")


def test_articles_are_decoded_as_run_decodes_them(make):
    folder = make("a")
    (folder / "article.txt").write_bytes(TEXT.encode("gb18030"))
    assert read_case(folder).text == TEXT


def test_line_breaks_are_read_as_newlines(make):
    folder = make("a")
    (folder / "article.txt").write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert read_case(folder).text == TEXT


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("gold.json", "{", r"gold\.json:1: not JSON"),
        ("gold.json", b"\xff", r"gold\.json: not UTF-8"),
        ("gold.json", "{}", r"gold\.json:1: field 'text_chars' is missing"),
        ("article.txt", "增长5%。", r"gold\.json:2: text_chars: .*another version"),
        ("article.txt", "增长6%。\n丙市第二。", r"gold\.json:3: sha256: does not match"),
    ],
)
def test_broken_gold_is_one_line(make, name, content, reason):
    folder = make("a")
    data = content if isinstance(content, bytes) else content.encode()
    (folder / name).write_bytes(data)
    with pytest.raises(GoldError, match=reason) as caught:
        read_case(folder)
    assert "\n" not in str(caught.value)


def test_missing_things_are_input_errors(tmp_path, make):
    folder = make("a")
    with pytest.raises(InputError, match="nowhere: no such folder"):
        list(read_corpus([tmp_path / "nowhere"]))
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="empty: no gold.json at or below it"):
        list(read_corpus([tmp_path / "empty"]))
    (folder / "article.html").write_text("x")
    with pytest.raises(InputError, match=r"more than one article: article\.html, article\.txt"):
        read_case(folder)
    (folder / "article.html").unlink()
    (folder / "article.txt").unlink()
    with pytest.raises(InputError, match=r"a: no article\.txt"):
        read_case(folder)


def test_scoring_a_corpus(tmp_path, make, record, document):
    make("a")
    make("b")
    right = [record(TEXT, "5%", "产值")]

    def extract(article):
        return document(article.text, right if article.name == "a" else [])

    result = score_corpus([tmp_path], extract)
    assert result.score.total.strict == Tally(1, 2, 1)
    assert [(d.document, d.sort) for d in result.differences] == [("b", "miss")]


def test_gold_without_records_is_scored_for_entities_only(tmp_path, make, record, document):
    folder = make("a")
    (folder / "gold.json").write_text(f'{{"text_chars": {len(TEXT)}, "entities": []}}')
    right = [record(TEXT, "5%", "产值")]
    result = score_corpus([tmp_path], lambda article: document(article.text, right))
    assert result.score.total.strict == Tally(0, 0, 0)
