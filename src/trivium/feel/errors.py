"""What can go wrong in FEEL: syntax errors, passed limits, and reasons for nulls."""

from __future__ import annotations

from dataclasses import dataclass

from trivium.errors import EvaluationFailed, InvalidInput


def excerpt(source: str, offset: int) -> tuple[int, int, str]:
    """Line and column (from 1) of `offset`, and that line with a caret under the place."""
    line = source.count("\n", 0, offset) + 1
    begin = source.rfind("\n", 0, offset) + 1
    end = source.find("\n", offset)
    text = source[begin : end if end >= 0 else len(source)]
    column = offset - begin + 1
    # a long line is cut around the place, so that a message stays readable
    cut = max(0, column - 60)
    shown = text[cut : cut + 100].replace("\t", " ")
    return line, column, f"{shown}\n{' ' * (column - 1 - cut)}^"


class FeelSyntaxError(InvalidInput):
    """The text is no FEEL; `line` and `column` count from 1, `excerpt` points at the place."""

    code = "feel/syntax"

    def __init__(self, source: str, offset: int, expected: str, found: str) -> None:
        self.line, self.column, self.excerpt = excerpt(source, offset)
        self.offset = offset
        self.expected = expected
        self.found = found
        super().__init__(
            f"Expected {expected} but found {found} "
            f"(line {self.line}, column {self.column})\n{self.excerpt}",
            line=self.line,
            column=self.column,
            expected=expected,
            found=found,
        )


class ExpressionLimit(EvaluationFailed):
    """An evaluation was stopped since it passed a limit of steps, depth or size.

    `limit` is the name of the field of `feel.Limits`.
    """

    code = "feel/limit"

    def __init__(self, limit: str, allowed: int) -> None:
        self.limit = limit
        self.allowed = allowed
        super().__init__(
            f"Expected at most {allowed} {limit.replace('_', ' ')} but the expression needs more. "
            f"Make the expression cheaper or raise feel.Limits.{limit}.",
            limit=limit,
            allowed=allowed,
        )


@dataclass(frozen=True, slots=True)
class FeelWarning:
    """Why a value is null: `code` for programs, `message` for people, `offset` in the source."""

    code: str
    message: str
    offset: int = 0

    def __str__(self) -> str:
        return f"{self.message} [{self.code}]"


class NullResult(Exception):
    """Raised inside a built-in: the result is null, and this is why."""

    def __init__(self, message: str, code: str = "feel/invalid-argument") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
