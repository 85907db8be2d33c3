"""Numerals of Chinese text as exact decimals: Arabic, Chinese, mixed, full-width, capital forms."""

from decimal import Decimal

DIGITS = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "两": 2, "俩": 2, "仨": 3, "壹": 1, "贰": 2, "貳": 2, "叁": 3, "參": 3, "肆": 4, "伍": 5, "陆": 6, "陸": 6, "柒": 7,
    "捌": 8, "玖": 9, "兩": 2, "弐": 2,
}  # fmt: skip
TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000, "廿": 20, "卅": 30}
SCALES = {"万": 10**4, "亿": 10**8, "兆": 10**12, "萬": 10**4, "億": 10**8}
_FULL = str.maketrans("０１２３４５６７８９．，－＋％", "0123456789.,-+%")


def half_width(text: str) -> str:
    """Full-width digits and signs as their half-width twins; same length."""
    return text.translate(_FULL)


def arabic(text: str) -> Decimal:
    """``1,234.5`` as a decimal; full-width digits and thousands separators are understood."""
    return Decimal(half_width(text).replace(",", "").replace("−", "-"))


def scale_of(text: str) -> Decimal:
    """The product of scale words: ``万亿`` is 10**12; an empty text is 1."""
    factor = 1
    for char in text:
        factor *= TENS.get(char) or SCALES.get(char) or 1
    return Decimal(factor)


def chinese(text: str) -> Decimal | None:
    """A Chinese numeral as a decimal; null when the characters form none.

    Positional (二〇二六), with place words (一千二百三十), shortened (一百五 is 150, 三万五 is 35000) and
    with a decimal point (三点五). A leading place word counts one of it (百, 万).
    """
    if "点" in text:
        whole, _, fraction = text.partition("点")
        scale = fraction.lstrip("".join(DIGITS))
        digits = fraction[: len(fraction) - len(scale)]
        head = chinese(whole)
        if head is None or not digits or any(char not in TENS and char not in SCALES for char in scale):
            return None
        value = head + Decimal("0." + "".join(str(DIGITS[char]) for char in digits))
        return value * scale_of(scale)
    if all(char in DIGITS for char in text):
        if len(text) == 1:
            return Decimal(DIGITS[text])
        return Decimal("".join(str(DIGITS[char]) for char in text))
    return _placed(text)


def _placed(text: str) -> Decimal | None:
    total = section = 0
    digit: int | None = None
    place = 1
    zero = False
    for char in text:
        if char in DIGITS:
            if digit is not None and DIGITS[char] != 0 and digit != 0:
                return None
            digit = DIGITS[char]
            zero = zero or digit == 0
        elif char in TENS:
            place = TENS[char]
            if char in "廿卅":
                section, place = section + place, 10
            else:
                section += (1 if digit is None else digit) * place
            digit, zero = None, False
        elif char in SCALES:
            factor = SCALES[char]
            section += digit or 0
            if section == 0 and total and factor > 1:
                total *= factor
            elif section == 0:
                total = factor
            elif total and factor > 10**4 > total // factor:
                total = (total + section) * factor
            else:
                total += section * factor
            section, digit, place, zero = 0, None, factor, False
        else:
            return None
    if digit is not None:
        # 一百五 is 150, 三万五 is 35000; 一百零五 is 105.
        section += digit * (place // 10 if place > 10 and not zero else 1)
    return Decimal(total + section)


def to_chinese(number: int) -> str:
    """A non-negative integer below 10**16 in standard Chinese numerals (for round trips).

    Raises:
        ValueError: The number is out of range.
    """
    if not 0 <= number < 10**16:
        raise ValueError("out of range")
    if number == 0:
        return "零"
    parts: list[str] = []
    gap = False
    for scale, word in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, scale)
        if section == 0:
            gap = gap or bool(parts)
            continue
        if parts and (gap or section < 1000):
            parts.append("零")
        gap = False
        parts.append(_section(section) + word)
    text = "".join(parts)
    # Between 万亿 and 亿 the first 亿 is shared: 一万亿零二亿 is written 一万零二亿.
    if "万亿" in text and text.count("亿") > 1:
        text = text.replace("万亿", "万", 1)
    return text.removeprefix("一") if text.startswith("一十") else text


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
