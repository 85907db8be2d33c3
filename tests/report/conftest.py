"""Pages made for the tests, and a real browser that opens them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from policy_extract.extractor import Extractor
from policy_extract.records import Document
from policy_extract.report.contents import Contents
from policy_extract.report.page import page_html

CHROMIUM = (Path("/usr/bin/chromium"), Path("/usr/bin/chromium-browser"))
ROOT = Path(__file__).parent.parent.parent

REPORT = """关于某市的工作报告

一、2023年工作回顾

2023年，全市粮食产量650万吨，同比增长17.3%。新增2户国家级企业技术中心、10户省级企业技术中心。

指标\t2022年\t2023年
产量（万吨）\t554\t650

二、2024年主要目标

力争全市粮食产量达到700万吨以上，城镇新增就业8万人左右。
"""


@pytest.fixture(scope="session")
def small(rules_only: Extractor) -> Document:
    return rules_only.extract(REPORT, published="2024-01-10", place="太原市", name="报告.txt")


@dataclass
class Opened:
    """An open page and what the browser said while it was open."""

    page: Any
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    found = next((path for path in CHROMIUM if path.exists()), None)
    if found is None:
        pytest.skip("no Chromium: apt-get install chromium")
    with playwright.sync_playwright() as running:
        made = running.chromium.launch(executable_path=str(found), args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Opens a page in a window of its own; it must neither complain nor ask for anything."""
    made: list[tuple[Opened, Any]] = []

    def open_page(
        contents: Contents, *, language: Any = "zh", width: int = 1400, **settings: Any
    ) -> Opened:
        path = tmp_path / f"page{len(made)}.html"
        path.write_text(
            page_html(contents, language=language, title="页"), encoding="utf-8", newline=""
        )
        context = browser.new_context(
            viewport={"width": width, "height": 900}, accept_downloads=True, **settings
        )
        opened = Opened(context.new_page())
        page = opened.page
        page.on(
            "console", lambda m: opened.complaints.append(m.text) if m.type == "error" else None
        )
        page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        page.on("dialog", lambda dialog: opened.complaints.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: opened.requests.append(request.url))
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready]", state="attached")
        made.append((opened, context))
        return opened

    yield open_page
    for opened, context in made:
        complaints, requests = list(opened.complaints), list(opened.requests)
        context.close()
        assert complaints == []
        assert [url for url in requests if not url.startswith(("file:", "blob:", "data:"))] == []


@pytest.fixture
def page_of(small: Document) -> Callable[..., Contents]:
    """A page's contents with the given documents, or with the small report."""

    def contents(*documents: Document) -> Contents:
        made = Contents()
        for document in documents or (small,):
            made.add_document(document)
        return made

    return contents
