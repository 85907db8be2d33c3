"""The characters of numerals, and the patterns of a whole one."""

import re

from policy_extract.quantities.numerals import DIGITS, SCALES, TENS

DIGIT = "[0-9]"
"""One Arabic digit; full-width ones are folded before."""
HAN = "".join(DIGITS) + "".join(TENS) + "".join(SCALES)
"""The characters of a Chinese numeral."""

PLACES = "".join(TENS) + "".join(SCALES)
"""Those of them that say a place or a scale."""
_GROUPED = (
    "[0-9]{1,3}(?:,[0-9]{3}){1,6}(?![0-9])|"
    "[0-9]{1,3}(?:，[0-9]{3}){1,6}(?=[\u4e00-\u9fff%.])|"
    "[0-9]{1,3}(?: [0-9]{3}){1,4}(?=(?:[.][0-9]+)? ?[万亿元%])|"
    "[0-9]{1,3}(?: [0-9]{3}){2,4}(?=(?:[.][0-9]+)?[\u4e00-\u9fff])|"
    "(?<![^\u4e00-\u9fff])[0-9]{1,3} [0-9]{3}(?=(?:[.][0-9]+)?[\u4e00-\u9fff])"
)
"""1,234 and 1 234: a comma of full width or a blank parts thousands only where a word follows."""
_SPREAD = (
    "(?:[0-9](?: [0-9]){1,12}(?: ?[.] ?[0-9](?: [0-9]){0,4})?|"
    "[0-9] ?[.] ?[0-9](?: [0-9]){0,4})"
    "(?= ?[\u4e00-\u9fff%‰])"
)
"""Digits set apart by single spaces, as some archives print them (5 6 %)."""
_UNPARTED = "[0-9]++(?:[.][0-9]++)?+(?![ ,，.·•])"
"""Most numbers of a text, tried before what parts or spreads digits."""
ARABIC = f"(?:{_UNPARTED}|{_SPREAD}|(?:{_GROUPED}|[0-9]++)(?:[.][0-9]++|[·•][0-9]{{1,2}}(?=%))?)"
"""An Arabic number with its separators and decimal point, no scale words."""

_MORE = "[余多来几]"
_SCALE = (
    f"(?:[ \u3000]?(?:万 亿|[万亿]+)|[ \u3000]千|{_MORE}?[十百千拾佰仟]?{_MORE}?[万亿]+|"
    f"个(?:[多余]亿|亿(?![元吨]))|{_MORE}?[十百千拾佰仟]|兆|"
    "[wW](?=元|块|美元|人(?!次?均)|户)|w(?=[+](?![0-9A-Za-z]))|k(?=元|块|美元))"
)
ARABIC_TERM = re.compile(f"(?P<number>{ARABIC})(?P<scale>{_SCALE})?")
"""Arabic digits with the scale words behind them."""
_INDEFINITE = "[几数](?=[十百千万亿]|个亿)"
HAN_NUMERAL = re.compile(
    f"(?:{_INDEFINITE}(?:个亿)?[{HAN}]*|[{HAN}]+)(?:(?<=[十百千万亿廿卅])几[十百千万亿]*)?"
    "(?:点[零〇○一二三四五六七八九]+(?:[十百千]?[万亿]+)?)?"
    f"(?:[余多来][十百千]?[万亿]+)?(?:个(?:[多余]亿|亿(?![元吨])))?"
)
"""A Chinese numeral, with 几, 多 and a decimal point inside."""


def run_end(text: str, at: int) -> int:
    """Where the run of numeral characters at ``at`` ends; at least one character on."""
    match = ARABIC_TERM.match(text, at) or HAN_NUMERAL.match(text, at)
    return match.end() if match else at + 1
