"""Which quantities are records: those that measure something, by the contract's list of exceptions.

Each refusal has a rule id, so that a reader can ask why a number was passed over.
"""

import re
from collections.abc import Sequence

from policy_extract.claims.sentence import Item, LogicalSentence
from policy_extract.rules.loader import RuleModel, load_shipped, per_rules

_CHINESE = "零〇一二三四五六七八九十两俩仨"
_BOUND = "，。；：！？、\n（）()“”《》"
_ABSORBING = frozenset(
    {"PROJECT", "FACILITY", "COMPANY", "POLICY", "EVENT", "ORGANIZATION", "GOVERNMENT", "INDUSTRY"}
)
_THING = re.compile(
    "(?:的)?(?:重大|重点|产业|工业|大)?(?:城市|项目|企业|县|镇|市|区|工程|园区|集群|产业|平台|基金)"
)
_LISTING = re.compile("分别[是为]|[，]?(?:即|依次为|包括)$")
_BUILT = re.compile("(?:项目|工程|机组|装置|生产线|焦炉|码头|电站|电厂|泊位|高炉|储罐)$")
_NOUN = re.compile("[^0-9０-９一二三四五六七八九十]*")
_CLAUSE = re.compile(f"[^{_BOUND}]*")


class SelectRules(RuleModel):
    """The word lists of ``rules/select.toml``; each list says there what it is for."""

    headings: frozenset[str]
    heading_starts: tuple[str, ...]
    stating: tuple[str, ...]
    durations: frozenset[str]
    duration_cues: tuple[str, ...]
    duration_ends: tuple[str, ...]
    age_cues: tuple[str, ...]
    rank_verbs: tuple[str, ...]
    scopes: tuple[str, ...]
    rank_idioms: tuple[str, ...]
    famous_lists: frozenset[int]
    list_members: tuple[str, ...]
    producing: tuple[str, ...]
    describing_units: frozenset[str]
    series_units: frozenset[str]
    index_nouns: tuple[str, ...]
    limits: tuple[str, ...]


@per_rules
def select_rules() -> SelectRules:
    """The shipped word lists, loaded once."""
    return load_shipped("select.toml", SelectRules)


def refuse(
    sentence: LogicalSentence, index: int, entities: Sequence[tuple[int, int, str]]
) -> str | None:
    """Why a quantity is no record; null when it is one.

    Args:
        sentence: The sentence.
        index: Which of its items.
        entities: Local spans and types of the named things in the sentence.
    """
    item = sentence.items[index]
    text = sentence.text
    before = text[max(0, item.start - 24) : item.start]
    after = _right(text, item)
    for rule, test in _TESTS:
        if test(item, before, after, sentence):
            return rule
    for start, end, kind in entities:
        if start <= item.start and item.end <= end and kind in _ABSORBING:
            counted = item.value.kind == "count" and start == item.start
            if not counted:
                return "not_record.inside_name"
    return None


def _right(text: str, item: Item) -> str:
    clause = _CLAUSE.match(text, item.end)
    return clause.group() if clause else ""


def _quoted(item: Item, before: str, after: str, sentence: LogicalSentence) -> bool:
    """Inside 《》, or inside a short quoted name that is no statement."""
    text = sentence.text
    title = text.rfind("《", 0, item.start)
    if title >= 0 and text.find("》", title) >= item.end:
        return True
    quote = text.rfind("“", 0, item.start)
    if quote < 0:
        return False
    close = text.find("”", quote)
    if close < item.end or close - quote > 14:
        return False
    return item.value.kind in ("count", "rank", "multiple") or item.value.unit is None


def _per(item: Item, before: str, after: str, sentence: LogicalSentence) -> bool:
    """A denominator: 每万人, 每100户."""
    return before.endswith(("每", "每隔"))


def _indefinite(item: Item, before: str, after: str, sentence: LogicalSentence) -> bool:
    """Indefinite 一 (一条产业链), and small Chinese counts that state nothing (三大中心)."""
    if item.value.kind != "count":
        return False
    head = sentence.text[item.start]
    if head not in _CHINESE:
        return False
    number = item.value.number
    if number is None or number > 10:
        return False
    if number == 1:
        return True
    return not any(before.endswith(verb) for verb in select_rules().stating)


def _heading(item: Item, before: str, after: str, sentence: LogicalSentence) -> bool:
    """A count of abstract things: 7个方面, 12项年度重点工作任务."""
    if item.value.kind != "count" or not after:
        return False
    number = item.value.number
    if number is not None and number > 50:
        return False
    if after[0] in "制版式型":
        return True
    rules = select_rules()
    if after.startswith(rules.heading_starts) or _LISTING.search(after):
        return True
    noun = _NOUN.match(after)
    head = noun.group() if noun else after
    return any(head.endswith(word) for word in rules.headings)


def _duration(item: Item, before: str, after: str, sentence: LogicalSentence) -> bool:
    rules = select_rules()
    if item.value.unit not in rules.durations:
        return False
    if any(after.startswith(end) for end in rules.duration_ends):
        return True
    return not any(cue in before[-14:] for cue in rules.duration_cues)


def _age(item: Item, before: str, after: str, sentence: LogicalSentence) -> bool:
    return item.value.unit in ("岁", "周岁") and not any(
        cue in before for cue in select_rules().age_cues
    )


