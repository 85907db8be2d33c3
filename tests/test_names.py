"""One name, one meaning: a public class has its name to itself."""

import ast
from collections import defaultdict
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src" / "policy_extract"
LEFT = {"Block", "Folded", "Head", "Paragraph", "Place", "Reading", "Span", "Store", "Words"}
"""Names that two rooms use still, each for something of its own; none is to be added."""


def test_no_class_takes_the_name_of_another() -> None:
    where = defaultdict(list)
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where[node.name].append(str(path.relative_to(SOURCE)))
    assert len(where) > 300
    assert {
        name: paths for name, paths in where.items() if len(paths) > 1 and name not in LEFT
    } == {}
