"""Numerals that measure nothing: dates, times of day, document numbers, codes.

Every pattern is tried where a numeral begins; what stands before it is asked by look-behind.
"""

import re

from policy_extract.quantities.notation import DIGIT, HAN
from policy_extract.quantities.repeats import BEHIND
from policy_extract.quantities.tables import Tables
from policy_extract.quantities.units import unit_at

_D = DIGIT
_DIGITS = _D[1:-1]
_SMALL_HAN = "一二三四五六七八九十"
_YEAR = f"(?:[12１２]{_D}{{3}}|[一二][〇零○0０一二三四五六七八九]{{3}})"
_DASH = "(?:[—－–~～\\-]{1,2}|至|到|、|和|与)"
_SMALL = f"(?:{_D}{{1,2}}|[{_SMALL_HAN}]{{1,3}})(?![{_DIGITS}{_SMALL_HAN}])"
_NUM = f"(?:{_D}+|[{HAN}]+)"
_PLAN = "(?:十[一二三四五六七八九]?|[一二三四五六七八九])五"
_MONTH = f"{_SMALL} ?月(?![龄均薪租饼球经])份?"
_DAY = f"{_SMALL}[日号]"
_OPEN, _CLOSE = "〔［\\[（(【", "〕］\\]）)】"
_QUOTE, _UNQUOTE = '“‘"「『', '”’"」』'
_COUNTED = (
    "个户人名家元条项件座台辆所处次吨亩米平公千斤只头套位场届度种株间栋例起单笔宗张份门类倍岁天"
    "小分秒级点艘架列班匹册部本幅首篇段支根片块枚颗粒双对克毫升立方瓦伏兆赫帕卡标箱英海里"
    "村县市镇乡国道路口股"
)
"""First characters of units: behind four digits they make a count of what looks like a year."""

_BODIES = "人大|政协|纪委|员会|国会|全委|常委"
_ORDERED = (
    "号|条|项|目|编|层|栋|章|节|款|篇|卷|页|版|课|讲|集|回|例(?!如)|季|届|次|批|代|期|年|月|天|日|周|学期|个月|个年头|"
    "个星期|个工作日|种|类|方面?|部分|轮|任|阶段|梯队|步"
)
_HOTLINES = (
    "12345|12306|12315|12333|12348|12366|12388|12309|12380|12393|12355|12371|12377|95598",
    "110|119|120|122",
)

_NO_BOUND = "".join(
    f"(?<!{word})"
    for word in (
        "少于",
        "多于",
        "低于",
        "超过",
        "不足",
        "不到",
        "届满",
        "未满",
        "至少",
        "为期",
        "最长",
    )
)
"""Behind a bound 7日 is a duration, not a day of the month."""

_NTH = f"(?:[0-9](?: [0-9])+|{_NUM})"
"""A number behind 第, also torn by spaces (第 1 4 条)."""

