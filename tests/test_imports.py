"""No module imports itself by way of others, functions' own imports included."""

from graphlib import CycleError, TopologicalSorter

import grimp


def test_no_import_goes_in_a_circle() -> None:
    graph = grimp.build_graph("policy_extract")
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(imports) > 200
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        raise AssertionError(" imports ".join(reversed(error.args[1]))) from error
