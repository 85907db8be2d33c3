"""Rules files: how one extends another, and what one of the wrong shape is told."""

from pathlib import Path

import pytest
from pydantic import Field

from policy_extract.errors import RulesError
from policy_extract.rules.loader import (
    OwnRules,
    RuleModel,
    digest_of,
    extended,
    load_file,
    parse_rules,
    per_rules,
    place,
    using,
)


class Part(RuleModel):
    size: int
    as_: str = Field("", alias="as")


class Whole(RuleModel):
    parts: tuple[Part, ...] = ()
    named: dict[str, Part] = {}
    words: tuple[str, ...] = ()


def told(text: str) -> str:
    with pytest.raises(RulesError) as raised:
        parse_rules(text, Whole, name="f.toml")
    return str(raised.value)


def test_an_unknown_key_is_told_what_may_stand_at_its_place() -> None:
    assert told("other = 1") == (
        "f.toml: other: Extra inputs are not permitted. Allowed keys here: named, parts, words"
    )
    assert told("[[parts]]\nsize = 1\n[[parts]]\nsize = 1\nsise = 2").startswith(
        "f.toml: parts[1].sise: Extra inputs are not permitted. Allowed keys here: as, size"
    )
    assert told("[named.a]\nsize = 1\nsise = 2").endswith("Allowed keys here: as, size")


def test_a_wrong_value_is_shown_and_a_missing_one_named() -> None:
    assert told('parts = [{size = "five"}]').endswith("It is 'five'")
    assert told("parts = [{}]") == "f.toml: parts[0].size: Field required"
    assert "line 1" in told("parts [")


def test_a_place_is_written_as_in_the_file() -> None:
    assert place(("count", "units", 3)) == "count.units[3]"
    assert place((0, "a")) == "[0].a"


def test_lists_grow_once_and_tables_are_gone_into() -> None:
    shipped = {"a": ["x", "y"], "b": {"c": ["z"], "d": 1}, "e": 2}
    assert extended(shipped, {"a": ["y", "w"], "b": {"c": ["v"], "d": 3}, "f": 4}) == {
        "a": ["x", "y", "w"],
        "b": {"c": ["z", "v"], "d": 3},
        "e": 2,
        "f": 4,
    }
    assert shipped == {"a": ["x", "y"], "b": {"c": ["z"], "d": 1}, "e": 2}


def test_what_is_made_of_rules_is_made_once_for_each_set_and_left_when_the_context_ends() -> None:
    made = []

    @per_rules
    def count() -> int:
        made.append(1)
        return len(made)

    own = OwnRules(Path(), {}, "0123456789ab")
    assert (count(), count()) == (1, 1)
    with using(own):
        assert (count(), count()) == (2, 2)
        with using(None):
            assert count() == 1
        assert count() == 2
    with pytest.raises(ZeroDivisionError), using(own):
        raise ZeroDivisionError
    assert count() == 1
    with using(OwnRules(Path("elsewhere"), {}, "0123456789ab")):
        assert count() == 2


def test_a_digest_tells_names_and_contents_apart() -> None:
    same = digest_of({"a": b"1", "b": b"2"})
    assert same == digest_of({"b": b"2", "a": b"1"})
    assert len({same, digest_of({"a": b"2", "b": b"1"}), digest_of({"a": b"1", "c": b"2"})}) == 3
    assert len(same) == 12


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match=r"none\.toml: cannot be read: No such file"):
        load_file(tmp_path / "none.toml", Whole)
    (tmp_path / "gbk.toml").write_bytes('words = ["增长"]'.encode("gbk"))
    with pytest.raises(RulesError, match=r"gbk\.toml: is not UTF-8"):
        load_file(tmp_path / "gbk.toml", Whole)
    (tmp_path / "marked.toml").write_text('words = ["增长"]', "utf-8-sig")
    assert load_file(tmp_path / "marked.toml", Whole).words == ("增长",)
