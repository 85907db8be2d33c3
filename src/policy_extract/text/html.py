"""The main text of a web page, by trafilatura (Apache-2.0)."""

from policy_extract.errors import InputError


def html_text(data: bytes, *, name: str) -> str:
    """The article of a page without menus, links and advertisements.

    Raises:
        InputError: The page holds no main text.
        UsageError: The extra ``batch`` is not installed.
    """
    from policy_extract.text.extra import needs_extra

    with needs_extra("reading HTML"):
        import trafilatura

    try:
        text = trafilatura.extract(
            data, include_comments=False, include_tables=True, include_links=False
        )
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name}: cannot be read as HTML: {error}") from error
    if not text or not text.strip():
        raise InputError(f"{name}: the page holds no main text", hint="Save its text as .txt")
    return str(text)
