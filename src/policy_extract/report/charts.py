"""Promise against result as Vega-Lite charts: the same ones on the page and on paper.

Vega-Lite, because a chart is plain data that a page draws with its runtime inlined and without
``eval``, and that one wheel (``vl-convert-python``) turns into SVG and PNG without a browser, a
Node or a network. A target is a short line, an interval a broad one, an outcome a sign: its shape
and its colour say the verdict, a hatched square that there is none.
"""

from collections.abc import Collection
from functools import cache
from typing import Any, Literal, get_args

from policy_extract.report.tracked import ALONE, STATUSES
from policy_extract.text.extra import needs_extra

Spec = dict[str, Any]
Mode = Literal["years", "ranked", "layers"]
MODES: tuple[Mode, ...] = get_args(Mode)

_CROSS = "M-1,-1L1,1M1,-1L-1,1"
_HATCH = "M-1,-1L1,-1L1,1L-1,1ZM-1,0L0,-1M-1,1L1,-1M0,1L1,0"
_HATCH_BACK = "M-1,-1L1,-1L1,1L-1,1ZM0,-1L1,0M-1,-1L1,1M-1,0L0,1"
_LOOKS = {
    "met": ("circle", "#0072b2", True),
    "within": ("diamond", "#b37300", True),
    "missed": (_CROSS, "#c23b00", False),
    "undecidable": ("square", "#777777", False),
    "not comparable": ("triangle-down", "#777777", False),
    "not reported": (_HATCH, "#777777", False),
    "report missing": (_HATCH_BACK, "#777777", False),
    "not yet due": ("circle", "#777777", False),
    ALONE: ("circle", "#555555", True),
}
"""Shape, colour (told apart by every kind of colour sight) and whether it is filled, by status."""
_ALL = (*STATUSES, ALONE)
_SHOWN_AT = "isValid(datum.outcome) ? datum.outcome : (datum.low + datum.high) / 2"
_NOTICE = (
    "/*! Vega, Vega-Lite and Vega-Embed, (c) University of Washington Interactive Data Lab and "
    "contributors, BSD-3-Clause: https://github.com/vega/vega/blob/main/LICENSE */\n"
)


@cache
def browser_runtime() -> str:
    """The charts' runtime as one script that needs nothing else.

    Raises:
        UsageError: The extra ``report`` is not installed.
    """
    with needs_extra("the charts", "report"):
        import vl_convert
    return _NOTICE + str(vl_convert.javascript_bundle("globalThis.vegaEmbed = vegaEmbed;"))


def chart_spec(
    mode: Mode,
    words: dict[str, str],
    *,
    faceted: bool = False,
    legend: Collection[str] = (),
) -> Spec:
    """A chart of the points of a panel, which it expects as the data set ``points``.

    Args:
        mode: ``years`` (over the periods), ``ranked`` (places in one period) or ``layers`` (how far
            each place's target lies above that of the level above it).
        words: The words of the page in one language.
        faceted: For ``years``: a small chart for each place.
        legend: Statuses that a legend explains; none where it is empty.
    """
    data = {"data": {"name": "points"}}
    if mode == "layers":
        return {**data, **_layers(words)}
    across = mode == "ranked"
    marks = [
        *_target(across=across, signed=not faceted),
        _outcome(across=across, words=words, legend=legend),
    ]
    if faceted:
        return {
            **data,
            "facet": {"field": "place", "type": "nominal", "title": None, "sort": None},
            "columns": 3,
            "spec": {"layer": marks, "width": 230, "height": 130},
        }
    size = (
        {"height": {"step": 20}, "width": 420} if across else {"width": {"step": 46}, "height": 220}
    )
    return {**data, "layer": marks, **size}


