"""Places: nested names, renamed ones, bodies that are none."""

import pytest

from policy_extract.tracking.archive import place_keys
from policy_extract.tracking.places import Place, above, newest, read_place
from policy_extract.tracking.rules import place_changes


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("河北省保定市徐水县", Place("徐水县", "保定市")),
        ("徐水县", Place("徐水县", "保定市")),
        ("太原", Place("太原市", "山西省")),
        ("河南省驻马店市", Place("驻马店市", "河南省")),
        ("山西省", Place("山西省", "中国")),
        ("全国", Place("中国", None)),
        ("小店区", Place("小店区", None)),
        ("太原高新区", None),
        ("中国石油", None),
        ("", None),
        (None, None),
    ],
)
def test_reading(name: str | None, place: Place | None) -> None:
    assert read_place(name) == place


def test_a_renamed_place_is_one_place_a_merged_one_is_not() -> None:
    assert newest(Place("徐水县", "保定市")) == Place("徐水区", "保定市")
    assert newest(Place("闸北区", "上海市")) == Place("闸北区", "上海市")
    assert newest(Place("通州市", "别的市")) == Place("通州市", "别的市")


def test_every_change_ends_at_a_name() -> None:
    for change in place_changes().values():
        found = newest(Place(change.old, change.parent))
        assert found.name
        assert change.old != change.new
        assert 1949 < change.year < 2025


def test_keys_join_names_of_one_place_and_part_namesakes() -> None:
    keys = place_keys([Place("徐水县", None), Place("徐水区", "保定市")])
    assert len(set(keys.values())) == 1
    keys = place_keys([Place("朝阳区", "北京市"), Place("朝阳区", "长春市")])
    assert len(set(keys.values())) == 2
    keys = place_keys([Place("小店区", None), Place("小店区", "太原市")])
    assert len(set(keys.values())) == 1


def test_what_is_above() -> None:
    assert above("徐水区", "保定市") == ["保定市", "河北省", "中国"]
    assert above("山西省", None) == ["中国"]
    assert above("中国", None) == []


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("保定市满城区", "满城区"),
        ("北京市房山区", "房山区"),
        ("邹城市", "邹城市"),
        ("宜都市", "宜都市"),
        ("铜陵市郊区", "郊区"),
        ("西安市碑林区", "碑林区"),
        ("峰峰矿区", "峰峰矿区"),
    ],
)
def test_divisions_whose_names_end_like_zones_are_places(name: str, found: str) -> None:
    place = read_place(name)
    assert place is not None
    assert place.name == found


@pytest.mark.parametrize(
    "name", ["太原市城区", "郊区", "中心城区", "南部山区", "省会城市", "老城区"]
)
def test_common_words_for_parts_of_a_place_are_no_places(name: str) -> None:
    assert read_place(name) is None
