"""The bound on memory: a file that wants too much is refused, and the bound goes again."""

import subprocess
import sys

import pytest

resource = pytest.importorskip("resource", reason="this system bounds no memory")

CODE = """
import resource
from policy_extract.text.memory import bounded_memory
before = resource.getrlimit(resource.RLIMIT_AS)
{before}
try:
    with bounded_memory({limit} << 20):
        held = bytearray({wanted} << 20)
    print("held")
except MemoryError:
    print("refused")
{after}
"""
SAME = "assert resource.getrlimit(resource.RLIMIT_AS) == before; bytearray(600 << 20)"
TIGHT = """
import os
now = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
before = (now + (50 << 20), before[1])
resource.setrlimit(resource.RLIMIT_AS, before)
"""


def told(limit: int, wanted: int, before: str = "", after: str = SAME) -> str:
    code = CODE.format(limit=limit, wanted=wanted, before=before, after=after)
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how large a process is")
def test_only_so_much_more_is_had_and_afterwards_as_before() -> None:
    assert told(100, 10) == "held"
    assert told(100, 500) == "refused"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how large a process is")
def test_a_tighter_bound_that_was_there_stays() -> None:
    same = "assert resource.getrlimit(resource.RLIMIT_AS) == before"
    assert told(1000, 500, TIGHT, same) == "refused"
