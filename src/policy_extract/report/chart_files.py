"""The charts of a track output as SVG and PNG, for a paper."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from policy_extract.errors import InputError
from policy_extract.report.charts import Mode, chart_spec
from policy_extract.report.page import Language, words
from policy_extract.report.tracked import Panel, Row, panels
from policy_extract.side_files import write_folder
from policy_extract.text.extra import needs_extra

MOST_PLACES = 60
"""The most places that one chart ranks."""
MOST_FACETS = 12
"""The most places that are drawn over the years beside each other."""
_SCALE = 3
_SAFE = re.compile(r"[^\w.-]+")


def write_charts(rows: Sequence[Row], folder: Path, *, language: Language) -> int:
    """Draw every panel over the years, ranked and by layers where that says something.

    Args:
        rows: Rows of a track output.
        folder: Where they go; it is made where it is missing.
        language: Language of the legends.

    Returns:
        How many charts there are; each is an SVG and a PNG.

    Raises:
        InputError: There is nothing to draw.
        OutputError: A file is there that was not made here, or cannot be written.
        UsageError: The extra ``report`` is not installed.
    """
    with needs_extra("--charts", "report"):
        import vl_convert
    if not rows:
        raise InputError("--charts: there is no track output to draw", hint="Give one as a source")
    spoken = words().model_dump()[language]
    files: dict[str, bytes] = {}
    for number, panel in enumerate(panels(rows), 1):
        for mode, points, suffix in _drawn(panel):
            name = _SAFE.sub("_", str(panel["indicator_id"] or panel["indicator"]))[:60]
            whole = _whole(mode, points, panel, spoken)
            stem = f"{number:03d}-{name}-{mode}{suffix}"
            files[f"{stem}.svg"] = vl_convert.vegalite_to_svg(whole).encode()
            files[f"{stem}.png"] = vl_convert.vegalite_to_png(whole, scale=_SCALE)
    write_folder(folder, files, prune=True)
    return len(files) // 2


def _drawn(panel: Panel) -> Iterator[tuple[Mode, list[Row], str]]:
    """Which charts a panel is worth, with their points and what tells their files apart."""
    points = panel["points"]
    places = sorted({point["place"] for point in points})
    if len({point["when"] for point in points}) > 1 or len(places) == 1:
        first = set(places[:MOST_FACETS])
        yield "years", [point for point in points if point["place"] in first], ""
    for when in dict.fromkeys(point["when"] for point in points):
        held = [point for point in points if point["when"] == when]
        suffix = f"-{_SAFE.sub('_', when)}"
        if len({point["place"] for point in held}) > 1:
            yield "ranked", sorted(held, key=lambda point: point["rank"])[:MOST_PLACES], suffix
        layered = [point for point in held if point["layer"] is not None]
        if layered:
            yield "layers", sorted(layered, key=lambda p: -p["layer"])[:MOST_PLACES], suffix


def _whole(mode: Mode, points: list[Row], panel: Panel, spoken: dict[str, str]) -> dict[str, Any]:
    faceted = mode == "years" and len({point["place"] for point in points}) > 1
    parts = [
        panel["indicator"] or panel["indicator_id"],
        f"({panel['unit']})" if panel["unit"] else "",
    ]
    if mode != "years":
        parts.append(points[0]["when"])
    return {
        **chart_spec(mode, spoken, faceted=faceted, legend={one["status"] for one in points}),
        "title": " ".join(str(part) for part in parts if part),
        "datasets": {"points": [{**point, "label": ""} for point in points]},
        "background": "white",
        "config": {"font": "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"},
    }
