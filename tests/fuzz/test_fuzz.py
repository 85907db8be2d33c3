"""A short run of every fuzzing target; the long one is ``python tests/fuzz/run.py``.

The inputs are the same each time. ``FUZZ_EXAMPLES`` asks for more of them.
"""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from targets import SEEDS, TARGETS, attempt

for package in ("duckdb", "pyarrow", "openpyxl", "playa", "docx", "trafilatura"):
    pytest.importorskip(package)

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "40"))
FOUND = (
    # what a long run has found, and does not any more
    ("table", b"\x01id,)\x08\x8atext\nx\n"),
)
BYTES = st.binary(max_size=80) | st.builds(
    lambda seed, at, more: seed[:at] + more + seed[at:],
    st.sampled_from([seed for seeds in SEEDS.values() for seed in seeds]),
    st.integers(0, 60),
    st.binary(max_size=6),
)


@pytest.mark.parametrize("name", TARGETS)
def test_any_bytes_are_taken_or_refused(name: str) -> None:
    @given(BYTES)
    @example(b"")
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    def throw(data: bytes) -> None:
        attempt(name, data)

    throw()
    for seed in SEEDS[name]:
        attempt(name, seed)


@pytest.mark.parametrize(("name", "data"), FOUND)
def test_what_was_found_before(name: str, data: bytes) -> None:
    attempt(name, data)
