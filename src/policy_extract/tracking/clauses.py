"""What the words around a value say of it: prices, statistic, and the report's own verdict."""

import re
import unicodedata
from functools import cache, lru_cache

from policy_extract.periods.numerals import full_year, small
from policy_extract.tracking.rules import tracking_rules

_CLAUSE = re.compile("[，,；;。！!？?：:\n]")
_SENTENCE = re.compile("[；;。\n]")
_SHARE = re.compile("[0-9０-９]+(?:[.．][0-9０-９]+)?[%％]")
_NEXT = re.compile("(?:[、和与及]|以及)(?:[0-9０-９]|百分之)")
_PREVIOUS = re.compile("[%％人元吨斤]以?[上内左]?右?(?:[、和与及]|以及)$")
_NUMBER = re.compile("[0-9０-９]|百分之")
_YEARS = "(?P<years>[1-9][0-9]?|[二两三四五六七八九]|二?十[一二三四五六七八九]?)年"
_YEARS_OF = re.compile(
    f"(?<![0-9一二三四五六七八九十第每续前后]){_YEARS}[来间内]?(?:累计|合计|总共|共|总计|年均|平均)"
)
_YEARS_FIRST = re.compile(f"(?:过去|今后|未来|最?近|这)?{_YEARS}(?![前后以度])")
_YEAR = "(?P<year>(?:19|20)[0-9]{2}|[一二][〇○零一二三四五六七八九]{3})年"
_FROM_YEAR = re.compile(f"[从由]{_YEAR}的?$|[比较]{_YEAR.replace('year', 'other')}的$")
_NAMED_YEAR = re.compile(f"{_YEAR}|[明后]年")
_TIMES_A_YEAR = re.compile(f"[，,]?(?:[^，,；;。\\n]*[，,])?(?:是|为|相当于){_YEAR}的")
_OPENING_YEAR = re.compile(rf"\W*{_YEAR}[，,]")
_COMPARED = re.compile(f"[比较]{_YEAR}")
_PLAN = re.compile('(?:[八九]|十[一二三四五六七八九]?)五[”’"](?!末|前|开局|收官|起步|首年|的?第)')
_PLANNED = re.compile("五年(?:计划|规划)(?:原定|规定|预定|所定|确定|提出|要求)")
_YUAN = re.compile("[0-9０-９][万亿]?元")
_ZEROS = str.maketrans("○零", "〇〇")
_YEAR_END = re.compile("(?<![0-9０-９到至上])年[末底]")
_TORN = re.compile("[0-9lIoO][lIoO]*[.．lIoO]$")


@lru_cache(maxsize=256)
def before(quote: str, at: int) -> str:
    """The clause of a value, up to the value."""
    return _CLAUSE.split(quote[:at])[-1]


@lru_cache(maxsize=256)
def _sentence(quote: str, at: int) -> str:
    """The sentence of a value, up to the value."""
    return _SENTENCE.split(quote[:at])[-1]


@lru_cache(maxsize=256)
def _plain(quote: str, at: int) -> str:
    """The same, with figures of one width."""
    return unicodedata.normalize("NFKC", _sentence(quote, at))


def prices(quote: str, at: int) -> str | None:
    """Whether the change at an offset of a sentence is ``real`` or ``nominal``; else null.

    >>> prices("扣除价格因素，居民收入增长5%", 12), prices("居民收入增长5%", 6)
    ('real', None)
    """
    rules = tracking_rules()
    clause = before(quote, at)
    if any(word in clause for word in rules.nominal):
        return "nominal"
    if any(word in clause for word in rules.real):
        return "real"
    sentence = _sentence(quote, at)
    return "real" if any(word in sentence for word in rules.real_sentence) else None


