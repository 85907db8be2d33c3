"""The neural reader's windows, and what hints tell."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_extract import Extractor
from policy_extract.claims.hints import Hint, gap_level, level, shape_of
from policy_extract.claims.reader import LEFT, LONGEST, Reader, front, windows
from policy_extract.claims.readers import READER, reader_folder
from policy_extract.claims.reading_values import values_of
from policy_extract.errors import ModelError, UsageError
from policy_extract.inputs import as_source


@st.composite
def spans(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """A text and the spans of values in it."""
    at, found = 0, []
    gaps = st.tuples(st.integers(1, 300), st.integers(1, 9))
    for gap, length in draw(st.lists(gaps, max_size=30)):
        found.append((at + gap, at + gap + length))
        at += gap + length
    return "".join(chr(0x4E00 + n % 500) for n in range(at + draw(st.integers(0, 50)))), found


@given(spans())
def test_each_value_stands_in_one_window_with_what_is_before_it(
    drawn: tuple[str, list[tuple[int, int]]],
) -> None:
    text, values = drawn
    seen: list[int] = []
    for window in windows(text, values, lambda at: front("2026年1月", "标题", "一、回顾")):
        assert 0 <= window.start < window.end <= min(len(text), window.start + LONGEST)
        shown = window.shown(text)
        assert shown.startswith("2026年1月|标题|一、回顾|")
        for number in window.values:
            start, end = values[number]
            assert window.start <= start
            assert end <= window.end
            assert start - window.start >= min(LEFT, start)
            # One place further in what the net reads, where [CLS] stands first.
            assert shown[window.place(start) - 1 : window.place(end) - 1] == text[start:end]
        seen += window.values
    assert seen == list(range(len(values)))


def test_a_value_longer_than_a_window_stands_in_none() -> None:
    text = "一" * (LONGEST + 5)
    assert list(windows(text, [(2, len(text))], lambda at: "")) == []


def hint(names: list[float], times: list[float] | None = None) -> Hint:
    zeros = times or [-5.0] * len(names)
    return Hint(
        start=10,
        record=0.0,
        target=0.0,
        ways=(-0.1, -3.0, -3.0),
        shapes={},
        names=np.array(names, dtype=np.float32),
        times=np.array(zeros, dtype=np.float32),
        nowhere=-1.0,
        whose={"own": -0.1, "nobody": -4.0, "other": -3.0},
        owners=np.array(zeros, dtype=np.float32),
    )


def test_a_name_is_measured_where_it_was_seen() -> None:
    one = hint([-3.0, 2.0, 4.0, -1.0])
    assert one.named(11, 13) == pytest.approx(3.0)
    assert one.named(13, 15) is None
    assert one.owned(None) is None
    assert one.owned((13, 15)) is None
    assert one.gap([(11, 13)]) == 0.0
    assert one.gap([(12, 14)]) == pytest.approx(2.0 + 1.0)
    assert gap_level(one.gap([(11, 13)])) < gap_level(one.gap([(10, 14)]))


@pytest.mark.parametrize(
    ("odds", "told"), [(None, "?"), (0.4, "0"), (2.6, "3"), (-99.0, "-6"), (99.0, "6")]
)
def test_log_odds_are_told_in_classes(odds: float | None, told: str) -> None:
    assert level(odds) == told


@pytest.mark.parametrize(
    ("first", "last", "shape"),
    [
        ("2025-01-01", "2025-12-31", "y-1"),
        ("2026-01-01", "2026-06-30", "ytd0"),
        ("2021-01-01", "2025-12-31", "5y-1"),
        ("2024-01-01", "2025-12-31", "ny-1"),
        (None, "2030-12-31", "end4"),
        ("2026-03-01", None, "since0"),
        ("2026-04-01", "2026-06-30", "q0"),
        ("2026-05-01", "2026-05-31", "m0"),
        ("2026-05-04", "2026-05-04", "day0"),
        (None, None, "vague"),
    ],
)
def test_the_shape_of_a_time(first: str | None, last: str | None, shape: str) -> None:
    days = [date.fromisoformat(day) if day else None for day in (first, last)]
    assert shape_of(days[0], days[1], 2026) == shape


def test_a_reader_without_its_scorer_or_its_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="needs the scorer"):
        Extractor(ner="none", reader=tmp_path)
    with pytest.raises(ModelError, match="no readable manifest"):
        Reader(tmp_path)


def test_the_shipped_reader_says_what_and_where() -> None:
    text = "2025年，全市生产总值增长5.5%，力争2030年粮食产量达到120万吨以上。"
    values = [(at, at + len(value)) for value in ("5.5%", "120万吨") if (at := text.index(value))]
    hints = Reader(reader_folder(READER)).read(
        text, values, lambda at: front("2026年1月", "政府工作报告", "")
    )
    rise, goal = (hints[start] for start, _ in values)
    gross, grain = (
        (at, at + len(name)) for name in ("生产总值", "粮食产量") if (at := text.index(name))
    )
    assert (rise.named(*gross) or 0) > 0 > (rise.named(*grain) or 0)
    assert (goal.named(*grain) or 0) > 0 > (goal.named(*gross) or 0)
    assert rise.ways[0] > max(rise.ways[1:])
    assert goal.target > rise.target


def test_with_the_reader_the_article_is_read_as_well_and_the_same_each_time(article: str) -> None:
    one, two = (
        Extractor(ner="none", reader=READER).extract(article, published="2024-04") for _ in "ab"
    )
    assert one == two
    assert "+" in str(one.provenance.scorer)
    assert len(one.claims) >= 70


def test_the_command_line_reads_with_the_reader_unless_told_otherwise(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from policy_extract.cli.main import app

    file = tmp_path / "a.txt"
    file.write_text("2025年，全市生产总值增长5.5%。", encoding="utf-8")
    told = [
        json.loads(CliRunner().invoke(app, ["run", str(file), "--ner", "none", *given]).stdout)
        for given in (["--reader", "none"], ["--reader", READER], [])
    ]
    plain, read, unasked = (one["provenance"]["scorer"] for one in told)
    assert "+" not in plain
    assert "+" in read
    assert unasked == read
    wrong = CliRunner().invoke(app, ["run", str(file), "--reader", "nix"])
    assert isinstance(wrong.exception, UsageError)


def test_a_list_without_end_is_no_sentence_to_read(rules_only: Extractor) -> None:
    def asked(members: int) -> int:
        text = "2024年，" + "、".join(f"某某区增长{n % 9}.{n % 7}%" for n in range(members)) + "。"
        reading = rules_only.prepare(as_source(text), published=None, place=None).reading
        return len(values_of(reading))

    assert (asked(60), asked(300)) == (60, 0)
