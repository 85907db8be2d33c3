"""Promise against result as Vega-Lite charts: the same ones on the page and on paper.

Vega-Lite, because a chart is plain data that a page draws with its runtime inlined and without
``eval``, and that one wheel (``vl-convert-python``) turns into SVG and PNG without a browser, a
Node or a network. A target is a short line, an interval a broad one, an outcome a sign: its shape
and its colour say the verdict, a hatched square that there is none.
"""

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


def chart_spec(mode: Mode, words: dict[str, str], *, faceted: bool = False) -> Spec:
    """A chart of the points of a panel, which it expects as the data set ``points``.

    Args:
        mode: ``years`` (over the periods), ``ranked`` (places in one period) or ``layers`` (how far
            each place's target lies above that of the level above it).
        words: The words of the page in one language.
        faceted: For ``years``: a small chart for each place.
    """
    data = {"data": {"name": "points"}}
    if mode == "layers":
        return {**data, **_layers(words)}
    across = mode == "ranked"
    layer = {"layer": _marks(words, across=across)}
    if not faceted:
        return {
            **data,
            **layer,
            **(
                {"height": {"step": 20}, "width": 420}
                if across
                else {"width": {"step": 46}, "height": 220}
            ),
        }
    return {
        **data,
        "facet": {"field": "place", "type": "nominal", "title": None},
        "columns": 3,
        "spec": {**layer, "width": 230, "height": 130},
    }


def _marks(words: dict[str, str], *, across: bool) -> list[Spec]:
    """Interval, line and sign of a target, and the sign of its outcome."""
    value, other = ("x", "y") if across else ("y", "x")
    place = {"field": "place", "type": "nominal", "title": None, "sort": {"field": "rank"}}
    when = {"field": "when", "type": "ordinal", "title": None, "axis": {"labelAngle": 0}}
    base = {other: place if across else when}

    def at(field: str) -> Spec:
        return {
            "field": field,
            "type": "quantitative",
            "scale": {"zero": False},
            "title": None,
        }

    grey = {"value": "#8c8c8c"}
    described = {"description": {"field": "label"}}
    return [
        {
            "mark": {"type": "rule", "strokeWidth": 9, "opacity": 0.35},
            "encoding": {**base, **described, value: at("low"), f"{value}2": {"field": "high"}, "color": grey},
        },
        *(
            {
                "mark": {"type": "tick", "thickness": 2, "size": 16},
                "encoding": {**base, **described, value: at(end), "color": grey},
            }
            for end in ("low", "high")
        ),
        {
            "mark": {"type": "text", "fontSize": 10, **({"dy": -11} if across else {"dx": -14})},
            "encoding": {**base, value: at("low"), "text": {"field": "sign"}, "color": grey},
        },
        {
            "transform": [{"calculate": _SHOWN_AT, "as": "shown"}],
            "mark": {"type": "point", "size": 70, "strokeWidth": 1.8, "opacity": 1, "cursor": "pointer"},
            "encoding": {**base, **described, value: at("shown"), **_verdict(words)},
        },
    ]  # fmt: skip


def _verdict(words: dict[str, str]) -> Spec:
    """Shape and colour of each status; one legend for all of them."""
    looks = [_LOOKS[status] for status in _ALL]

    def by_status(channel: list[Any], legend: Any) -> Spec:
        return {
            "field": "status",
            "type": "nominal",
            "scale": {"domain": list(_ALL), "range": channel},
            "legend": legend,
        }

    names = ", ".join(f"'{status}': '{words[f'status_{status}']}'" for status in _ALL)
    legend = {
        "title": None,
        "labelExpr": f"({{{names}}})[datum.label]",
        "orient": "bottom",
        "columns": 4,
    }
    colours = [colour for _, colour, _ in looks]
    return {
        "shape": by_status([shape for shape, _, _ in looks], legend),
        "stroke": by_status(colours, legend),
        "fill": by_status([c if full else "transparent" for _, c, full in looks], legend),
    }


def _layers(words: dict[str, str]) -> Spec:
    place = {
        "field": "place",
        "type": "nominal",
        "title": None,
        "sort": {"field": "layer", "order": "descending"},
    }
    gap = {"field": "layer", "type": "quantitative", "title": words["layer_axis"]}
    return {
        "transform": [{"filter": "isValid(datum.layer)"}],
        "height": {"step": 20},
        "width": 420,
        "encoding": {"y": place, "x": gap, "description": {"field": "label"}},
        "layer": [
            {
                "mark": {"type": "bar", "cursor": "pointer"},
                "encoding": {
                    "color": {
                        "condition": {"test": "datum.layer > 0", "value": "#b37300"},
                        "value": "#0072b2",
                    }
                },
            },
            {
                "mark": {"type": "text", "align": {"expr": "datum.layer < 0 ? 'right' : 'left'"}, "dx": {"expr": "datum.layer < 0 ? -4 : 4"}},
                "encoding": {"text": {"field": "layer", "format": "+.3~g"}},
            },
        ],
    }  # fmt: skip
