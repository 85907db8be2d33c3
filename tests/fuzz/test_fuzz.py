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

for package in ("duckdb", "pyarrow", "openpyxl", "playa", "docx", "lxml", "jinja2"):
    pytest.importorskip(package)

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "40"))
FOUND = (
    # what a long run has found, and does not any more
    (
        "archive",
        b"\x00PK\x03\x04\x14\x00\x00\x00\x08\x00\x16C~]4\x18\x0e\x01\x15\x00\x00\x00\x12\x00\x00\x00\x07\x00\x00\x00b/a.txt3202~\xbas\xcb\xd3E\xf3^N\xddo\xaa\xfa\xb8\xa1\t\x00PK\x03\x04\x14\x00\x00\x00\x08\x00\x16C~]\xa8\xca;\r\x10\x00\x00\x00\x0e\x00\x00\x00\x07\x00\x00\x00c.jsonl\xabV*I\xad(Q\xb2RP\xaaP\xaa\xe5\x02\x00PK\x01\x02\x14\x03\x14\x00\x00\x00\x08\x00\x16C~]4\x18\x0e\x01\x15\x00\x00\x00\x12\x00\x00\x00\x07\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x01\x00\x00\x00\x00b/\xfctxtPK\x01\x02\x14\x03\x14\x00\x00\x00\x08\x00\x16C~]\xa8\xca;\r\x10\x00\x00\x00\x0e\x00\xbc\x00\x07I\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x01:\x00\x00\x00c.jsonlPK\x05\x06\x00\x00\x00\x00\x02\x00\x02\x00j\x00\x00\x00o\x00\x00\x00\x00\x00",
    ),  # a member of a zip without a name
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
