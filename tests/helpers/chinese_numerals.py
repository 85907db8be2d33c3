"""Numbers written in Chinese, as the other half of a round trip."""


def to_chinese(number: int) -> str:
    """A non-negative integer below 10**16 in standard Chinese numerals (for round trips).

    Raises:
        ValueError: The number is out of range.
    """
    if not 0 <= number < 10**16:
        raise ValueError("out of range")
    if number == 0:
        return "零"
    high, low = divmod(number, 10**8)
    text = _below_yi(high) + "亿" if high else ""
    if low:
        text += ("零" if high and (low < 10**7 or high % 10 == 0) else "") + _below_yi(low)
    return text.removeprefix("一") if text.startswith("一十") else text


def _below_yi(number: int) -> str:
    high, low = divmod(number, 10**4)
    text = _section(high) + "万" if high else ""
    if low:
        text += ("零" if high and (low < 1000 or high % 10 == 0) else "") + _section(low)
    return text


def _section(number: int) -> str:
    words = "零一二三四五六七八九"
    out = ""
    zero = False
    for place, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, place)
        if digit:
            out += ("零" if zero and out else "") + words[digit] + word
            zero = False
        else:
            zero = True
    return out
