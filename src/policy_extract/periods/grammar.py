"""The pieces that time expressions are built of, as patterns over folded text.

``ANCHOR`` finds where an expression may begin; ``HEAD`` reads a year, ``TAIL`` what may follow one
or stand alone (month, day, quarter, half, year's end), ``TO`` the sign of a span, ``SUFFIX`` what
opens or closes it. ``docs/periods.md`` gives the grammar in words.
"""

import re

from policy_extract.periods.calendar_rules import Shift, period_rules

HAN = "一二三四五六七八九十"
N = f"(?:[0-9]{{1,2}}|[{HAN}]{{1,3}})"
"""A number of a month or a day."""
COUNT = f"(?:[0-9]{{1,3}}|[{HAN}百两俩仨几数半]{{1,5}})"
"""How many years, months, days."""
TO = "(?:[—–~\\-]{1,2}|至|到)"
_FIGURES = "(?:(?:1[5-9]|20|21)[0-9]{2}|[12][0-9Oo〇]{3})(?![0-9])"
_DIGITS = "[一二][〇Oo0一二三四五六七八九]{3}"
_SPOKEN = (
    f"(?:[一两二]千〇[{HAN}]{{1,3}}|一千九百[〇{HAN}]{{1,4}}|[两二]千(?=年[{HAN}0-9]{{1,3}}月))"
)
FULL = f"(?:{_FIGURES}|{_DIGITS}|{_SPOKEN})"
"""A year in four figures, in words or spoken out, without 年."""
_SHORT = "[‘’']?(?:[0-9]{2}|[〇三四五六七八九][〇一二三四五六七八九]|[一二][〇一二三四五六七八九])"
_BARE = "(?=[上下]半年|前?第?[一二三四1-4]季度|Q[1-4])"
_CHAIN = f"(?:{TO}(?:{FULL}|[0-9]{{2}}))年"


def words(table: dict[str, Shift]) -> str:
    """A pattern for relative words, the longest first, each with what may not stand beside it."""
    ways = []
    for word in sorted(table, key=lambda key: (-len(key), key)):
        rule = table[word]
        before = f"(?<![{rule.after_not}])" if rule.after_not else ""
        after = f"(?![{rule.before_not}])" if rule.before_not else ""
        ways.append(before + word + after)
    return f"(?:{'|'.join(ways)})"


_RELATIVE = period_rules().relative
HEAD = re.compile(
    f"(?P<full>{FULL})(?:年(?!代)(?:度(?!假))?|{_BARE}|(?={_CHAIN}))|"
    f"(?P<short>{_SHORT})年(?!代)(?:度(?!假))?|"
    f"(?P<rel>{words(_RELATIVE.years)})"
)
"""A year: 2024年, 二〇二四年, 两千零八年, 05年, 今年."""

