"""The text layer of a PDF, page by page in the order it was set, by pypdf (BSD-3-Clause)."""

import io

from policy_extract.errors import InputError
from policy_extract.text.extra import needs_extra


def pdf_text(data: bytes, *, name: str) -> str:
    """The text of a PDF; pages are parted by an empty line.

    Text comes in the order of the content stream, which is the order in which a typesetting
    program wrote the columns. A PDF made by printing from a spreadsheet may have another order.

    Raises:
        InputError: The file is damaged, needs a password, or has no text layer (a scan).
        UsageError: The extra ``batch`` is not installed.
    """
    with needs_extra("reading PDF"):
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(f"{name}: the PDF needs a password", hint="Save it without one")
        pages = [(page.extract_text() or "").strip() for page in reader.pages]
    except InputError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise InputError(f"{name}: is a damaged PDF: {error}") from error
    except (RecursionError, IndexError, NotImplementedError) as error:
        raise InputError(f"{name}: the PDF cannot be read: {error}") from error
    text = "\n\n".join(page for page in pages if page)
    if not text:
        raise InputError(
            f"{name}: the PDF has no text layer; it is a scan",
            hint="OCR is out of scope: recognise its text first",
        )
    return text
