"""The command line's front door: the Typer app; errors become one line and an exit code."""

import io
import os
import sys
from typing import Annotated, cast

import typer

from policy_extract._version import __version__
from policy_extract.cli import batch as _batch
from policy_extract.cli import check as _check
from policy_extract.cli import gold as _gold
from policy_extract.cli import indicators as _indicators
from policy_extract.cli import model as _model
from policy_extract.cli import query as _query
from policy_extract.cli import report as _report
from policy_extract.cli import run as _run
from policy_extract.cli import schema as _schema
from policy_extract.cli import track as _track
from policy_extract.cli.guard import guarded
from policy_extract.cli.last_resort import command_line, save_report, told
from policy_extract.cli.settings import current_defaults
from policy_extract.collecting import collect_seldom
from policy_extract.errors import DefectError, InterruptError, OutputError, PolicyExtractError

app = typer.Typer(
    name="policy-extract",
    help="Read Chinese policy text; give back grounded targets, metrics and entities.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(guarded(_run.run))
app.command("batch")(guarded(_batch.batch))
app.command("query")(guarded(_query.query))
app.command("track")(guarded(_track.track))
app.command("report")(guarded(_report.report))
app.command("check")(guarded(_check.check))
app.command("schema")(guarded(_schema.schema))
for _group, _name in (
    (_gold.app, "gold"),
    (_model.app, "model"),
    (_indicators.app, "indicators"),
):
    for _command in _group.registered_commands:
        if _command.callback is not None:
            _command.callback = guarded(_command.callback)
    app.add_typer(_group, name=_name)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"policy-extract {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Read Chinese policy text; give back grounded targets, metrics and entities.

    Options have defaults from policy-extract.toml here, and from POLICY_EXTRACT_… in the environment.
    """
    context.default_map = current_defaults(context.command)


def main() -> None:
    """Run the command line; the only place that ends the process."""
    collect_seldom()
    _open_streams()
    for stream, encoding in ((sys.stdout, "utf-8"), (sys.stderr, None)):
        # Data are UTF-8 whatever the terminal is; what it cannot show is written out.
        cast(io.TextIOWrapper, stream).reconfigure(encoding=encoding, errors="backslashreplace")
    try:
        app()
    except PolicyExtractError as error:
        _end(str(error), error.exit_code)
    except OSError as error:
        reason = error.strerror or error
        _end(f"{error.filename or 'standard output'}: {reason}", OutputError.exit_code)
    except KeyboardInterrupt:
        _end("interrupted; what was finished has been written", InterruptError.exit_code)
    except Exception as error:
        report = save_report(error, command_line())
        _end(told(error, report), DefectError.exit_code)


def _open_streams() -> None:
    """Give every standard stream that came closed a place: else the first file that is opened takes
    its number, and what is said goes into that file. Data for a closed standard output fail.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, os.O_WRONLY if name == "stderr" else os.O_RDONLY)
            if handle != number:
                os.dup2(handle, number)
                os.close(handle)
            setattr(sys, name, os.fdopen(number, "r" if name == "stdin" else "w"))


def _end(line: str, code: int) -> None:
    try:
        sys.stdout.flush()
    except OSError:
        # Python would complain again when it flushes stdout at exit: give it a place to flush to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    print(f"policy-extract: {' '.join(line.split())}", file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    main()
