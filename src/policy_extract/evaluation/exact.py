"""Comparing whole outputs with golden files, field by field."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from policy_extract.errors import GoldError
from policy_extract.evaluation.difference import Difference
from policy_extract.evaluation.json_lines import read_json
from policy_extract.records import Document, text_digest

GOLDEN = "output.json"
_LISTS: dict[str, Literal["record", "entity"]] = {
    "metrics": "record",
    "targets": "record",
    "entities": "entity",
}
_IGNORED = ("provenance",)
_SHOWN = 120


def golden_text(document: Document) -> str:
    """What a golden file holds: the whole output without its provenance, which every new version
    of the tool or its rules changes.
    """
    return json.dumps(_output(document), ensure_ascii=False, indent=2) + "\n"


def read_golden(path: Path, article: str) -> dict[str, Any]:
    """Read a golden file.

    Raises:
        GoldError: It cannot be read, is no output, or was made for another version of the article.
    """
    try:
        data = read_json(path.read_bytes().decode("utf-8"), str(path), lines=True)
    except OSError as error:
        raise GoldError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: not UTF-8: {error.reason} at byte {error.start}") from error
    info = data.get("document") if isinstance(data, dict) else None
    if not isinstance(info, dict) or not all(isinstance(data.get(n), list) for n in _LISTS):
        raise GoldError(f"{path}: not an output of policy-extract: document, metrics … are missing")
    if info.get("sha256") != text_digest(article):
        raise GoldError(f"{path}: made for another version of the article (sha256 differs)")
    golden: dict[str, Any] = data
    return golden


def compare_outputs(golden: dict[str, Any], document: Document, name: str) -> list[Difference]:
    """Every field that differs from the golden file, in the order of the text.

    Records and mentions are matched by their ids; one without its like is a miss or an extra.
    """
    now = _output(document)
    found: list[Difference] = []
    for part, what in _LISTS.items():
        found += _compare_lists(golden[part], now[part], what, name)
    for key in dict.fromkeys([*golden, *now]):
        if key not in _LISTS and key not in _IGNORED:
            for path, was, is_ in _changes(golden.get(key), now.get(key), key):
                found.append(
                    Difference("wrong", "document", path, (), name, 0, 0, _shown(was), _shown(is_))
                )
    return sorted(found, key=lambda d: (d.start, d.end))


def _output(document: Document) -> dict[str, Any]:
    data: dict[str, Any] = document.model_dump(mode="json")
    return {key: value for key, value in data.items() if key not in _IGNORED}


def _compare_lists(
    golden: list[Any], now: list[Any], what: Literal["record", "entity"], name: str
) -> Iterator[Difference]:
    was, is_ = _by_id(golden), _by_id(now)
    for key in dict.fromkeys([*was, *is_]):
        place = was.get(key) or is_[key]
        span = place.get("value") if what == "record" else place
        span = span if isinstance(span, dict) else {}
        start, end = int(span.get("start") or 0), int(span.get("end") or 0)
        labels = (span.get("kind"), place.get("record"), place.get("type"))
        label = tuple(str(part) for part in labels if part)
        if key not in is_:
            yield Difference("miss", what, "", label, name, start, end, _shown(was[key]), "")
        elif key not in was:
            yield Difference("extra", what, "", label, name, start, end, "", _shown(is_[key]))
        else:
            for path, before, after in _changes(was[key], is_[key], ""):
                yield Difference(
                    *("wrong", what, path, label, name, start, end),
                    gold=_shown(before),
                    predicted=_shown(after),
                    why=_why(is_[key]),
                )


def _by_id(items: list[Any]) -> dict[tuple[str, int], dict[str, Any]]:
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for item in items:
        if isinstance(item, dict):
            key, nth = str(item.get("id")), 0
            while (key, nth) in found:
                nth += 1
            found[key, nth] = item
    return found


def _changes(was: Any, now: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """The deepest paths at which two JSON values differ, with both values."""
    if isinstance(was, dict) and isinstance(now, dict):
        for key in dict.fromkeys([*was, *now]):
            yield from _changes(was.get(key), now.get(key), f"{path}.{key}" if path else str(key))
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for index, (left, right) in enumerate(zip(was, now, strict=True)):
            yield from _changes(left, right, f"{path}[{index}]")
    elif was != now:
        yield path, was, now


def _why(item: dict[str, Any]) -> str:
    reasons = item.get("because")
    if isinstance(reasons, list):
        return ", ".join(str(reason.get("rule")) for reason in reasons if isinstance(reason, dict))
    return str(item.get("rule") or "")


def _shown(value: Any) -> str:
    if isinstance(value, dict) and "indicator" in value:
        span = value.get("value") or {}
        return f"{value.get('record')} · {value['indicator']} · {span.get('text')}"
    if isinstance(value, dict) and "type" in value and "text" in value:
        return f"{value['type']} {value['text']}"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
