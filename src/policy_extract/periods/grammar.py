"""The pieces that time expressions are built of, as patterns over folded text.

``ANCHOR`` finds where an expression may begin; ``HEAD`` reads a year, ``TAIL`` what may follow one
or stand alone (month, day, quarter, half, year's end), ``TO`` the sign of a span, ``SUFFIX`` what
opens or closes it. ``docs/periods.md`` gives the grammar in words.
"""

import re

from policy_extract.periods.calendar_rules import Shift, period_rules

HAN = "一二三四五六七八九十"
N = f"(?:[0-9]{{1,2}}|[{HAN}]{{1,3}}|[廿卅][一二三四五六七八九]?)"
"""A number of a month or a day."""
COUNT = f"(?:[0-9]{{1,3}}|[{HAN}百两俩仨几数半]{{1,5}})"
"""How many years, months, days."""
TO = "(?:[—–~\\-]{1,2}|至|到)"
_FIGURES = "(?:(?:1[5-9]|20)[0-9]{2}|[12][0-9Oo〇]{3})(?![0-9])"
_DIGITS = "[一二][〇Oo0一二三四五六七八九]{3}"
_SPOKEN = f"(?:[一两二]千〇[{HAN}]{{1,3}}|一千九百[〇{HAN}]{{1,4}}|[两二]千(?=年[{HAN}0-9]{{1,3}}月)|(?<![^，。；\n于在自从到至])[两二]千(?=年(?:[，。；]|$)))"
FULL = f"(?:{_FIGURES}|{_DIGITS}|{_SPOKEN})"
"""A year in four figures, in words or spoken out, without 年."""
_SHORT = "[‘’']?(?:[0-9]{2}|[〇三四五六七八九][〇一二三四五六七八九]|[一二][〇一二三四五六七八九])"
_BARE = "(?=[上下]半年|全年|前?第?[一二三四1-4]季度|Q[1-4])"
_CHAIN = f"(?:{TO}(?:{FULL}|[0-9]{{2}}))学?年"


def words(table: dict[str, Shift]) -> str:
    """A pattern for relative words, the longest first, each with what may not stand beside it.

    Words of one first character share a cheap test of it.
    """
    firsts: dict[str, list[str]] = {}
    for word in sorted(table, key=lambda key: (-len(key), key)):
        rule = table[word]
        before = f"(?<![{rule.after_not}].)" if rule.after_not else ""
        after = f"(?![{rule.before_not}])" if rule.before_not else ""
        firsts.setdefault(word[0], []).append(before + word[1:] + after)
    ways = [f"{first}(?:{'|'.join(rest)})" for first, rest in sorted(firsts.items())]
    return f"(?=[{''.join(sorted(firsts))}])(?:{'|'.join(ways)})"


_RELATIVE = period_rules().relative
HEAD = re.compile(
    f"(?P<full>{FULL})(?:(?:财|财政|会计|预算|纳税|自然|学)?年(?!代)(?:度(?!假))?|{_BARE}|(?={_CHAIN}|(?:、{FULL}){{1,5}}年))|"
    f"民国(?P<republic>元|{COUNT})年(?:度(?!假))?|"
    f"(?P<short>{_SHORT})年(?!代)(?:度(?!假))?|"
    f"(?P<rel>{words(_RELATIVE.years)})"
)
"""A year: 2024年, 二〇二四年, 两千零八年, 05年, 今年."""

BARE = re.compile(
    f"(?P<year>(?:19|20)[0-9]{{2}})(?![0-9年.])(?P<more>{TO}(?:19|20)[0-9]{{2}}(?![0-9年月.\\-/]|学年))?"
)
"""A year without 年, as an end of a span: 2016-2018."""

