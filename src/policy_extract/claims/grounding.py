"""Where in the text the characters of a name stand."""


def locate(text: str, name: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Spans of ``text[start:end]``, in reading order, whose characters make a name.

    The longest stretches are taken, the nearest to ``end`` first; nothing where the text does not hold
    all of it in order.

    >>> locate("城镇和农村居民收入增长", "城镇居民收入", 0, 11)
    ((0, 2), (5, 9))
    """
    spans: list[tuple[int, int]] = []
    rest, limit = name, end
    while rest:
        for length in range(len(rest), 0, -1):
            at = text.rfind(rest[-length:], start, limit)
            if at >= 0:
                spans.append((at, at + length))
                rest, limit = rest[:-length], at
                break
        else:
            return ()
    spans.reverse()
    merged: list[tuple[int, int]] = []
    for begin, stop in spans:
        if merged and merged[-1][1] == begin:
            merged[-1] = (merged[-1][0], stop)
        else:
            merged.append((begin, stop))
    return tuple(merged)
