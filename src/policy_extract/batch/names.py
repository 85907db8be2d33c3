"""Names of files as a person wrote them, whatever system packed them."""

import zipfile

_UTF8_FLAG = 0x800


def plain_name(name: str) -> str:
    """A name without the lone surrogates by which Python keeps bytes that are no UTF-8.

    >>> plain_name("b'\\udcb1\\udca8.txt"), plain_name("报.txt")
    ("b'报.txt", '报.txt')
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return decoded_name(name.encode("utf-8", "surrogateescape"))
    return name


def decoded_name(raw: bytes) -> str:
    """A name by its bytes: UTF-8, else GB18030, else with the odd bytes written out."""
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "backslashreplace")


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of a member of a zip; without the flag of UTF-8 it is what its bytes say."""
    if info.flag_bits & _UTF8_FLAG:
        return info.filename
    try:
        return decoded_name(info.filename.encode("cp437"))
    except UnicodeEncodeError:
        return info.filename


def is_litter(path: str) -> bool:
    """Whether a file is one that systems leave behind: macOS forks, locks of an open document.

    >>> is_litter("a/__MACOSX/b.txt"), is_litter("a/._b.txt"), is_litter("~$b.docx")
    (True, True, True)
    """
    parts = path.replace("\\", "/").split("/")
    return "__MACOSX" in parts or parts[-1].startswith(("._", "~$"))
