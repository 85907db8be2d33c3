"""Evidence holds its value, keeps its offsets, and does not grow with a line that has no end."""

from hypothesis import given
from hypothesis import strategies as st

from policy_extract.claims.evidence import LONGEST, shown_pieces


@given(
    st.text(alphabet="甲乙，、；5%。", min_size=1, max_size=1_500),
    st.integers(0, 1_500),
    st.integers(1, 30),
    st.integers(0, 1_500),
)
def test_the_value_is_in_it_and_it_is_short(text: str, at: int, length: int, tear: int) -> None:
    start = at % len(text)
    end = min(len(text), start + length)
    tear = tear % len(text)
    torn = tear and not start < tear < end
    pieces = [(0, tear), (tear, len(text))] if torn else [(0, len(text))]
    shown = shown_pieces(text, pieces, start, end)
    assert len(shown) == len(pieces)
    assert any(first <= start and end <= last for first, last in shown)
    for (first, last), (begin, until) in zip(pieces, shown, strict=True):
        assert first <= begin < until <= last
        assert until - begin <= LONGEST + length
        if last - first <= LONGEST:
            assert (begin, until) == (first, last)


def test_output_grows_with_the_text_and_not_with_its_square(rules_only) -> None:
    def size(chars: int) -> int:
        return len(rules_only.extract(("工业增长5%、" * chars)[:chars]).to_json(indent=None))

    assert size(4_000) < 2.3 * size(2_000)
