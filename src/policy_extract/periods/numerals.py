"""Small numerals and years, in figures or in words, of folded text."""

_DIGITS = {char: index for index, char in enumerate("〇一二三四五六七八九")} | {"O": 0, "o": 0}
_DIGITS |= {str(index): index for index in range(10)}
_SMALL = _DIGITS | {"两": 2, "俩": 2, "仨": 3, "首": 1, "正": 1, "元": 1}


def small(text: str) -> int | None:
    """A whole number below a thousand; null where the characters form none (三四十, 十几)."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    if text.isascii():
        return int(text) if text.isdigit() else None
    hundreds, found, text = ("", "", text) if "百" not in text else text.partition("百")
    whole = 0
    if found:
        head = _SMALL.get(hundreds or "一")
        if head is None:
            return None
        whole, text = 100 * head, text.lstrip("〇")
    tens, found, ones = text.partition("十")
    if found:
        ten, one = _SMALL.get(tens or "一"), _SMALL.get(ones or "〇")
    else:
        ten, one = 0, _SMALL.get(tens or "〇")
    return None if ten is None or one is None else whole + 10 * ten + one


def full_year(text: str) -> int | None:
    """A year in four figures, digit by digit or spoken out (两千零八, 一千九百九十八)."""
    if text.isascii() and text.isdigit():
        return int(text)
    if "千" in text:
        thousands, _, rest = text.partition("千")
        head, tail = _SMALL.get(thousands), small(rest.lstrip("〇") or "〇")
        return None if head is None or tail is None else 1000 * head + tail
    year = 0
    for char in text:
        digit = _DIGITS.get(char)
        if digit is None:
            return None
        year = 10 * year + digit
    return year


def short_year(text: str, near: int) -> int | None:
    """A year in its last two figures: the latest that is no more than ten years after ``near``."""
    year = full_year(text.lstrip("‘’'"))
    if year is None:
        return None
    last = near + 10
    return last - (last - year) % 100
