"""What a notebook shows: small, escaped, the same as the records."""

from policy_extract.extractor import Extractor
from policy_extract.records import Document
from policy_extract.report.notebook import SHOWN, track_html


def test_a_document_shows_its_records(small: Document) -> None:
    html = small._repr_html_()
    assert html is not None
    assert html.count("<tr>") == 1 + len(small.claims)
    assert "≥ 7000000 吨" in html
    assert "<b><bdi>关于某市的工作报告</bdi></b>" in html


def test_a_long_document_shows_its_first_records_only(rules_only: Extractor) -> None:
    text = "".join(f"2023年，第{number}类产量{number}万吨。\n" for number in range(10, 50))
    html = rules_only.extract(text)._repr_html_()
    assert html is not None
    assert html.count("<tr>") == 1 + SHOWN
    assert f"and {40 - SHOWN} more" in html


def test_text_is_text(rules_only: Extractor) -> None:
    document = rules_only.extract("2023年，<script>产量650万吨。", name="<img src=x>.txt")
    html = document._repr_html_()
    assert html is not None
    assert "<script" not in html
    assert "<img" not in html


def test_tracked_rows_show_promise_and_result() -> None:
    row = {
        "place": "某省", "indicator": "<b>", "period_start": "2023-01-01", "status": "met",
        "period_end": "2023-12-31", "target_wording": "5%左右", "outcome_wording": "5.2%", "gap": "0.2",
    }  # fmt: skip
    html = track_html([row, {**row, "status": None}])
    assert html is not None
    assert "1 met, 1 no target" in html
    assert "&lt;b&gt;" in html
    assert "5%左右" in html
