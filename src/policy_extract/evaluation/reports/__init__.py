"""A check's outcome in the forms that people, CI servers and programs read."""

from collections.abc import Callable

from policy_extract.evaluation.reports import (
    as_github,
    as_json,
    as_junit,
    as_markdown,
    as_text,
)
from policy_extract.evaluation.reports.outcome import Outcome

RENDERERS: dict[str, Callable[[Outcome], str]] = {
    "json": as_json.render,
    "junit": as_junit.render,
    "github": as_github.render,
    "markdown": as_markdown.render,
    "text": as_text.render,
}
"""The forms of a report by name."""
