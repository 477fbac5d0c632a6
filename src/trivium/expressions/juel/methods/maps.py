"""Methods of maps, named as in Java; keys are text."""

from __future__ import annotations

from typing import Any

from trivium.expressions.juel.failure import JuelFailure
from trivium.expressions.juel.methods import every
from trivium.expressions.juel.methods.method import Method
from trivium.feel.values import same


def _prop(entries: dict[str, Any], name: str) -> Any:
    if name not in entries:
        raise JuelFailure(
            f"Expected a property named '{name}' but there is none.",
            code="expression/unknown-property",
            property=name,
        )
    return entries[name]


def _contains_value(entries: dict[str, Any], wanted: Any) -> bool:
    return any(same(value, wanted) for value in entries.values())


def _entry_set(entries: dict[str, Any]) -> list[Any]:
    return [{"key": key, "value": value} for key, value in entries.items()]


METHODS = {
    **every.METHODS,
    "size": Method(len),
    "isEmpty": Method(lambda entries: not entries),
    "get": Method(lambda entries, key: entries.get(key), "text"),
    "getOrDefault": Method(lambda entries, key, other: entries.get(key, other), "text", "any"),
    "containsKey": Method(lambda entries, key: key in entries, "text"),
    "containsValue": Method(_contains_value, "any"),
    "keySet": Method(list),
    "values": Method(lambda entries: list(entries.values())),
    "entrySet": Method(_entry_set),
    "prop": Method(_prop, "text"),
    "hasProp": Method(lambda entries, key: key in entries, "text"),
    "has": Method(lambda entries, key: key in entries, "text"),
    "path": Method(lambda entries, key: entries.get(key), "text"),
    "fieldNames": Method(list),
}
