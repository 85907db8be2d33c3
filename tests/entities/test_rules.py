"""Lexicons, patterns, overlaps and canonical names, without a model."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_extract.entities.canonical import canonical_names
from policy_extract.entities.finder import EntityFinder
from policy_extract.entities.lexicon import load_lexicon, parse_lexicon
from policy_extract.entities.lists import is_generic, parted
from policy_extract.entities.mention import Mention, Scored
from policy_extract.entities.overlap import Contender, Rank, mend, settle
from policy_extract.errors import LexiconError
from policy_extract.segmentation import Segmenter
from policy_extract.text.layout import Join, Layout, read_layout
from policy_extract.text.torn_sentences import join_torn


def found(text: str, finder: EntityFinder | None = None) -> list[tuple[str, str]]:
    finder = finder or EntityFinder(None)
    return [(text[e.start : e.end], e.type) for e in finder.find(text, read_layout(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("印发《某市高质量发展实施方案》。", [("《某市高质量发展实施方案》", "POLICY")]),
        ("实施“百千万亿”工程要求", [("“百千万亿”工程", "POLICY")]),
        ("党的二十大报告", [("党的二十大报告", "POLICY")]),
        ("国务院、财政部联合发文", [("国务院", "GOVERNMENT"), ("财政部", "GOVERNMENT")]),
        ("在湖北省武汉市调研", [("湖北省", "LOCATION"), ("武汉市", "LOCATION")]),
        ("企业项目园区", []),
        ("关岭等3个县", []),
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


def candidate(start: int, end: int, kind: str, rank: Rank) -> Contender:
    return Contender(start, end, kind, "model", None, rank)  # type: ignore[arg-type]


def test_the_outermost_of_one_rank_wins_and_nothing_overlaps() -> None:
    text = "太原市发改委通知"
    inner = candidate(0, 3, "LOCATION", Rank.MODEL)
    outer = candidate(0, 6, "GOVERNMENT", Rank.MODEL)
    assert settle(text, [inner, outer]) == [outer]
    weak = candidate(0, 8, "POLICY", Rank.LEXICON)
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
    mentions = EntityFinder(None, (), WORDS).find(text, join_torn(text, read_layout(text), WORDS))
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
    ],
)
def test_lists_show_names_where_no_model_is_asked(
    text: str, expected: list[tuple[str, str]]
) -> None:
    found = [(name, kind) for name, kind, rule in shown(text) if rule and "lexicon" not in rule]
    assert found == expected


def candidate_of(text: str, name: str, kind: str) -> Contender:
    at = text.index(name)
    return candidate(at, at + len(name), kind, Rank.MODEL)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("市委市政府", ["市委", "市政府"]),
        ("党中央国务院", ["党中央", "国务院"]),
        ("清徐县委县人民政府", ["清徐县委", "县人民政府"]),
        ("市委市政府办公室", ["市委市政府办公室"]),
        ("市发展和改革委", ["市发展和改革委"]),
    ],
)
def test_two_bodies_in_one_breath_are_two_mentions(name: str, expected: list[str]) -> None:
    text = f"在{name}的领导下"
    made = parted(text, candidate_of(text, name, "GOVERNMENT"))
    assert [text[one.start : one.end] for one in made] == expected
    whole = candidate_of(text, name, "ORGANIZATION")
    assert parted(text, whole) == [whole]


def test_an_official_sector_is_one_name() -> None:
    text = "交通运输、仓储和邮政业增加值增长4.9%，住宿和餐饮业增长6%，餐饮业增长3%。"
    assert [name for name, _ in found(text, EntityFinder(None))] == [
        "交通运输、仓储和邮政业",
        "住宿和餐饮业",
    ]


def test_broad_sectors_and_latin_letters_are_no_mentions() -> None:
    assert is_generic("先进制造业", "INDUSTRY")
    assert is_generic("GDP", "LOCATION")
    assert is_generic("“5G+工业互联网”", "POLICY")
    assert not is_generic("新能源汽车产业", "INDUSTRY")


class Knows:
    """A recogniser that knows one name."""

    name = version = "one"

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, sentences: Sequence[str]) -> list[list[Mention]]:
        return [[one[:3] for one in row] for row in self.scored(sentences)]

    def scored(self, sentences: Sequence[str]) -> list[list[Scored]]:
        ends = [(at := line.find(self._name), at + len(self._name)) for line in sentences]
        return [[Scored(at, end, "INDUSTRY", 0.5)] if at >= 0 else [] for at, end in ends]


def test_a_name_torn_by_a_column_is_one_mention() -> None:
    text = (
        "全市特色产业形成集聚，龙头企业不断壮大，包括甲乙特钢、小店\n\n区数字产业等专业镇优势突出。"
    )
    layout = Layout(read_layout(text).paragraphs, read_layout(text).sentences, (Join(0, 1),), ())
    (torn,) = EntityFinder(Knows("小店区数字产业")).find(text, layout)
    assert text[torn.start : torn.end] == "小店\n\n区数字产业"
    assert (torn.source, torn.confidence) == ("model", 0.5)


def test_with_a_model_neither_lists_nor_the_shipped_lexicon_name_anything() -> None:
    text = "国务院要求推进均和智能港、美锦氢冶金等项目，发展光伏产业。"
    finder = EntityFinder(Knows("光伏"), (), WORDS)
    assert found(text, finder) == [("光伏", "INDUSTRY")]
