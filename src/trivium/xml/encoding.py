"""The encoding of XML bytes: found by mark and declaration, allowed by list."""

from __future__ import annotations

import codecs
import re

from trivium.xml.errors import InvalidXml

_MARKS = (  # UTF-32 before UTF-16, whose little-endian mark begins it
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = (("<?".encode("utf-16-le"), "utf-16-le"), ("<?".encode("utf-16-be"), "utf-16-be"))
_DECLARATION = re.compile(
    rb"""<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]{0,40})["']"""
)
_ALLOWED = frozenset(
    codecs.lookup(name).name
    for name in (
        *("utf-8", "ascii", "koi8-r", "koi8-u", "big5", "gb2312", "gbk", "gb18030"),
        *("shift_jis", "euc-jp", "iso-2022-jp", "euc-kr"),
        *(f"iso-8859-{part}" for part in range(1, 17) if part != 12),  # noqa: PLR2004 (no part 12)
        *(f"windows-{page}" for page in range(1250, 1259)),
    )
)


def as_utf8(data: bytes) -> bytes:
    """The same document in UTF-8, without byte order mark; the declaration stays as written.

    Raises:
        InvalidXml: `xml/encoding` if the encoding is not known or the bytes are not in it.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _recoded(data[len(mark) :], encoding)
    for start, encoding in _UNMARKED:
        if data.startswith(start):
            return _recoded(data, encoding)
    declared = _DECLARATION.match(data)
    return _recoded(data, _allowed(declared[1].decode("ascii")) if declared else "utf-8")


def _allowed(declared: str) -> str:
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        name = ""
    if name in _ALLOWED:
        return name
    wide = declared.lower().startswith(("utf-16", "utf-32", "ucs-", "iso-10646-ucs"))
    found = "but the bytes are not in it" if wide else "which is not a known text encoding"
    raise InvalidXml(
        f'The declaration says encoding="{declared}", {found}',
        remedy="Save the file as UTF-8 and declare UTF-8.",
        line=1,
        code="xml/encoding",
    )


def _recoded(data: bytes, encoding: str) -> bytes:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InvalidXml(
            f"Expected {encoding} text but the byte at offset {error.start} does not belong to it",
            remedy="Save the file as UTF-8, or declare the encoding that it is in.",
            line=data.count(b"\n", 0, error.start) + 1,
            code="xml/encoding",
        ) from error
    return data if encoding == "utf-8" else text.encode("utf-8")
