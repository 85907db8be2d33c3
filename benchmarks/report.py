"""How soon a page is there: 2,000 records in one document, 20,000 in a collection, 2,000 tracked rows.

    python benchmarks/report.py [--runs 5] [--browser /usr/bin/chromium]

Prints one Markdown table. *First paint* is the browser's own first contentful paint, *usable* is
when the script has set up the view, both from the start of the navigation; *filter* is from a key
in the search box to the drawn table, *choose* from a click to the marked text. Medians of ``--runs``
fresh windows of one headless Chromium, pages opened from disk. *Scrolling* is the longest time
between two frames while the text (or table, or panels) is scrolled from end to end in 60 steps.
"""

import argparse
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from policy_extract.extractor import Extractor
from policy_extract.report.contents import Contents
from policy_extract.report.page import page_html

SENTENCE = "2023年，全市第{0}类规模以上工业增加值{1}亿元，同比增长{2}.{3}%。"
FILLER = "围绕高质量发展这一首要任务，各级各部门加强组织领导，细化工作措施，推动各项工作落到实处。"


def text_of(records: int) -> str:
    lines = []
    for number in range(records // 2):
        lines.append(SENTENCE.format(number, number + 11, number % 17, number % 9) + FILLER * 2)
    return "\n".join(lines)


def one_document(records: int) -> Contents:
    contents = Contents()
    contents.add_document(Extractor(ner="none").extract(text_of(records), name="one.txt"))
    return contents


def collection(records: int) -> Contents:
    """Documents as a batch output gives them: with quotes, without text."""
    from policy_extract.report.sources import _entry

    extractor = Extractor(ner="none")
    contents = Contents()
    document = extractor.extract(text_of(100), name="x", place="太原市")
    entry = _entry(document.model_dump(mode="json"))
    for number in range(records // len(entry["claims"])):
        contents.add_entry({**entry, "name": f"{number}.txt", "title": f"第{number}号报告"})
    return contents


def tracked(rows: int) -> Contents:
    contents = Contents()
    made = []
    for number in range(rows):
        year, value = 2000 + number % 25, 5 + number % 4
        sides = {
            f"{side}_{name}": shown
            for side in ("target", "outcome")
            for name, shown in {
                "number": str(value), "low": None, "high": None, "unit": "%", "comparator": "=",
                "wording": f"{value}%", "quote": f"增长{value}%。", "document": "a.txt",
                "start": 2, "end": 4,
            }.items()
        }  # fmt: skip
        made.append(
            {
                "place": "中国", "indicator_id": f"i{number // 25}", "indicator": f"指标{number // 25}",
                "form": "growth", "statistic": None, "prices": None,
                "period_start": f"{year}-01-01", "period_end": f"{year}-12-31", "status": "met",
                "gap": "0", "gap_unit": "百分点", "stated": None, "confidence": None,
                "because": None, "revisions": [], **sides,
            }
        )  # fmt: skip
    contents.add_rows(iter(made))
    return contents


_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
_SCROLL = """async (selector) => {
  const box = document.querySelector(selector);
  let longest = 0;
  let last = performance.now();
  for (let step = 0; step <= 60; step += 1) {
    box.scrollTop = (box.scrollHeight - box.clientHeight) * step / 60;
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }
  return longest;
}"""
_TIMED = """async ([selector, act, value]) => {
  const node = document.querySelector(selector);
  const begin = performance.now();
  if (act === 'type') { node.value = value; node.dispatchEvent(new Event('input')); }
  else node.click();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - begin;
}"""


def measure(browser: Any, path: Path, scroll: str, choose: str) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.add_init_script(
        "new MutationObserver((_, seen) => { if (document.documentElement.dataset.ready) {"
        " globalThis.usableAt = performance.now(); seen.disconnect(); } })"
        ".observe(document, { subtree: true, attributes: true });"
    )
    page.goto(path.as_uri())
    page.wait_for_function("globalThis.usableAt")
    page.wait_for_timeout(500)
    early = {
        "first paint": page.evaluate(_PAINT),
        "usable": page.evaluate("globalThis.usableAt"),
    }
    if page.query_selector("input.search") is None:
        page.click("nav button >> nth=1")
    found = {
        **early,
        "filter": page.evaluate(_TIMED, ["input.search", "type", "1"]),
    }
    page.evaluate(_TIMED, ["input.search", "type", ""])
    page.wait_for_timeout(1500)
    found["choose"] = page.evaluate(_TIMED, [choose, "click", ""])
    found["scrolling"] = page.evaluate(_SCROLL, scroll)
    context.close()
    return found


CASES: list[tuple[str, Callable[[], Contents], str, str]] = [
    ("one document, 2,000 records", lambda: one_document(2_000), "article.text", "td.value button"),
    (
        "one document, 20,000 records",
        lambda: one_document(20_000),
        "article.text",
        "td.value button",
    ),
    ("collection, 20,000 records", lambda: collection(20_000), ".table .scroll", "td.value button"),
    ("tracked, 2,000 rows", lambda: tracked(2_000), ".tracked > .main", ".panel summary"),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--browser", default="/usr/bin/chromium")
    given = parser.parse_args()
    from playwright.sync_api import sync_playwright

    names = ("first paint", "usable", "filter", "choose", "scrolling")
    print(f"| page | MB | {' | '.join(f'{name}, ms' for name in names)} |")
    print("|---|--:|" + "--:|" * len(names))
    with sync_playwright() as running, tempfile.TemporaryDirectory() as folder:
        browser = running.chromium.launch(executable_path=given.browser, args=["--no-sandbox"])
        for number, (name, contents, scroll, choose) in enumerate(CASES):
            path = Path(folder) / f"{number}.html"
            path.write_text(page_html(contents(), language="zh", title="页"), encoding="utf-8")
            runs = [measure(browser, path, scroll, choose) for _ in range(given.runs)]
            middle = [f"{statistics.median(run[key] for run in runs):.0f}" for key in names]
            print(
                f"| {name} | {path.stat().st_size / 1e6:.1f} | {' | '.join(middle)} |", flush=True
            )
        browser.close()


if __name__ == "__main__":
    main()
