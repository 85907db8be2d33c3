"""The grammar of quantities as strategies: every way to write a number, with what it means."""

from decimal import Decimal
from typing import NamedTuple

from chinese_numerals import to_chinese
from hypothesis import strategies as st

_FULL = str.maketrans("0123456789.-%,", "０１２３４５６７８９．－％，")
_CAPITAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_DIGITS = "零一二三四五六七八九"
SCALES = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}

UNITS = {
    "元": "元", "美元": "美元", "港币": "港元", "吨": "吨", "公里": "公里", "平方米": "平方米", "亩": "亩",
    "千瓦时": "千瓦时", "个": "个", "家": "家", "人": "人", "人次": "人次", "户": "户", "%": "%",
    "个百分点": "百分点", "倍": "倍", "个月": "个月", "小时": "小时", "工作日": "工作日", "公斤": "公斤",
    "元/吨": "元/吨", "微克/立方米": "微克/立方米", "公里每小时": "公里/小时", "摄氏度": "摄氏度",
}  # fmt: skip
LATIN = {
    unit: unit
    for unit in [
        "km",
        "m²",
        "m3",
        "kg",
        "t",
        "L",
        "mL",
        "MW",
        "kWh",
        "kV",
        "GB",
        "μg/m3",
        "km/h",
        "mg/L",
        "℃",
        "hm²",
        "Mbps",
    ]
}
BEFORE = {
    "约": "~", "近": "~", "大约": "~", "将近": "~", "超": ">", "逾": ">", "超过": ">", "突破": ">",
    "高于": ">", "不低于": ">=", "至少": ">=", "至少是": ">=", "大于等于": ">=", "大于或等于": ">=",
    "≥": ">=", "不超过": "<=", "最多": "<=", "至多为": "<=", "小于等于": "<=", "低于": "<", "不足": "<",
    "不到": "<", "接近": "~", "不少于": ">=", "不得超过": "<=", "": "=",
}  # fmt: skip
AFTER = {
    "以上": ">=", "及以上": ">=", "以下": "<=", "以内": "<=", "左右": "~", "上下": "~", "": "=",
    "（含）以上": ">=",
}  # fmt: skip
SIGNS = ("-", "—", "——", "–", "~", "～", "∼", "至", "到", "−")


class Written(NamedTuple):
    """A number and one way to write it."""

    text: str
    number: Decimal


def _fraction(places: int, value: int) -> tuple[str, str]:
    digits = str(value).zfill(places)[:places]
    return digits, "".join(_DIGITS[int(char)] for char in digits)


@st.composite
def whole(draw: st.DrawFn, *, low: int = 2, high: int = 99_999_999) -> Written:
    """A whole number: plain, grouped, full width, in Han, spoken, in capitals."""
    number = draw(st.one_of(st.integers(low, min(high, 9999)), st.integers(low, high)))
    han = to_chinese(number)
    ways = [str(number), f"{number:,}", str(number).translate(_FULL), han]
    if number >= 10:
        ways.append(han.translate(_CAPITAL))
    if han.startswith(("二百", "二千", "二万", "二亿")):
        ways.append("两" + han[1:])
    return Written(draw(st.sampled_from(ways)), Decimal(number))


@st.composite
def scaled(draw: st.DrawFn) -> Written:
    """Digits and a scale word, whole or with a decimal point, in Arabic or Han."""
    scale = draw(st.sampled_from([*SCALES]))
    head = draw(st.integers(2, 9999))
    places = draw(st.integers(0, 3))
    arabic, han = _fraction(places, draw(st.integers(0, 999)))
    number = Decimal(f"{head}.{arabic}" if places else head) * SCALES[scale]
    point = draw(st.booleans())
    if point or places == 0 and scale == "":
        text = f"{head}.{arabic}" if places else str(head)
        if draw(st.booleans()):
            text = text.translate(_FULL)
    else:
        text = to_chinese(head) + (f"点{han}" if places else "")
    return Written(text + scale, number)


@st.composite
def mixed(draw: st.DrawFn) -> Written:
    """Two scales in one numeral: 1亿2000万, 3万5千, 1万800, 5千零60."""
    big, small = draw(st.sampled_from([("亿", "万"), ("万", "千"), ("万", ""), ("亿", "千万")]))
    factor = {"亿": 10**8, "万": 10**4, "千": 1000, "千万": 10**7, "": 1}
    head = draw(st.integers(1, 99))
    most = factor[big] // factor[small]
    tail = draw(st.integers(1, min(most - 1, 9999)))
    zero = "零" if small == "" and draw(st.booleans()) else ""
    if small == "" and not zero and tail < 1000:  # 1万800, but never 1万65
        tail = tail // 100 * 100 or 800
    text = f"{head}{big}{zero}{tail}{small}"
    return Written(text, Decimal(head * factor[big] + tail * factor[small]))


NUMBERS = st.one_of(whole(), scaled(), mixed())


def plainly(number: Decimal) -> str:
    """A decimal without exponent or trailing zeros."""
    return format(number.normalize(), "f")
