import json
from pathlib import Path

import pytest
from warm import run_warm

from policy_extract.batch.run import BatchOptions, Summary
from policy_extract.batch.tabular import Fields
from policy_extract.batch.worker import ReadingOptions


def text(number: int) -> str:
    return f"{2000 + number % 24}年，全市新增企业{number}家，利润增长{number}.5%。力争2030年达到{number}亿元。"


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    rows = [{"id": f"a{n}", "text": text(n), "date": "20240320"} for n in range(60)]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture
def go():
    def run(*sources: Path, out: Path, **given: object) -> Summary:
        fields = Fields(id=given.pop("id", None), date=given.pop("date", None))
        reading = ReadingOptions(
            ner="none",
            reader="none",
            max_chars=given.pop("max_chars", 100_000),
            min_confidence=given.pop("min_confidence", None),
        )
        names = tuple(str(source) for source in sources)
        return run_warm(BatchOptions(names, out, fields=fields, reading=reading, **given))

    return run
