"""A text of repeats is read as it would be with nothing kept, whatever breaks the repeat."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_extract.periods import scan, scan_periods

_WORDS = [
    "2024年", "05年", "今年", "上年", "当年", "同期", "3月", "本月", "当月", "1日", "29日", "上半年", "一季度", "全年",
    "年底", "至", "—", "、", "，", "。", "和", "间", "到", "自", "以来", "以前", "比", "的", "近三年", "每年", "目前",
    "“十四五”", "《", "》", "\n", " ", "一", "12", "周一", "下周",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 9000), st.sampled_from(_WORDS)), max_size=6),
    st.none() | st.dates(),
)
def test_what_is_kept_changes_nothing(
    unit: list[str], breaks: list[tuple[int, str]], reference: date | None
) -> None:
    text = ("".join(unit) * 9000)[:9000]
    for at, word in breaks:
        text = text[:at] + word + text[at:]
    found = scan_periods(text, reference)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan, "_FREE", 10**9)
        assert scan_periods(text, reference) == found
