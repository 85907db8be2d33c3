"""Where a time expression may begin: one pass over the text, with a cheap test of each character."""

import re

from policy_extract.periods.calendar_rules import period_rules
from policy_extract.periods.festivals import DAY_ENDS, LED, LED_FIRST, NAMED, NAMED_FIRST
from policy_extract.periods.fixed import FIRST, FIXED
from policy_extract.periods.grammar import HAN, TO, WEEKEND, words

_RULES = period_rules()
_RELATIVE = _RULES.relative
_DATED = "(?:年|月|[日号]|季度|世纪)"
_ROLLED = "[多余]?(?:年|个[半多]?月|个季度|个?星期|个?礼拜|周|天)[多半余]?[之以前后来内间]"
_CHAINED = f"(?:{TO}|、)[0-9〇{HAN}]{{1,4}}(?:年|月|[日号]|季度)"
_FIGURES = (
    "(?<![0-9A-Za-z])(?:(?<![0-9][.,])|(?<=[0-9][.])(?=(?:19|20)[0-9]{2}年))(?!(?P<twice>[0-9]{1,2})月(?P=twice)月)(?=[12][0-9Oo〇]{3}"
    "(?:年|[上下]半年|全年|前?第?[一二三四1-4]季度|Q|[-/.]|[01][0-9][0-3][0-9]| [01]|"
    f"{TO}[0-9]{{2,4}}|、[12][0-9]{{3}}|财年|(?:财政|会计|预算|纳税|自然|学)年)|[0-9]{{1,3}}(?:{_DATED}|{_ROLLED}|{_CHAINED}))"
)
_HAN = (
    f"(?<![第0-9点〇百千万亿{HAN}])"
    f"(?=[〇百千两俩仨几数半{HAN}]{{1,8}}+(?:{_DATED}|{_ROLLED}|{_CHAINED})|[{HAN}]{{1,2}}五)"
)
_PARTS = (
    "(?=[前头后首末最第](?<![提此满届期]前)(?<!连续第)(?:后|个)?[一二三四五六七八九十两俩仨0-9]{0,3}个?(?:月|季)|"
    f"(?=第[一二三四1-4](?:{TO}|、)第?[一二三四1-4]季度)|"
    "[上下前后]半[年月]|[上中下]旬|(?<![0-9一二三四五六七八九十百千万亿几])元(?:月|至|年(?<=民国元年))|年(?:[底末终中内初]|度内|三十(?<=大年三十))|(?<![0-9一二三四五六七八九十每本上下当同次这份个正腊冬])月[底末初]|月(?<=[正腊]月)|"
    "月(?=[中内])(?<![^，。；、：,;\n（(于在至到]月)(?:中(?![国央心旬天])|内)|"
    "第(?<![^，。；、：,;\n（(于在至到]第)[0-9一二三四五六七八九十]{1,3}个?(?:周|星期)(?![0-9一二三四五六七八九十日末天年])|"
    f'{WEEKEND}|(?=[五六七八十]一[”"]?(?:期间|前后|假期|小?长假|黄金周|假日|，|$))|'
    f"{LED}|"
    "这个[春夏秋冬][季天]|[夏冬]至|岁末|全年|同期|Q[1-4]|[‘’'][0-9]{2}年|(?<![每一两几0-9隔第个])(?:周|星期|礼拜)[一二三四五六日天])"
)
_COUNTED = ("years", "months", "quarters", "halves", "weeks", "days")
_WORDS = "|".join(words(getattr(_RELATIVE, name)) for name in _COUNTED)
_POINT = (
    f"(?P<point>(?=[0-9])(?:{_FIGURES})|(?=[〇百千两俩仨几数半{HAN}])(?:{_HAN})|{_PARTS}|"
    "(?=[今本这当同该次翌去上前大明来下后昨即])"
    f"(?:(?={_WORDS})|[今去明][春夏秋冬](?![季天节装])))"
)
_FIRST = "".join(
    sorted(
        set(FIRST)
        | set("夏冬〇头首末年岁全月中元即Q‘’'周星礼当同该次翌去大明来昨")
        | set(NAMED_FIRST)
        | set(LED_FIRST)
    )
)
_COMMON = {
    "中": "上下旬",
    "全": "年",
    "同": "期",
    "现": "有拥已共存",
    "过": "去",
    "元": "月至年",
    "年": "底末终中内初度三",
    "本": "世",
    "到": "上本12二十",
    "上": "中半旬世两俩仨一二三四五六七八九十百0123456789",
    "“": HAN,
    "接": "下",
    **LED_FIRST,
    "最": "近后",
    **dict.fromkeys("大新建加长党多改目将西进来时次疫澳", ""),
}
"""Characters that open more words of prose than of time, and what may follow them in the patterns."""
_SAID = (
    *_RULES.since,
    *(word for name in _COUNTED for word in getattr(_RELATIVE, name)),
    *(w for name in ("present", "recurrent", "vague") for w in getattr(_RULES.words, name)),
)
_IDLE = "|".join(
    f"{char}(?![{own}{''.join(sorted({word[1] for word in _SAID if word[0] == char}))}])"
    for char, own in _COMMON.items()
)
_NO_DAY = f"日(?<![{DAY_ENDS}]日)"
ANCHOR = re.compile(
    f"(?=[{_FIRST}])(?!{_IDLE}|{_NO_DAY})(?<![0-9](?=[0-9]))(?:{_POINT}|{FIXED.pattern}|(?P<feast>{NAMED}))"
)
"""A place where a point may begin (``point``), an expression of ``FIXED``, or the end of a ``feast``."""