def statistic(quote: str, at: int) -> str | None:
    """``average`` or ``cumulative`` where the value's clause says so; else null.

    >>> statistic("五年累计新增就业9万人", 8), statistic("全年累计新增就业2万人", 8)
    ('cumulative', None)
    """
    rules = tracking_rules()
    clause = _without_year(before(quote, at))
    if any(word in clause for word in rules.average):
        return "average"
    if any(word in clause for word in rules.cumulative):
        return "cumulative"
    sentence = _without_year(_sentence(quote, at))
    return "cumulative" if any(word in sentence for word in rules.cumulative_sentence) else None


def _without_year(text: str) -> str:
    """A text without the words for the sum or average of a single year (全年累计)."""
    for word in tracking_rules().of_one_year:
        text = text.replace(word, "")
    return text


def is_yearly(quote: str, at: int) -> bool:
    """Whether a value is told for each of several years (年均, 每年), not as the average of one (全年平均).

    >>> is_yearly("年均失业率4.7%", 5), is_yearly("失业率平均为4.5%", 6)
    (True, False)
    """
    clause = _without_year(before(quote, at))
    return any(word in clause for word in tracking_rules().yearly)


def stands_alone(quote: str, at: int, until: int) -> bool:
    """Whether a value is no member of a list of values (5%和6%, 分别增长…).

    >>> stands_alone("甲和乙增长5%", 5, 7), stands_alone("甲和乙增长5%和6%", 5, 7)
    (True, False)
    """
    listed = (
        _NEXT.match(quote, until)
        or _PREVIOUS.search(quote[:at])
        or any(word in before(quote, at) for word in tracking_rules().each)
    )
    return not listed


def of_all_together(quote: str, at: int) -> bool:
    """Whether a change follows the one level of all that its names tell of, not of each (达到2万元，增长5%).

    >>> text = "城乡居民收入达到2万元，增长5%"
    >>> of_all_together(text, text.index("5%"))
    True
    >>> text = "城乡居民收入分别达到3万元、1万元，均增长5%"
    >>> of_all_together(text, text.index("5%"))
    False
    """
    *_, earlier, _ = ("", *_CLAUSE.split(quote[:at]))
    listed = any(word in earlier for word in tracking_rules().each)
    return not listed and len(_YUAN.findall(earlier)) == 1


def is_past(quote: str, at: int) -> bool:
    """Whether the words before a value tell of the year before (去年…增长, not 比去年增长).

    >>> is_past("去年全国居民收入增长5%", 9), is_past("今年居民收入比去年增长5%", 10)
    (True, False)
    """
    sentence = _sentence(quote, at)
    found = max((sentence.rfind(word) for word in tracking_rules().past), default=-1)
    if found < 0 or sentence.endswith(tracking_rules().compared, 0, found):
        return False
    return not any(word in sentence[found:] for word in tracking_rules().present)


def restated(quote: str, at: int, until: int) -> bool:
    """Whether the value at ``at:until`` is a goal that an earlier document set.

    >>> restated("增长7.8％，略低于8％的预定目标", 10, 12)
    True
    """
    rules = tracking_rules()
    clause = before(quote, at)
    return (
        any(word in clause for word in rules.restated_before)
        or quote.startswith(rules.restated_after, until)
        or _is_proposed(quote, at)
    )


def _is_proposed(quote: str, at: int) -> bool:
    """Whether a value is a goal of an earlier report (去年政府工作报告提出，物价涨幅要降到10%)."""
    rules = tracking_rules()
    sentence = _sentence(quote, at)
    told = any(word in sentence for word in rules.proposed)
    return told and any(word in before(quote, at) for word in rules.wanted)


def told_as_goal(quote: str, at: int, until: int) -> bool:
    """Whether a value told as a fact is the goal that an earlier document set, and no outcome.

    >>> told_as_goal("没有实现年初确定的能耗降低4%的目标", 14, 16), told_as_goal("超过年初目标达到4%", 8, 10)
    (True, False)
    """
    rules = tracking_rules()
    if quote.startswith(rules.restated_after, until):
        return True
    if _is_proposed(quote, at):
        return True
    clause = before(quote, at)
    found = max((clause.rfind(word) for word in rules.restated_before), default=-1)
    if found < 0 or clause.endswith(rules.compared, 0, found):
        return False
    return not any(word in clause[found:] for word in (*rules.goal_nouns, *rules.stated.goals))


