"""Reading a name off a window with fitted weights: the best path of a chain of two tags."""

import math
from collections.abc import Sequence

_NEVER = -1e9
_MOST = 200.0
"""What one word may say to how probable a path is; fitted weights never come near."""
_HUGE = 1e100
Table = Sequence[Sequence[Sequence[float]]]


def best_path(
    emits: Sequence[float], borders: Sequence[int], table: Table
) -> tuple[list[int], float]:
    """The most probable tags of a window that name something, and how probable they are (0 to 1).

    The probability is among all tags that name something: a record has a name.

    Args:
        emits: What speaks for each word.
        borders: The class of the border before each word.
        table: Weights of the borders: border, tag before, tag.
    """
    if not emits:
        return [], 0.0
    # States: nothing named yet, a word that is left out behind the name's first, a word of it. All is
    # measured against the path that never names anything, whose score stays 0 and whose power ``one``.
    steps = [(oi - oo, io - oo, ii - oo) for (oo, oi), (io, ii) in table]
    powers = [tuple(map(math.exp, step)) for step in steps]
    exp = math.exp
    out, inside = _NEVER, emits[0]
    one, all_out, all_in = 1.0, 0.0, exp(max(-_MOST, min(_MOST, emits[0])))
    scaled = 0.0
    from_out: list[int] = []
    from_in: list[int] = []
    for emit, border in zip(emits[1:], borders[1:], strict=True):
        oi, io, ii = steps[border]
        way = inside + ii
        if out > 0.0:
            begun, how = out + oi, 1
        else:
            begun, how = oi, 0
        if way > begun:
            begun, how = way, 2
        from_in.append(how)
        way = inside + io
        if out >= way:
            from_out.append(1)
        else:
            out = way
            from_out.append(2)
        inside = begun + emit
        oi, io, ii = powers[border]
        all_out, all_in = (
            all_out + all_in * io,
            ((one + all_out) * oi + all_in * ii) * exp(max(-_MOST, min(_MOST, emit))),
        )
        if all_in > _HUGE or all_out > _HUGE:
            one, all_out, all_in = one / _HUGE, all_out / _HUGE, all_in / _HUGE
            scaled += math.log(_HUGE)
    state = 1 if out >= inside else 2
    best = max(out, inside)
    tags = [int(state == 2)]
    for before_out, before_in in zip(reversed(from_out), reversed(from_in), strict=True):
        state = 0 if state == 0 else before_out if state == 1 else before_in
        tags.append(int(state == 2))
    tags.reverse()
    return tags, exp(min(0.0, best - scaled - math.log(all_out + all_in)))
