"""Documentation that cannot rot: examples run, commands are all described, links lead somewhere."""

import doctest
import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from reference import MODELS, chinese_field_page, field_page, meanings
from typer.testing import CliRunner

from policy_extract import __version__, errors
from policy_extract.claims.scorer import shipped_weights
from policy_extract.cli.main import app
from policy_extract.quantities import scan_quantities
from policy_extract.records import Direction, EntitySource, Kind
from policy_extract.schema import document_schema

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    path for folder in ("", "docs", "examples", ".github") for path in (ROOT / folder).glob("*.md")
)
HELPERS = ROOT / "tests" / "helpers"
READMES = sorted(ROOT.glob("README*.md"))
TRANSLATED = [page for page in PAGES if page.name.endswith(".zh-CN.md")]
COMMANDS = (
    (),
    ("run",),
    ("batch",),
    ("query",),
    ("report",),
    ("check",),
    ("schema",),
    ("gold",),
    ("gold", "init"),
    ("gold", "validate"),
    ("gold", "accept"),
    ("gold", "agree"),
    ("gold", "export"),
    ("gold", "import"),
    ("model",),
    ("model", "train"),
    ("model", "eval"),
    ("model", "export"),
    ("model", "card"),
    ("track",),
    ("indicators",),
    ("indicators", "list"),
    ("indicators", "match"),
)


def test_the_version_is_the_same_everywhere() -> None:
    for name, pattern in (
        ("CITATION.cff", rf"^version: {re.escape(__version__)}$"),
        ("docs/check.md", rf"rev: v{re.escape(__version__)}$"),
        (
            "CHANGELOG.md",
            rf"^## \[{re.escape(__version__)}\] - 20[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}$",
        ),
        ("CITATION.cff", r'^date-released: "20[0-9]{2}-[0-9]{2}-[0-9]{2}"$'),
        ("docs/github-actions-example.yml", rf"@v{re.escape(__version__)}\"$"),
    ):
        assert re.search(pattern, (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE), name


def source_of(*names: str) -> str:
    folder = ROOT / "src" / "policy_extract"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)


def first_cells(text: str) -> set[str]:
    """What stands in backticks in the first cells of tables."""
    cells = re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE)
    return {word for cell in cells for word in re.findall("`([^`]+)`", cell)}


CODES = sorted((ROOT / "docs").glob("codes*.md"))


