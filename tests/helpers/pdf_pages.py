"""Pages of newspapers and reports drawn by chance, with the order in which a person reads them."""

import io
import random
from dataclasses import dataclass, field

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 48.0
_STARTS = [
    "全市",
    "全省",
    "今年以来，我市",
    "2024年",
    "上半年，",
    "截至6月底，",
    "市发展改革委",
    "据统计，",
]
_MIDDLES = [
    "规模以上工业增加值同比增长", "新增城镇就业", "完成固定资产投资", "高新技术企业达到",
    "居民人均可支配收入增长", "城乡基层治理水平不断提高，群众满意度达到", "累计开工重点项目",
    "一般公共预算收入完成", "新能源汽车产量比上年提高",
]  # fmt: skip
_ENDS = [
    "%，位居全省第二",
    "万人",
    "亿元",
    "户以上",
    "个，总投资超过预期",
    "%（按可比价格计算）",
    "个百分点",
]
_STOPS = "，。；，，。"
_NO_OPENING = "，。、；：！？）》”%"
_LABELS = [
    "工业增加值",
    "固定资产投资",
    "社会消费品零售总额",
    "进出口总额",
    "地方财政收入",
    "城镇登记失业率",
]


def sentence(chance: random.Random, length: int) -> str:
    """Prose of about so many characters, closed by a full stop."""
    text = chance.choice(_STARTS)
    while len(text) < length:
        number = chance.choice(
            [f"{chance.randint(1, 99)}.{chance.randint(1, 9)}", str(chance.randint(2, 980))]
        )
        text += chance.choice(_MIDDLES) + number + chance.choice(_ENDS) + chance.choice(_STOPS)
    return text[:-1] + "。"


def width(text: str, size: float) -> float:
    return pdfmetrics.stringWidth(text, FONT, size)


def wrap(text: str, size: float, room: float, indent: float) -> list[str]:
    """Lines as a typesetter breaks them: numbers whole, no mark at the beginning of a line."""
    tokens: list[str] = []
    for char in text:
        glued = tokens and (
            char in _NO_OPENING or (char.isascii() and char != " " and tokens[-1][-1].isascii())
        )
        if glued:
            tokens[-1] += char
        else:
            tokens.append(char)
    lines, line, space = [], "", room - indent
    for token in tokens:
        if line and width(line + token, size) > space:
            lines.append(line)
            line, space = "", room
        line += token
    return [*lines, line]


@dataclass
class Page:
    """What is drawn, and the paragraphs in the order of reading.

    Attributes:
        kind: What makes the page special.
        marks: Place, size and text of each line.
        truth: Paragraphs in reading order.
    """

    kind: str
    marks: list[tuple[float, float, float, str]] = field(default_factory=list)
    truth: list[str] = field(default_factory=list)


