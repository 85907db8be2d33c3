"""How often a process of ours looks for garbage."""

import gc


def collect_seldom() -> None:
    """Look for garbage in cycles seldom: the documents and the tables of rules that live on are walked each time.

    For a process that reads and ends, and for workers, never for a program that imports the library.
    """
    gc.set_threshold(50_000, 10, 10)
