"""Mutation testing: change one thing in the code, and see whether a test of its room notices.

    python benchmarks/mutation.py quantities --sample 60 --seed 1
    python benchmarks/mutation.py periods --only periods/windows.py
    python benchmarks/mutation.py claims --only claims/phrase.py --tests claims/test_phrase.py

A mutant that no test notices is printed with its line; it is equivalent, or a test is missing. Mutants are made in
the running process (a function's code is exchanged), so each costs no more than the tests that it takes to kill it.
What runs once when a module is imported is left out.
"""

import argparse
import ast
import contextlib
import copy
import gc
import importlib
import io
import random
import sys
import types
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "policy_extract"
TESTS = {
    "quantities": ["quantities/test_find.py", "quantities/test_numerals.py", "quantities/test_rows.py",
                   "quantities/test_masks.py", "quantities/test_repeats.py"],
    "periods": ["periods/test_cases.py", "periods/test_scan.py", "periods/test_timeline.py",
                "periods/test_published.py", "periods/test_lunar.py", "periods/test_repeats.py"],
    "claims": ["claims"],
}  # fmt: skip
"""The quick tests of each room; property tests are asked by --all."""
SWAPS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add,
}  # fmt: skip


class Mutant(NamedTuple):
    """One change: the module, the place of the node in a walk of its tree, and how it reads."""

    path: Path
    place: int
    line: int
    told: str


def changed(node: ast.AST) -> str | None:
    """Change a node for good; says how, null where there is nothing to change."""
    if isinstance(node, ast.Compare | ast.BoolOp | ast.BinOp):
        ops = node.ops if isinstance(node, ast.Compare) else [node.op]
        old = type(ops[0])
        new = SWAPS.get(old)
        if new is None:
            return None
        if isinstance(node, ast.Compare):
            node.ops[0] = new()
        else:
            node.op = new()
        return f"{old.__name__} -> {new.__name__}"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), node.operand)
        return "not removed"
    if isinstance(node, ast.Constant) and type(node.value) in (int, bool):
        was = node.value
        node.value = not was if isinstance(was, bool) else was + 1
        return f"{was} -> {node.value}"
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        node.test = ast.Constant(False)
        return "condition never true"
    return None


def mutants(room: str, only: str | None) -> Iterator[Mutant]:
    """Every mutant of a room, functions' bodies only."""
    for path in sorted((SOURCE / room).rglob("*.py")):
        if only and not str(path).endswith(only):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        inside = {
            id(node)
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef)
            for statement in function.body
            for node in ast.walk(statement)
        }
        for place, node in enumerate(ast.walk(tree)):
            if id(node) in inside and (told := changed(copy.copy(node) if not isinstance(node, ast.Compare)
                                                       else copy.deepcopy(node))):  # fmt: skip
                yield Mutant(path, place, node.lineno, told)


def codes(mutant: Mutant) -> dict[str, types.CodeType]:
    """The code of every function of the mutated module, by its qualified name."""
    tree = ast.parse(mutant.path.read_text("utf-8"))
    for place, node in enumerate(ast.walk(tree)):
        if place == mutant.place:
            changed(node)
    found = {}
    held = [compile(ast.fix_missing_locations(tree), str(mutant.path), "exec")]
    while held:
        for const in held.pop().co_consts:
            if isinstance(const, types.CodeType):
                found[const.co_qualname] = const
                held.append(const)
    return found


def functions(path: Path) -> dict[str, types.FunctionType]:
    """The functions of a loaded module by their qualified names, those of classes and behind caches too."""
    name = ".".join(("policy_extract", *path.relative_to(SOURCE).with_suffix("").parts))
    module = importlib.import_module(name.removesuffix(".__init__"))
    return {
        one.__qualname__: one
        for one in gc.get_objects()
        if isinstance(one, types.FunctionType) and one.__module__ == module.__name__
    }


def forget() -> None:
    """Empty every cache, so that the mutant is asked again."""
    for one in gc.get_objects():
        if isinstance(one, _lru_cache_wrapper) and one.__module__.startswith("policy_extract"):
            one.cache_clear()


def noticed(tests: list[str]) -> bool:
    """Whether a test fails."""
    forget()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--timeout=120", *tests]) != 0


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("room", choices=sorted(TESTS))
    asked.add_argument("--sample", type=int, default=50)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--only", help="the end of a module's path")
    asked.add_argument("--tests", nargs="+", help="the tests to ask, below tests/")
    asked.add_argument(
        "--all", action="store_true", help="all tests of the room, property tests too"
    )
    given = asked.parse_args()
    chosen = given.tests or ([given.room] if given.all else TESTS[given.room])
    tests = [str(ROOT / "tests" / one) for one in chosen]
    if noticed(tests):
        sys.exit("the tests fail as things are")
    found = list(mutants(given.room, given.only))
    sample = random.Random(given.seed).sample(found, min(given.sample, len(found)))
    killed = 0
    for mutant in sorted(sample):
        new, kept = codes(mutant), {}
        for name, function in functions(mutant.path).items():
            if name in new and function.__code__.co_freevars == new[name].co_freevars:
                kept[name] = function, function.__code__
                function.__code__ = new[name]
        try:
            dead = noticed(tests)
        except Exception:  # one that breaks the tests themselves is noticed
            dead = True
        finally:
            for function, code in kept.values():
                function.__code__ = code
        killed += dead
        if not dead:
            line = mutant.path.read_text("utf-8").splitlines()[mutant.line - 1].strip()
            print(
                f"{mutant.path.relative_to(SOURCE)}:{mutant.line}: {mutant.told}: {line}",
                flush=True,
            )
    forget()
    print(f"{given.room}: {killed} of {len(sample)} noticed, of {len(found)} mutants in all")


if __name__ == "__main__":
    main()