class Setter:
    """Sets text on a page from the top down."""

    def __init__(self, page: Page, chance: random.Random) -> None:
        self.page = page
        self.chance = chance
        self.size = chance.choice([9.0, 10.0, 10.5, 12.0])
        self.leading = self.size * chance.choice([1.25, 1.4, 1.6, 1.8])
        self.indented = chance.random() < 0.8
        self.paragraph_gap = 0.0 if self.indented else self.leading * 0.6

    def mark(self, x: float, y: float, size: float, text: str) -> None:
        self.page.marks.append((x, y, size, text))

    def headline(self, y: float, left: float, room: float) -> float:
        size = self.size * self.chance.choice([1.6, 2.0, 2.5])
        most = int(room / size)
        title = sentence(self.chance, 8)[:-1]
        title = "".join(c for c in title if c not in "，。；（）")[
            : self.chance.randint(most // 2, most)
        ]
        x = left + (room - width(title, size)) / 2 if self.chance.random() < 0.7 else left
        y -= size * 1.3
        self.mark(x, y, size, title)
        self.page.truth.append(title)
        return y - self.leading * self.chance.choice([0.5, 1.0])

    def byline(self, y: float, left: float, room: float) -> float:
        text = "本报记者 王晓 " + self.chance.choice(["太原讯", "北京报道"])
        x = left + (room - width(text, self.size)) * self.chance.choice([0.5, 1.0])
        y -= self.leading
        self.mark(x, y, self.size, text)
        self.page.truth.append(text)
        return y - self.leading * 0.8

    def prose(self, y: float, left: float, room: float, lines: int, *, new: bool = True) -> float:
        """Paragraphs of so many lines together."""
        while lines > 0:
            text = sentence(
                self.chance, int(room / self.size * min(lines, self.chance.randint(2, 7))) - 6
            )
            indent = 2 * self.size if self.indented and new else 0.0
            set_lines = wrap(text, self.size, room, indent)
            for index, line in enumerate(set_lines):
                y -= self.leading
                self.mark(left + (indent if index == 0 else 0), y, self.size, line)
            lines -= len(set_lines)
            self.page.truth.append(text)
            y -= self.paragraph_gap
            new = True
        return y

    def subhead(self, y: float, left: float, room: float) -> float:
        text = self.chance.choice(
            ["一、主要目标", "二、重点任务", "多措并举促增收", "项目建设加快推进"]
        )
        y -= self.leading * 1.3
        self.mark(left, y, self.size * 1.15, text)
        self.page.truth.append(text)
        return y

    def table(self, y: float, left: float, room: float, rows: int) -> float:
        edges = [left, left + room * 0.5, left + room * 0.75]
        y -= self.leading * 0.5
        for row in range(rows):
            cells = ["指标", "绝对量", "增速"]
            if row:
                number = f"{self.chance.randint(10, 9999)}.{self.chance.randint(0, 9)}"
                cells = [_LABELS[row % len(_LABELS)], number, f"{self.chance.randint(1, 30)}.{row}"]
            y -= self.leading
            for x, cell in zip(edges, cells, strict=True):
                self.mark(x, y, self.size, cell)
            self.page.truth.append("\t".join(cells))
        return y - self.leading * 0.8

    def columns(self, y: float, lefts: list[tuple[float, float]], lines: int, **how: bool) -> float:
        """Columns side by side; each of its own length, on common baselines or not."""
        lowest = y
        for index, (left, room) in enumerate(lefts):
            at = y if not how.get("shifted") else y - index * self.leading * 0.37
            left_over = max(4, lines - self.chance.randint(0, 4) * bool(index))
            if how.get("picture") and index == 1:
                at -= self.leading * 6
                left_over = max(4, left_over - 6)
            if how.get("subheads") and index:
                half = left_over // 2
                at = self.prose(at, left, room, half)
                at = self.subhead(at, left, room)
                left_over -= half
            at = self.prose(at, left, room, left_over)
            lowest = min(lowest, at)
        return lowest

    def split(
        self, count: int, *, uneven: bool = False, left: float = MARGIN, room: float = 0.0
    ) -> list[tuple[float, float]]:
        """Left edges and widths of columns."""
        room = room or WIDTH - 2 * MARGIN
        gutter = self.size * self.chance.choice([1.5, 2.0, 3.0])
        shares = [1.0] * count
        if uneven:
            shares[self.chance.randrange(count)] = self.chance.choice([1.6, 2.0])
        unit = (room - gutter * (count - 1)) / sum(shares)
        found = []
        for share in shares:
            found.append((left, unit * share))
            left += unit * share + gutter
        return found


KINDS = (
    "one column", "two columns", "three columns", "four columns", "shifted baselines",
    "uneven columns", "stacked bands", "table in one column", "table between columns",
    "headline over two of three", "picture in a column", "subheads in columns",
)  # fmt: skip


def make_page(seed: int) -> Page:
    """A page by a seed; kinds take turns."""
    chance = random.Random(seed)
    page = Page(KINDS[seed % len(KINDS)])
    setter = Setter(page, chance)
    left, room, y = MARGIN, WIDTH - 2 * MARGIN, HEIGHT - MARGIN
    kind = page.kind
    if kind != "headline over two of three" and chance.random() < 0.85:
        y = setter.headline(y, left, room)
        if chance.random() < 0.5:
            y = setter.byline(y, left, room)
    lines = int(chance.uniform(0.4, 0.75) * (y - MARGIN) / setter.leading)
    if kind == "one column":
        setter.prose(y, left, room, lines)
    elif kind in ("two columns", "three columns", "four columns"):
        count = {"two": 2, "three": 3, "four": 4}[kind.split()[0]]
        setter.columns(y, setter.split(count), lines)
    elif kind == "shifted baselines":
        setter.columns(y, setter.split(chance.choice([2, 3])), lines, shifted=True)
    elif kind == "uneven columns":
        setter.columns(y, setter.split(chance.choice([2, 3]), uneven=True), lines)
    elif kind == "stacked bands":
        y = setter.columns(y, setter.split(2), lines // 3)
        y = setter.headline(y - setter.leading, left, room)
        y = setter.columns(y, setter.split(3), lines // 4)
        setter.prose(y - setter.leading, left, room, 4)
    elif kind == "table in one column":
        y = setter.prose(y, left, room, lines // 3)
        y = setter.table(y, left, room, chance.randint(3, 6))
        setter.prose(y, left, room, lines // 3)
    elif kind == "table between columns":
        y = setter.columns(y, setter.split(2), lines // 3)
        y = setter.table(y - setter.leading, left, room, chance.randint(3, 6))
        setter.columns(y - setter.leading, setter.split(2), lines // 3)
    elif kind == "headline over two of three":
        columns = setter.split(3)
        span = columns[1][0] + columns[1][1] - left
        below = setter.headline(y, left, span)
        setter.columns(below, columns[:2], lines)
        setter.columns(y, columns[2:], lines + 3)
    elif kind == "picture in a column":
        setter.columns(y, setter.split(chance.choice([2, 3])), lines, picture=True)
    else:
        setter.columns(y, setter.split(chance.choice([2, 3])), lines, subheads=True)
    # The order of drawing: as read; line by line over all columns; by chance; glyph by glyph.
    order = seed // len(KINDS) % 4
    if order == 1:
        page.marks.sort(key=lambda one: (-one[1], one[0]))
    elif order >= 2:
        chance.shuffle(page.marks)
    if order == 3:
        page.marks = [single for one in page.marks for single in _glyphs(one)]
        chance.shuffle(page.marks)
    return page


def _glyphs(mark: tuple[float, float, float, str]) -> list[tuple[float, float, float, str]]:
    x, y, size, text = mark
    return [
        (x + width(text[:index], size), y, size, char)
        for index, char in enumerate(text)
        if char != " "
    ]


def pdf_of(*pages: Page, **how: object) -> bytes:
    """The pages as a PDF file."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT), invariant=True, **how)
    for page in pages:
        for x, y, size, text in page.marks:
            canvas.setFont(FONT, size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()
