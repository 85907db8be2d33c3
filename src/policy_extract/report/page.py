"""One self-contained HTML file: template, words, style, script and data put together."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, get_args

from policy_extract._version import __version__
from policy_extract.records import EntityType
from policy_extract.report.charts import MODES, browser_runtime, chart_spec
from policy_extract.report.contents import Contents
from policy_extract.report.embedding import packed, source_hash, visible
from policy_extract.report.tracked import ALONE, STATUSES, panels
from policy_extract.rules.loader import RuleModel, parse_rules
from policy_extract.text.extra import needs_extra

if TYPE_CHECKING:
    from jinja2 import Environment

Language = Literal["zh", "en"]

_STYLES = ("base", "text", "table", "detail", "tracked", "print")
_SCRIPTS = (
    "base", "data", "records", "facets", "text", "detail", "review", "document",
    "collection", "tracked", "main",
)  # fmt: skip
_STATIC_ROWS = 500
"""How many records a reader without scripts (a preview in a mail program) is shown."""


class Wording(RuleModel):
    """``report/words.toml``: every word of the page in its languages."""

    zh: dict[str, str]
    en: dict[str, str]


@cache
def words() -> Wording:
    """The words of the page, loaded once."""
    return parse_rules(_file("words.toml"), Wording, name="report/words.toml")


def page_html(contents: Contents, *, language: Language, title: str) -> str:
    """The whole file.

    Args:
        contents: What to show.
        language: The language that the page opens in; a switch on the page changes it.
        title: The page's title.

    Raises:
        UsageError: The extra ``report`` is not installed.
    """
    data = contents.data()
    runtime = ""
    if contents.track:
        data |= _tracked(contents)
        runtime = browser_runtime()
    data |= {"words": words().model_dump(), "types": get_args(EntityType), "version": __version__}
    script = _program()
    style = "".join(_file(f"style/{name}.css") for name in _STYLES)
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
        f"style-src {source_hash(style)}; script-src {source_hash(script)}"
        + (f" {source_hash(runtime)}" if runtime else "")
    )
    return (
        environment()
        .get_template("page.html")
        .render(
            language=language,
            t=words().model_dump()[language],
            title=title,
            policy=policy,
            style=style,
            script=script,
            runtime=runtime,
            data=packed(data),
            rows=_static_rows(contents),
            static_rows=_STATIC_ROWS,
            records=contents.records,
        )
    )


@cache
def environment() -> "Environment":
    """Jinja2 over ``report/templates``; everything that is filled in is escaped.

    Raises:
        UsageError: The extra ``report`` is not installed.
    """
    with needs_extra("report", "report"):
        from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("policy_extract.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["visible"] = visible
    return made


def _tracked(contents: Contents) -> dict[str, object]:
    spoken: dict[str, dict[str, str]] = words().model_dump()
    charts = {
        language: {
            **{mode: chart_spec(mode, own) for mode in MODES},
            "faceted": chart_spec("years", own, faceted=True),
        }
        for language, own in spoken.items()
    }
    return {"panels": panels(contents.track), "charts": charts, "statuses": [*STATUSES, ALONE]}


def _file(name: str) -> str:
    return files("policy_extract.report").joinpath(name).read_text(encoding="utf-8")


def _program() -> str:
    """The script: its files share one scope, and nothing else of the page sees into it."""
    parts = "\n".join(_file(f"script/{name}.js") for name in _SCRIPTS)
    return f'"use strict";(() => {{\n{parts}\n}})();\n'


def _static_rows(contents: Contents) -> list[tuple[str, dict[str, object]]]:
    claims = (
        (document["name"], claim) for document in contents.documents for claim in document["claims"]
    )
    return [one for one, _ in zip(claims, range(_STATIC_ROWS), strict=False)]
