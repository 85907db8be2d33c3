"""The command line: one module per command, each a thin shell over a plain function."""

import os

# Nobody's plugins take part in the models, and looking for some reads the list of all installed packages.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
