"""PDFs: order of reading on pages drawn by chance, whole documents of another typesetter, bad files."""

import io
from collections.abc import Callable

import pytest

pytest.importorskip("playa")
pytest.importorskip("reportlab")

from pdf_pages import FONT, HEIGHT, KINDS, MARGIN, WIDTH, Page, make_page, pdf_of, sentence  # noqa: E402
from reportlab.lib.pdfencrypt import StandardEncryption  # noqa: E402
from reportlab.lib.styles import ParagraphStyle  # noqa: E402
from reportlab.pdfbase import pdfmetrics  # noqa: E402
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402
from reportlab.platypus import (  # noqa: E402
    BaseDocTemplate,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
)

from policy_extract.errors import InputError  # noqa: E402
from policy_extract.extractor import extract  # noqa: E402
from policy_extract.text import pdf  # noqa: E402
from policy_extract.text.files import read_any  # noqa: E402
from policy_extract.text.pdf import read_pdf  # noqa: E402


def pdf_text(data: bytes, **given: object) -> str:
    return read_pdf(data, **given).text


def lines(data: bytes) -> list[str]:
    return [line for line in pdf_text(data, name="x.pdf").split("\n") if line]


def test_pages_of_every_kind_come_in_the_order_of_reading() -> None:
    """Five of each kind, drawn in order, line by line, and by chance; see docs/reading.md."""
    pages = [make_page(seed) for seed in range(9_000, 9_000 + 5 * len(KINDS))]
    wrong = [page.kind for page in pages if lines(pdf_of(page)) != page.truth]
    assert len(wrong) <= 1, wrong


def test_a_document_of_another_typesetter_over_columns_and_pages() -> None:
    import random

    chance = random.Random(5)
    size = 10.5
    body = ParagraphStyle(
        "body", fontName=FONT, fontSize=size, leading=16, wordWrap="CJK", firstLineIndent=2 * size
    )
    head = ParagraphStyle("head", parent=body, fontSize=20, leading=28, firstLineIndent=0)
    stream = io.BytesIO()
    document = BaseDocTemplate(stream, pagesize=(595, 842))

    def foot(canvas: Canvas, template: BaseDocTemplate) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(297, 25, f"— {template.page} —")

    def columns(top: float) -> list[Frame]:
        return [Frame(50 + 255 * n, 50, 240, top - 50, 0, 0, 0, 0) for n in (0, 1)]

    document.addPageTemplates(
        [
            PageTemplate("first", [Frame(50, 720, 495, 70, 0, 0, 0, 0), *columns(710)], foot),
            PageTemplate("later", columns(790), foot),
        ]
    )
    texts = ["太原市工业经济运行情况", *(sentence(chance, 150) for _ in range(22))]
    story = [NextPageTemplate("later"), Paragraph(texts[0], head), FrameBreak()]
    story += [Paragraph(text, body) for text in texts[1:]]
    document.build(story)
    assert document.page > 1
    found = lines(stream.getvalue())
    assert "".join(found) == "".join(texts)
    assert sum(text in found for text in texts) >= len(texts) - 1


def drawn(draw: Callable[[Canvas], None], **how: object) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842), **how)
    canvas.setFont(FONT, 12)
    draw(canvas)
    canvas.save()
    return stream.getvalue()


COLUMN = ["2024年，全市利润增长5%，", "比上年提高两个百分点，", "位居全省第二。"]


def column(canvas: Canvas, left: float = 50, top: float = 700) -> None:
    for row, line in enumerate(COLUMN):
        canvas.drawString(left, top - 20 * row, line)


