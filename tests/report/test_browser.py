"""Pages in a real browser: reading, choosing, filtering, reviewing, hostile text, accessibility."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policy_extract.cli.gold_run import run_accept
from policy_extract.evaluation.corpus import read_gold
from policy_extract.evaluation.gold import gold_of_document
from policy_extract.extractor import Extractor
from policy_extract.records import Document, Span
from policy_extract.report.contents import Contents
from policy_extract.report.page import page_html

from .tracked_rows import ROWS

Show = Callable[..., Any]
PageOf = Callable[..., Contents]


def cell(page: Any, column: str) -> list[str]:
    return [one.inner_text() for one in page.query_selector_all(f"td.{column}")]


def test_the_text_stands_as_it_was_written(show: Show, page_of: PageOf, small: Document) -> None:
    page = show(page_of()).page
    text = page.evaluate("document.querySelector('.blocks').textContent")
    assert "".join(text.split()) == "".join(small.text.split())
    assert page.locator(".blocks h2").inner_text() == "关于某市的工作报告"
    assert page.locator(".blocks h3").count() == 2
    assert page.locator(".blocks table tr").count() == 2


def test_each_value_is_marked_and_leads_to_its_row(
    show: Show, page_of: PageOf, small: Document
) -> None:
    page = show(page_of()).page
    page.wait_for_selector(".blocks .value")
    marks = page.locator(".blocks .value.first")
    assert marks.count() == len({(c.value.start, c.value.end) for c in small.claims})
    page.click(".blocks .value.target >> text=700万吨以上")
    assert "700万吨以上" in page.locator("tr.chosen").inner_text()
    assert "700万吨以上" in page.locator(".detail h2").inner_text()
    assert "力争" in page.locator(".detail blockquote").inner_text()


def test_a_row_leads_to_its_value_and_its_fields(show: Show, small: Document) -> None:
    claim = small.targets[0]
    whole, years = small.text.index("全市粮食产量达到"), small.text.index("2024年主要目标")
    at = Span(text="粮食产量", start=whole + 2, end=whole + 6)
    period = claim.period
    assert period is not None
    assert claim.subject is not None
    grounded = claim.model_copy(
        update={
            "indicator_at": (at,),
            "subject": claim.subject.model_copy(
                update={"at": Span(text="全市", start=whole, end=whole + 2)}
            ),
            "period": period.model_copy(
                update={"at": Span(text="2024年", start=years, end=years + 5)}
            ),
            "confidence": 0.87,
        }
    )
    contents = Contents()
    contents.add_document(small.model_copy(update={"targets": (grounded, *small.targets[1:])}))
    page = show(contents).page
    page.click("td.value button >> text=700万吨以上")
    assert page.locator(".blocks .value.chosen").inner_text() == "700万吨以上"
    shown = {
        role: page.locator(f".blocks .role.{role}").all_inner_texts()
        for role in ("indicator", "subject", "period")
    }
    assert shown == {"indicator": ["粮食产量"], "subject": ["全市"], "period": ["2024年"]}
    assert page.locator(".lines path").count() == 3
    assert "87%" in cell(page, "confidence")
    page.click(".detail dt.period + dd button")
    assert page.locator(".blocks .role.period").is_visible()


def test_sorting_filtering_and_searching(show: Show, page_of: PageOf, small: Document) -> None:
    page = show(page_of(), language="en").page
    page.select_option("select[aria-label=kind], select >> nth=0", "target")
    assert len(cell(page, "value")) == len(small.targets)
    page.select_option("select >> nth=0", "")
    page.fill("input.search", "就业")
    with_word = [claim for claim in small.claims if "就业" in claim.evidence.text]
    assert 0 < len(cell(page, "value")) == len(with_word) < len(small.claims)
    page.fill("input.search", "没有这样的词")
    assert cell(page, "value") == []
    page.fill("input.search", "")
    page.click("th button >> text=Value")
    up = cell(page, "value")
    assert page.locator("th[aria-sort=ascending]").count() == 1
    page.click("th button >> text=Value")
    assert page.locator("th[aria-sort=descending]").count() == 1
    assert sorted(cell(page, "value")) == sorted(up)
    assert cell(page, "value") != up


def test_the_switch_of_language_changes_every_word(show: Show, page_of: PageOf) -> None:
    page = show(page_of()).page
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    page.click(".language")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("th").first.inner_text().strip() == "Kind"
    shown = page.evaluate(
        "document.body.innerText.replace(document.querySelector('.blocks').innerText, '')"
    )
    assert "未校对" not in shown


def test_entities_show_on_request(show: Show, full: Extractor) -> None:
    contents = Contents()
    contents.add_document(full.extract("太原市发改委与太钢集团在太原签约，投资5亿元。", name="a"))
    page = show(contents).page
    assert page.locator(".entity").count() == 0
    page.click("summary >> text=实体")
    for box in page.query_selector_all(".boxes input"):
        box.check()
    assert "太钢集团" in page.locator(".entity").all_inner_texts()


def test_the_keyboard_alone_is_enough(show: Show, page_of: PageOf) -> None:
    page = show(page_of()).page
    page.wait_for_selector(".blocks .value")
    page.locator("td.value button").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator("tr.chosen").count() == 1
    chosen = page.locator(".blocks .value.chosen")
    chosen.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.locator("tr.chosen").get_attribute("data-n") == "2"


def test_a_row_is_copied_as_csv_and_as_a_citation(
    show: Show, page_of: PageOf, small: Document
) -> None:
    opened = show(page_of(), permissions=["clipboard-read", "clipboard-write"])
    page = opened.page
    page.click("td.value button >> nth=0")
    value = small.claims[0].value
    page.click("text=复制引用")
    page.wait_for_function("document.getElementById('said').textContent")
    cited = page.evaluate("navigator.clipboard.readText()")
    assert small.claims[0].evidence.text in cited
    assert f"{value.start}–{value.end}" in cited
    page.click("text=复制为 CSV")
    page.wait_for_timeout(50)
    header, row = page.evaluate("navigator.clipboard.readText()").strip().split("\n")
    assert header.startswith("document,id,record,indicator,value,number")
    assert row.startswith(f"报告.txt,{small.claims[0].id},metric,")


def review_all(page: Any) -> None:
    """Mark the first record right, the second wrong, edit the third."""
    page.click("td.value button >> nth=0")
    page.click(".verdict.right")
    page.click(".verdict.wrong")
    page.click(".verdict.edited")
    page.fill("form [name=indicator]", "改过的指标")
    page.fill("form [name=period_end]", "2023-02-30")
    page.click("form button[type=submit]")
    assert page.locator(".fault").inner_text()
    page.fill("form [name=period_end]", "2023-12-31")
    page.click("form button[type=submit]")


def test_review_becomes_gold_that_accept_takes(
    show: Show, page_of: PageOf, small: Document, tmp_path: Path
) -> None:
    page = show(page_of()).page
    review_all(page)
    page.click("button.gold")
    with page.expect_download() as downloading:
        page.click("dialog button.save")
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "article.txt").write_text(small.text, encoding="utf-8")
    reviewed = tmp_path / downloading.value.suggested_filename
    downloading.value.save_as(reviewed)
    run_accept(folder, reviewed=reviewed, replace=False)
    gold = read_gold(folder / "gold.json", small.text)
    expected = gold_of_document(small).records
    assert gold.records is not None
    assert expected is not None
    assert gold.records[0] == expected[0]
    assert [record.value.start for record in gold.records] == [
        record.value.start for record in (expected[0], *expected[2:])
    ]
    assert gold.records[1].indicator == "改过的指标"
    assert gold.records[2:] == expected[3:]


def test_a_missed_record_is_added_to_the_gold_where_it_was_selected(
    show: Show, rules_only: Extractor, tmp_path: Path
) -> None:
    text = "😀甲乙丙丁。2023年产量650万吨。"
    document = rules_only.extract(text, name="a.txt")
    contents = Contents()
    contents.add_document(document)
    page = show(contents).page
    page.evaluate(
        """() => {
          const node = document.querySelector('.blocks p').firstChild;
          const range = document.createRange();
          range.setStart(node, 3); range.setEnd(node, 5);
          getSelection().removeAllRanges(); getSelection().addRange(range);
          document.querySelector('.blocks').dispatchEvent(new Event('mouseup'));
        }"""
    )
    page.click("button.add")
    page.fill("form [name=indicator]", "某物")
    page.fill("form [name=number]", "2")
    page.click("form button[type=submit]")
    page.click("button.gold")
    with page.expect_download() as downloading:
        page.click("dialog button.save")
    gold = read_gold(Path(downloading.value.path()), text, strict=True)
    assert gold.records is not None
    added = [record for record in gold.records if record.indicator == "某物"]
    assert [(record.value.text, record.value.start) for record in added] == [("乙丙", 2)]


def test_gold_of_a_choice_of_records_is_refused(show: Show, small: Document) -> None:
    contents = Contents()
    contents.wanted = contents.wanted.__class__(indicator="粮食")
    contents.add_document(small)
    page = show(contents).page
    page.click("td.value button >> nth=0")
    page.click("button.gold")
    assert page.locator("dialog button.save").count() == 0


def test_gold_stands_beside_the_records(show: Show, small: Document) -> None:
    gold = gold_of_document(small)
    assert gold.records
    first, second, *rest = gold.records
    changed = second.model_copy(update={"direction": "decrease"})
    contents = Contents()
    partly = small.model_copy(update={"targets": small.targets[1:]})
    contents.add_document(partly, gold.model_copy(update={"records": (changed, *rest)}))
    page = show(contents).page
    counts = page.locator(".score .check").all_inner_texts()
    assert [one.split()[-1] for one in counts] == [str(len(rest) - 1), "1", "1", "1"]
    page.select_option("select >> nth=1", "wrong")
    page.click("td.value button >> nth=0")
    assert page.locator(".beside tr.faulty th").inner_text() == "≠ 方向"
    page.select_option("select >> nth=1", "missed")
    page.click("td.value button >> nth=0")
    assert page.locator(".blocks .value.missed.chosen").inner_text() == "700万吨以上"


HOSTILE = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    "</textarea></script><!--\"'`javascript:document.title='owned'\u202e\u2066\x00\ud83d\udfff{{7*7}}"
)


def test_hostile_text_is_text(show: Show, rules_only: Extractor) -> None:
    text = f"{HOSTILE}\n2023年，全市{HOSTILE}产量650万吨。\n{HOSTILE}\t5\n甲\t6\n"
    contents = Contents()
    contents.add_document(rules_only.extract(text, name=f"{HOSTILE}.txt", place=HOSTILE))
    contents.errors.append({"name": HOSTILE, "code": HOSTILE, "message": HOSTILE})
    page = show(contents).page
    page.click("nav button >> text=原文")
    page.click("td.value button >> nth=0")
    page.click("summary >> text=JSON")
    page.click("nav button >> text=记录")
    page.click("td.value button >> nth=0")
    assert page.title() == "页"
    assert page.locator("main script, main img, main a").count() == 0
    assert "<script>document.title" in page.locator("main").inner_text()
    assert "\u202e" not in page.evaluate("document.body.textContent")


def long_document(records: int, rules_only: Extractor) -> Document:
    sentence = "2023年，全市第{}类粮食产量{}万吨。\n"
    text = "".join(sentence.format(index, index + 10) for index in range(records))
    return rules_only.extract(text, name="long.txt")


def test_two_thousand_records_are_shown_a_page_at_a_time(show: Show, rules_only: Extractor) -> None:
    document = long_document(2_000, rules_only)
    assert len(document.claims) == 2_000
    contents = Contents()
    contents.add_document(document)
    page = show(contents).page
    assert page.locator("table.records tbody tr").count() == 100
    page.click("[aria-label=下一页]")
    page.click("td.value button >> nth=99")
    assert page.locator(".blocks .value.chosen").is_visible()
    page.fill("input.search", "第1999类")
    page.click("td.value button >> nth=0")
    assert page.locator(".blocks .value.chosen").inner_text() == "2009万吨"


def test_a_line_of_ten_megabytes_opens(show: Show, small: Document) -> None:
    from policy_extract.records import text_digest

    text = small.text + "很长。" * 1_200_000
    info = small.document.model_copy(update={"chars": len(text), "sha256": text_digest(text)})
    contents = Contents()
    contents.add_document(small.model_copy(update={"text": text, "document": info}))
    page = show(contents).page
    page.click("td.value button >> nth=0")
    assert page.locator(".blocks .value.chosen").is_visible()


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The text of axe-core, from npm."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm to fetch axe-core with")
    folder = tmp_path_factory.mktemp("axe")
    done = subprocess.run(
        [npm, "install", "--silent", "--no-save", "--prefix", str(folder), "axe-core@4"],
        capture_output=True,
        check=False,
    )
    file = folder / "node_modules" / "axe-core" / "axe.min.js"
    if done.returncode or not file.exists():
        pytest.skip("axe-core cannot be fetched from npm")
    return file.read_text(encoding="utf-8")


def tracked_page(small: Document) -> Contents:
    contents = Contents()
    contents.add_rows(iter(ROWS))
    return contents


def test_each_mark_of_a_chart_leads_to_its_two_sentences(show: Show, small: Document) -> None:
    page = show(tracked_page(small), language="en").page
    page.click("text=Places ranked")
    mark = page.locator(".chart path[aria-label*='山西省'][aria-label*='not reported']").last
    mark.click()
    assert "山西省2023年地区生产总值增长6%" in page.locator(".pair blockquote").inner_text()
    assert "none" in page.locator(".pair").inner_text()
    page.click("text=Layers")
    page.locator(".chart path[aria-label*='太原市']").first.click()
    assert page.locator(".pair blockquote").count() == 2


def test_the_table_of_a_panel_leads_to_the_same_sentences(show: Show, small: Document) -> None:
    page = show(tracked_page(small)).page
    page.click("summary >> text=数据表")
    assert page.locator(".panel tbody tr").count() == len(ROWS)
    page.click(".panel tbody button >> text=浙江省")
    assert "浙江省2023年" in page.locator(".pair").inner_text()


def test_tracked_rows_are_narrowed_by_place_and_verdict(show: Show, small: Document) -> None:
    page = show(tracked_page(small)).page
    page.select_option("select >> nth=0", "山西省")
    assert "2 行" in page.locator(".main .tally").first.inner_text()
    page.select_option("select >> nth=1", "missed")
    assert "1 行" in page.locator(".main .tally").first.inner_text()
    page.fill("input.search", "没有")
    assert page.locator(".panel").count() == 0


def test_facets_narrow_the_records_of_a_collection(
    show: Show, page_of: PageOf, small: Document, rules_only: Extractor
) -> None:
    other = rules_only.extract("2022年，大同市粮食产量300万吨。", name="b.txt", place="大同市")
    page = show(page_of(small, other), language="en").page
    page.click("nav button >> text=Records")
    assert len(cell(page, "value")) == len(small.claims) + 1
    page.click(".facets button >> text=大同市")
    assert len(cell(page, "value")) == 1
    assert page.locator(".facets button[aria-pressed=true]").count() == 1
    page.click("td.value button")
    assert "300万吨" in page.locator(".detail blockquote").inner_text()
    page.click("text=Open in the text")
    assert page.locator(".blocks .value.chosen").inner_text() == "300万吨"
    page.click("nav button >> text=Overview")
    assert page.locator(".overview tbody tr").count() == 2


def test_an_address_leads_to_a_record(show: Show, page_of: PageOf) -> None:
    page = show(page_of()).page
    page.click("td.value button >> nth=3")
    assert page.url.endswith("#record-3")
    page.reload()
    page.wait_for_selector("tr.chosen")
    assert page.locator("tr.chosen").get_attribute("data-n") == "3"


def test_printed_it_has_the_whole_text_and_no_buttons(show: Show, page_of: PageOf) -> None:
    page = show(page_of()).page
    page.emulate_media(media="print")
    assert page.locator(".blocks p").last.is_visible()
    assert not page.locator(".bar").first.is_visible()


def test_without_scripts_the_records_are_there(
    browser: Any, page_of: PageOf, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_text(page_html(page_of(), language="zh", title="页"), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    assert page.locator("noscript tbody tr").count() == len(page_of().documents[0]["claims"])
    context.close()


def violations(page: Any, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['target']} {json.dumps(node['failureSummary'])}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_axe_finds_nothing(
    show: Show, small: Document, full: Extractor, axe: str, scheme: str, width: int
) -> None:
    contents = Contents()
    gold = gold_of_document(small)
    assert gold.records
    changed = gold.records[0].model_copy(update={"direction": "decrease"})
    contents.add_document(small, gold.model_copy(update={"records": (changed, *gold.records[2:])}))
    contents.add_document(full.extract("太原市发改委与太钢集团签约，投资5亿元。", name="a"))
    contents.errors.append({"name": "b.pdf", "code": "input", "message": "is a scan"})
    page = show(contents, width=width, color_scheme=scheme).page
    assert violations(page, axe) == []
    page.click("nav button >> text=记录")
    page.click("td.value button >> nth=0")
    assert violations(page, axe) == []
    page.click("nav button >> text=原文")
    page.click("td.value button >> nth=0")
    page.click("summary >> text=JSON")
    page.click(".verdict.edited")
    assert violations(page, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_axe_finds_nothing_in_the_tracked_view(
    show: Show, small: Document, axe: str, scheme: str, width: int
) -> None:
    page = show(tracked_page(small), width=width, color_scheme=scheme).page
    page.wait_for_selector(".chart svg")
    page.click("summary >> text=数据表")
    page.click(".panel tbody button >> nth=0")
    assert violations(page, axe) == []
