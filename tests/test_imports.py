"""No module imports itself by way of others, functions' own imports included."""

from graphlib import CycleError, TopologicalSorter

import grimp

_LEFT = {
    "policy_extract.text.layout": {"policy_extract.text.columns"},
}
"""Imports inside a function that close a circle still; none is to be added."""


def test_no_import_goes_in_a_circle() -> None:
    graph = grimp.build_graph("policy_extract")
    imports = {
        module: graph.find_modules_directly_imported_by(module) - _LEFT.get(module, set())
        for module in graph.modules
    }
    assert len(imports) > 200
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        raise AssertionError(" imports ".join(reversed(error.args[1]))) from error
