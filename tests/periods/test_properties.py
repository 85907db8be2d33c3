"""The grammar, generated: every date in every spelling reads back as itself."""

import calendar
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from policy_extract.periods import find_periods, scan_periods
from policy_extract.periods.calendar_rules import plan_years

PUBLISHED = date(2025, 3, 18)
DIGITS = "〇一二三四五六七八九"
YEARS = st.integers(1900, 2099)
MONTHS = st.integers(1, 12)
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
ORDINALS = [*"一二三四五六七八九十", *(f"十{ones}" for ones in "一二三四五六")]


def han(number: int) -> str:
    """A number below a hundred as it is spoken."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones else "")


def full_width(text: str) -> str:
    return text.translate({ord(c): ord(c) - ord("0") + ord("０") for c in "0123456789"})


@st.composite
def spelled_years(draw: st.DrawFn) -> tuple[int, str]:
    """A year, and one way to write it, without 年."""
    year = draw(YEARS)
    figures = str(year)
    spelt = "".join(DIGITS[int(figure)] for figure in figures)
    ways = [
        figures,
        full_width(figures),
        spelt,
        spelt.replace("〇", "○"),
        spelt.replace("〇", "零"),
    ]
    if figures[2:] == "00":
        ways = ways[:3]
    elif year >= 2000:
        ways += [
            f"两千{'零' if year < 2100 else ''}{han(year % 100)}",
            figures[:1] + "O" + figures[2:],
        ]
    return year, draw(st.sampled_from(ways))


def spelled(number: int) -> st.SearchStrategy[str]:
    """One way to write a month or day."""
    return st.sampled_from([str(number), full_width(str(number)), han(number), f"{number:02}"])


GAPS = st.sampled_from(["", "", " ", "\u3000"])
TO = st.sampled_from(["—", "-", "－", "–", "~", "～", "至", "到", "——"])
BEFORE = st.sampled_from(["", "全市", "，", "。\n"])


def only(text: str) -> tuple[str, date | None, date | None]:
    (found,) = scan_periods(text, PUBLISHED)
    assert text[found.start : found.end] == found.text
    return found.kind, found.first, found.last


@given(spelled_years(), BEFORE, GAPS, st.sampled_from(["年", "年度"]))
def test_years(spelling: tuple[int, str], before: str, gap: str, unit: str) -> None:
    year, text = spelling
    want = ("year", date(year, 1, 1), date(year, 12, 31))
    assert only(f"{before}{text}{gap}{unit}增长") == want


@given(spelled_years(), MONTHS, st.data(), GAPS, st.sampled_from(["月", "月份"]))
def test_months(
    spelling: tuple[int, str], month: int, data: st.DataObject, gap: str, unit: str
) -> None:
    year, text = spelling
    said = data.draw(spelled(month))
    last = calendar.monthrange(year, month)[1]
    want = ("month", date(year, month, 1), date(year, month, last))
    assert only(f"{text}年{gap}{said}{gap}{unit}，增长") == want


@given(DAYS, st.data(), GAPS, st.sampled_from("日号"))
def test_days_in_words(day: date, data: st.DataObject, gap: str, unit: str) -> None:
    month, number = data.draw(spelled(day.month)), data.draw(spelled(day.day))
    text = f"{day.year}年{gap}{month}{gap}月{gap}{number}{gap}{unit}召开"
    assert only(text) == ("day", day, day)


@given(DAYS, st.sampled_from("-/."), st.booleans())
def test_days_in_figures(day: date, sign: str, padded: bool) -> None:
    month, number = (f"{day.month:02}", f"{day.day:02}") if padded else (day.month, day.day)
    assert only(f"于{day.year}{sign}{month}{sign}{number}发布") == ("day", day, day)


@given(YEARS, st.integers(1, 60), TO, st.booleans(), st.booleans())
def test_spans_of_years(first: int, length: int, sign: str, opened: bool, bare: bool) -> None:
    last = first + length
    text = f"{'从' if opened else ''}{first}{'' if bare else '年'}{sign}{last}年投资"
    assert only(text) == ("years", date(first, 1, 1), date(last, 12, 31))


@given(YEARS, MONTHS, MONTHS, TO, st.booleans())
def test_spans_of_months(year: int, one: int, other: int, sign: str, bare: bool) -> None:
    first, last = sorted((one, other))
    text = f"{year}年{first}{'' if bare else '月'}{sign}{last}月增长"
    end = date(year, last, calendar.monthrange(year, last)[1])
    if first == last:
        return
    assert only(text) == ("months", date(year, first, 1), end)


@given(DAYS, st.integers(1, 700), st.sampled_from("至到—～"))
def test_spans_of_days(first: date, length: int, sign: str) -> None:
    last = first + timedelta(days=length)
    year = f"{last.year}年" if last.year != first.year else ""
    month = f"{last.month}月" if year or last.month != first.month else ""
    text = f"{first.year}年{first.month}月{first.day}日{sign}{year}{month}{last.day}日举办"
    assert only(text) == ("days", first, last)


@given(YEARS, MONTHS, st.sampled_from([("上旬", 1, 10), ("中旬", 11, 20), ("下旬", 21, 31)]))
def test_the_thirds_of_a_month(year: int, month: int, third: tuple[str, int, int]) -> None:
    word, low, high = third
    end = min(high, calendar.monthrange(year, month)[1])
    want = ("days", date(year, month, low), date(year, month, end))
    assert only(f"{year}年{month}月{word}启动") == want


@given(YEARS, st.integers(1, 4), st.sampled_from(["第{}季度", "{}季度", "Q{}"]), st.booleans())
def test_quarters(year: int, number: int, form: str, words: bool) -> None:
    said = form.format(han(number) if words and form != "Q{}" else number)
    month = 3 * number
    end = date(year, month, calendar.monthrange(year, month)[1])
    assert only(f"{year}年{said}增长") == ("quarter", date(year, month - 2, 1), end)


@given(YEARS, st.integers(1, 12), st.sampled_from(["前{}个月", "前{}月", "头{}个月"]))
def test_the_first_months_of_a_year(year: int, count: int, form: str) -> None:
    end = date(year, count, calendar.monthrange(year, count)[1])
    want = ("months", date(year, 1, 1), end)
    assert only(f"{year}年{form.format(count)}增长") == want


@given(YEARS, st.sampled_from(["年末", "年底", "年年末", "年年底", "底", "末"]))
def test_the_end_of_a_year(year: int, edge: str) -> None:
    said = edge if edge.startswith("年") else f"年{edge}"
    assert only(f"{year}{said}达到") == ("end", None, date(year, 12, 31))


@given(DAYS, st.sampled_from(["到", "至", "截至", "截止", "截止到", "直到"]))
def test_what_ends_by_a_word_before_it(day: date, word: str) -> None:
    kind, first, last = only(f"{word}{day.year}年{day.month}月{day.day}日有效")
    assert (kind in ("deadline", "end"), first, last) == (True, None, day)


@given(YEARS, st.sampled_from(["前", "之前", "以前", "及以前", "底前", "年底前", "年末之前"]))
def test_what_ends_by_a_word_behind_it(year: int, word: str) -> None:
    assert only(f"{year}年{word}，完成") == ("deadline", None, date(year, 12, 31))


@given(
    DAYS, st.sampled_from(["自{}起", "从{}起", "{}起", "自{}以来", "{}以来", "{}至今", "从{}开始"])
)
def test_what_begins(day: date, form: str) -> None:
    text = form.format(f"{day.year}年{day.month}月{day.day}日") + "，实施"
    assert only(text) == ("since", day, None)


@given(
    st.sampled_from(ORDINALS),
    st.sampled_from(["“{}五”", "{}五", '"{}五"']),
    st.sampled_from(["期间", "时期"]),
)
def test_plans(ordinal: str, form: str, tail: str) -> None:
    years = plan_years(ordinal)
    assert years is not None
    want = ("plan", date(years[0], 1, 1), date(years[1], 12, 31))
    assert only(f"{form.format(ordinal)}{tail}增长") == want


@given(st.integers(3, 9), st.sampled_from(["{}0年代", "{han}十年代"]))
def test_decades(decade: int, form: str) -> None:
    text = form.format(decade, han=DIGITS[decade])
    want = ("decade", date(1900 + 10 * decade, 1, 1), date(1909 + 10 * decade, 12, 31))
    assert only(f"{text}建成") == want


TENS = st.sampled_from(["{}0年代", "{han}十年代"])


@given(st.integers(3, 8), st.integers(1, 5), st.sampled_from(["至", "到", "—"]), st.booleans())
def test_spans_of_decades(decade: int, length: int, sign: str, bare: bool) -> None:
    last = min(decade + length, 9)
    text = f"{decade}0{'' if bare else '年代'}{sign}{last}0年代建成"
    want = ("decade", date(1900 + 10 * decade, 1, 1), date(1909 + 10 * last, 12, 31))
    assert only(text) == want
    assert only(f"上世纪{text}") == want


@given(
    st.integers(3, 9), TENS, st.sampled_from(["", "上世纪", "20世纪"]), st.sampled_from(["", "从"])
)
def test_decades_open_and_close(decade: int, form: str, century: str, opener: str) -> None:
    text = f"{century}{form.format(decade, han=DIGITS[decade])}"
    first, last = date(1900 + 10 * decade, 1, 1), date(1909 + 10 * decade, 12, 31)
    assert only(f"{opener}{text}开始，增长") == ("since", first, None)
    assert only(f"{text}以来，增长") == ("since", first, None)
    assert only(f"{text}以前建成") == ("deadline", None, last)
    assert only(f"{text}以后建成") == ("since", last + timedelta(days=1), None)


@given(
    st.sampled_from(["每年{}月{}日{}{}月{}日", "每年{}月{}日{}次年{}月{}日"]),
    MONTHS, st.integers(1, 28), st.sampled_from("至到—"), MONTHS, st.integers(1, 28),
)  # fmt: skip
def test_what_recurs_has_no_days(
    form: str, one: int, day: int, sign: str, two: int, end: int
) -> None:
    text = form.format(one, day, sign, two, end)
    (found,) = scan_periods(f"{text}休渔", PUBLISHED)
    assert (found.kind, found.text, found.first) == ("recurrent", text, None)


@given(st.sampled_from("年月周"), st.sampled_from(["第一季度", "上半年", "中旬", "首月", "第二周"]))
def test_parts_of_what_recurs_have_no_days(unit: str, part: str) -> None:
    (found,) = scan_periods(f"每{unit}{part}报送", PUBLISHED)
    assert (found.kind, found.first, found.last) == ("recurrent", None, None)


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.sampled_from(["周", "星期", "礼拜"]))
def test_weeks_off(today: date, unit: str) -> None:
    monday = today - timedelta(days=today.weekday())
    for word, shift in (("上上", -2), ("上", -1), ("下", 1), ("下下", 2)):
        (found,) = scan_periods(f"{word}个{unit}三开会", today)
        day = monday + timedelta(days=7 * shift + 2)
        assert (found.first, found.last) == (day, day)


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_a_festival_without_a_year_is_not_long_past(today: date) -> None:
    for name in ("元旦", "国庆节", "圣诞节"):
        (found,) = scan_periods(f"{name}前", today)
        assert found.last is not None
        assert (today - found.last).days <= 270


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_relative_words_count_from_the_reference(today: date) -> None:
    def dates(text: str) -> tuple[date | None, date | None]:
        (found,) = scan_periods(text, today)
        assert found.anchor == "reference"
        return found.first, found.last

    year = today.year
    assert dates("今年增长") == (date(year, 1, 1), date(year, 12, 31))
    assert dates("前年增长") == (date(year - 2, 1, 1), date(year - 2, 12, 31))
    assert dates("昨天发布") == (today - timedelta(days=1),) * 2
    monday = today - timedelta(days=today.weekday())
    assert dates("上周召开") == (monday - timedelta(days=7), monday - timedelta(days=1))
    first, last = dates("上个月增长")
    assert first is not None
    assert last == today.replace(day=1) - timedelta(days=1)
    assert (first.day, first.month, first.year) == (1, last.month, last.year)
    start, end = dates("上季度增长")
    assert start is not None
    assert end is not None
    assert end < date(year, 3 * ((today.month - 1) // 3) + 1, 1) <= end + timedelta(days=1)
    assert (start.day, (start.month - 1) % 3, end.month - start.month) == (1, 0, 2)


@given(YEARS)
def test_what_stands_on_its_own_says_so(year: int) -> None:
    (found,) = scan_periods(f"{year}年上半年增长", PUBLISHED)
    assert found.anchor == "own"


TIMELY = (
    "0123 ０９〇一二十两百半几年月日号周季度旬世纪代上下前后今去明本当同次这过近未来内间期末底初中止起至到"
    "—-~自从截到以之每连续第个“”十四五《》（）(),，。、；\n的比较"
)


@given(
    st.text(alphabet=TIMELY, max_size=80),
    st.sampled_from([None, PUBLISHED, date(1, 1, 1), date(9999, 12, 31)]),
)
def test_anything_is_read_without_error_and_in_order(text: str, today: date | None) -> None:
    found = scan_periods(text, today)
    at = 0
    for one in found:
        assert at <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        assert one.first is None or one.last is None or one.first <= one.last
        at = one.end
    assert len(find_periods(text, today)) == len(found)


@given(st.text(alphabet=TIMELY, max_size=40))
def test_without_a_reference_nothing_is_fixed_by_one(text: str) -> None:
    assert all(one.anchor != "reference" for one in scan_periods(text))


@given(
    st.dates() | st.sampled_from([date.min, date.max, date(1, 12, 31), date(9999, 1, 1)]),
    st.sampled_from(["1000年", "2999年", "1500年", "00年", "99年", "今年", "前年", "大后年", "次年", "上财年", ""]),
    st.sampled_from(
        ["", "1月", "12月31日", "2月29日", "年底", "第53周", "最后99天", "第9个星期五", "后三个月", "上旬", "一季度末"]
    ),
    st.sampled_from(["以前", "以后", "以来", "，去年同期", "，次日", "，次月", "，上上个季度", "，31日", "，下两周", ""]),
    st.sampled_from(["近", "过去", "未来", "前", "下", "连续", ""]),
    st.sampled_from(["1", "999", "九百九十九", "百", "半"]),
    st.sampled_from(["年", "个月", "天", "周", "年前", "个月后", "天后", "年半后", "季度"]),
)  # fmt: skip
def test_the_ends_of_the_calendar_raise_nothing(
    today: date, head: str, tail: str, behind: str, before: str, count: str, unit: str
) -> None:
    for found in scan_periods(f"{head}{tail}{behind}，{before}{count}{unit}", today):
        assert found.first is None or found.last is None or found.first <= found.last


@given(YEARS, MONTHS, st.sampled_from("-/"), st.sampled_from(["", "，", "。", "\n", "）"]))
def test_a_year_and_month_in_figures_alone(year: int, month: int, sign: str, end: str) -> None:
    last = calendar.monthrange(year, month)[1]
    want = ("month", date(year, month, 1), date(year, month, last))
    assert only(f"{year}{sign}{month:02}{end}") == want


@given(
    st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.sampled_from(["周末", "这个周末", "本周末"])
)
def test_a_weekend_is_the_reference_s(today: date, form: str) -> None:
    (found,) = scan_periods(f"{form}，天气晴好", today)
    monday = today - timedelta(days=today.weekday())
    assert (found.first, found.last) == (
        monday + timedelta(days=5),
        monday + timedelta(days=6),
    )


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.integers(1, 52), st.booleans())
def test_a_week_by_its_number(today: date, number: int, words: bool) -> None:
    (found,) = scan_periods(f"第{han(number) if words else number}周，开工", today)
    opens = date(today.year, 1, 1)
    monday = opens + timedelta(days=-opens.weekday() % 7 + 7 * (number - 1))
    assert (found.first, found.last) == (monday, monday + timedelta(days=6))


@given(
    st.lists(st.sampled_from("一二三四五六日"), min_size=1, max_size=4),
    st.sampled_from(["、", "和", "、周"]),
    st.sampled_from(["每周", "每星期"]),
)
def test_days_of_every_week_are_one_expression(days: list[str], joint: str, every: str) -> None:
    text = every + joint.join(days)
    assert [(p.text, p.kind) for p in scan_periods(f"{text}，开放", PUBLISHED)] == [
        (text, "recurrent")
    ]


@given(st.integers(1, 12), st.integers(1, 10), st.booleans())
def test_the_first_days_of_a_lunar_month(month: int, day: int, headed: bool) -> None:
    text = f"{han(month)}月初{han(day)}"
    wanted = only(f"农历{text}")
    assert only(("2025年" if headed else "") + text + "，")[0] == wanted[0] == "day"
