"""Which words of a window make a name that a person wrote down."""

from collections.abc import Sequence

from policy_extract.claims.view import Place

_RUN, _GAP, _SKIP, _FAR = 1.0, 0.01, 0.8, 0.004
"""Costs of a further stretch, of each character between two, of a character that is not found, and of
each character between the name and the value."""
_SKIPS = 8


def align(chars: Sequence[str], name: str, anchor: int) -> list[int]:
    """Positions of a name's characters, in order: few stretches, near the value, few left out.

    Args:
        chars: The characters of the window.
        name: The name.
        anchor: The position of the value.
    """
    where: dict[str, list[int]] = {}
    for at, char in enumerate(chars):
        where.setdefault(char, []).append(at)
    best: list[dict[int, float]] = []
    back: list[dict[int, tuple[int, int] | None]] = []
    for number, char in enumerate(name):
        row: dict[int, float] = {}
        steps: dict[int, tuple[int, int] | None] = {}
        for at in where.get(char, ()):
            cost, step = _SKIP * number + _FAR * abs(anchor - at), None
            for earlier in range(max(0, number - _SKIPS), number):
                skipped = _SKIP * (number - earlier - 1)
                for place, before in best[earlier].items():
                    if place >= at:
                        continue
                    gap = at - place - 1
                    total = before + skipped + (_RUN + _GAP * gap if gap else 0.0)
                    if total < cost:
                        cost, step = total, (earlier, place)
            row[at], steps[at] = cost, step
        best.append(row)
        back.append(steps)
    ends = [
        (cost + _SKIP * (len(name) - 1 - number) + _FAR * abs(anchor - at), number, at)
        for number, row in enumerate(best)
        for at, cost in row.items()
    ]
    if not ends:
        return []
    _, number, at = min(ends)
    found = [at]
    step = back[number][at]
    while step is not None:
        number, at = step
        found.append(at)
        step = back[number][at]
    found.reverse()
    return found


def tags_of(places: Sequence[Place], name: str) -> list[int] | None:
    """1 for each word of a window at least half of which belongs to a name; null where none does."""
    chars: list[str] = []
    owner: list[int] = []
    for index, place in enumerate(places):
        chars += place.word.surface
        owner += [index] * len(place.word.surface)
    anchor = next((at for at, index in enumerate(owner) if places[index].side == "R"), len(chars))
    found = align(chars, "".join(name.split()), anchor)
    covered = [0] * len(places)
    for at in found:
        covered[owner[at]] += 1
    tags = [
        int(count > 0 and 2 * count >= len(place.word.surface))
        for count, place in zip(covered, places, strict=True)
    ]
    return tags if any(tags) else None
