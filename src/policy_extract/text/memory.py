"""A bound on the memory that reading one hostile file may take."""

from collections.abc import Iterator
from contextlib import contextmanager

MAX_MEMORY = 1024 * 1024 * 1024
"""Bytes that reading one PDF may need beyond what the process has already."""
_STATM = "/proc/self/statm"


@contextmanager
def bounded_memory(limit: int = MAX_MEMORY) -> Iterator[None]:
    """Let the process grow by ``limit`` bytes at most; beyond, allocation raises MemoryError.

    Where the system cannot tell its size or take a limit, nothing is bounded. The bound is the
    process's: other threads share it while the block runs.
    """
    try:
        import resource

        with open(_STATM, encoding="ascii") as stream:
            now = int(stream.read().split()[0]) * resource.getpagesize()
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    except (ImportError, OSError, ValueError, IndexError):
        yield
        return
    wanted = now + limit
    if soft != resource.RLIM_INFINITY and soft <= wanted:
        yield
        return
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