PATTERNS: dict[str, tuple[str, ...]] = {
    # 2024-05-01, 2024.5.1, 2024/5
    "iso": (
        f"{_D}{{4}}[-/.．]{_D}{{1,2}}[-/.．]{_D}{{1,2}}(?!{_D})",
        f"{_YEAR}[-/]{_D}{{2}}(?!{_D})",
    ),
    # 2023年, 2021—2025年, 二〇二六年一月二十七日, 2024年5月, 2023年度, 2021-2025, 〔2023〕5号
    "year": (
        f"{_YEAR}(?:年?{_DASH}{_YEAR}){{0,8}}\\s?(?:年度?|财年)"
        f"(?:(?:{_SMALL}{_DASH})?{_MONTH}(?:{_DAY})?)?",
        f"(?P<years>{_YEAR}年?{_DASH}{_YEAR})(?!{_D}|[.．]|[万亿千百个家户人名元条项件%％])",
        f"(?<=民国){_NUM}年",
        f"(?<=[{_OPEN}]){_YEAR}[{_CLOSE}]\\s?(?:第\\s?)?{_D}*号?",
    ),
    # “两个确立”, “三个一批”
    "slogan": (
        f"(?<=[{_QUOTE}])[一两{_SMALL_HAN}百千]{{1,2}}[个大项条][\u4e00-\u9fff]{{2,6}}(?=[{_UNQUOTE}])",
        f"[两{_SMALL_HAN}]个一批|一[户园村县企校院街镇社区人事物项地山河湖]一(?=[策案档码品业特图表册证卡])",
    ),
    # a year without its word: 中国制造2025, 2030启航计划
    "bare_year": (
        f"(?:19|20){_D}{{2}}(?![{_DIGITS}.．,，]|[年\\s]?[{HAN}余多]|[（(][一二两]千[{HAN}]*[）)])"
        f"(?=[^\\sA-Za-z%％‰℃/]|\\s|$)(?!\\s?[{_COUNTED}](?<!国(?=[庆际家])))",
    ),
    # 3月20日, 1—4月, 1至8月份, 十月, 前10个月
    "month": (
        f"(?<![几数个半]){_SMALL}月?{_DASH}{_MONTH}(?:{_DAY})?",
        f"(?<![几数个半]){_MONTH}(?:(?:{_SMALL}{_DASH})?{_DAY})?",
        f"前(?:{_D}{{1,2}}|[两{_SMALL_HAN}]{{1,2}})个?月",
    ),
    "day": (
        f"{_NO_BOUND}(?:{_SMALL}{_DASH})?{_SMALL}日(?![产内游元间]|以[上内下]|之内|左右)",
        f"{_D}{{1,2}}号(?![{HAN}楼线院])",
    ),
    # 1 9 9 7 年1 2 月, digits set apart
    "spaced": ("[12](?: [0-9]){3} ?年|[01] [0-9] ?月|[0-3] [0-9] ?日",),
    # 10:30, 10时30分, 0—24时, 上午9点
    "clock": (
        f"[0-2０-２]?{_D}[:：][0-5０-５]{_D}(?:[:：]{_D}{{2}})?(?![:：.．%％{_DIGITS}])",
        f"(?:{_SMALL}{_DASH})?{_SMALL}时(?![段效速代期空])(?:{_SMALL}分)?",
        f"{_SMALL}[点點](?:{_SMALL}分(?![钟米贝升之钱])|半|整|钟|一刻|档)",
        f"(?<=上午|下午|凌晨|晚上|中午|清晨|早上|傍晚){_SMALL}点",
    ),
    # 第1号公告, 第三条, 第十四届, 第四次会议; 2号
    "serial": (
        f"第\\s?{_NTH}(?:{_DASH}第?{_NTH})?\\s?(?:{_ORDERED})",
        f"{_D}+号(?!召)|[{HAN}]{{1,3}}号(?!召)",
    ),
    # 一季度, 第三季度, 前三季度, 二、三季度
    "quarter": (
        "[一二三][二三四]季度",
        "(?:前|头|第)?[一二三四两1-4１-４](?:[、至到和—－\\-][一二三四1-4１-４]){0,3}个?季度",
    ),
    # “十四五”, 十四五规划
    "plan": (
        f"(?<=[{_QUOTE}]){_PLAN}(?=[{_UNQUOTE}])",
        f"{_PLAN}(?=规划|计划|时期|期间|末|以来|开局|收官|初期|中期)",
        f"第{_NUM}个五年(?:规划|计划|計[劃划])",
    ),
    # 十二届五次全会, 二十大, 党的十八大, 七届二中全会, 三次全体会议
    "session": (
        f"(?:[{HAN}]{{1,3}}届|[0-9]{{1,2}}届(?=[{HAN}]中))(?!以上|左右)(?:人大|政协)?"
        f"(?:[{HAN}0-9]{{1,3}}[次中](?:全体)?(?:会议|全会)?)?",
        f"(?<={_BODIES})[{HAN}]{{1,3}}次(?:全体)?(?:会议|全会)",
        f"(?:[{HAN}]{{1,3}}次[、和]){{0,4}}[{HAN}]{{1,3}}次(?:全体会议|全会)",
        "(?:十[一二三四五六七八九]|二十[一二三]?)大(?![型中小量批规类卡])",
        f"(?<=党的)[{_SMALL_HAN}]{{1,3}}大|(?:1[4-9]|2[0-2])大(?=报告|以来|精神|代表|召开)",
        "[一二三四五六七]中(?:全会)?(?=全会|、|精神)",
    ),
    # A4, H7N9, C919, PM2.5, 北溪-1, 6+N, 1+5+N, 1.2.3, 7×24, “1233”, 5G
    "code": (
        f"(?<=[A-Za-zＡ-Ｚａ-ｚ])(?!{_D}+(?:[.．]{_D}+)?[万亿%％‰]){_D}[{_DIGITS}A-Za-z.．-]*",
        f"(?<=[A-Za-z\u4e00-\u9fff][-－_/])(?<![于为是][-－]){_D}{{1,3}}(?![{_DIGITS}.．%％±]|[{HAN}余多]|"
        f"[—－~～\\-至到]{{1,2}}[-−]?{_D})(?=[^个家户人名元条项件座台吨亩米毫厘克摄度℃°]|$)",
        f"{_D}+(?:[+＋](?:{_D}+|[A-Za-zＮＸ])){{1,6}}|(?<=[NXnx][+＋]){_D}+",
        f"{_D}+(?:[.．]{_D}+){{2,}}",
        "[0-9][×xX*][0-9]00米(?=接力)|(?:985|211|863|973)(?=高校|工程|院校|大学|计划|平台)|(?:863|973)(?=项目)",
        "[0-9]{3}(?=飞机|客机|机型)|(?:480|720|1080|2160)[Pp](?![A-Za-z])",
        f"{_D}+\\s?[×xX＊*]\\s?(?={_D})|{_D}{{1,4}}[-－][A-Za-z]",
        f"(?<=[{_QUOTE}]){_D}+(?=[{_UNQUOTE}])",
        f"[1-6]G(?![WwBb{_DIGITS}])",
        "[1-9][.]0(?=时代|版|战略|升级|[’”])|(?<=工业)[1-9][.]0",
        "[0-9]{1,3}(?:单元(?=[0-9])|路(?=公交|车))|[0-9]{3,4}(?:室|房间|大厦)|(?<=[国省县乡]道)[0-9]{3}(?![0-9.万公千])",
    ),
    # (1), （二）, ［３］
    "bracketed": (f"(?<=[{_OPEN}])\\s?(?:{_D}{{1,3}}|[{_SMALL_HAN}]{{1,3}})\\s?(?=[{_CLOSE}])",),
    # 一是, 二是
    "listing": (f"[{_SMALL_HAN}]{{1,2}}是(?!百)",),
    # phones, registration numbers, long serials, 020, hotlines
    "phone": (
        f"{_D}{{3,4}}[-－]{_D}{{5,8}}(?!{_D})|1[3-9]{_D}{{9}}(?!{_D})",
        f"[48]00[-－]{_D}{{3,4}}[-－]{_D}{{3,4}}",
        f"{_D}{{11,}}(?![{_DIGITS}.．]|[万亿元])|0{_D}+(?![.．{_DIGITS}])",
        f"(?:{_HOTLINES[0]})(?![.．{_DIGITS}]|[万亿千百多余个家户人名条项件元吨亩])",
        f"(?:{_HOTLINES[1]})(?=热线|电话|平台|服务|报警|急救|接处?警|指挥|[’”])",
    ),
    # 80后, 90年代, 八十年代, 21世纪, 70周年大会, 7·20
    "era": (
        f"{_D}{{2}}后(?!续)|{_D}{{2}}年代|[一二三四五六七八九]十年代",
        "(?:1[0-9]|2[01]|１[０-９]|２[０１]|廿一|二?十[一二三四五六七八九]?)世纪",
        f"(?:{_D}+|[{HAN}]+)周年(?=大会|庆|纪念|座谈|之际|阅兵|活动|华诞)",
        f"{_D}{{1,2}}[·•‧]{_D}{{1,2}}(?![％%{_DIGITS}])|[{_SMALL_HAN}]+[·•‧][{_SMALL_HAN}]+",
    ),
}
"""Named patterns, tried together in this order; each is tested alone."""

