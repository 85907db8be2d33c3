"""The numbers that Word counts: by list and level, by style, in characters and digits."""

from types import SimpleNamespace
from typing import Any

import pytest

etree = pytest.importorskip("lxml.etree")

from policy_extract.text.numbering import Numbering  # noqa: E402

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def element(body: str) -> Any:
    return etree.fromstring(f'<w:x xmlns:w="{WORD}">{body}</w:x>')


def level(depth: int, form: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


LISTS = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCounting", "%1、")
    + level(1, "decimal", "%1.%2")
    + level(2, "bullet", "·")
    + "</w:abstractNum>"
    + '<w:abstractNum w:abstractNumId="1">'
    + level(0, "decimal", "第%1条", start=5)
    + "</w:abstractNum>"
    + "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/></w:num>'
        for number, abstract in ((1, 0), (2, 1), (3, 0), (4, 9))
    )
)
STYLES = (
    '<w:style w:styleId="Clause"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="Plain"/>'
)


def numbering() -> Numbering:
    def part(kind: str, body: str) -> SimpleNamespace:
        return SimpleNamespace(
            is_external=False, reltype=f"http://x/{kind}", target_part=SimpleNamespace(element=element(body))
        )  # fmt: skip

    rels = {
        "a": part("numbering", LISTS),
        "b": part("styles", STYLES),
        "c": SimpleNamespace(is_external=True, reltype="http://x/numbering"),
    }
    return Numbering(SimpleNamespace(rels=rels))


def listed(number: object, depth: object = None) -> Any:
    at = "" if depth is None else f'<w:ilvl w:val="{depth}"/>'
    return element(f'<w:pPr><w:numPr>{at}<w:numId w:val="{number}"/></w:numPr></w:pPr>')


def styled(name: str) -> Any:
    return element(f'<w:pPr><w:pStyle w:val="{name}"/></w:pPr>')


def shown(*paragraphs: Any) -> list[str]:
    counted = numbering()
    return [counted.before(paragraph) for paragraph in paragraphs]


def test_a_deeper_level_begins_anew_under_each_number_above() -> None:
    assert shown(
        listed(1), listed(1, 1), listed(1, 1), listed(1, 0), listed(1, 1), listed(1, 2), listed(1)
    ) == ["一、", "一.1", "一.2", "二、", "二.1", "", "三、"]


def test_a_level_whose_upper_one_has_not_begun_counts_it_as_begun() -> None:
    assert shown(listed(1, 1), listed(1, 1)) == ["一.1", "一.2"]


def test_lists_count_apart_and_from_where_they_start() -> None:
    assert shown(listed(1), listed(2), listed(3), listed(2), listed(1)) == [
        "一、", "第5条", "一、", "第6条", "二、",
    ]  # fmt: skip


def test_a_style_numbers_its_paragraphs_and_one_of_its_own_goes_before() -> None:
    own = element(
        '<w:pPr><w:pStyle w:val="Clause"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    )
    assert shown(styled("Clause"), own, styled("Clause")) == ["第5条", "一、", "第6条"]


@pytest.mark.parametrize(
    "paragraph",
    [
        element(""),
        styled("Plain"),
        styled("Unknown"),
        listed(0),
        listed(4),
        listed(77),
        listed(1, 8),
        element("<w:pPr><w:numPr/></w:pPr>"),
    ],
    ids=["bare", "plain", "unknown", "none", "lost", "absent", "deep", "empty"],
)
def test_a_paragraph_without_a_number_has_none(paragraph: Any) -> None:
    assert shown(paragraph) == [""]


def test_a_level_that_is_no_number_is_the_first() -> None:
    assert shown(listed(1, "x")) == ["一、"]
