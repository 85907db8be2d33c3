"""The file itself: self-contained, escaped, the same each time, refused when too large."""

import base64
import gzip
import json
import re
from typing import Any

import pytest

from policy_extract.errors import InputError
from policy_extract.evaluation.gold import gold_of_document
from policy_extract.extractor import Extractor
from policy_extract.records import Document
from policy_extract.report import contents as contents_module
from policy_extract.report.contents import Contents, Selection
from policy_extract.report.page import page_html, words

HOSTILE = "<script>alert(1)</script></textarea>\"'\x00\u202e\ud800&lt;"


def data_of(page: str) -> Any:
    found = re.search(r'<script type="text/plain" id="data">([^<]*)</script>', page)
    assert found
    return json.loads(gzip.decompress(base64.b64decode(found.group(1))))


def test_the_same_contents_make_the_same_bytes(small: Document) -> None:
    pages = []
    for _ in range(2):
        contents = Contents()
        contents.add_document(small)
        pages.append(page_html(contents, language="zh", title="页"))
    assert pages[0] == pages[1]


def test_the_data_of_the_page_are_the_records(small: Document) -> None:
    contents = Contents()
    contents.add_document(small)
    (entry,) = data_of(page_html(contents, language="en", title="页"))["documents"]
    assert entry["text"] == small.text
    assert entry["claims"] == [claim.model_dump(mode="json") for claim in small.claims]


def test_text_is_never_markup(rules_only: Extractor) -> None:
    text = f"2023年，{HOSTILE}产量650万吨。"
    contents = Contents()
    contents.add_document(rules_only.extract(text, name=HOSTILE))
    page = page_html(contents, language="zh", title=HOSTILE)
    assert "alert(1)</script>" not in page
    assert not re.search("[\x00\u202e\ud800]", page)
    page.encode()
    assert data_of(page)["documents"][0]["text"] == text.replace("\ud800", "\ufffd")


def test_nothing_but_its_own_script_may_run(small: Document) -> None:
    contents = Contents()
    contents.add_document(small)
    page = page_html(contents, language="zh", title="页")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    assert "default-src &#39;none&#39;" in policy or "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"""(?:src|href)=["'](?!#)""", page.split("<script")[0])


def test_every_word_is_there_in_both_languages() -> None:
    both = words()
    assert both.zh.keys() == both.en.keys()
    for key, word in both.zh.items():
        assert sorted(re.findall(r"{.}", word)) == sorted(re.findall(r"{.}", both.en[key])), key
    assert all(both.zh.values())
    assert all(both.en.values())


def test_a_page_that_a_browser_could_not_show_is_refused(
    small: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents_module, "MOST_RECORDS", len(small.claims))
    contents = Contents()
    contents.add_document(small)
    with pytest.raises(InputError, match="policy-extract query"):
        contents.add_document(small)


def test_a_choice_keeps_what_was_asked_for_and_says_so(small: Document) -> None:
    contents = Contents(wanted=Selection(indicator="粮食产量", year="2024"))
    contents.add_document(small)
    (entry,) = contents.documents
    assert [claim["value"]["text"] for claim in entry["claims"]] == ["700万吨以上"]
    assert entry["whole"] is False


def test_gold_beside_a_prediction(small: Document) -> None:
    gold = gold_of_document(small)
    assert gold.records
    first, second, *rest = gold.records
    changed = second.model_copy(update={"direction": "decrease"})
    contents = Contents()
    contents.add_document(small, gold.model_copy(update={"records": (changed, *rest)}))
    (entry,) = contents.documents
    assert [check["status"] for check in entry["checks"]] == ["extra", "wrong"] + ["right"] * len(
        rest
    )
    assert entry["checks"][1]["wrong"] == ["direction"]
    contents.add_document(small.model_copy(update={"metrics": small.metrics[1:]}), gold)
    assert [claim["value"]["text"] for claim in contents.documents[1]["missed"]] == [
        first.value.text
    ]


def test_outside_the_windows_of_a_gold_nothing_is_held_against_it(small: Document) -> None:
    gold = gold_of_document(small)
    assert gold.records
    first = gold.records[0]
    contents = Contents()
    windows = ((0, first.value.end),)
    contents.add_document(small, gold.model_copy(update={"windows": windows}))
    (entry,) = contents.documents
    assert [check and check["status"] for check in entry["checks"]] == ["right"] + [None] * (
        len(small.claims) - 1
    )
    assert entry["missed"] == []
