"""``python -m policy_extract`` and ``policy-extract``: the command line, also where Ctrl-C comes before it is loaded."""

import sys


def main() -> None:
    """Load the command line and run it."""
    try:
        from policy_extract.cli.main import main as run
    except KeyboardInterrupt:
        sys.stderr.write("policy-extract: interrupted\n")
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