_WEEK = "(?:周|星期|礼拜)"
_WEEKDAY = "[一二三四五六日天]"
WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
"""The days of the week, Monday first."""
_DAY = (
    f"(?P<d>{N})(?:日|号(?![线楼文机院井车])|(?={TO}{N}[日号])|(?=$|[,，。；)）])|"
    f"(?<=[{HAN}]{{2}})(?![0-9{HAN}个家万亿户项月名位人届条多余%百千点分年]))"
)
_BOTTOM = "(?:底(?![线薪气层部座子盘色蕴])|末(?![端位梢班]))"
_MONTH_EDGE = f"(?P<me>月?{_BOTTOM}|月?初(?!步)|月中(?!国))"
_NTH_WEEKDAY = f"的?(?:第(?P<nth>{N})个|最后一?个)的?{_WEEK}(?P<nwd>{_WEEKDAY})"
_NTH_WEEK = f"的?第?(?P<w>{N})个?{_WEEK}(?![0-9{HAN}日末天年])"
_FEW_DAYS = (
    f"的?(?P<part>前|头|最后)(?P<pn>{COUNT})个?(?:[天日]|(?P<weeks>{_WEEK}))|的?(?P<one>第一天)"
)
MONTH_PART = re.compile(
    f"{_DAY}|(?P<x>[上中下]旬|中[上下]旬|上中旬|[上下]半月)|{_MONTH_EDGE}|{_NTH_WEEKDAY}|{_NTH_WEEK}|{_FEW_DAYS}|(?P<own>当月)"
)
"""What may follow a month: 3日, 上旬, 底, 第一周, 前4天."""
YEAR_PART = re.compile(f"的?第(?P<w>{N})个?{_WEEK}(?![0-9{HAN}日末天年])|{_FEW_DAYS}")
"""What may follow a year, but no month: 第37周, 前10天."""