def test_a_page_on_its_side_and_text_that_runs_upwards() -> None:
    def aside(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(595, 0)
        canvas.rotate(90)
        column(canvas, top=500)

    assert lines(drawn(aside))[0].startswith(COLUMN[0])

    def margin(canvas: Canvas) -> None:
        column(canvas)
        canvas.translate(30, 100)
        canvas.rotate(90)
        canvas.drawString(0, 0, "内部资料")

    assert lines(drawn(margin))[-1] == "内部资料"


def test_vertical_lines_are_read_from_the_right() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light", isVertical=True))
    try:

        def vertical(canvas: Canvas) -> None:
            for row, line in enumerate(("全市利润增长百分之五", "位居全省第二")):
                canvas.drawString(500 - 30 * row, 700, line)

        assert "".join(lines(drawn(vertical))) == "全市利润增长百分之五位居全省第二"
    finally:
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


def test_bold_by_overprinting_is_read_once_and_radicals_as_characters() -> None:
    def bold(canvas: Canvas) -> None:
        for shift in (0, 0.4):
            canvas.drawString(50 + shift, 700, "利润增长11.1%")
        canvas.drawString(50, 600, "⼈民⽣活")

    assert lines(drawn(bold)) == ["利润增长11.1%", "人民生活"]


def test_white_grounds_of_lines_are_no_table() -> None:
    def grounds(canvas: Canvas) -> None:
        canvas.setFillGray(1)
        for row in range(len(COLUMN)):
            canvas.rect(50, 695 - 20 * row, 90, 18, stroke=0, fill=1)
            canvas.rect(150, 695 - 20 * row, 150, 18, stroke=0, fill=1)
        canvas.setFillGray(0)
        column(canvas)

    assert "\t" not in "\n".join(lines(drawn(grounds)))


def test_signs_in_place_of_words_are_told() -> None:
    def cipher(canvas: Canvas) -> None:
        for row in range(20):
            canvas.setFont("Helvetica", 12)
            canvas.drawString(50, 700 - 20 * row, "!#$&'*+;<=>?@[]^_{|}")

    with pytest.raises(InputError, match="other characters"):
        pdf_text(drawn(cipher), name="a.pdf")


def test_a_number_on_each_page_is_left_out_and_a_lone_year_is_not() -> None:
    pages = []
    for number in (1, 2, 3):
        page = Page("numbered")
        page.marks = [
            (50, 700, 12, f"第{'一二三'[number - 1]}页的内容。"),
            (290, 30, 9, f"- {number} -"),
        ]
        pages.append(page)
    assert lines(pdf_of(*pages)) == ["第一页的内容。", "第二页的内容。", "第三页的内容。"]
    pages[2].marks[1] = (290, 30, 9, "2024")
    assert lines(pdf_of(*pages))[-1] == "2024"


@pytest.mark.parametrize("strength", [40, 128])
def test_a_password_is_asked_for_by_name_and_an_empty_one_opens(strength: int) -> None:
    locked = drawn(column, encrypt=StandardEncryption("geheim", strength=strength))
    with pytest.raises(InputError, match="needs a password"):
        pdf_text(locked, name="x.pdf")
    free = drawn(column, encrypt=StandardEncryption("", "owner", strength=strength))
    assert COLUMN[0] in pdf_text(free, name="x.pdf")


def test_a_scan_says_that_recognition_is_out_of_scope() -> None:
    scan = drawn(lambda canvas: canvas.rect(10, 10, 100, 100))
    with pytest.raises(InputError, match="no text layer; it is a scan. OCR is out of scope"):
        read_any(scan, name="scan.pdf")


def test_pages_that_are_pictures_among_others_are_named() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    picture = ImageReader(Image.new("L", (60, 80), 128))

    def pages(canvas: Canvas) -> None:
        for number, kind in enumerate("tssbtsl", 1):
            canvas.setFont(FONT, 12)
            if kind == "s":
                canvas.drawImage(picture, 0, 0, WIDTH, HEIGHT)
                canvas.drawString(WIDTH / 2, 20, f"- {number} -")
            elif kind in "tl":
                canvas.drawString(MARGIN, HEIGHT - 100, "2024年，全市地区生产总值增长5.0%。")
                if kind == "l":  # a picture beside text is none of a scan
                    canvas.drawImage(picture, 0, 0, WIDTH, HEIGHT * 0.8)
            canvas.showPage()

    read = read_any(drawn(pages), name="some.pdf")
    assert read.scanned == (2, 3, 6)
    warned = [one.message for one in extract(read, ner="none").warnings if one.code == "scanned"]
    assert len(warned) == 1
    assert "pages 2-3, 6," in warned[0]


@pytest.mark.parametrize("keep", [0.15, 0.5, 0.97])
def test_a_file_cut_off_is_an_error_or_its_whole_text(keep: float) -> None:
    data = drawn(column, pageCompression=0)
    try:
        found = pdf_text(data[: int(keep * len(data))], name="x.pdf")
    except InputError as error:
        found = error.message
    assert found.startswith((COLUMN[0], "x.pdf: "))
    with pytest.raises(InputError, match=r"x\.pdf: is a damaged PDF"):
        pdf_text(b"%PDF-1.4 nothing", name="x.pdf")


def test_limits_of_pages_and_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    three = pdf_of(*(make_page(seed) for seed in range(3)))
    with pytest.raises(InputError, match="more than 100 characters .--max-chars. by page 1"):
        pdf_text(three, name="x.pdf", max_chars=100)
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    with pytest.raises(InputError, match="has 3 pages, more than 2. Split it"):
        pdf_text(three, name="x.pdf")
    monkeypatch.setattr(pdf, "MAX_PAGES", 3)
    monkeypatch.setattr(pdf, "MAX_PAGE_CHARS", 50)
    with pytest.raises(InputError, match="page 1 has more than 50 characters"):
        pdf_text(three, name="x.pdf")
