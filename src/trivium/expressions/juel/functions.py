"""Functions that every expression may call, and those that the engine adds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from trivium.expressions.context import Context
from trivium.expressions.juel.access import call_host
from trivium.expressions.juel.failure import JuelFailure
from trivium.expressions.juel.operators import at_least, at_most, equals, greater, is_empty, less
from trivium.expressions.juel.values import to_text
from trivium.feel.marks import MISSING

_SPIN = frozenset(("S", "JSON", "XML"))
_CLOCK = frozenset(("now", "dateTime", "date:now"))


def find_function(name: str, context: Context) -> Callable[..., Any]:
    """The function of that name, the engine's before our own.

    `now()` and `dateTime()` give the time of the command as a FEEL date and time.
    """
    found = context.functions.get(name)
    if found is not None:
        return found
    if name in _CLOCK and context.now is not None:
        now = context.now
        return now if callable(now) else lambda: now
    if name in _SPIN:
        raise JuelFailure(
            f"Camunda Spin's {name}(…) is not supported. JSON variables are maps and lists here:"
            " write order.price or order['price'], or parse text in a script.",
            code="expression/not-supported",
        )
    raise JuelFailure(
        f"Expected a function that is known but found '{name}'.",
        code="expression/unknown-function",
        function=name,
    )


def invoke(name: str, function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    return call_host(name, function, arguments)


def find_variable_function(name: str) -> Callable[..., Any] | None:
    """Flowable's `vars:…`, whose first argument names a variable."""
    prefix, colon, local = name.partition(":")
    return _ON_VARIABLES.get(local) if colon and prefix in _PREFIXES else None


def _get(value: Any) -> Any:
    return None if value is MISSING else value


def _get_or_default(value: Any, default: Any) -> Any:
    return default if value is MISSING or value is None else value


def _exists(value: Any) -> bool:
    return value is not MISSING and value is not None


def _compared(operator: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda value, other: _exists(value) and operator(value, other)


def _contains(value: Any, *wanted: Any) -> bool:
    return bool(wanted) and all(_holds(value, item) for item in wanted)


def _contains_any(value: Any, *wanted: Any) -> bool:
    return any(_holds(value, item) for item in wanted)


def _holds(value: Any, item: Any) -> bool:
    if type(value) is list:
        return any(equals(one, item) for one in value)
    return type(value) is str and to_text(item) in value


_PREFIXES = frozenset(("variables", "vars", "var"))
_ON_VARIABLES: dict[str, Callable[..., Any]] = {
    "get": _get,
    "getOrDefault": _get_or_default,
    "exists": _exists,
    "exist": _exists,
    **dict.fromkeys(("isEmpty", "empty"), lambda value: is_empty(_get(value))),
    **dict.fromkeys(("isNotEmpty", "notEmpty"), lambda value: not is_empty(_get(value))),
    **dict.fromkeys(("equals", "eq"), _compared(equals)),
    **dict.fromkeys(
        ("notEquals", "ne"), lambda value, other: not (_exists(value) and equals(value, other))
    ),
    **dict.fromkeys(("lowerThan", "lessThan", "lt"), _compared(less)),
    **dict.fromkeys(("lowerThanOrEquals", "lessThanOrEquals", "lte"), _compared(at_most)),
    **dict.fromkeys(("greaterThan", "gt"), _compared(greater)),
    **dict.fromkeys(("greaterThanOrEquals", "gte"), _compared(at_least)),
    "contains": _contains,
    "containsAny": _contains_any,
}
