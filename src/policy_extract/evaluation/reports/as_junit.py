"""A check's outcome as JUnit XML: a suite for the total and for each document, a case for each
gate; a document without gates has one case, its extraction.
"""

import re
from xml.etree import ElementTree as Xml

from policy_extract.evaluation.counts import Tallies
from policy_extract.evaluation.figures import MAIN
from policy_extract.evaluation.gates import TOTAL, GateResult
from policy_extract.evaluation.reports.as_text import differences_text, percent
from policy_extract.evaluation.reports.outcome import Outcome

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(outcome: Outcome) -> str:
    """One ``testsuites`` element; figures are properties, differences ``system-out``."""
    root = Xml.Element("testsuites", name="policy-extract check")
    counts = {} if outcome.score is None else {TOTAL: outcome.score.total}
    if outcome.score is not None:
        counts |= {document.name: document.counts for document in outcome.score.documents}
    names = list(dict.fromkeys([*counts, *outcome.articles, *(g.where for g in outcome.gates)]))
    for name in names:
        gates = [gate for gate in outcome.gates if gate.where == name]
        if name != TOTAL or gates:
            _suite(root, name, gates, counts.get(name), outcome)
    for attribute in ("tests", "failures"):
        root.set(attribute, str(sum(int(suite.get(attribute, "0")) for suite in root)))
    Xml.indent(root)
    return Xml.tostring(root, encoding="unicode", xml_declaration=False).join(
        ('<?xml version="1.0" encoding="UTF-8"?>\n', "\n")
    )


def _suite(
    root: Xml.Element,
    name: str,
    gates: list[GateResult],
    counts: Tallies | None,
    outcome: Outcome,
) -> None:
    failures = sum(not gate.passed for gate in gates)
    suite = Xml.SubElement(
        root,
        "testsuite",
        name=_clean(name),
        tests=str(max(len(gates), 1)),
        failures=str(failures),
        errors="0",
        skipped="0",
    )
    if counts is not None:
        properties = Xml.SubElement(suite, "properties")
        for figure in MAIN:
            value = percent(getattr(counts, figure).f1)
            Xml.SubElement(properties, "property", name=f"{figure}.f1", value=value)
    for gate in gates:
        case = _case(suite, name, f"{gate.gate} {gate.figure}", outcome)
        if not gate.passed:
            failure = Xml.SubElement(case, "failure", message=_clean(gate.line), type=gate.gate)
            failure.text = _clean(gate.line)
    if not gates:
        _case(suite, name, "extracted", outcome)
    shown = [item for item in outcome.differences if item.document == name]
    if shown:
        out = Xml.SubElement(suite, "system-out")
        out.text = _clean(differences_text(shown, {name: outcome.texts[name]}))


def _case(suite: Xml.Element, name: str, test: str, outcome: Outcome) -> Xml.Element:
    case = Xml.SubElement(suite, "testcase", classname=_clean(name), name=test)
    if name in outcome.articles:
        case.set("file", outcome.articles[name].as_posix())
    return case


def _clean(text: str) -> str:
    """Without the characters that XML cannot carry."""
    return _NOT_XML.sub("�", text)
