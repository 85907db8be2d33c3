"""Lexicons, patterns, overlaps and canonical names, without a model."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_extract.entities.canonical import canonical_names
from policy_extract.entities.context import is_excluded
from policy_extract.entities.finder import EntityFinder
from policy_extract.entities.lexicon import load_lexicon, parse_lexicon
from policy_extract.entities.lists import extended, is_generic, snapped
from policy_extract.entities.overlap import Candidate, Rank, mend, settle
from policy_extract.errors import LexiconError
from policy_extract.segmentation import Segmenter
from policy_extract.text.layout import Join, Layout, read_layout


def found(text: str, finder: EntityFinder | None = None) -> list[tuple[str, str]]:
    finder = finder or EntityFinder(None)
    return [(text[e.start : e.end], e.type) for e in finder.find(text, read_layout(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("印发《某市高质量发展实施方案》。", [("《某市高质量发展实施方案》", "POLICY")]),
        ("实施“百千万亿”工程要求", [("“百千万亿”工程", "POLICY")]),
        ("市委十二届五次全会提出", [("市委十二届五次全会", "EVENT")]),
        ("党的二十大报告", [("党的二十大报告", "POLICY")]),
        ("国务院、财政部联合发文", [("国务院", "GOVERNMENT"), ("财政部", "GOVERNMENT")]),
        ("在湖北省武汉市调研", [("湖北省", "LOCATION"), ("武汉市", "LOCATION")]),
        ("企业项目园区", []),
        ("中国特色社会主义", []),
        (
            "推进平安贵州建设，落实健康广州行动",
            [("平安贵州", "POLICY"), ("健康广州行动", "POLICY")],
        ),
        ("关岭等3个县", []),
        ("建设“1233”产业链", [("“1233”产业链", "INDUSTRY")]),
        ("“不锈钢”特色专业镇", [("“不锈钢”特色专业镇", "INDUSTRY")]),
        ("建立“园区+链主”联动机制", [("“园区+链主”联动机制", "POLICY")]),
    ],
)
def test_names_that_rules_know(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_a_users_names_win_and_bring_their_full_form() -> None:
    lexicon = parse_lexicon("太锅\tCOMPANY\t太原锅炉集团有限公司\n国务院\tORGANIZATION\n", name="x")
    text = "国务院到太锅调研"
    mentions = EntityFinder(None, [lexicon]).find(text, read_layout(text))
    assert [(m.type, m.canonical, m.source) for m in mentions] == [
        ("ORGANIZATION", "国务院", "lexicon"),
        ("COMPANY", "太原锅炉集团有限公司", "lexicon"),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("太锅\tFIRM", "line 2: type 'FIRM' is unknown. Allowed types: PERSON"),
        ("\tCOMPANY", "line 2: expected"),
        ("a\tCOMPANY\tb\tc", "line 2: expected"),
    ],
)
def test_a_broken_lexicon_line_is_named(line: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "names.tsv"
    path.write_text(f"# names\n{line}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=message) as caught:
        load_lexicon(path)
    assert str(path) in str(caught.value)


def test_a_lexicon_that_is_no_utf8(tmp_path: Path) -> None:
    path = tmp_path / "names.tsv"
    path.write_bytes("太锅\tCOMPANY".encode("gbk"))
    with pytest.raises(LexiconError, match="not UTF-8"):
        load_lexicon(path)


def candidate(start: int, end: int, kind: str, rank: Rank) -> Candidate:
    return Candidate(start, end, kind, "model", None, rank)  # type: ignore[arg-type]


def test_the_outermost_of_one_rank_wins_and_nothing_overlaps() -> None:
    text = "太原市发改委通知"
    inner = candidate(0, 3, "LOCATION", Rank.MODEL)
    outer = candidate(0, 6, "GOVERNMENT", Rank.MODEL)
    assert settle(text, [inner, outer]) == [outer]
    weak = candidate(0, 8, "POLICY", Rank.WEAK)
    assert settle(text, [weak, inner]) == [inner]


@pytest.mark.parametrize(
    ("text", "span", "kind", "expected"),
    [
        ("实施“链长制”。", (2, 6), "POLICY", "“链长制”"),
        ("“小店电机”专业镇", (0, 6), "INDUSTRY", "小店电机"),
        ("的太原市", (0, 4), "LOCATION", "太原市"),
        ("太原 ", (0, 3), "LOCATION", "太原"),
        ("太原 \n市", (0, 5), "LOCATION", "太原"),
        ("太原\n\n市", (0, 5), "LOCATION", "太原\n\n市"),
    ],
)
def test_borders_are_mended(text: str, span: tuple[int, int], kind: str, expected: str) -> None:
    made = mend(text, candidate(*span, kind, Rank.MODEL))
    assert made is not None
    assert text[made.start : made.end] == expected


def test_a_name_of_punctuation_is_none() -> None:
    assert mend("、，", candidate(0, 2, "LOCATION", Rank.MODEL)) is None


def test_canonical_names_come_from_the_document_alone() -> None:
    mentions = [
        ("太钢", "COMPANY"),
        ("太钢集团", "COMPANY"),
        ("太原", "LOCATION"),
        ("太原市", "LOCATION"),
        ("比亚迪", "COMPANY"),
    ]
    assert canonical_names(mentions) == {
        ("太钢", "COMPANY"): "太钢集团",
        ("太原", "LOCATION"): "太原市",
    }


def test_two_possible_full_names_mean_none() -> None:
    mentions = [("吉林", "LOCATION"), ("吉林省", "LOCATION"), ("吉林市", "LOCATION")]
    assert ("吉林", "LOCATION") not in canonical_names(mentions)


@given(st.text(alphabet="国务院《》“”工程市委十二届五次全会太原市，。 \n", max_size=80))
def test_mentions_never_overlap(text: str) -> None:
    mentions = EntityFinder(None).find(text, read_layout(text))
    for left, right in zip(mentions, mentions[1:], strict=False):
        assert left.end <= right.start


WORDS = Segmenter()


def shown(text: str) -> list[tuple[str, str, str | None]]:
    mentions = EntityFinder(None, (), WORDS).find(text, read_layout(text, WORDS))
    return [(text[m.start : m.end], m.type, m.rule) for m in mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "推进均和智能港、美锦氢冶金等项目加快落地。",
            [("均和智能港", "PROJECT"), ("美锦氢冶金", "PROJECT")],
        ),
        (
            "推动远东锅炉、北方酒厂等重点企业改造。",
            [("远东锅炉", "COMPANY"), ("北方酒厂", "COMPANY")],
        ),
        ("小店电机专业镇，依托龙头企业发展。", [("小店电机专业镇", "INDUSTRY")]),
        ("推动特色专业镇提质扩面，认定市级专业镇。", []),
    ],
)
def test_lists_and_endings_show_names(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(name, kind) for name, kind, rule in shown(text) if rule and "lexicon" not in rule]
    assert found == expected


def candidate_of(text: str, name: str, kind: str) -> Candidate:
    at = text.index(name)
    return candidate(at, at + len(name), kind, Rank.MODEL)


def test_a_border_cuts_no_word() -> None:
    text = "拥有醋产业和碳纤维基地"
    made = snapped(text, candidate_of(text, "有醋产业", "INDUSTRY"), WORDS)
    assert text[made.start : made.end] == "醋产业"
    made = snapped(text, candidate_of(text, "碳纤", "INDUSTRY"), WORDS)
    assert text[made.start : made.end] == "碳纤维"


def test_a_division_takes_its_class_word_and_never_runs_past_the_text() -> None:
    for text in ("在太原市", "在太原", "在太原市举行"):
        made = extended(text, candidate_of(text, "太原", "LOCATION"))
        assert text[made.start : made.end] == ("太原市" if "市" in text else "太原")
        assert made.end <= len(text)
    whole = candidate_of("太原市", "太原市", "LOCATION")
    assert extended("太原市", whole) == whole


def test_broad_sectors_and_latin_letters_are_no_mentions() -> None:
    assert is_generic("先进制造业", "INDUSTRY")
    assert is_generic("GDP", "LOCATION")
    assert is_generic("“5G+工业互联网”", "POLICY")
    assert not is_generic("新能源汽车产业", "INDUSTRY")


def test_a_name_torn_by_a_column_is_one_mention() -> None:
    text = (
        "全市特色产业形成集聚，龙头企业不断壮大，包括甲乙特钢、小店\n\n区数字产业等专业镇优势突出。"
    )
    layout = Layout(read_layout(text).paragraphs, read_layout(text).sentences, (Join(0, 1),), ())
    found = EntityFinder(None, (), WORDS).find(text, layout)
    assert "小店\n\n区数字产业" in [text[m.start : m.end] for m in found]


WORDS = Segmenter()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "包括矿山与工程特种机械、交通与航空特种装备、节能环保特种设备三条产业链。",
            ["矿山与工程特种机械", "交通与航空特种装备", "节能环保特种设备"],
        ),
        ("建设钢铁、有色金属和建材三大产业。", ["钢铁", "有色金属", "建材"]),
        ("培育氢能产业链、新一代信息技术与智能终端产业链。",
         ["氢能产业链", "新一代信息技术与智能终端产业链"]),
        ("第一产业和第二产业两大产业。", []),
        ("规划、建设、管理三个环节。", []),
    ],
)  # fmt: skip
def test_lists_that_count_themselves_or_repeat_their_head(text: str, expected: list[str]) -> None:
    finder = EntityFinder(None, words=WORDS)
    assert [name for name, kind in found(text, finder) if kind == "INDUSTRY"] == expected


def test_the_number_behind_a_list_of_places_says_where_it_begins() -> None:
    finder = EntityFinder(None, words=WORDS)
    assert found("覆盖玉山、万年、弋阳三县。", finder) == [
        ("玉山", "LOCATION"),
        ("万年", "LOCATION"),
        ("弋阳", "LOCATION"),
    ]


def test_a_programme_keeps_its_class_word() -> None:
    text = "实施产业基础再造工程项目三个"
    assert extended(text, candidate(2, 8, "POLICY", Rank.MODEL)).end == 10
    assert extended(text, candidate(2, 8, "FACILITY", Rank.MODEL)).end == 8
    assert extended("山西中部城市群", candidate(0, 5, "LOCATION", Rank.MODEL)).end == 7
    assert extended("氢能产业链", candidate(0, 4, "INDUSTRY", Rank.MODEL)).end == 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在粤苏鲁浙四强中领跑", ["粤", "苏", "鲁", "浙"]),
        ("京津冀协同发展", ["京津冀"]),
        ("川青藏铁路", []),
        ("云南新闻", ["云南"]),
    ],
)
def test_provinces_side_by_side(text: str, expected: list[str]) -> None:
    assert [name for name, kind in found(text) if kind == "LOCATION"] == expected


@pytest.mark.parametrize(
    ("text", "name", "kind", "gone"),
    [
        ("集成电路、笔记本电脑分别出口1493.7亿元", "集成电路", "INDUSTRY", True),
        ("纺织业出口增长", "纺织业", "INDUSTRY", False),
        ("集成电路快速发展，出口增长", "集成电路", "INDUSTRY", False),
        ("（国卫基层发〔2022〕10号）等文件", "（国卫基层发〔2022〕10号）", "POLICY", True),
        ("二〇二六年一月二十七日", "二〇二六年一月", "EVENT", True),
        ("中国特色社会主义", "中国", "LOCATION", True),
        ("中国经济", "中国", "LOCATION", False),
    ],
)
def test_surroundings_rule_a_mention_out(text: str, name: str, kind: str, gone: bool) -> None:
    start = text.index(name)
    assert is_excluded(text, candidate(start, start + len(name), kind, Rank.MODEL)) is gone


@pytest.mark.parametrize(
    ("text", "size", "kind", "whole"),
    [
        ("晓星集团氨纶及聚四氢呋喃项目。", 4, "COMPANY", "晓星集团"),
        ("晓星集团氨纶一期项目。", 4, "COMPANY", "晓星集团氨纶一期项目"),
        ("中石油青石峁气田开发项目。", 5, "PROJECT", "中石油青石峁气田开发项目"),
        ("晓星集团重大项目。", 4, "COMPANY", "晓星集团"),
        ("晓星集团氨纶项目建设", 4, "COMPANY", "晓星集团"),
        ("固原市垃圾焚烧项目。", 3, "LOCATION", "固原市"),
    ],
)
def test_an_owner_and_a_thing_name_a_project(text: str, size: int, kind: str, whole: str) -> None:
    made = extended(text, candidate(0, size, kind, Rank.MODEL))
    assert text[: made.end] == whole
