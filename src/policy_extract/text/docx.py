"""The text of a Word document, paragraphs and tables in their order, by python-docx (MIT)."""

import io

from policy_extract.errors import InputError
from policy_extract.text.extra import needs_extra


def docx_text(data: bytes, *, name: str) -> str:
    """Paragraphs one a line; the cells of a table row parted by tabs.

    Raises:
        InputError: The file is damaged, or no Word document, or holds no text.
        UsageError: The extra ``batch`` is not installed.
    """
    with needs_extra("reading DOCX"):
        import docx
        from docx.table import Table
    try:
        document = docx.Document(io.BytesIO(data))
        lines: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                lines += ["\t".join(cell.text for cell in row.cells) for row in block.rows]
            else:
                lines.append(block.text)
    except Exception as error:  # python-docx lets zip, XML and key errors through as they are
        raise InputError(f"{name}: is no readable DOCX: {error}") from error
    text = "\n".join(lines)
    if not text.strip():
        raise InputError(f"{name}: the document holds no text")
    return text
