"""The Python examples of the documentation run as they stand."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = [
    (name, code)
    for name in ("check.md", "gold.md")
    for code in re.findall(
        r"^```python\n(.*?)^```", (ROOT / "docs" / name).read_text(encoding="utf-8"), re.M | re.S
    )
]


@pytest.mark.parametrize(("name", "code"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_examples_run(name: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(code, name, "exec"), {})


def test_both_pages_have_an_example() -> None:
    assert {name for name, _ in EXAMPLES} == {"check.md", "gold.md"}


def test_the_pages_name_every_figure_field_and_format() -> None:
    from policy_extract.evaluation.annotation import FORMATS
    from policy_extract.evaluation.counts import FIELDS
    from policy_extract.evaluation.reports import RENDERERS

    check = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")
    gold = (ROOT / "docs" / "gold.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in check for name in RENDERERS)
    assert all(f"| `{name}` |" in gold for name in FORMATS)
    assert all(re.search(rf"\b{name}\b", check) for name in FIELDS)
