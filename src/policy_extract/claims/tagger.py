"""Reading a name off a window with fitted weights: the best path of a chain of two tags."""

import math
from collections.abc import Mapping, Sequence
from itertools import repeat

_NEVER = -1e9
_ZEROS = repeat(0.0)
Table = Sequence[Sequence[Sequence[float]]]


def best_path(
    features: Sequence[Sequence[str]],
    borders: Sequence[int],
    weights: Mapping[str, float],
    table: Table,
) -> tuple[list[int], float]:
    """The most probable tags of a window that name something, and how probable they are (0 to 1).

    The probability is among all tags that name something: a record has a name.
    """
    get = weights.get
    emits = [sum(map(get, one, _ZEROS)) for one in features]
    if not emits:
        return [], 0.0
    # States: nothing named yet, a word that is left out behind the name's first, a word of it.
    none, out, inside = 0.0, _NEVER, emits[0]
    all_none, all_out, all_in = none, out, inside
    back: list[tuple[int, int]] = []
    for emit, border in zip(emits[1:], borders[1:], strict=True):
        (oo, oi), (io, ii) = table[border]
        ways_out, ways_in = (out + oo, inside + io), (none + oi, out + oi, inside + ii)
        from_out = 1 if ways_out[0] >= ways_out[1] else 2
        from_in = ways_in.index(max(ways_in))
        back.append((from_out, from_in))
        none, out, inside = none + oo, ways_out[from_out - 1], ways_in[from_in] + emit
        all_out, all_in = (
            _add(all_out + oo, all_in + io),
            _add(_add(all_none + oi, all_out + oi), all_in + ii) + emit,
        )
        all_none += oo
    state = 1 if out >= inside else 2
    best = max(out, inside)
    states = [state]
    for from_out, from_in in reversed(back):
        state = 0 if state == 0 else from_out if state == 1 else from_in
        states.append(state)
    states.reverse()
    chance = math.exp(min(0.0, best - _add(all_out, all_in)))
    return [int(state == 2) for state in states], chance


def _add(a: float, b: float) -> float:
    """The logarithm of the sum of two numbers given by their logarithms."""
    if a < b:
        a, b = b, a
    return a + math.log1p(math.exp(b - a)) if b - a > -40.0 else a
