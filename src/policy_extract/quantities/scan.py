"""The scanner: every quantity of a text as a plain tuple, before validation."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from policy_extract.quantities.masks import masked_spans
from policy_extract.quantities.numerals import DIGITS, TENS, arabic, chinese, half_width, scale_of
from policy_extract.quantities.tables import Tables, tables
from policy_extract.records import Comparator, Kind

_D = "[0-9０-９]"
_ARABIC = f"{_D}{{1,3}}(?:[,，]{_D}{{3}})+(?!{_D})(?:[.．]{_D}+)?|{_D}+(?:[.．]{_D}+)?"
_HAN = "零〇○一二三四五六七八九十百千万亿两俩廿卅壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億兩"
_SCALE = "(?:个亿(?![元吨])|[余多来]?[十百千]?[万亿兆萬億]亿?|[余多来]?[十百千](?![瓦米克伏卡帕焦分]))*"
_NUMBER = re.compile(
    f"(?P<arabic>{_ARABIC})(?P<scale>\\s?{_SCALE})|(?P<han>[{_HAN}]+(?:点[零〇一二三四五六七八九]+[十百千万亿]*)?"
    f"(?:[余多来][万亿千百]+)?(?:个亿)?)"
)
_ANY = re.compile(f"[0-9０-９{_HAN}]")
_RANGE = re.compile(r"\s?(?:[—－–~～\-]{1,2}|至|到|―)\s?")
_APPROX = re.compile("^([一二三四五六七八九两])([二三四五六七八九])([十百千万亿]*)$")
_TEEN = re.compile("^十([一二三四五六七八])([二三四五六七八九])$")
_FRACTION = re.compile(
    f"(?P<whole>百|千|万|[{_HAN}]+|{_D}+)分之(?P<part>{_ARABIC}|[{_HAN}]+(?:点[零〇一二三四五六七八九]+)?)"
)
_TENTHS = re.compile(
    f"(?P<n>[一二三四五六七八九两]|{_D}(?:[.．]{_D})?)成(?P<half>半|[一二三四五六七八九](?![成个家项]))?"
    "(?![立为员功果长本都效品熟绩就分套交因型形年人语千批片]|为[了]?[^主])"
)
_DOUBLING = re.compile("翻(?:了)?(?P<n>[一两二三四五六七八九]|[0-9])?(?:番|倍)")
_HALF = re.compile("(?P<over>过|超过?|近)?半数|过半(?=[，。；、）]|的|$)|(?<=超)一半|(?<=近)一半|一半(?=以上|左右|的)")
_RANK = re.compile(
    f"第(?P<n>{_D}+|[一二三四五六七八九十百零]+)(?P<c>位|名|[座家个条所艘台架款颗例只位名])?|"
    f"前(?P<top>{_D}+|[二三四五六七八九十百]+)(?P<t>强|名|位)?(?![年月天日个届期次季后述项款条排半沿])|"
    f"(?P<strong>{_D}+|[一二三四五六七八九十百]+)强(?![化大劲势烈度制力调壮盛台降])|"
    "(?P<head>之首|榜首|首位(?!度)|之冠|魁首)|首(?P<first>[座家个条艘台架颗例款部])(?![席别都])"
)
_AFTER_RANK = re.compile("[年月]")
_RATIO = re.compile(f"{_D}+(?:[.．]{_D}+)?(?:\\s?[:：∶]\\s?{_D}+(?:[.．]{_D}+)?){{1,4}}")
_LEVEL = re.compile("级(?![别行领])")
_SIGN = "-－−+＋"
_INDEFINITE = "数几若"
_WHOLE = {"百": 100, "千": 1000, "万": 10000}


class RawQuantity(NamedTuple):
    """A quantity as found: the fields of :class:`policy_extract.records.Quantity`, the id of the
    rule that made it, and the words that set its comparator.
    """

    start: int
    end: int
    text: str
    kind: Kind
    number: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    comparator: Comparator
    rule: str
    cue: str | None


class _Numeral(NamedTuple):
    start: int
    end: int
    value: Decimal
    low: Decimal | None
    scale: Decimal
    digits: bool
    more: bool
    bare: bool


def scan_quantities(text: str) -> list[RawQuantity]:
    """Every quantity of a text, in order, none overlapping another."""
    return _share_hedges(text, list(_Scanner(text).scan()))


def _share_hedges(text: str, found: list[RawQuantity]) -> list[RawQuantity]:
    """In a row of like values the hedge behind the last holds for all: 5%、6.5%左右."""
    for index in range(len(found) - 2, -1, -1):
        value, following = found[index], found[index + 1]
        if (
            value.comparator == "="
            and following.cue is not None
            and following.text.endswith(following.cue)
            and value.kind == following.kind
            and value.unit == following.unit
            and text[value.end : following.start] in ("、", "和")
        ):
            found[index] = value._replace(comparator=following.comparator, cue=following.cue)
    return found


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tables: Tables = tables()
        spans = masked_spans(text)
        self._mask_starts = [start for start, _ in spans]
        self._mask_ends = [end for _, end in spans]

    def scan(self) -> Iterator[RawQuantity]:
        """The quantities in order; a special form wins over the plain number inside it."""
        text, at, turn = self._text, 0, 0
        specials = self._specials()
        while True:
            while turn < len(specials) and specials[turn][0] < at:
                turn += 1
            limit = specials[turn][0] if turn < len(specials) else len(text)
            hit = _ANY.search(text, at, limit)
            if hit is None:
                if turn == len(specials):
                    return
                _, at, found = specials[turn]
                yield from found
                continue
            at = hit.start()
            masked = self._masked(at)
            if masked is not None:
                at = masked
                continue
            made, at = self._plain(at, limit)
            yield from made

    def _masked(self, at: int) -> int | None:
        index = bisect_right(self._mask_starts, at) - 1
        if index >= 0 and self._mask_ends[index] > at:
            return self._mask_ends[index]
        return None

    # -- forms that are not number + unit ------------------------------------------------------

    def _specials(self) -> list[tuple[int, int, list[RawQuantity]]]:
        """Fractions, tenths, doublings, halves, ranks and ratios with their spans, in order."""
        text = self._text
        found: list[tuple[int, int, list[RawQuantity]]] = []
        if "分之" in text:
            found += self._each(_FRACTION, self._fraction)
        if "成" in text:
            found += self._each(_TENTHS, self._tenths)
        if "翻" in text:
            found += self._each(_DOUBLING, self._doubling)
        if "半" in text:
            found += self._each(_HALF, self._half)
        found += self._each(_RANK, self._rank)
        if ":" in text or "：" in text or "∶" in text:
            found += self._each(_RATIO, self._ratio)
        found.sort(key=lambda entry: (entry[0], -entry[1]))
        kept: list[tuple[int, int, list[RawQuantity]]] = []
        for entry in found:
            if not kept or entry[0] >= kept[-1][1]:
                kept.append(entry)
        return kept

    def _each(
        self, pattern: "re.Pattern[str]", make: "object"
    ) -> Iterator[tuple[int, int, list[RawQuantity]]]:
        for match in pattern.finditer(self._text):
            if self._masked(match.start()) is not None or self._word(match.start(), match.end()):
                continue
            made = make(match)  # type: ignore[operator]
            if made is not None:
                yield (match.start(), max(match.end(), *(q.end for q in made)), made)

    def _word(self, start: int, end: int) -> int | None:
        """The end of an ordinary word that covers the numeral's first character."""
        text, known = self._text, self._tables
        for length in known.nonnumber_lengths:
            for begin in range(max(0, start - length + 1), start + 1):
                if begin + length > start and text[begin : begin + length] in known.nonnumbers:
                    return begin + length
        return None

    def _fraction(self, match: "re.Match[str]") -> list[RawQuantity] | None:
        whole, part = match["whole"], match["part"]
        base = _WHOLE.get(whole) or _value(whole)
        approx = _APPROX.match(part)
        if approx:
            low, high = _approximate(approx)
            return [
                self._make(
                    match.start(), match.end(), "percent", None, "%", "quantity.fraction.range",
                    low=_share(low, base), high=_share(high, base),
                )
            ]  # fmt: skip
        value = _value(part)
        if value is None or not base:
            return None
        number = _share(value, base)
        return [self._make(match.start(), match.end(), "percent", number, "%", "quantity.fraction")]

    def _tenths(self, match: "re.Match[str]") -> list[RawQuantity] | None:
        number = _value(match["n"])
        if number is None:
            return None
        number *= 10
        half = match["half"]
        if half:
            number += 5 if half == "半" else Decimal(DIGITS[half])
        return [self._make(match.start(), match.end(), "percent", number, "%", "quantity.tenths")]

    def _doubling(self, match: "re.Match[str]") -> list[RawQuantity]:
        times = _value(match["n"]) if match["n"] else Decimal(1)
        number = Decimal(2) ** int(times or 1)
        if match.group().endswith("倍"):
            number = times or Decimal(1)
        return [
            self._make(match.start(), match.end(), "multiple", number, "倍", "quantity.doubling")
        ]

    def _half(self, match: "re.Match[str]") -> list[RawQuantity]:
        made = self._make(
            match.start(), match.end(), "percent", Decimal(50), "%", "quantity.half"
        )
        word = match.group()
        if word.startswith(("过", "超")):
            made = made._replace(comparator=">", cue=word[0])
        elif word.startswith("近"):
            made = made._replace(comparator="~", cue="近")
        return [made]

    def _rank(self, match: "re.Match[str]") -> list[RawQuantity] | None:
        text = self._text
        start, end = match.span()
        comparator: Comparator = "="
        if match["n"]:
            number = _value(match["n"])
            if text[end : end + 1] in ("年", "月", "天", "季", "期", "届", "次", "批", "代") and not match["c"]:
                return None
        elif match["top"]:
            number, comparator = _value(match["top"]), "<="
        elif match["strong"]:
            number, comparator = _value(match["strong"]), "<="
            if text[start - 1 : start] in ("前", "第"):
                start -= 1
        else:
            number = Decimal(1)
            if match["first"] and text[start - 1 : start] in ("为", "其", "自", "匪", "翘", "昂"):
                return None
        if number is None or number == 0:
            return None
        return [
            RawQuantity(
                start, end, text[start:end], "rank", number, None, None, "位", comparator,
                "quantity.rank", None,
            )
        ]  # fmt: skip

    def _ratio(self, match: "re.Match[str]") -> list[RawQuantity] | None:
        text = self._text
        members = list(re.finditer(f"{_D}+(?:[.．]{_D}+)?", match.group()))
        before = text[max(0, match.start() - 12) : match.start()]
        if len(members) == 2 and not re.search("比|构成|结构", before):
            return None
        base = match.start()
        return [
            RawQuantity(
                base + m.start(), base + m.end(), m.group(), "count", arabic(m.group()), None, None,
                None, "=", "quantity.ratio", None,
            )
            for m in members
        ]  # fmt: skip

    # -- number + unit -------------------------------------------------------------------------

    def _plain(self, at: int, limit: int) -> tuple[list[RawQuantity], int]:
        """Read a number at ``at``; returns what was made and where to go on."""
        text = self._text
        first = self._numeral(at, limit)
        if first is None:
            return [], at + 1
        if not first.digits:
            word = self._word(at, first.end)
            if word is not None:
                return [], max(word, at + 1)
        elif text[first.start - 1 : first.start].isascii() and text[
            first.start - 1 : first.start
        ].isalpha():
            return [], first.end
        unit_end, unit = self._unit(first)
        joint = _RANGE.match(text, unit_end)
        if joint and joint.end() < len(text) and not self._masked(joint.end()):
            second = self._numeral(joint.end(), limit + 40)
            if second is not None and second.digits == first.digits:
                made = self._ranged(first, unit, second, joint.group())
                if made is not None:
                    return [made], made.end
        single = self._single(first, unit_end, unit)
        return ([single], single.end) if single else ([], first.end)

    def _numeral(self, at: int, limit: int) -> _Numeral | None:
        text = self._text
        match = _NUMBER.match(text, at)
        if match is None:
            return None
        if match["arabic"] is not None:
            return self._arabic(match)
        han = match["han"]
        end = match.end()
        more = False
        if han.endswith("个亿"):
            han = han[:-2] + "亿"
        inner = re.search("[余多来]", han)
        if inner:
            more = inner.group() != "来"
            han = han.replace(inner.group(), "")
        for size in range(len(han), 0, -1):
            piece = han[:size]
            cut = end - (len(han) - size)
            approx = _APPROX.match(piece)
            if approx and approx[1] != "两" or approx and approx[1] + approx[2] == "两三":
                low, high = _approximate(approx)
                if high == low + (high - low) and 0 < int(high - low) and _near(approx):
                    return _Numeral(at, cut, high, low, scale_of(approx[3]), False, more, False)
            teen = _TEEN.match(piece)
            if teen and DIGITS[teen[2]] == DIGITS[teen[1]] + 1:
                return _Numeral(
                    at, cut, Decimal(10 + DIGITS[teen[2]]), Decimal(10 + DIGITS[teen[1]]),
                    Decimal(1), False, more, False,
                )  # fmt: skip
            value = chinese(piece)
            if value is not None:
                bare = piece[0] in TENS and piece[0] in "百千" or piece[0] in "万亿萬億"
                scale = scale_of("".join(c for c in piece if c not in DIGITS)) or Decimal(1)
                return _Numeral(at, cut, value, None, scale, False, more, bare)
        return None

    def _arabic(self, match: "re.Match[str]") -> _Numeral:
        text = self._text
        start, end = match.span()
        scale_text = match["scale"].strip()
        for own in self._tables.own_scale:
            # 千 of 千瓦 belongs to the unit: give it back.
            size = len(scale_text)
            tail = text[end - size : end + len(own)] if size else ""
            cut = tail.find(own)
            if 0 <= cut < size:
                end -= size - cut
                scale_text = scale_text[:cut]
                break
        more = bool(re.search("[余多]", scale_text))
        value = arabic(match["arabic"])
        factor = scale_of(scale_text)
        if start and text[start - 1] in _SIGN and not _glued(text, start - 2):
            start -= 1
            if half_width(text[start]) in "-−":
                value = -value
        return _Numeral(start, end, value * factor, None, factor, True, more, False)

    def _unit(self, numeral: _Numeral) -> tuple[int, str | None]:
        """Where the value ends with its unit and inner hedges, and the unit as written."""
        text, known = self._text, self._tables
        at = numeral.end
        if text[at : at + 1] in ("余", "多", "来") and text[at : at + 2] not in (
            "多么", "多边", "多次", "多元", "多种", "多样", "多个", "来自", "多项", "多部", "多年", "多式", "多层", "多方", "余额", "来源", "来看", "多万", "多亿",
        ):  # fmt: skip
            at += 1
        elif text[at : at + 2] in ("多个", "多项", "多年", "多种", "多次", "多部", "多层", "多方") and text[at + 1] in known.units:
            at += 1
        spaced = at
        while text[spaced : spaced + 1] in (" ", "\u3000") and spaced - at < 2:
            spaced += 1
        for length in known.unit_lengths:
            word = text[spaced : spaced + length]
            unit = known.units.get(word)
            if unit is None or len(word) < length:
                continue
            if unit.scaled_only and numeral.scale < 10**4:
                continue
            if unit.weak and not (numeral.digits or numeral.end - numeral.start > 1):
                continue
            if word.isascii() and text[spaced + length : spaced + length + 1].isascii() and text[
                spaced + length : spaced + length + 1
            ].isalpha():
                continue
            end = spaced + length
            if text[end : end + 1] in ("/", "／"):
                for below in known.denominators:
                    if text.startswith(below, end + 1):
                        return end + 1 + len(below), text[spaced : end + 1 + len(below)]
            return end, word
        return at, None

    def _single(self, numeral: _Numeral, end: int, unit: str | None) -> RawQuantity | None:
        text = self._text
        start = numeral.start
        if unit in (None, "级") and numeral.scale >= 10**7 and numeral.low is None:
            level = _LEVEL.match(text, numeral.end)
            if level:
                return RawQuantity(
                    start, level.end(), text[start : level.end()], "money", numeral.value, None,
                    None, None, "~", "quantity.level", "级",
                )  # fmt: skip
        if not self._stands(numeral, end, unit):
            return None
        kind: Kind
        kind, canonical, number = self._measure(numeral.value, unit, numeral.scale)
        low = high = None
        if numeral.low is not None:
            _, _, low = self._measure(numeral.low, unit, numeral.scale)
            high, number = number, None
        made = self._make(
            start, end, kind, number, canonical, f"quantity.{kind}" + (".range" if low else ""),
            low=low, high=high, hedge=text[numeral.end : numeral.end + 1] if end > numeral.end else "",
            more=numeral.more, bare=numeral.bare,
        )  # fmt: skip
        if numeral.bare and made.start == start and made.comparator == "=":
            # 百家, 千户 without a hedge are words, not counts.
            return None
        return made

    def _stands(self, numeral: _Numeral, end: int, unit: str | None) -> bool:
        """Whether a numeral with this unit is a quantity at all."""
        text = self._text
        before = text[numeral.start - 1 : numeral.start]
        if before == "第" or (not numeral.digits and before and before in _INDEFINITE):
            return False
        if before == "成" and numeral.bare:
            return False
        if unit is not None:
            return not (unit in ("分", "点") and not numeral.digits)
        if numeral.digits:
            after = text[end : end + 1]
            if numeral.scale == 1 and (before in "·.-/_+＋" and before or after and after in "·/_+＋#@"):
                return False
            return not (after.isascii() and after.isalpha())
        return numeral.scale >= 10**4 and numeral.end - numeral.start > 1 and not numeral.bare

    def _measure(
        self, value: Decimal, unit: str | None, scale: Decimal
    ) -> tuple[Kind, str | None, Decimal]:
        """Kind, canonical unit and number of a value with a written unit."""
        if unit is None:
            return ("money" if scale >= 10**8 else "count"), None, value
        base = unit.split("/")[0].split("／")[0]
        known = self._tables.units[base]
        canonical = known.canonical if base == unit else unit.replace("／", "/")
        if base == "‰":
            return "percent", "%", value / 10
        if base in ("个千分点",):
            return "percentage_point", "百分点", value / 10
        if base in ("个基点", "基点"):
            return "percentage_point", "基点", value
        if base == "番":
            return "multiple", "倍", Decimal(2) ** int(value) if value < 20 else value
        return known.kind, canonical, value

    def _ranged(
        self, first: _Numeral, unit: str | None, second: _Numeral, joint: str
    ) -> RawQuantity | None:
        text = self._text
        end, second_unit = self._unit(second)
        if second_unit is None and unit is None and second.scale == 1:
            return None
        if unit is not None and second_unit is not None:
            left, right = self._tables.units.get(unit), self._tables.units.get(second_unit)
            if left is None or right is None or left.canonical != right.canonical:
                return None
        if unit is not None and second_unit is None:
            return None
        if joint.strip() in ("到", "至") and text[first.start - 1 : first.start] in ("由", "从"):
            if unit is not None:
                return None
        kind, canonical, high = self._measure(second.value, second_unit, second.scale)
        _, _, low = self._measure(first.value, second_unit, first.scale)
        if unit is None and first.scale < second.scale and first.value * second.scale <= second.value:
            # the scale stands only once: 三至五万亿, 八到九百亿
            low *= second.scale / first.scale if first.scale == 1 else 1
        if low > high or (second.value < 0 and joint.strip() in "-－—"):
            return None
        if not self._stands(second, end, second_unit):
            return None
        return self._make(
            first.start, end, kind, None, canonical, f"quantity.{kind}.range", low=low, high=high
        )

    def _make(
        self,
        start: int,
        end: int,
        kind: Kind,
        number: Decimal | None,
        unit: str | None,
        rule: str,
        *,
        low: Decimal | None = None,
        high: Decimal | None = None,
        hedge: str = "",
        more: bool = False,
        bare: bool = False,
    ) -> RawQuantity:
        """Add the words that touch the value, and the sense that verbs outside give it."""
        text, known = self._text, self._tables
        comparator: Comparator = "="
        cue: str | None = None
        if more or hedge in ("余", "多"):
            comparator, cue = ">", hedge or "多"
        behind = known.after.at(text, end)
        if behind and not _false_suffix(text, end, behind[0]):
            end += len(behind[0])
            comparator, cue = behind[1], behind[0]
        begin = start
        while text[begin - 1 : begin] in (" ", "\u3000") and start - begin < 2:
            begin -= 1
        ahead = known.before.before(text, begin)
        if ahead and not _false_prefix(text, begin, ahead[0], bare=bare):
            start = begin - len(ahead[0])
            if behind is None or comparator in ("=", ">"):
                comparator, cue = ahead[1], ahead[0]
        elif comparator == "=":
            verb = known.outside.before(text, begin)
            if verb:
                comparator, cue = verb[1], verb[0]
        return RawQuantity(
            start, end, text[start:end], kind, number, low, high, unit, comparator, rule, cue
        )


