"""What can be wrong with an expression before it runs."""

from __future__ import annotations

from trivium.errors import EvaluationFailed, InvalidInput


class ExpressionSyntaxError(InvalidInput):
    """The text is no expression of its language; line and column count from 1."""

    code = "expression/syntax"

    def __init__(
        self,
        what: str,
        *,
        source: str,
        offset: int = 0,
        remedy: str = "",
        code: str | None = None,
    ) -> None:
        before = source[:offset]
        self.line = before.count("\n") + 1
        self.column = offset - (before.rfind("\n") + 1) + 1
        self.source = source
        self.remedy = remedy
        shown = source if len(source) <= 200 else f"{source[:200]}…"  # noqa: PLR2004
        super().__init__(
            f"{what} (line {self.line}, column {self.column} of {shown!r})."
            + (f" {remedy}" if remedy else ""),
            code=code,
            line=self.line,
            column=self.column,
            source=shown,
        )


class InvalidSchedule(EvaluationFailed):
    """The text of a timer, cycle or retry plan says no time that we understand."""

    code = "expression/invalid-schedule"

    def __init__(self, text: str, expected: str) -> None:
        shown = text if len(text) <= 100 else f"{text[:100]}…"  # noqa: PLR2004
        super().__init__(f"Expected {expected} but found {shown!r}.", text=shown, expected=expected)