def _idiom(item: Item, before: str, after: str, sentence: LogicalSentence) -> bool:
    """A first place that ranks nothing: 放在首位."""
    if item.value.kind != "rank" or sentence.text[item.end - 1] not in "位首一":
        return False
    clause = re.split("[，。；：！？\n]", before)[-1]
    return any(idiom in clause for idiom in select_rules().rank_idioms)


def _rank(item: Item, before: str, after: str, sentence: LogicalSentence) -> bool:
    """An ordinal that is no place on a ladder: 第一产业, 首批, 放在首位."""
    if item.value.kind != "rank":
        return False
    rules = select_rules()
    value = sentence.text[item.start : item.end]
    clause = re.split("[，。；：！？\n]", before)[-1]
    if value.endswith("强"):
        number = item.value.number
        if number in rules.famous_lists or after.startswith(rules.list_members):
            return True
    if after.startswith(("：", ":")) or (after == "" and _colon(sentence, item)):
        return True
    scoped = clause.endswith(rules.scopes)
    if value.startswith("首") and value not in ("首位", "首"):
        return not scoped
    if value.startswith("第") and after and value[-1] not in "位名":
        return not scoped and not clause.endswith(rules.rank_verbs)
    return not (scoped or any(verb in clause for verb in rules.rank_verbs))


_ORDINAL = re.compile("第[0-9０-９一二三四五六七八九十]+")
_OPENS = "，。；：！？;:,、\n \u3000"


def _list_mark(item: Item, before: str, after: str, sentence: LogicalSentence) -> bool:
    """An ordinal that only counts the members of a list: ：第一，缺少时间；第二，缺少场地."""
    text = sentence.text
    return (
        item.value.kind == "rank"
        and _ORDINAL.fullmatch(text, item.start, item.end) is not None
        and text[item.end : item.end + 1] in ("，", "、", ",", "：", ":", "是")
        and (item.start == 0 or text[item.start - 1] in _OPENS)
    )


def _colon(sentence: LogicalSentence, item: Item) -> bool:
    return sentence.text[item.end : item.end + 1] in ("：", ":")


def _level_name(item: Item, before: str, after: str, sentence: LogicalSentence) -> bool:
    """千亿级产业链 is a name; 产值200亿级 is a statement."""
    if not sentence.text[item.start : item.end].endswith("级"):
        return False
    return not re.search(
        "(?:值|规模|总量|总额|收入|营收|投资|销售|利润|资产)[达为超近]?到?$", before
    )


def _describing(item: Item, before: str, after: str, sentence: LogicalSentence) -> bool:
    """A measure or amount that describes the noun behind it: 7.65米顶装焦炉, 30亿元以上项目."""
    if item.value.kind not in ("measure", "money") or not after or after[0] in "的和及与或并":
        return False
    rules = select_rules()
    if item.value.unit in rules.durations:
        return False
    clause = re.split("[，。；：！？、\n]", before)[-1]
    if item.value.kind == "money" and _THING.match(after) and not clause.endswith(rules.producing):
        return bool(clause) or sentence.text[item.start : item.end].endswith(rules.limits)
    if item.value.kind == "money" and sentence.text[item.start : item.end].endswith(rules.limits):
        return bool(_THING.match(after))
    if _BUILT.search(after) and not clause.endswith(rules.producing):
        return True
    follows_number = bool(
        re.search("[0-9０-９一二三四五六七八九十百千万亿多余][个座条家台套艘项处户只]?$", clause)
    )
    if follows_number:
        return True
    if clause.endswith(rules.producing):
        return item.value.unit in rules.describing_units
    if item.value.unit in rules.describing_units:
        return True
    limit = sentence.text[item.start : item.end].endswith(rules.limits)
    return limit and clause != ""


def _series(item: Item, before: str, after: str, sentence: LogicalSentence) -> bool:
    """Phases and parts of a pattern: 3期, 两核, 四轴."""
    if item.value.kind != "count" or item.value.unit not in select_rules().series_units:
        return False
    number = item.value.number or item.value.high
    return number is not None and number <= 10


def _bare(item: Item, before: str, after: str, sentence: LogicalSentence) -> bool:
    """A number without a unit that no index carries."""
    if item.value.unit is not None or item.value.kind != "count":
        return False
    if "ratio" in item.value.rule:
        return False
    clause = re.split("[，。；！？\n]", before)[-1]
    return not any(noun in clause for noun in select_rules().index_nouns)


SETTLED = frozenset(
    {
        "not_record.age",
        "not_record.heading",
        "not_record.idiom",
        "not_record.inside_name",
        "not_record.list_mark",
    }
)
"""Refusals that the contract settles: the scorer is not asked."""

_TESTS = (
    ("not_record.list_mark", _list_mark),
    ("not_record.idiom", _idiom),
    ("not_record.quoted_name", _quoted),
    ("not_record.denominator", _per),
    ("not_record.indefinite", _indefinite),
    ("not_record.heading", _heading),
    ("not_record.duration", _duration),
    ("not_record.age", _age),
    ("not_record.ordinal", _rank),
    ("not_record.level_name", _level_name),
    ("not_record.description", _describing),
    ("not_record.series", _series),
    ("not_record.bare", _bare),
)