def _value(text: str) -> Decimal | None:
    return arabic(text) if text[0] in "0123456789０１２３４５６７８９" else chinese(text)


def _share(part: Decimal, whole: Decimal | int) -> Decimal:
    """A fraction as a percentage, exact where it ends, else rounded to four places."""
    exact = part * 100 / Decimal(whole)
    rounded = exact.quantize(Decimal("0.0001"))
    return exact if len(exact.as_tuple().digits) <= 12 else rounded


def _near(match: "re.Match[str]") -> bool:
    low, high = DIGITS[match[1]], DIGITS[match[2]]
    return high == low + 1 or (low, high) in ((3, 5), (2, 3))


def _approximate(match: "re.Match[str]") -> tuple[Decimal, Decimal]:
    scale = scale_of(match[3])
    return DIGITS[match[1]] * scale, DIGITS[match[2]] * scale


def _glued(text: str, at: int) -> bool:
    """Whether a sign belongs to what stands before it (a range, a code) rather than the number."""
    return at >= 0 and (text[at].isdigit() or text[at].isascii() and text[at].isalpha() or text[at] in "%％）)年月日年")


_TRUE_AFTER = frozenset("，。、；：）)”》！？ \n的之")


def _false_suffix(text: str, end: int, word: str) -> bool:
    """Words that only look like a suffix: 起 of 起来, 多 of 多边, 许 of 许多, 强 of 强化."""
    after = text[end + len(word) : end + len(word) + 1]
    if word in ("起", "许", "强", "之上", "前后", "上下", "之下", "之内"):
        return after not in _TRUE_AFTER and after != ""
    if word in ("多", "余"):
        return after != "" and after in "次种样元边项年层部方式"
    return False


def _false_prefix(text: str, start: int, word: str, *, bare: bool) -> bool:
    """Words that only look like a prefix: 上 of 以上, 近 of 最近, 约 of 签约, 超 of 赶超."""
    before = text[start - len(word) - 1 : start - len(word)] or "\n"
    if word == "上":
        return not bare
    if word == "近":
        return before in "最附接临邻亲远就靠贴逼靠切"
    if word == "约":
        return before in "签节合大公预条制契违履集特邀"
    if word == "超":
        return before in "赶反高"
    return word in ("最低", "最高", "最多") and before == "历"
