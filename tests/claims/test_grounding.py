"""Where the characters of a name stand."""

from hypothesis import given
from hypothesis import strategies as st

from policy_extract.claims.grounding import locate


@given(st.text("城镇农村居民收入和的增长", min_size=1, max_size=30), st.data())
def test_what_is_found_makes_the_name_in_order(text: str, data: st.DataObject) -> None:
    picked = sorted(data.draw(st.sets(st.integers(0, len(text) - 1), min_size=1)))
    name = "".join(text[at] for at in picked)
    spans = locate(text, name, 0, len(text))
    if spans:
        assert "".join(text[start:end] for start, end in spans) == name
        assert list(spans) == sorted(spans)


def test_nothing_where_the_text_does_not_hold_it() -> None:
    assert locate("工业产值增长", "农业产值", 0, 6) == ()
