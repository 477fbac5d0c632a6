"""What can be wrong with XML that comes from outside."""

from __future__ import annotations

from trivium.errors import InvalidInput


class InvalidXml(InvalidInput):
    """The bytes are no XML that we read; says the line, what is wrong there and what to do.

    Codes: `xml/not-well-formed`, `xml/doctype-refused`, `xml/encoding`, `xml/too-large`,
    `xml/not-writable`.
    """

    code = "xml/not-well-formed"

    def __init__(
        self, what: str, *, remedy: str, line: int | None = None, code: str | None = None
    ) -> None:
        where = f" (line {line})" if line else ""
        super().__init__(f"{what}{where}. {remedy}", code=code, line=line, what=what, remedy=remedy)
        self.what = what
        self.remedy = remedy
        self.line = line
