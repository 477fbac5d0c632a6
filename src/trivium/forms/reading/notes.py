"""What readers of forms have in common: faults with their lines, expressions, patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from trivium import expressions
from trivium.errors import Finding, TriviumError
from trivium.feel.regex import InvalidPattern, pattern

if TYPE_CHECKING:
    from trivium.expressions import Expression
    from trivium.forms.reading.json_text import Place

_NEEDLESS_ESCAPE = re.compile(r"\\([^\w\s\\|.?*+(){}\[\]^$-])|(\\\\)")


class Notes:
    """Collects what is wrong with a form; `lines` tells where its parts stand."""

    def __init__(self, lines: Mapping[Place, int] | None = None) -> None:
        self.findings: list[Finding] = []
        self._lines = lines or {}

    def fault(  # what a finding says
        self,
        code: str,
        message: str,
        remedy: str,
        element: str | None,
        at: Place = (),
        *,
        warning: bool = False,
    ) -> None:
        """Notes a fault, on the line of the innermost part that is known."""
        while at and at not in self._lines:
            at = at[:-1]
        line = self._lines.get(at)
        severity = "warning" if warning else "error"
        self.findings.append(Finding(code, message, element, line, remedy, severity))  # type: ignore[arg-type]  # one of the two

    def expression(self, text: str, element: str, at: Place = ()) -> Expression | None:
        """A text as models write expressions; None if it cannot be read."""
        try:
            return expressions.written(text)
        except TriviumError as error:
            self.fault(
                "form/expression",
                f"Expected an expression at the field {element}, but {text!r} cannot be read:"
                f" {error.message}",
                "Correct it.",
                element,
                at,
            )
            return None

    def pattern(self, text: Any, element: str, at: Place = ()) -> str | None:
        """A pattern in the words of XPath; None if it cannot be read.

        Patterns of forms are those of JavaScript: what is written alike means the same there, and an
        escape that XPath does not need is taken away. What XPath does not know, such as looking ahead,
        has no bound of time.
        """
        plain = _NEEDLESS_ESCAPE.sub(lambda found: found[2] or found[1], str(text))
        try:
            pattern(plain, "")
        except InvalidPattern as error:
            self.fault(
                "form/pattern",
                f"Expected a pattern at the field {element}, but {text!r} cannot be used: {error}.",
                "Write it without looking ahead or behind.",
                element,
                at,
            )
            return None
        return plain
