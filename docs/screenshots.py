"""The pictures of report.md, made anew: python docs/screenshots.py [/usr/bin/chromium]

Needs the extra ``dev``, a Chromium and a font with Chinese characters. The figures of the tracked
page are made up.
"""

import sys
import tempfile
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from policy_extract.evaluation.corpus import read_case
from policy_extract.extractor import Extractor
from policy_extract.report.contents import Contents
from policy_extract.report.page import page_html

HERE = Path(__file__).parent
ROOT = HERE.parent
PLACES = ("中国", "甲省", "乙省", "丙省", "丁省", "戊省")


def golden(*, with_gold: bool) -> Contents:
    """The golden article, with or without its gold."""
    case = read_case(ROOT / "corpora" / "taiyuan")
    document = Extractor().extract(
        case.text, published="2024-04", place="太原市", name="article.txt"
    )
    contents = Contents()
    contents.add_document(document, case.gold if with_gold else None)
    return contents


def made_up() -> Contents:
    """Tracked rows with made-up figures, the same each time."""
    dice = Random(7)
    rows: list[dict[str, Any]] = []
    for place in PLACES:
        for year in range(2018, 2026):
            low = round(7 - (year - 2018) * 0.3 + dice.choice((0, 0.5, 1)), 1)
            high = low if dice.random() < 0.6 else round(low + 0.5, 1)
            outcome: float | None = round(low + dice.uniform(-1.2, 1), 1)
            status = "met" if outcome >= low else "within" if low - outcome <= 0.2 else "missed"
            if year == 2025:
                outcome, status = None, "not yet due"
            elif dice.random() < 0.15:
                outcome, status = None, "not reported"
            rows.append(_row(place, year, low, high, outcome, status))
    contents = Contents()
    contents.add_rows(iter(rows))
    return contents


def _row(
    place: str, year: int, low: float, high: float, outcome: float | None, status: str
) -> dict[str, Any]:
    wording = f"{low}%左右" if low == high else f"{low}%—{high}%"
    told = None if outcome is None else f"{outcome}%"
    return {
        "place": place, "indicator_id": "gdp_growth", "indicator": "地区生产总值增长",
        "form": "growth", "statistic": None, "prices": "real", "status": status,
        "period_start": f"{year}-01-01", "period_end": f"{year}-12-31",
        "gap": None if outcome is None else str(round(outcome - low, 1)), "gap_unit": "百分点",
        "stated": None, "confidence": None, "because": None, "revisions": [],
        "target_number": str(low) if low == high else None,
        "target_low": None if low == high else str(low),
        "target_high": None if low == high else str(high),
        "target_unit": "%", "target_comparator": "~" if low == high else "=",
        "target_wording": wording, "target_document": f"{place}{year}年政府工作报告",
        "target_quote": f"{year}年发展主要预期目标是：地区生产总值增长{wording}。",
        "target_start": 21, "target_end": 21 + len(wording),
        "outcome_number": None if outcome is None else str(outcome), "outcome_low": None,
        "outcome_high": None, "outcome_unit": told and "%", "outcome_comparator": told and "=",
        "outcome_wording": told, "outcome_start": told and 13, "outcome_end": told and 17,
        "outcome_document": told and f"{place}{year + 1}年政府工作报告",
        "outcome_quote": told and f"过去一年，地区生产总值增长{told}。",
    }  # fmt: skip


def choose_record(page: Page) -> None:
    """Choose a record whose fields stand in the text."""
    page.click("td.value button >> text=31.4%")


def wrong_record(page: Page) -> None:
    """Choose the first record that the gold has otherwise."""
    page.select_option(".bar select >> nth=1", "wrong")
    page.click("td.value button >> nth=0")


def tracked_mark(page: Page) -> None:
    """Choose a mark of the chart."""
    page.wait_for_selector(".chart svg")
    page.locator(".chart path[aria-label*='乙省, 2021']").last.click()


SHOTS: tuple[tuple[str, Any, dict[str, Any], Any], ...] = (
    ("document", lambda: golden(with_gold=False), {}, choose_record),
    ("gold", lambda: golden(with_gold=True), {"language": "en", "dark": True}, wrong_record),
    ("tracked", made_up, {"language": "en"}, tracked_mark),
    ("phone", lambda: golden(with_gold=False), {"width": 390, "height": 780}, choose_record),
)


def main() -> None:
    """Make every picture."""
    binary = sys.argv[1] if len(sys.argv) > 1 else "/usr/bin/chromium"
    folder = HERE / "images"
    folder.mkdir(exist_ok=True)
    with sync_playwright() as running, tempfile.TemporaryDirectory() as scratch:
        browser = running.chromium.launch(executable_path=binary, args=["--no-sandbox"])
        for name, contents, look, act in SHOTS:
            made = contents()
            title = "地区生产总值（虚构数据）" if made.track else made.documents[0]["title"]
            path = Path(scratch) / "page.html"
            path.write_text(
                page_html(made, language=look.get("language", "zh"), title=title), encoding="utf-8"
            )
            context = browser.new_context(
                viewport={"width": look.get("width", 1280), "height": look.get("height", 800)},
                color_scheme="dark" if look.get("dark") else "light",
            )
            page = context.new_page()
            page.goto(path.as_uri())
            page.wait_for_selector("html[data-ready=true]")
            act(page)
            page.wait_for_timeout(500)
            picture = folder / f"report-{name}.png"
            page.screenshot(path=picture)
            Image.open(picture).convert("RGB").quantize(200).save(picture, optimize=True)
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
