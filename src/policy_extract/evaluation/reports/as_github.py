"""A check's outcome as GitHub workflow commands, which show as annotations on the article."""

from pathlib import Path

from policy_extract.evaluation.difference import Difference
from policy_extract.evaluation.reports.outcome import Outcome, Places, title


def render(outcome: Outcome) -> str:
    """An error for each failed gate, then a warning for each difference, one a line."""
    places = {name: Places(text) for name, text in outcome.texts.items()}
    lines = []
    for gate in outcome.failed:
        file = outcome.articles.get(gate.where)
        properties = {"file": file.as_posix()} if file else {}
        lines.append(_command("error", {**properties, "title": gate.figure}, gate.line))
    for item in outcome.differences:
        properties = _position(outcome.articles.get(item.document), item, places[item.document])
        lines.append(_command("warning", {**properties, "title": title(item)}, _message(item)))
    return "".join(line + "\n" for line in lines)


def _position(file: Path | None, item: Difference, places: Places) -> dict[str, str]:
    if file is None:
        return {}
    line, column = places.at(item.start)
    end_line, end_column = places.at(max(item.end - 1, item.start))
    found = {"file": file.as_posix(), "line": str(line), "endLine": str(end_line)}
    if line == end_line:
        found |= {"col": str(column), "endColumn": str(end_column)}
    return found


def _message(item: Difference) -> str:
    parts = [f"gold: {item.gold}" if item.gold else "", f"predicted: {item.predicted}"]
    parts[1] = parts[1] if item.predicted else ""
    parts.append(f"because: {item.why}" if item.why else "")
    return "\n".join(part for part in parts if part)


def _command(level: str, properties: dict[str, str], message: str) -> str:
    shown = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{level} {shown}::{_escape(message)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
