"""Properties and methods of values, by tables alone: nothing of Python can be reached."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from trivium.expressions.context import HostObject
from trivium.expressions.juel.failure import JuelFailure
from trivium.expressions.juel.methods import METHODS, Method
from trivium.expressions.juel.values import name_of_kind, to_text, wrong_kind
from trivium.feel.marks import MISSING

_LONGEST_NAME = 200
_CHANGING = frozenset(
    (
        *("add", "addAll", "put", "putAll", "putIfAbsent", "remove", "removeAll", "removeIf"),
        *("clear", "set", "sort", "retainAll", "addFirst", "addLast", "removeFirst", "removeLast"),
    )
)


def read_property(base: Any, key: Any) -> Any:
    """`base.key` and `base[key]`; of null, and for a null key, it is null."""
    if base is None or key is None:
        return None
    kind = type(base)
    if kind is dict:
        return base.get(key if type(key) is str else to_text(key))
    if kind is list and _is_index(key):
        index = int(key)
        return base[index] if 0 <= index < len(base) else None
    name = to_text(key)
    if kind is HostObject:
        return _host_property(base, name)
    for getter in _getters(name):
        if (method := METHODS.get(kind, _NO_METHODS).get(getter)) and method.takes(0):
            return method.call(base, ())
    raise JuelFailure(
        f"Expected a property that {name_of_kind(base)} has but found '{name[:_LONGEST_NAME]}'.",
        code="expression/unknown-property",
        property=name[:_LONGEST_NAME],
    )


def call_method(base: Any, name: Any, arguments: Sequence[Any]) -> Any:
    """`base.name(arguments)`."""
    if type(name) is not str:
        raise wrong_kind(name, "the name of a method")
    if base is None:
        raise JuelFailure(
            f"Expected a value to call '{name[:_LONGEST_NAME]}' of but found null.",
            code="expression/wrong-type",
        )
    kind = type(base)
    if kind is HostObject:
        return _host_method(base, name, arguments)
    method = METHODS.get(kind, _NO_METHODS).get(name)
    if method is None:
        raise _unknown_method(base, name)
    return method.call(base, arguments)


def call_host(name: str, function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    """Calls what the engine provided; a wrong number of arguments is the expression's fault."""
    try:
        return function(*arguments)
    except TypeError as error:
        try:
            inspect.signature(function).bind(*arguments)
        except (TypeError, ValueError):
            raise JuelFailure(
                f"Expected other arguments for {name}: {len(arguments)} are given.",
                code="expression/wrong-arguments",
            ) from error
        raise


def _host_property(host: HostObject, name: str) -> Any:
    value = host.properties.get(name, MISSING)
    if value is not MISSING:
        return value
    for getter in _getters(name):
        method = host.methods.get(getter)
        if method is not None:
            return call_host(getter, method, ())
    raise JuelFailure(
        f"Expected a property of '{host.name}' but it has no '{name[:_LONGEST_NAME]}'.",
        code="expression/unknown-property",
        property=name[:_LONGEST_NAME],
    )


def _host_method(host: HostObject, name: str, arguments: Sequence[Any]) -> Any:
    method = host.methods.get(name)
    if method is not None:
        return call_host(f"{host.name}.{name}", method, arguments)
    if not arguments and (key := _property_of(name)):
        value = host.properties.get(key, MISSING)
        if value is not MISSING:
            return value
    raise _unknown_method(host, name)


def _unknown_method(base: Any, name: str) -> JuelFailure:
    remedy = ""
    if name in _CHANGING and type(base) in {list, dict}:
        remedy = (
            " Values do not change in place; set the variable to a new value, in FEEL or a script."
        )
    known = ", ".join(sorted(METHODS.get(type(base), _NO_METHODS)))
    if not remedy and known:
        remedy = f" It has {known}."
    return JuelFailure(
        f"Expected a method that {name_of_kind(base)} has but found"
        f" '{name[:_LONGEST_NAME]}'.{remedy}",
        code="expression/unknown-method",
        method=name[:_LONGEST_NAME],
    )


def _getters(name: str) -> tuple[str, ...]:
    capital = name[:1].upper() + name[1:]
    return (f"get{capital}", f"is{capital}")


def _property_of(method: str) -> str:
    for prefix in ("get", "is"):
        rest = method.removeprefix(prefix)
        if rest != method and rest[:1].isupper():
            return rest[0].lower() + rest[1:]
    return ""


def _is_index(key: Any) -> bool:
    kind = type(key)
    return kind is int or kind is Decimal or (kind is str and key.isdecimal() and len(key) < 10)  # noqa: PLR2004


_NO_METHODS: dict[str, Method] = {}
