"""Whether a message is for a subscription that says what it waits for."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from trivium import expressions
from trivium.errors import EvaluationFailed

if TYPE_CHECKING:
    from collections.abc import Mapping


def fits(
    awaited: Mapping[str, Any], correlation: Mapping[str, Any], variables: Mapping[str, Any]
) -> bool:
    """Whether a message has the key and the correlation properties (BPMN 2.0.2, 8.4.2) that are awaited.

    A property that its receiver leaves null may have any value.
    """
    key = awaited.get("key")
    if key is not None and key not in correlation.values():
        return False
    content = {**correlation, **variables}
    return all(
        value is None or _read(path, content) == value
        for path, value in awaited.get("properties", {}).items()
    )


def _read(path: str, content: dict[str, Any]) -> Any:
    """What the expression of a correlation property reads of a message."""
    try:
        return _compiled(path).evaluate(content)
    except EvaluationFailed:  # this message does not have it
        return None


@lru_cache(maxsize=256)
def _compiled(path: str) -> expressions.Expression:
    is_juel = "${" in path or "#{" in path
    return expressions.template(path) if is_juel else expressions.compile(path.lstrip("="), "feel")
