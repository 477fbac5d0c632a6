"""Methods of text with regular expressions, in the time that FEEL's own allow.

The syntax is XPath's, which has all of Java's that models use but word bounds and look-around.
"""

from __future__ import annotations

from trivium.expressions.juel.failure import JuelFailure
from trivium.expressions.juel.values import bounded
from trivium.feel.regex import InvalidPattern, Pattern, pattern

_MOST_STEPS = 1_000_000


class _Steps:
    """What is left of the steps that one call may take."""

    def __init__(self) -> None:
        self._left = _MOST_STEPS

    def charge(self, steps: int) -> None:
        self._left -= steps
        if self._left < 0:
            raise JuelFailure(
                f"Expected a pattern that takes at most {_MOST_STEPS:,} steps but it takes more.",
                code="expression/limit",
            )


def matches(text: str, regex: str) -> bool:
    """Whether the whole text fits the pattern."""
    return _compiled(f"^(?:{regex})$").is_found(text, _Steps().charge)


def replace_all(text: str, regex: str, new: str) -> str:
    """The text with each place replaced; `$1` is the text of a group."""
    try:
        return bounded(_compiled(regex).replace(text, new, _Steps().charge))
    except InvalidPattern as error:
        raise _invalid(regex, error) from error


def split(text: str, regex: str, limit: int = 0) -> list[str]:
    """The parts between the places; empty ones at the end are left out unless there is a limit.

    A positive limit is the most parts, the last of which holds the rest.
    """
    if not regex:
        return list(text) or [""]
    parts: list[str] = []
    end = 0
    try:
        for found in _compiled(regex).occurrences(text, _Steps().charge):
            if 0 < limit <= len(parts) + 1:
                break
            parts.append(text[end : found[0]])
            end = found[1]
    except InvalidPattern as error:
        raise _invalid(regex, error) from error
    parts.append(text[end:])
    while limit == 0 and len(parts) > 1 and not parts[-1]:
        parts.pop()
    return parts


def _compiled(regex: str) -> Pattern:
    try:
        return pattern(regex, "")
    except InvalidPattern as error:
        raise _invalid(regex, error) from error


def _invalid(regex: str, error: InvalidPattern) -> JuelFailure:
    return JuelFailure(
        f"Expected a regular expression but found {regex[:100]!r}: {error}.",
        code="expression/wrong-arguments",
    )
