"""Command lines as a user gives them, for processes of their own."""

import sys


def batch_command(*arguments: str) -> list[str]:
    """`policy-extract batch` without a recogniser and a reader: what is tested is not what is read."""
    plain = ("--ner", "none", "--reader", "none")
    return [sys.executable, "-m", "policy_extract", "batch", *arguments, *plain]
