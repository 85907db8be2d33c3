"""The command line's front door: the Typer app, and errors turned into one line and an exit code."""

import os
import signal
import sys
from typing import Annotated

import typer

from policy_extract._version import __version__
from policy_extract.cli import check as _check
from policy_extract.cli import gold as _gold
from policy_extract.cli import run as _run
from policy_extract.cli import schema as _schema
from policy_extract.errors import PolicyExtractError

EXIT_INTERRUPT = 130
EXIT_PIPE = 141

app = typer.Typer(
    name="policy-extract",
    help="Read Chinese policy text; give back grounded targets, metrics and entities.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(_run.run)
app.command("check")(_check.check)
app.add_typer(_gold.app, name="gold")
app.command("schema")(_schema.schema)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"policy-extract {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Read Chinese policy text; give back grounded targets, metrics and entities."""


def main() -> None:
    """Run the command line; the only place that ends the process."""
    try:
        app()
        sys.stdout.flush()
    except PolicyExtractError as error:
        _say(str(error))
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        _say("interrupted; what was finished has been written")
        sys.exit(EXIT_INTERRUPT)
    except BrokenPipeError:
        # Python would complain again when it flushes stdout at exit: give it a place to flush to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _say("standard output was closed before everything was written; write to a file with -o")
        sys.exit(EXIT_PIPE)


def _say(line: str) -> None:
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    print(f"policy-extract: {' '.join(line.split())}", file=sys.stderr)


if __name__ == "__main__":
    main()