def years_counted(quote: str, at: int) -> int | None:
    """Of how many years the words before a value say that it is an average or a sum; else null.

    >>> years_counted("五年累计，能耗下降19.1%", 9), years_counted("十年增加7万亿元、年均增长6%", 13)
    (5, 10)
    """
    sentence = _plain(quote, at)
    *_, told = (None, *_YEARS_OF.finditer(sentence))
    found = _YEARS_FIRST.match(_CLAUSE.split(sentence)[-1]) or told
    return None if found is None else small(found["years"])


def starts_from(quote: str, at: int) -> int | None:
    """The year that a change starts from, where it is named right before its value; else null.

    >>> starts_from("赤字率从2009年的2.8%降到去年的1.5%", 10)
    2009
    """
    found = _FROM_YEAR.search(unicodedata.normalize("NFKC", quote[max(0, at - 8) : at]))
    return None if found is None else _year(found["year"] or found["other"])


def is_start(quote: str, at: int, until: int) -> bool:
    """Whether a value is the one that a change starts from (从9%降到8%).

    >>> is_start("涨幅从9%降到8%", 3, 5), is_start("涨幅从9%降到8%", 7, 9)
    (True, False)
    """
    rest = _CLAUSE.split(quote[until:])[0]
    ends = any(f"{verb}{to}" in rest for verb in tracking_rules().ended for to in "到至")
    return ends and quote.endswith(("从", "由"), 0, at)


def is_times_a_year(quote: str, until: int) -> bool:
    """Whether a value that ends at an offset is said to be so many times that of one year.

    >>> is_times_a_year("投资完成62.5亿元，同比增长36%，是2006年的3.6倍", 10), is_times_a_year("投资完成62.5亿元，是“十五”的3倍", 10)
    (True, False)
    """
    return _TIMES_A_YEAR.match(unicodedata.normalize("NFKC", quote[until:])) is not None


def compared_with(quote: str, at: int) -> int | None:
    """The year that a value's clause compares it with, also with that year's own value between; else null.

    >>> compared_with("比一九五二年的四百亿元增长25%", 13)
    1952
    """
    *_, found = (None, *_COMPARED.finditer(unicodedata.normalize("NFKC", before(quote, at))))
    return None if found is None else _year(found["year"])


def _year(text: str) -> int | None:
    return full_year(text.translate(_ZEROS))


def year_of_sentence(quote: str, at: int) -> int | None:
    """The year that opens the sentence of a value (2012年，…); null where none does.

    >>> year_of_sentence("2012年，生产总值增长7%，物价上涨2%", 19), year_of_sentence("比2012年增长7%", 9)
    (2012, None)
    """
    found = _OPENING_YEAR.match(_plain(quote, at))
    return None if found is None else _year(found["year"])


def is_ended_at(quote: str, at: int) -> bool:
    """Whether a value is what a change ended at (增加到, 从9%降至).

    >>> is_ended_at("财政收入增加到20万亿元", 7), is_ended_at("财政收入增加2万亿元", 6)
    (True, False)
    """
    head = quote[:at].rstrip("了约近")
    return head.endswith(("到", "至")) and head[:-1].endswith(tracking_rules().ended)


def is_kept(quote: str, at: int) -> bool:
    """Whether a value is the bound that a rate was kept to (控制在4%以内).

    >>> is_kept("失业率控制在4%以内", 6), is_kept("失业率为3.67%", 4)
    (True, False)
    """
    return any(word in before(quote, at) for word in tracking_rules().kept)


