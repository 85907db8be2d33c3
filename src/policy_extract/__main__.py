"""``python -m policy_extract`` is the command line."""

from policy_extract.cli.main import main

main()
