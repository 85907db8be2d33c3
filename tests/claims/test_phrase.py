"""What names a value in the words beside it; words are parted by blanks here."""

import pytest

from policy_extract.claims.phrase import Phrase, after_open_quote, read_left, read_right
from policy_extract.claims.sentence import TIME
from policy_extract.claims.words import LocalToken, balance, join, tokens


def cut(spaced: str) -> list[LocalToken]:
    found, at = [], 0
    for word in spaced.split(" "):
        found.append(LocalToken(word, at, at + len(word)))
        at += len(word)
    return found


def left(spaced: str, *, owned: int = 0, rank: bool = False, after: bool = False) -> Phrase:
    """Of the words before a value; the first ``owned`` of them are an owner's name."""
    words = cut(spaced)
    owners = {word.start for word in words[:owned]}
    return read_left(words, owners=owners, rank=rank, after=after)


@pytest.mark.parametrize(
    ("spaced", "name"),
    [
        # verbs of reaching and change, and their adverbs, are the predicate
        ("粮食 产量 达到", "粮食产量"),
        ("粮食 产量 同比 增长", "粮食产量"),
        ("粮食 产量 的", "粮食产量"),
        ("粮食 产量 ， 达到 了", "粮食产量"),
        ("达到", ""),
        ("粮食 产量 稳步 地 增长", "粮食产量"),  # the adverb goes with its 地
        ("粮食 产量 达到 仅占 全国", "粮食产量"),
        # connectives and marks of a list stand before the name
        ("以及 粮食 产量", "粮食产量"),
        ("3 ． 粮食 产量", "粮食产量"),
        ("一 、 粮食 产量", "粮食产量"),
        # behind a mark that is still open the name begins anew
        ("落实 “ 粮食 产量", "粮食产量"),
        ("落实 “ 藏粮于地 ” 粮食 产量", "“藏粮于地”粮食产量"),
    ],
)
def test_the_name_is_what_is_no_predicate(spaced: str, name: str) -> None:
    assert left(spaced).name == name


def test_a_verb_before_a_counted_thing_governs_it_and_one_behind_a_noun_is_its_part() -> None:
    assert (left("改扩建").name, left("改扩建").verb) == ("", "改扩建")
    behind = left("中小学 改扩建")
    assert (behind.name, behind.verb, behind.first) == ("中小学改扩建", "", "")
    before = left("改扩建 中小学")
    assert (before.name, before.verb, before.first) == ("改扩建中小学", "", "改扩建")


def test_a_share_and_a_gap_are_parted_from_the_name() -> None:
    share = left("工业 增加值 仅占 生产总值")
    assert (share.name, share.share, share.gap) == ("工业增加值", "占生产总值", "")
    gap = left("工业 增速 相较于 全国 平均 水平")
    assert (gap.name, gap.gap, gap.share) == ("工业增速", "相较于全国平均水平", "")
    assert left("工业 增速 相较于").gap == ""
    assert left("工业 增速 相较于 他 省").gap == "相较于他省"
    assert left(f"工业 增速 相较于 {TIME}").gap == ""


def test_the_owner_in_front_is_dropped_and_a_coordinated_one_is_not() -> None:
    assert left("清河市 粮食 产量", owned=1).name == "粮食产量"
    assert left("清河市 和 柳林县 粮食 产量", owned=1).name == "清河市和柳林县粮食产量"
    assert left("产煤 大 县 之一 的 清河市 粮食 产量").name.endswith("清河市粮食产量")
    words = cut("产煤 大县 的 清河市 粮食 产量")
    assert read_left(words, owners={words[3].start}, rank=False).name == "粮食产量"


def test_what_describes_the_owner_goes_with_it_also_where_nothing_follows() -> None:
    words = cut("产煤 大县 的 清河市")
    assert read_left(words, owners={words[3].start}, rank=False).name == ""
    alone = left("清河市 改扩建", owned=1)
    assert (alone.name, alone.first) == ("改扩建", "")


def test_a_rank_loses_its_predicate_with_the_scope() -> None:
    assert left("粮食 产量 处 全省", rank=True).name == "粮食产量"
    assert left("粮食 产量 全镇", rank=True).name == "粮食产量"
    assert left("粮食 产量 凭 规模 处 全省", rank=True).name == "粮食产量"


def test_behind_another_value_the_name_begins_at_the_verb() -> None:
    assert left("粮食 基地 改扩建 中小学", after=True).name == "改扩建中小学"
    assert left("粮食 基地 改扩建 中小学").name == "粮食基地改扩建中小学"


@pytest.mark.parametrize(
    ("spaced", "name"),
    [
        ("国家级 企业 技术 中心", "国家级企业技术中心"),
        ("以上 的 企业", "企业"),
        ("， 企业 ，", "企业"),
        ("左右", ""),
    ],
)
def test_the_counted_thing_stands_behind(spaced: str, name: str) -> None:
    assert read_right(cut(spaced)) == name


def test_of_nested_marks_the_last_open_one_counts() -> None:
    assert [word.text for word in after_open_quote(cut("甲 《 乙 “ 丙 ” 丁"))] == [
        "乙", "“", "丙", "”", "丁",
    ]  # fmt: skip
    assert [word.text for word in after_open_quote(cut("甲 “ 乙 《 丙"))] == ["丙"]
    closed = cut("甲 “ 乙 ”")
    assert after_open_quote(closed) == closed


def test_marks_without_their_partners_go() -> None:
    assert balance("“百企”行动") == "“百企”行动"
    assert balance("百企”行动") == "百企行动"
    assert balance("《办法") == "办法"
    assert join(cut("， 甲 与 乙 、"), frozenset({"与"})) == "甲乙"


def test_a_masked_run_is_one_token() -> None:
    found = tokens(f"甲乙{TIME * 3}丙", 0, 6, lambda text: list(text))
    assert [(one.text, one.start, one.end, one.blank) for one in found] == [
        ("甲", 0, 1, False), ("乙", 1, 2, False), (TIME * 3, 2, 5, True), ("丙", 5, 6, False),
    ]  # fmt: skip