def is_forecast(quote: str, at: int) -> bool:
    """Whether a value is told as what is expected to come, not as what is wanted.

    >>> is_forecast("零售额今年预计将增长9%", 9), is_forecast("预计全年力争完成9亿元", 8)
    (True, False)
    """
    sentence = _sentence(quote, at)
    rules = tracking_rules()
    told = any(word in sentence for word in rules.forecast)
    return told and not any(word in sentence for word in rules.goal_words)


def is_second_goal(quote: str, at: int) -> bool:
    """Whether a goal comes on top of the one told before it (增长9%以上，力争达到10%).

    >>> is_second_goal("生产总值增长9%以上，力争达到10%", 15), is_second_goal("生产总值力争增长10%", 8)
    (True, False)
    """
    *_, earlier, clause = ("", *_CLAUSE.split(quote[:at]))
    return _NUMBER.search(earlier) is not None and _second_goal().fullmatch(clause) is not None


@cache
def _second_goal() -> re.Pattern[str]:
    rules = tracking_rules()
    stretch, reaching = ("|".join(words) for words in (rules.stretch, rules.reaching))
    return re.compile(f"[并且再更]?(?:{stretch})(?:{reaching})*")


def of_this_year(quote: str, at: int) -> bool:
    """Whether the words before a value tell of the year of the document (今年, 年内, 全年) and name no other.

    >>> of_this_year("年内建成5万套", 4), of_this_year("到2025年全年建成5万套", 11)
    (True, False)
    """
    sentence = _plain(quote, at)
    told = any(word in sentence for word in tracking_rules().this_year)
    return told and _NAMED_YEAR.search(sentence) is None


def of_a_plan(quote: str, at: int) -> bool:
    """Whether a value's clause names the whole of a plan, or what one set (比五年计划原定的9亿吨增加).

    >>> of_a_plan("实现“十四五”能耗强度下降12%", 13), of_a_plan("“十四五”开局之年增长5%", 11)
    (True, False)
    >>> of_a_plan("比五年计划原定1957年9亿吨的水平增加", 13), of_a_plan("五年计划的第一年增长5%", 10)
    (True, False)
    """
    clause = before(quote, at)
    return any(pattern.search(clause) is not None for pattern in (_PLAN, _PLANNED))


def beside_year_end(quote: str, at: int) -> bool:
    """Whether a figure of the year's end (年末) stands in the clauses before a value.

    >>> beside_year_end("年末失业率5%，物价上涨2%", 12), beside_year_end("到2022年末，物价上涨2%", 12)
    (True, False)
    """
    return _YEAR_END.search(_sentence(quote, at)) is not None


def is_torn(quote: str, at: int) -> bool:
    """Whether a value is the end of a number, the rest of which was misread (2l.7%).

    >>> is_torn("增长2l.7%", 5), is_torn("增长7%", 2)
    (True, False)
    """
    return _TORN.search(quote[max(0, at - 4) : at]) is not None


def of_part_of_a_year(quote: str, at: int) -> bool:
    """Whether a value is that of a quarter, of a half or of some months.

    >>> of_part_of_a_year("前三季度增长5%", 6), of_part_of_a_year("失业率从上半年5.5%降到5.3%", 13)
    (True, False)
    """
    clause = before(quote, at)
    found = max((clause.rfind(word) for word in tracking_rules().part_of_year), default=-1)
    return found >= 0 and _NUMBER.search(clause, found) is None


def is_threshold(quote: str, until: int, name: str) -> bool:
    """Whether a value before ``until`` is the size of what the name after it counts, which has its own value.

    >>> is_threshold("完成500万元以上固定资产投资48亿元", 9, "固定资产投资")
    True
    >>> is_threshold("新建3万亩以上高标准农田，投资5亿元", 7, "高标准农田")
    False
    """
    rest = quote[until:].removeprefix("以上").removeprefix("的")
    own = _CLAUSE.split(rest.removeprefix(name))[0]
    return bool(name) and rest.startswith(name) and _NUMBER.search(own) is not None


