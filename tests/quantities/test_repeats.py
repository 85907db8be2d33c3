"""A text of repeats is read as it would be with nothing kept, whatever breaks the repeat."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_extract.quantities import scan, scan_quantities

_WORDS = [
    "1", "2.5", "一", "十", "百", "万", "亿", "个", "元", "%", "年", "日", "至", "-", "、", "，", "。", "第", "前",
    "超", "以上", "约", "分之", "折", "成", "强", "（", "）", " ", "\n", "比", ":", "零下", "几", "人民币", "和", "之间",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 9000), st.sampled_from(_WORDS)), max_size=6),
)
def test_what_is_kept_changes_nothing(unit: list[str], breaks: list[tuple[int, str]]) -> None:
    text = ("".join(unit) * 9000)[:9000]
    for at, word in breaks:
        text = text[:at] + word + text[at:]
    found = scan_quantities(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan, "FREE", 10**9)
        assert scan_quantities(text) == found