_MONTH_NAMES = "怀胎|革命|党人|花号|流火|桂花|街"
_MONTH = f"(?P<m>{N}|元)(?:月(?!均|{_MONTH_NAMES}|薪|租|供(?![暖热电水气应销])|票|球|嫂|饼|(?P=m)月|[一三](?![0-9日号十至到—-]))份?|(?=(?:{TO}|、){N}月))"
_MONTHS = f"(?P<fl>前|头|后|最后)(?P<fn>{N}|两|仨|俩)个?月(?!前|后|来|内)|首(?P<first>月)|第(?P<nth>{N})个月"
_QUARTER = (
    "(?P<qp>一二|二三|三四)季度|第(?P<qi>[一二三四1-4])个季度|最(?P<ql>后)一?个季度|"
    f"第?(?P<q>[一二三四1-4])(?:季度|季(?=[,，。；、）)]|$)|(?=(?:{TO}|、)第?[一二三四1-4]季度))(?P<qx>[底末初])?|"
    "(?P<qf>前|头|后)(?P<qn>[一二三四两1-4])个?季度(?P<qnx>[底末])?|"
    "(?P<qq>Q[1-4])(?:季度?)?(?![0-9A-Za-z])|(?P<q0>首|末|头)季(?:度|(?=[,，。；、]|$))"
)
_EDGE = f"年?{_BOTTOM}|岁末|年终(?![考奖总决评述检])|年?初(?![中级步期心])|伊始|中(?=[,，。；]|$)|年中(?![国央共期心小等东部医药西方华亚型学间长])"
_MONTH_PAIR = "(?P<mp>一二|二三|三四|四五|五六|六七|七八|八九|九十)月份?"
TAIL = re.compile(
    f"{_MONTH_PAIR}|{_MONTH}|(?P<ms>上个?月同期)|(?P<rm>{words(_RELATIVE.months)})份?|{_MONTHS}|{_QUARTER}|"
    f"(?P<rq>{words(_RELATIVE.quarters)})(?P<rqx>[底末初])?|"
    f"(?P<h>[上下前后]半年)度?(?P<hx>[底末])?|(?P<hm>[上下]半月|[上中下]旬)|(?P<mi>月内)|(?P<mb>月(?:{_BOTTOM}|初(?!步)|中(?![国央心旬天])))|(?P<qb>季度?[末底])|(?P<rh>{words(_RELATIVE.halves)})|"
    f"(?P<edge>{_EDGE})|(?P<all>全年(?!龄)|(?:年度?)?内(?![部外地需陆蒙]))|(?P<same>同期)"
)
"""What may follow a year, or stand alone."""
DAYS = re.compile(f"(?P<rd>{words(_RELATIVE.days)})|(?P<bd>{N})[日号]")
"""A relative day, or the day of a month spoken of."""
WEEKEND = "周末(?<![^，。；、：,;\n（(“在于]周末)(?![到经夜假市班旅文游集活戏节休培课专双])"
"""A weekend that opens its phrase and is no part of a name (周末经济)."""
WEEKS = re.compile(
    f"(?P<rw>{words(_RELATIVE.weeks)})(?:的?{_WEEK}?(?P<wd>[一二三四五六日天末])(?![周次]))?|"
    f"(?<![每一两几0-9隔第个]){_WEEK}(?P<bw>{_WEEKDAY})(?![周次年月岁报均个围]|到(?!周|星期|礼拜))|"
    f"(?P<weekend>{WEEKEND})"
)
"""A week, or a day of one."""
CONFIRMED = re.compile(f"[,，]?{_WEEK}{_WEEKDAY}(?![周次到年])|[(（]{_WEEK}{_WEEKDAY}[)）]")
"""The day of the week behind a date: 10月12日，星期一; 9月23日（周四）."""
NUMERIC = re.compile(
    "(?P<y>(?:1[5-9]|20)[0-9]{2})(?P<sep>[-/.])(?P<m>1[0-2]|0?[1-9])(?P=sep)(?P<d>3[01]|[12][0-9]|0?[1-9])"
    "(?![0-9])(?!(?P=sep)[0-9]{1,3}(?![0-9]))|"
    "(?P<cy>(?:19|20)[0-9]{2})(?P<cm>1[0-2]|0[1-9])(?P<cd>3[01]|[12][0-9]|0[1-9])(?![0-9.,%])|"
    "(?P<my>(?:19|20)[0-9]{2})[-./](?P<mm>1[0-2]|0?[1-9])(?![0-9.%/])(?!-[0-9]{1,2}(?![0-9]))|"
    "(?P<sy>(?:19|20)[0-9]{2}) (?P<sm>1[0-2]|0[1-9]) (?P<sd>3[01]|[12][0-9]|0[1-9])(?![0-9.,% ])"
)
"""A date in figures: 2024-11-06, 2024.6.30, 20240630, 2024.06."""
CLOCK = re.compile(
    "[ T]?(?:凌晨|上午|中午|下午|晚上?|早上?)?"
    "(?:[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?时?|"
    "(?:[0-2]?[0-9]|[〇一二三四五六七八九十]{1,3})[时点](?:[0-5]?[0-9]分|半|整)?)"
)
"""A time of day behind a day."""
SPAN = re.compile(f"(?:起|开始)?[,，]?{TO}|(?P<and>[和与])|、(?=第?[一二三四1-4]季度|{N}月)")
"""The sign between the two ends of a span."""
SPAN_FIRST = frozenset("—–~-至到起开,，和与、")
BETWEEN = re.compile("之?间(?![断隔距接])")
"""What closes a span that is joined by 和."""
SUFFIX = re.compile(
    "(?:[(（]含[^)）]{0,4}[)）])?(?:"
    "(?P<since>(?:以来|起(?![步点草诉飞伏色源重码航降价因义伏])(?:至今)?|至今(?![年天日])|[到至](?:现在|今天?(?!年)|目前)|开始))|"
    "(?P<from>[及或](?:以后|之后))|(?P<after>以后|之后|后(?![0-9一二三四五六七八九十两几续期勤备方台端来年天疫者半裔果劲盾]))|"
    "(?P<before>(?:[及或和])?(?:以前|之前)|前(?![0-9一二三四五六七八九十两几三季期述列往后景瞻沿所面者身线端台海门百进夕任年月天]|提(?![交出供请报]))|止|为止)|"
    "(?P<within>期间|之?间(?![断隔距接])|左右|前后))"
)
SUFFIX_FIRST = frozenset("(（以起至到开及或之后前止为期间左")
"""What opens or closes an expression: 以来, 起, 以后, 之前, 期间."""
