"""Word documents: merged cells, raised notes, numbering; bombs by any member."""

import io
import zipfile

import pytest
from bad_files import docx

from policy_extract.errors import InputError
from policy_extract.text.docx import _numbered, docx_text
from policy_extract.text.numbering import chinese_number

pytest.importorskip("docx")


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_merged_cells_keep_their_columns() -> None:
    rows = (
        cell("指标", '<w:vMerge w:val="restart"/>') + cell("12月", '<w:gridSpan w:val="2"/>'),
        cell("", "<w:vMerge/>") + cell("绝对量") + cell("增长"),
        cell("总额") + cell("110.5") + cell("3.5"),
    )
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    assert docx_text(docx(table), name="a") == "指标\t12月\t\n\t绝对量\t增长\n总额\t110.5\t3.5"


def test_raised_notes_go_and_powers_stay() -> None:
    up = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    runs = [("总值", ""), ("2", up), ("3204.5亿元，绿地120万m", ""), ("2", up)]
    body = "".join(f"<w:r>{style}<w:t>{text}</w:t></w:r>" for text, style in runs)
    assert docx_text(docx(f"<w:p>{body}</w:p>"), name="a") == "总值3204.5亿元，绿地120万m²"


def test_numbers_in_characters() -> None:
    assert [chinese_number(n) for n in (1, 10, 11, 20, 21)] == [
        "一",
        "十",
        "十一",
        "二十",
        "二十一",
    ]


def test_a_list_number_is_no_whole_part_of_a_decimal() -> None:
    assert _numbered("1.", "2023年，增长5%") == "1. 2023年，增长5%"
    assert _numbered("2.", "5家企业获批") == "2. 5家企业获批"
    assert _numbered("1.", "全年增长5%") == "1.全年增长5%"
    assert _numbered("（一）", "2023年") == "（一）2023年"


@pytest.mark.parametrize("member", ["word/media/a.png", "word/document.bin", "word/x.xml"])
def test_a_bomb_is_one_by_any_member(member: str) -> None:
    packed = io.BytesIO(docx(p("文")))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(member, b"\0" * (16 * 1024 * 1024))
    with pytest.raises(InputError, match="bomb"):
        docx_text(packed.getvalue(), name="a.docx")


def test_a_note_brings_in_nothing_from_outside(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    plain = zipfile.ZipFile(io.BytesIO(docx(p("利润增长5%"))))
    made = io.BytesIO()
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006/relationships"
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(made, "w") as archive:
        for name in plain.namelist():
            data = plain.read(name)
            if name == "[Content_Types].xml":
                kind = b'<Default Extension="xml" ContentType="application/xml"/></Types>'
                data = data.replace(b"</Types>", kind)
            archive.writestr(name, data)
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{packages}"><Relationship Id="r1" '
            f'Type="{office}/footnotes" Target="footnotes.xml"/></Relationships>',
        )
        archive.writestr(
            "word/footnotes.xml",
            f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}"><!ENTITY b "bbbb">]>'
            f'<w:footnotes xmlns:w="{word}"><w:footnote><w:p><w:r><w:t>注&a;&b;</w:t></w:r></w:p>'
            "</w:footnote></w:footnotes>",
        )
    assert docx_text(made.getvalue(), name="a") == "利润增长5%\n注"
