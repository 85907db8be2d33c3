"""Reading files of data that a person names: gold, a lexicon, rules, figures, an export."""

import errno
from pathlib import Path

MAX_BYTES = 256 * 1024 * 1024
"""What a file may have; a device may have no end."""


def read_data(path: Path) -> bytes:
    """All bytes of a file of data: gold, a lexicon, an export. A device may have no end.

    Raises:
        OSError: It cannot be read, or is larger than any such file.
    """
    with path.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise OSError(errno.EFBIG, f"more than {MAX_BYTES} bytes", str(path))
    return data