@pytest.mark.parametrize("page", CODES, ids=lambda page: page.name)
class TestCodes:
    """The page of codes says what the code can say, and nothing else."""

    def test_warnings(self, page: Path) -> None:
        told = first_cells(part(page, 1))
        assert told - {"code"} == set(
            re.findall(r'\bcode="(\w+)"', source_of("extractor.py", "output.py"))
        )

    def test_exit_codes(self, page: Path) -> None:
        kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
        exits = {kind.exit_code for kind in kinds if issubclass(kind, errors.PolicyExtractError)}
        told = re.findall(r"^\| ([0-9]+) \|", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert set(map(int, told)) == {0, *exits}

    def test_rules_of_numbers(self, page: Path) -> None:
        told = first_cells(part(page, 2, 1)) - {"rule"}
        rooms = ROOT / "src" / "policy_extract" / "quantities"
        source = "\n".join(one.read_text(encoding="utf-8") for one in rooms.glob("*.py"))
        written = {
            re.sub(r"\{[^}]*\}", "KIND", rule)
            for rule in re.findall(r'"(quantity\.[\w.{}]+)"', source)
        }
        added = {f"quantity.KIND{end}" for end in re.findall(r'rule \+= "([.\w]+)"', source)}
        assert told == {re.sub("^quantity.count$", "quantity.KIND", one) for one in written} | added
        kinds = "|".join(get_args(Kind))
        for line in (
            (ROOT / "tests" / "quantities" / "sentences.txt").read_text("utf-8").splitlines()
        ):
            for found in scan_quantities(line):
                rule = re.sub(rf"\.(?:{kinds})(?=$|\.)", ".KIND", found.rule)
                assert rule in told or rule.replace(".range", "") in told, rule

    def test_examples_of_numbers(self, page: Path) -> None:
        rows = re.findall(
            r"^\| `(quantity\.[^`]+)` \| [^|]+ \| ([^|]+) \|", part(page, 2, 1), re.MULTILINE
        )
        assert len(rows) > 10
        for rule, examples in rows:
            for example in examples.split(", "):
                found = scan_quantities(example)[0]
                assert found.rule in (rule, rule.replace("KIND", found.kind)), example

    def test_features(self, page: Path) -> None:
        told = {one for one in first_cells(part(page, 2, 2)) if one.endswith("=")}
        weighed = {*shipped_weights().tasks["mood"], *shipped_weights(read=True).tasks["mood"]}
        assert told == {f"{name.partition('=')[0]}=" for name in weighed}

    def test_times(self, page: Path) -> None:
        text = part(page, 2, 3)
        source = source_of("claims/when.py")
        sources = {"genre", "none"} | set(re.findall(r'self\._when\([^"]*"(\w+)"', source))
        frames = set(re.findall(r'^ +\("(\w+)", .*year', source, re.MULTILINE)) - {
            "back",
            "now",
            "ahead",
        }
        made = source + source_of("claims/in_turn.py")
        variants = set(re.findall(r'(?:variant=|_of\(one, )"(\w+)"', made)) | frames
        variants |= {f"run_{way}" for way in ("back", "now", "ahead")} | {"as"}
        variants |= {f"shift_{how}" for how in re.findall(r'year, "(\w+)"\)', source)} | {
            "shift_frame"
        }
        variants |= {
            f"{frame}_{way}" for frame in ("five", "next") for way in ("last", "before", "end")
        }
        assert first_cells(text) == sources | variants

    def test_the_rest_of_a_record(self, page: Path) -> None:
        fixed = set(re.findall(r'rule=f?"([\w.]+)', source_of("claims/build.py")))
        told = first_cells(part(page, 2, 4)) - {"rule"}
        assert fixed == {"mood.", "when.", "direction.", "baseline", "table.cell"}
        ways = {f"direction.{way}" for way in get_args(Direction)}
        assert told == ways | {"baseline", "table.cell"}
        assert {"mood.target", "mood.metric"} <= first_cells(part(page, 2, 2))

    def test_rules_of_entities(self, page: Path) -> None:
        text = part(page, 3)
        told = set(re.findall(r"`(\w+\.\w+)`", text))
        patterns = set(
            re.findall(r'^id = "(.+)"$', source_of("rules/entity_patterns.toml"), re.MULTILINE)
        )
        assert told == patterns | {"lexicon.user", "lexicon.shipped", "list.TYPE"}
        assert first_cells(text) - {"source"} == set(get_args(EntitySource))

    def test_errors_of_a_batch(self, page: Path) -> None:
        source = source_of("batch/worker.py", "batch/pool.py")
        codes = set(re.findall(r'code="(\w+)"', source)) | {"Timeout", "WorkerLost"}
        assert all(f'"{code}"' in source for code in codes)
        assert codes <= set(re.findall(r"`(\w+)`", part(page, 4)))


def part(page: Path, *numbers: int) -> str:
    """A section of a page by its number, and one of its subsections."""
    text = page.read_text(encoding="utf-8")
    for depth, number in enumerate(numbers, 2):
        text = re.split(rf"^{'#' * depth} ", text, flags=re.MULTILINE)[number]
    return text


def help_of(command: tuple[str, ...]) -> str:
    """As a terminal of a hundred columns shows it."""
    asked = CliRunner(env={"COLUMNS": "100"})
    done = asked.invoke(
        app,
        [*command, "--help"],
        prog_name="policy-extract",
        terminal_width=78,
        catch_exceptions=False,
    )
    assert done.exit_code == 0
    return done.output


def reference(
    head: str = "# Commands\n\nGenerated from `--help`; a test keeps it current.\n",
    title: Callable[[str], str] = "`{}`".format,
) -> str:
    parts = [head]
    for command in COMMANDS:
        name = " ".join(("policy-extract", *command))
        text = "\n".join(line.rstrip() for line in help_of(command).strip().splitlines())
        parts.append(f"## {title(name)}\n\n```\n{text}\n```\n")
    return "\n".join(parts)


def chinese_reference() -> str:
    """The same page with what each command is for in Chinese; ``--help`` itself is in English."""
    words = tomllib.loads((HELPERS / "commands.zh-CN.toml").read_text("utf-8"))
    assert len(words) == len(COMMANDS)
    head = "# 命令\n\n由 `--help` 生成，说明文字照程序原样用英文；有测试使本页保持最新。各命令怎样用，见入门。\n"
    return reference(head, lambda name: f"`{name}`：{words[name]}")


def test_the_command_reference_is_current() -> None:
    """Write it again with: PYTHONPATH=tests/helpers python tests/test_docs.py"""
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == reference()
    chinese = (ROOT / "docs" / "commands.zh-CN.md").read_text(encoding="utf-8")
    assert chinese == chinese_reference()


def test_the_page_of_fields_is_current() -> None:
    """Write it again with: PYTHONPATH=tests/helpers python tests/test_docs.py"""
    assert (ROOT / "docs" / "fields.md").read_text(encoding="utf-8") == field_page()
    assert (ROOT / "docs" / "fields.zh-CN.md").read_text(encoding="utf-8") == chinese_field_page()


def test_every_object_of_the_output_is_on_the_page_of_fields() -> None:
    schema = json.loads(document_schema())
    assert {model.__name__ for model in MODELS} == {"Document", *schema["$defs"]}
    for model in MODELS:
        assert set(meanings(model)) == set(model.model_fields), model.__name__


def test_every_command_is_in_the_reference() -> None:
    listed = {command[0] for command in COMMANDS if command}
    shown = re.findall(r"^  ([a-z]+) ", help_of(()), re.MULTILINE)
    assert set(shown) == listed


@pytest.mark.parametrize("page", [*READMES, *ROOT.glob("docs/rules*.md")], ids=str)
def test_examples_run(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    failures, tried = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert failures == 0
    assert tried >= 3


@pytest.mark.parametrize("page", READMES, ids=str)
def test_the_readme_shows_a_record_of_the_golden_output(page: Path) -> None:
    """Write it again with: PYTHONPATH=tests/helpers python tests/test_docs.py"""
    text = page.read_text(encoding="utf-8")
    assert with_golden_record(text) == text


def with_golden_record(page: str) -> str:
    """The page with the golden output's record of the id that it shows."""
    golden = json.loads((ROOT / "tests" / "golden" / "taiyuan.json").read_text(encoding="utf-8"))
    (shown,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    wanted = json.loads(shown)["id"]
    (record,) = [r for r in (*golden["targets"], *golden["metrics"]) if r["id"] == wanted]
    return page.replace(shown, json.dumps(record, ensure_ascii=False, indent=2) + "\n")


def shape(page: Path) -> dict[str, object]:
    """What a page and its translation have in common."""
    text = page.read_text(encoding="utf-8").replace(".zh-CN.md", ".md")
    blocks = re.findall(r"^```.*?^```", text, re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    rows = re.findall(r"^\|.*\|$", prose, re.MULTILINE)
    links = re.findall(r"\]\(([^)]+)\)", prose)
    return {
        "headings": [len(mark) for mark in re.findall(r"^(#+) ", prose, re.MULTILINE)],
        "code": [re.sub(r"(^|  +)#.*$", "", block, flags=re.MULTILINE) for block in blocks],
        "figures of tables": [re.findall(r"(?<![\w`.])[0-9][0-9.,]*[0-9]|`[^`]+`", row) for row in rows],
        "paragraphs": len(re.findall(r"\n\n+", prose.strip())),
        "links": sorted({link for link in links if Path(link).stem != page.name.split(".")[0]}),
    }  # fmt: skip


def test_every_page_is_there_in_chinese() -> None:
    names = {page.name for page in (ROOT / "docs").glob("*.md")}
    assert {name for name in names if name.replace(".md", ".zh-CN.md") not in names} == {
        page.name for page in TRANSLATED if page.parent.name == "docs"
    }


@pytest.mark.parametrize("page", TRANSLATED, ids=lambda page: page.name)
def test_the_chinese_page_equals_the_english(page: Path) -> None:
    english = page.with_name(page.name.replace(".zh-CN", ""))
    assert shape(page) == shape(english)


@pytest.mark.parametrize("page", [*PAGES, *ROOT.glob("docs/*.yml")], ids=lambda page: page.name)
def test_an_extra_is_installed_from_here(page: Path) -> None:
    """The package is on no index: what ``pip`` would fetch by its name is another, or none."""
    assert not re.search(r"install ['\"]?policy-extract(?! @)", page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text)
    missing = [
        link
        for link in links
        if not link.startswith(("http", "mailto:")) and not (page.parent / link).exists()
    ]
    assert missing == []


if __name__ == "__main__":
    (ROOT / "docs" / "fields.md").write_text(field_page(), encoding="utf-8")
    (ROOT / "docs" / "fields.zh-CN.md").write_text(chinese_field_page(), encoding="utf-8")
    (ROOT / "docs" / "commands.md").write_text(reference(), encoding="utf-8")
    (ROOT / "docs" / "commands.zh-CN.md").write_text(chinese_reference(), encoding="utf-8")
    for readme in READMES:
        text = readme.read_text(encoding="utf-8")
        readme.write_text(with_golden_record(text), encoding="utf-8")
