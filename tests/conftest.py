"""What several tests share: the golden article and one extractor of each kind."""

from pathlib import Path

import pytest

from policy_extract.extractor import Extractor

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT / "corpora" / "taiyuan" / "article.txt"


@pytest.fixture(scope="session")
def rules_only() -> Extractor:
    return Extractor(ner="none")


@pytest.fixture(scope="session")
def full() -> Extractor:
    return Extractor()


@pytest.fixture(scope="session")
def article() -> str:
    return ARTICLE.read_text(encoding="utf-8")
