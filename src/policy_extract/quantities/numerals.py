"""Numerals of Chinese text as exact decimals: Arabic, Chinese, capital forms; folded characters."""

from decimal import Decimal

DIGITS = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9, "两": 2, "俩": 2, "仨": 3, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5,
    "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000, "廿": 20, "卅": 30}
SCALES = {"万": 10**4, "亿": 10**8, "兆": 10**12}
LETTERS = {"w": 10**4, "W": 10**4, "k": 10**3}
"""Letters that stand for scale words behind Arabic digits: 10w元, 3k元."""
ZEROS = "零〇○"
_POINT = "点"
_ARABIC = str.maketrans("０１２３４５６７８９．·•", "0123456789...", ",， '’")


def arabic(text: str) -> Decimal:
    """``1,234.5`` as a decimal; full-width digits, separators and blanks are understood."""
    if text.isascii() and "," not in text and " " not in text:
        return Decimal(text)
    return Decimal(text.translate(_ARABIC))


def scale_of(text: str) -> Decimal:
    """The product of scale words: ``万亿`` is 10**12; an empty text is 1."""
    factor = 1
    for char in text:
        factor *= TENS.get(char) or SCALES.get(char) or LETTERS.get(char) or 1
    return Decimal(factor)


def times(value: Decimal, factor: Decimal) -> Decimal:
    """A product without a trail of zeros behind the point (1.50 x 10000 is 15000)."""
    product = value * factor
    whole = product.to_integral_value()
    return whole if whole == product else product.normalize()


def chinese(text: str) -> Decimal | None:
    """A Chinese numeral as a decimal; null when the characters form none.

    Positional (二〇二六), with place words (一千二百三十), shortened (一百五 is 150, 三万五 is
    35000) and with a decimal point (三点五). A leading place word counts one of it (百, 万).
    """
    if _POINT in text:
        return _decimal(*text.split(_POINT, 1))
    if not text:
        return None
    if all(char in DIGITS for char in text):
        return Decimal("".join(str(DIGITS[char]) for char in text))
    return _placed(text)


def approximate(text: str) -> tuple[Decimal, Decimal] | None:
    """Neighbouring digits as a range: 两三百 is 200 to 300, 十七八 17 to 18, 三五 3 to 5."""
    for index in range(len(text) - 1):
        first, second = DIGITS.get(text[index]), DIGITS.get(text[index + 1])
        if not first or not second:
            continue
        if second != first + 1 and (first, second) != (3, 5):
            return None
        head, tail = text[:index], text[index + 2 :]
        if any(char in DIGITS for char in tail) or head[-1:] in DIGITS:
            return None
        low, high = chinese(head + text[index] + tail), chinese(head + text[index + 1] + tail)
        return (low, high) if low is not None and high is not None and low < high else None
    return None


def _decimal(whole: str, fraction: str) -> Decimal | None:
    scale = fraction.lstrip("".join(DIGITS))
    digits = fraction[: len(fraction) - len(scale)]
    head = chinese(whole)
    if head is None or not digits or any(c not in TENS and c not in SCALES for c in scale):
        return None
    value = head + Decimal("0." + "".join(str(DIGITS[char]) for char in digits))
    return times(value, scale_of(scale)) if scale else value


def _placed(text: str) -> Decimal | None:
    total = section = 0
    digit: int | None = None
    place = 1
    lowest = 10**4  # the last place of the section: the next one is lower
    zero = False
    for char in text:
        if char in DIGITS:
            if digit and DIGITS[char]:
                return None
            digit = DIGITS[char]
            zero = zero or digit == 0
        elif char in TENS:
            if TENS[char] >= lowest:
                return None  # 百百, 十千, 十一千: no numeral
            place = lowest = TENS[char]
            if char in "廿卅":
                section, place, lowest = section + place, 10, 10
            else:
                section += (digit or 1) * place  # 三千零十六: the 零 counts none of the tens
            digit, zero = None, False
        elif char in SCALES:
            total, section = _scaled(total, section + (digit or 0), SCALES[char])
            digit, place, lowest, zero = None, SCALES[char], 10**4, False
        else:
            return None
    if digit is not None:
        # 一百五 is 150, 三万五 is 35000; 一百零五 is 105.
        section += digit * (place // 10 if place > 10 and not zero else 1)
    return Decimal(total + section)


def _scaled(total: int, section: int, factor: int) -> tuple[int, int]:
    """Close a section with 万, 亿 or 兆; returns the new total and an empty section."""
    if section == 0:
        return (total * factor if total else factor), 0
    if 10**4 < factor > total:
        return (total + section) * factor, 0  # 一万二千亿
    return total + section * factor, 0