_MONTH_PART = (
    f"(?P<d>{N})(?:[日号](?![线楼文机院井车])|(?={TO}{N}[日号]))|"
    "(?P<x>[上中下]旬)|(?P<me>月?[底末]|月?初|月中旬?(?!国))|"
    f"的?第?(?P<w>[{HAN}1-5])个?(?:周|星期|礼拜)(?![0-9{HAN}日末])|"
    f"(?P<part>前|头|最后)(?P<pn>{COUNT})[天日]"
)
_EDGE = "年?[底末](?!班)|岁末|年终|年?初(?![中级步期心])|伊始|年中(?![国央共期心小等东部医药西方华亚型学间长])"
TAIL = re.compile(
    f"(?P<m>{N})(?:月(?!均|薪|租|供|票|球|嫂|饼|[01]?[0-9]月)份?|(?={TO}{N}月))(?:当月|(?:{_MONTH_PART}))?|"
    f"(?P<rm>{words(_RELATIVE.months)})份?(?:{_MONTH_PART.replace('?P<', '?P<r')})?|"
    f"(?P<fl>前|头|后|最后)(?P<fn>{N}|两|仨|俩)个?月(?!前|后|来|内)|首(?P<first>月)|第(?P<nth>{N})个月|"
    f"(?P<qf>前|头|后)?第?(?P<q>[一二三四两1-4])(?:个?季度|(?=(?:{TO}|、)[一二三四1-4]季度))(?P<qx>[底末初])?|"
    f"(?P<qq>Q[1-4])(?:季度?)?(?![0-9A-Za-z])|(?P<q0>首|末|头)季(?:度|(?=[,，。；、]|$|[末底]))|"
    f"(?P<rq>{words(_RELATIVE.quarters)})(?P<rqx>[底末初])?|"
    "(?P<h>[上下前后]半年)度?|"
    f"(?P<edge>{_EDGE})|(?P<all>全年|年?内(?![部外地需陆蒙]))|(?P<same>同期(?![增减可]))"
)
"""What may follow a year, or stand alone."""
DAYS = re.compile(f"(?P<rd>{words(_RELATIVE.days)})|(?P<bd>{N})[日号]")
"""A relative day, or the day of a month spoken of."""
_WEEKDAY = "(?P<wd>[一二三四五六日天末])"
WEEKS = re.compile(
    f"(?P<rw>{words(_RELATIVE.weeks)})(?:的?(?:周|星期|礼拜)?{_WEEKDAY}(?![周次]))?|"
    f"(?<![每一两几0-9隔第])(?:周|星期|礼拜)(?P<bw>[一二三四五六日天])(?![周次到年月岁报均个])"
)
"""A week, or a day of one."""
NUMERIC = re.compile(
    "(?P<y>(?:19|20)[0-9]{2})(?P<sep>[-/.])(?P<m>1[0-2]|0?[1-9])(?P=sep)(?P<d>3[01]|[12][0-9]|0?[1-9])"
    "(?![0-9])(?![-/.][0-9])|"
    "(?P<cy>(?:19|20)[0-9]{2})(?P<cm>1[0-2]|0[1-9])(?P<cd>3[01]|[12][0-9]|0[1-9])(?![0-9.,%])|"
    "(?P<my>(?:19|20)[0-9]{2})[.](?P<mm>1[0-2]|0[1-9])(?![0-9.%])|"
    "(?P<sy>(?:19|20)[0-9]{2}) (?P<sm>1[0-2]|0[1-9]) (?P<sd>3[01]|[12][0-9]|0[1-9])(?![0-9.,% ])"
)
"""A date in figures: 2024-11-06, 2024.6.30, 20240630, 2024.06."""
CLOCK = re.compile(
    "[ T]?(?:凌晨|上午|中午|下午|晚上?|早上?)?"
    "(?:[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?时?|"
    "(?:[0-2]?[0-9]|[〇一二三四五六七八九十]{1,3})[时点](?:[0-5]?[0-9]分|半|整)?)"
)
"""A time of day behind a day."""
SPAN = re.compile(f"(?:日|起|开始)?[,，]?({TO})")
"""The sign between the two ends of a span."""
BETWEEN = re.compile("[和与]")
SUFFIX = re.compile(
    "(?P<since>(?:[(（]含[)）])?(?:以来|起(?![步点草诉飞伏色源重码航降价因义伏])(?:至今)?|至今(?![年天日])|[到至](?:现在|今天?(?!年)|目前)|开始))|"
    "(?P<from>[及或和](?:以后|之后))|(?P<after>以后|之后|后(?![0-9一二三四五六七八九十两几续期勤备方台端来年天疫者半裔果劲盾]))|"
    "(?P<before>(?:[及或和])?(?:以前|之前)|前(?![0-9一二三四五六七八九十两几三季期述列往后景瞻沿所提面者身线端台海门百进夕任年月天])|止|为止)|"
    "(?P<within>期间|之?间(?![断隔距接]))"
)
"""What opens or closes an expression: 以来, 起, 以后, 之前, 期间."""
SINCE_WORDS = frozenset({"自从", "自", "打从"})
FROM_WORDS = frozenset({"从", "由", "在"})
UNTIL_WORDS = ("截至到", "截止到", "截至", "截止", "直到", "力争到", "争取到", "到", "至")