def names_year(quote: str, year: int) -> bool:
    """Whether a sentence names a year, in figures of any width or in Chinese.

    >>> names_year("从２００９年的2.8%降到去年的1.5%", 2009), names_year("一九九二年", 1992)
    (True, True)
    """
    chinese = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))
    plain = "".join(unicodedata.normalize("NFKC", quote).split())
    return any(f"{one}年" in plain for one in (str(year), chinese, chinese.replace("〇", "○")))


def of_a_zone(quote: str, at: int) -> bool:
    """Whether the words before a value tell of a zone, not of the whole place.

    >>> of_a_zone("产业集聚区建设加快，完成投资520亿元", 14), of_a_zone("园区建设加快，全市投资5亿元", 12)
    (True, False)
    """
    sentence = _sentence(quote, at)
    rules = tracking_rules()
    found = max((sentence.rfind(word) for word in rules.zones), default=-1)
    return found >= 0 and not any(word in sentence[found:] for word in rules.whole)


def is_supposed(quote: str) -> bool:
    """Whether a sentence only supposes its values (就应当是…)."""
    return any(word in quote for word in tracking_rules().supposed)


def share_of_goal(quote: str, at: int) -> str | None:
    """Of what the value at an offset is a share of the goal: a name as written; else null.

    >>> text = "城镇新增就业、失业人员再就业，分别完成年度任务的135%、163%"
    >>> share_of_goal(text, text.index("163")), share_of_goal("老人占人口的16%", 6)
    ('失业人员再就业', None)
    """
    for found in _goal_shares().finditer(quote):
        if found.start("values") <= at < found.end("values"):
            names = found["names"].split("、")
            values = [
                one.start() + found.start("values") for one in _SHARE.finditer(found["values"])
            ]
            if at in values and len(names) == len(values):
                return names[values.index(at)]
    return None


@cache
def _goal_shares() -> re.Pattern[str]:
    rules = tracking_rules()
    verb, time, noun = (
        "|".join(words) for words in (rules.goal_verbs, rules.goal_times, rules.goal_nouns)
    )
    return re.compile(
        rf"(?P<names>[^，,。；;：:\n]+?)[，,]?(?:分别)?(?:{verb})(?:{time})(?:{noun})的"
        rf"(?P<values>{_SHARE.pattern}(?:[、和及]{_SHARE.pattern})*)"
    )


def stated(quote: str, at: int, until: int, *, good: str) -> str | None:
    """What a sentence says of the target behind the value at ``at:until``: ``met`` or ``missed``.

    The value's own clause counts, the clauses after it up to one with another number, and a clause
    before it that speaks of all the goals.

    >>> stated("城镇新增就业980万人，超过预期目标", 6, 11, good="up")
    'met'
    >>> stated("M2增长11.3%，低于13%左右的预期目标", 4, 9, good="up")
    'missed'
    """
    first, *following = _CLAUSE.split(quote[until:])
    near = [before(quote, at) + "#" + first]
    for clause in following:
        found = _NUMBER.search(clause)
        if found is None or _compared().search(clause):
            near.append(clause)
        if found is not None:
            break
    wide = tracking_rules().stated.all
    far = [one for one in _CLAUSE.split(quote[:at])[:-1] if any(word in one for word in wide)]
    return next((said for said in (_verdict(one, good) for one in (*near, *far)) if said), None)


def _verdict(clause: str, good: str) -> str | None:
    words = tracking_rules().stated
    if any(word in clause for word in words.missed):
        return "missed"
    found = _compared().search(clause)
    if found is not None:
        higher = found.group(1) in words.above
        return "met" if higher == (good == "up") else "missed"
    return "met" if any(word in clause for word in words.met) else None


@cache
def _compared() -> re.Pattern[str]:
    """A comparison with a goal: 低于…的预期目标."""
    words = tracking_rules().stated
    return re.compile(
        f"({'|'.join((*words.above, *words.below))})[^，#]{{0,12}}?(?:{'|'.join(words.goals)})"
    )