_CLEAR = re.compile(
    '(?<![A-Za-z0-9（(\\[［〔【“‘"「『第·•/_+×*-])[1-9][0-9]{0,5}(?:[.][0-9]++)?'
    "(?=[%‰万亿千百元个家户人名吨亩米公平立条项座台套辆所处倍件位])|"
    f'(?<![“‘"「『第几数])[{_SMALL_HAN}两百千万亿]{{1,6}}(?=[个家户名元项座吨亩位](?!季度|一[批策案档码品业特图表册证卡]))|'
    f'(?<![“‘"「『第几数零〇国百千{_SMALL_HAN}])[{_SMALL_HAN}两]年(?![代级月])'
)
"""A small number before a unit that no pattern holds: most of what a text has, passed at once."""
_MASK = re.compile(
    "|".join(f"(?P<{name}>{'|'.join(patterns)})" for name, patterns in PATTERNS.items())
)
_ITEM = re.compile(f"(?:{_D}{{1,2}}|[{_SMALL_HAN}]{{1,3}})(?:[、)）]|[.．](?!{_D}))")
_FIRST = frozenset("前头第后")
_ITEM_AHEAD = frozenset("\n\t。；：！？“\u3000")


def masked_end(text: str, at: int, known: Tables, *, joined: bool = False) -> int | None:
    """Where a stretch that measures nothing ends, if one begins at ``at``; else null.

    ``joined`` says that the sign of a range stands before, so that no hyphen makes a code of it.
    """
    if _CLEAR.match(text, at):
        return None
    match = _MASK.match(text, at)
    if match:
        if match.lastgroup == "bare_year" and _counts(text, match.end(), known):
            return None
        if match["years"] and (match["years"] < "15" or _measured(text, match.end(), known)):
            return None
        if match.lastgroup == "quarter" and _several(text, at, match.end()):
            return None
        return None if joined and match.lastgroup == "code" else match.end()
    item = _ITEM.match(text, at)
    if item and _heads_line(text, at):
        return item.end()
    return None


def _several(text: str, at: int, end: int) -> bool:
    """Whether quarters are counted, not named: 四个季度, not 前三个季度."""
    return (
        text.startswith("个", end - 3)
        and text[at] not in "前头第"
        and text[at - 1 : at] not in _FIRST
    )


def _measured(text: str, end: int, known: Tables) -> bool:
    """Whether a unit behind two numbers that could be years makes a range of them: 1200-1500米."""
    if not text[end - 1].isascii() or text[end : end + 1] in HAN:
        return False  # 1979、1980两年
    return unit_at(text, end, known, scaled=False, strong=True) is not None


def _counts(text: str, end: int, known: Tables) -> bool:
    """Whether a unit follows four digits that could be a year: 1900美元."""
    found = unit_at(text, end, known, scaled=False, strong=False)
    return found is not None and found[1].kind != "count"


def _heads_line(text: str, at: int) -> bool:
    """Whether only blanks stand between ``at`` and the end of the sentence, cell or line before."""
    first = max(0, at - BEHIND)
    while at > first and text[at - 1] == " ":
        at -= 1
    return at == first or text[at - 1] in _ITEM_AHEAD
