"""Pages of glyphs as paragraphs: watermarks, raised marks, running heads, notes and tables apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from policy_extract.text.furniture import without_furniture
from policy_extract.text.glyphs import Glyph, Piece, pieces
from policy_extract.text.paragraphs import Paragraph, paragraphs, table_paragraphs
from policy_extract.text.reading_order import read_order
from policy_extract.text.ruling import Rule, RuledTable, box_rules, ruled_tables
from policy_extract.text.scripts import settle_scripts

_PICTURED = 0.5
_MARKS = 12
"""Pictures over half a page with no more characters than a page number or a scanner's mark are a scan."""
_FEW = 0.3
"""Slanted glyphs up to this share of a page are a watermark, not its text."""


def turned(turn: int, x: float, y: float) -> tuple[float, float]:
    """A place on a page that is turned so that lines of a quarter turn run to the right."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]


@dataclass(slots=True)
class PageGlyphs:
    """What stands on a page.

    Attributes:
        turns: Glyphs by the quarter turn of their lines, turned back.
        slanted: Glyphs of slanted lines, by the nearest quarter turn.
        rules: Corners of the lines and boxes that are drawn.
        seen: Glyphs, those without a character too.
        unmapped: Glyphs that have no character.
        pictured: The share of the page that pictures cover.
    """

    turns: dict[int, list[Glyph]] = field(default_factory=dict)
    slanted: dict[int, list[Glyph]] = field(default_factory=dict)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    seen: int = 0
    unmapped: int = 0
    pictured: float = 0.0

    @property
    def is_scan(self) -> bool:
        """Whether its words, if it has any, are a picture."""
        return self.pictured >= _PICTURED and self.count <= _MARKS

    @property
    def count(self) -> int:
        """Glyphs that have a character."""
        return sum(len(some) for some in (*self.turns.values(), *self.slanted.values()))

    def add(self, turn: int, glyph: Glyph, slanted: bool) -> None:
        """Add a glyph."""
        (self.slanted if slanted else self.turns).setdefault(turn, []).append(glyph)

    def text_turns(self) -> list[tuple[int, list[Glyph]]]:
        """The glyphs of its text by turns, the turn with most of them first."""
        slanted = sum(map(len, self.slanted.values()))
        found = {turn: list(some) for turn, some in self.turns.items()}
        if slanted > _FEW * self.count:
            for turn, some in self.slanted.items():
                found.setdefault(turn, []).extend(some)
        return sorted(found.items(), key=lambda item: -len(item[1]))


@dataclass(frozen=True, slots=True)
class _Turn:
    pieces: list[Piece]
    tables: list[RuledTable]


def page_paragraphs(pages: Sequence[PageGlyphs]) -> list[list[Paragraph]]:
    """The paragraphs of each page; notes at the foot of pages come behind the last one."""
    read = [[_turn(page, turn, glyphs) for turn, glyphs in page.text_turns()] for page in pages]
    bodies, notes = without_furniture([turns[0].pieces if turns else [] for turns in read])
    found: list[list[Paragraph]] = []
    for turns, body in zip(read, bodies, strict=True):
        made: list[Paragraph] = []
        for index, turn in enumerate(turns):
            made += _banded(body if index == 0 else turn.pieces, turn.tables)
        found.append(made)
    if any(notes):
        found.append([one for foot in notes if foot for one in paragraphs(read_order(foot))])
    return found


def _turn(page: PageGlyphs, turn: int, glyphs: list[Glyph]) -> _Turn:
    level: list[Rule] = []
    upright: list[Rule] = []
    for x0, y0, x1, y1 in page.rules:
        (a, b), (c, d) = turned(turn, x0, y0), turned(turn, x1, y1)
        for is_level, rule in box_rules(a, b, c, d):
            (level if is_level else upright).append(rule)
    tables, rest = ruled_tables(level, upright, settle_scripts(glyphs))
    return _Turn(pieces(rest) if rest else [], tables)


def _banded(some: list[Piece], tables: Sequence[RuledTable]) -> Iterator[Paragraph]:
    """Paragraphs above, between and below the tables of a page."""
    rest = some
    for table in tables:
        above = [piece for piece in rest if piece.base <= table.top + 0.5 * piece.size]
        taken = {id(piece) for piece in above}
        rest = [piece for piece in rest if id(piece) not in taken]
        yield from paragraphs(read_order(above))
        yield from table_paragraphs(table.rows, 0.0)
    yield from paragraphs(read_order(rest))