def _base(*, across: bool) -> Spec:
    """The channel that parts the points: places, or periods."""
    place = {"field": "place", "type": "nominal", "title": None, "sort": {"field": "rank"}}
    axis = {"labelAngle": 0, "labelOverlap": "greedy"}
    when = {"field": "when", "type": "ordinal", "title": None, "axis": axis}
    return {"y" if across else "x": place if across else when, "description": {"field": "label"}}


def _at(field: str) -> Spec:
    scale = {"zero": False, "padding": 12}
    return {"field": field, "type": "quantitative", "scale": scale, "title": None}


def _target(*, across: bool, signed: bool) -> list[Spec]:
    """A target: a broad line for its interval, a short one at each end, the sign of its bound."""
    value = "x" if across else "y"
    grey = {"color": {"value": "#8c8c8c"}}
    base = {**_base(across=across), **grey}
    interval = {
        "mark": {"type": "rule", "strokeWidth": 9, "opacity": 0.35, "cursor": "pointer"},
        "encoding": {**base, value: _at("low"), f"{value}2": {"field": "high"}},
    }
    ends = [
        {
            "mark": {"type": "tick", "thickness": 2, "size": 16, "cursor": "pointer"},
            "encoding": {**base, value: _at(end)},
        }
        for end in ("low", "high")
    ]
    sign = {
        "mark": {"type": "text", "fontSize": 10, "dx": -8 if across else -14},
        "encoding": {**base, value: _at("low"), "text": {"field": "sign"}},
    }
    return [interval, *ends, *([sign] if signed else [])]


def _outcome(*, across: bool, words: dict[str, str], legend: Collection[str]) -> Spec:
    """The sign of an outcome, or of there being none: shape and colour say the status."""
    shown = [status for status in _ALL if status in legend]
    names = ", ".join(f"'{status}': '{words[f'status_{status}']}'" for status in _ALL)
    explained = {
        "title": None,
        "values": shown,
        "labelExpr": f"({{{names}}})[datum.label]",
        "orient": "bottom",
        "columns": 4,
    }
    looks = [_LOOKS[status] for status in _ALL]

    def by_status(channel: list[str]) -> Spec:
        scale = {"domain": list(_ALL), "range": channel}
        keys = explained if shown else None
        return {"field": "status", "type": "nominal", "scale": scale, "legend": keys}

    return {
        "transform": [{"calculate": _SHOWN_AT, "as": "shown"}],
        "mark": {
            "type": "point",
            "size": 70,
            "strokeWidth": 1.8,
            "opacity": 1,
            "cursor": "pointer",
        },
        "encoding": {
            **_base(across=across),
            "x" if across else "y": _at("shown"),
            "shape": by_status([shape for shape, _, _ in looks]),
            "stroke": by_status([colour for _, colour, _ in looks]),
            "fill": by_status([colour if full else "transparent" for _, colour, full in looks]),
        },
    }


def _layers(words: dict[str, str]) -> Spec:
    order = {"field": "layer", "op": "max", "order": "descending"}
    scale = {"padding": 44}
    above = "datum.layer > 0"
    return {
        "transform": [{"filter": "isValid(datum.layer)"}],
        "height": {"step": 20},
        "width": 420,
        "encoding": {
            "y": {"field": "place", "type": "nominal", "title": None, "sort": order},
            "x": {
                "field": "layer",
                "type": "quantitative",
                "title": words["layer_axis"],
                "scale": scale,
            },
            "description": {"field": "label"},
        },
        "layer": [
            {
                "mark": {"type": "bar", "cursor": "pointer"},
                "encoding": {
                    "color": {"condition": {"test": above, "value": "#b37300"}, "value": "#0072b2"}
                },
            },
            *(
                {
                    "transform": [{"filter": test}],
                    "mark": {"type": "text", "align": align, "dx": away},
                    "encoding": {"text": {"field": "layer", "format": "+.3~g"}},
                }
                for test, align, away in (
                    ("datum.layer >= 0", "left", 4),
                    ("datum.layer < 0", "right", -4),
                )
            ),
        ],
    }
