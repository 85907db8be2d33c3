"""Raised and lowered glyphs of a page, led back to the line that they belong to."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from policy_extract.text.glyphs import Glyph
from policy_extract.text.raised import raised

_SMALL = 0.8
"""The greatest size of a raised glyph, in sizes of its line."""
_RISE, _SINK = 0.75, 0.35
"""How far its baseline may lie above or below that of its line, in sizes of the line."""
_LEAST = 0.08
_NEAR = 0.45
"""White space, in sizes of the line, that may part it from the glyph before it."""


def settle_scripts(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs with raised and lowered ones on their lines: a power as a superscript, a lowered digit
    as a digit; the marks of notes are left out.
    """
    if len({round(glyph.size, 1) for glyph in glyphs}) < 2:
        return list(glyphs)
    ordered = sorted(glyphs, key=lambda one: (one.base, one.x0))
    bases = [glyph.base for glyph in ordered]
    anchors: dict[int, Glyph] = {}
    small: list[tuple[Glyph, Glyph]] = []
    kept: list[Glyph] = []
    followed: dict[int, Glyph] = {}
    for glyph in sorted(glyphs, key=lambda one: one.x0):
        anchor = _anchor(glyph, ordered, bases, anchors)
        if anchor is None:
            kept.append(glyph)
            continue
        anchors[id(glyph)] = followed.get(id(anchor), anchor)
        followed[id(glyph)] = anchors[id(glyph)]
        small.append((glyph, anchors[id(glyph)]))
    if not small:
        return list(glyphs)
    runs: dict[int, tuple[Glyph, list[Glyph]]] = {}
    for glyph, anchor in small:
        runs.setdefault(id(anchor), (anchor, []))[1].append(glyph)
    replaced: dict[int, Glyph] = {}
    for anchor, run in runs.values():
        text = "".join(one.text for one in run)
        high = run[0].base < anchor.base
        before = "".join(one.text for one in _before(anchor, ordered, bases))
        shown = raised(before, text) if high else text
        right = max(anchor.x1, *(one.x1 for one in run))
        replaced[id(anchor)] = replace(anchor, text=anchor.text + shown, x1=right)
    return [replaced.get(id(glyph), glyph) for glyph in kept]


def _anchor(
    glyph: Glyph, ordered: Sequence[Glyph], bases: Sequence[float], anchors: dict[int, Glyph]
) -> Glyph | None:
    """The glyph of full size behind which a small one stands, raised or lowered."""
    reach = 3.0 * glyph.size
    low = bisect_left(bases, glyph.base - _SINK * reach)
    high = bisect_right(bases, glyph.base + _RISE * reach)
    best: Glyph | None = None
    for other in ordered[low:high]:
        if other is glyph:
            continue
        owner = anchors.get(id(other), other)
        if glyph.size > _SMALL * owner.size:
            continue
        rise = owner.base - glyph.base
        if not (_LEAST * owner.size < rise <= _RISE * owner.size) and not (
            -_SINK * owner.size <= rise < -_LEAST * owner.size
        ):
            continue
        gap = glyph.x0 - other.x1
        if (
            -_NEAR * owner.size <= gap <= _NEAR * owner.size
            and other.x0 < glyph.x0
            and (best is None or other.x1 > best.x1)
        ):
            best = other
    return best


def _before(anchor: Glyph, ordered: Sequence[Glyph], bases: Sequence[float]) -> list[Glyph]:
    """The last glyphs of a line up to one of them."""
    low = bisect_left(bases, anchor.base - 0.5)
    high = bisect_right(bases, anchor.base + 0.5)
    line = [one for one in ordered[low:high] if anchor.x0 - 3 * anchor.size <= one.x0 <= anchor.x0]
    return sorted(line, key=lambda one: one.x0)[-4:]
