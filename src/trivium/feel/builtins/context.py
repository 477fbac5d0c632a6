"""Context functions. Standard: DMN 1.5, 10.3.4.9."""

from typing import Any

from trivium.feel.builtins.registry import builtin
from trivium.feel.errors import NullResult
from trivium.feel.state import State
from trivium.feel.values import Entries, Items, kind_of


@builtin("get value", "context|m", "key")
def get_value(m: Entries, key: str) -> Any:
    """The entry of that name, or null if there is none.

    `get value({a: 1}, "a") = 1`
    """
    if key not in m:
        raise NullResult(f"Expected a context with an entry `{key}`", "feel/no-such-entry")
    return m[key]


@builtin("get value", "context|m", "keys")
def get_nested_value(context: Entries, keys: Items) -> Any:
    """The entry at the end of that path of names.

    `get value({a: {b: 1}}, ["a", "b"]) = 1`
    """
    found: Any = context
    if not keys:
        raise NullResult("Expected at least one key")
    for key in keys:
        if type(found) is not dict or key not in found:
            raise NullResult(f"Expected a context with an entry `{key}`", "feel/no-such-entry")
        found = found[key]
    return found


@builtin("get entries", "context|m")
def get_entries(state: State, m: Entries) -> list[Any]:
    """A list of contexts with `key` and `value`, one for each entry.

    `get entries({a: 1}) = [{key: "a", value: 1}]`
    """
    state.check_items(len(m))
    state.charge(len(m))
    return [{"key": key, "value": value} for key, value in m.items()]


@builtin("context", "entries")
def context_of(state: State, entries: Items) -> dict[str, Any]:
    """The context that has these entries, each a context with `key` and `value`.

    `context([{key: "a", value: 1}, {key: "b", value: 2}]) = {a: 1, b: 2}`
    `context([{key: "a", value: 1}, {key: "a", value: 2}]) = null`
    """
    state.check_items(len(entries))
    result: dict[str, Any] = {}
    for entry in entries:
        if type(entry) is not dict or "key" not in entry or "value" not in entry:
            raise NullResult("Expected entries that are contexts with `key` and `value`")
        key = entry["key"]
        if type(key) is not str or key in result:
            raise NullResult(f"Expected keys that are different strings but got {key!r}")
        result[key] = entry["value"]
    return result


@builtin("context put", "context", "key", "value")
def context_put(state: State, context: Entries, key: str, value: Any) -> dict[str, Any]:
    """The context with that entry added or replaced.

    `context put({a: 1}, "b", 2) = {a: 1, b: 2}`
    """
    state.check_items(len(context) + 1)
    return {**context, key: value}


@builtin("context put", "context", "keys", "value")
def context_put_nested(state: State, context: Entries, keys: Items, value: Any) -> dict[str, Any]:
    """The context with the entry at the end of that path of names added or replaced.

    `context put({x: {a: 0}}, ["x", "a"], 1) = {x: {a: 1}}`
    """
    if not keys or any(type(key) is not str for key in keys):
        raise NullResult("Expected a list of names as `keys`")
    state.check_items(len(context) + 1)
    result = {**context}
    inner = result
    for key in keys[:-1]:
        found = inner.get(key)
        if type(found) is not dict:
            raise NullResult(f"Expected a context as `{key}` but got {kind_of(found)}")
        state.check_items(len(found) + 1)
        inner[key] = {**found}
        inner = inner[key]
    inner[keys[-1]] = value
    return result


@builtin("context merge", "contexts")
def context_merge(state: State, contexts: Items) -> dict[str, Any]:
    """One context with the entries of all; later ones win.

    `context merge([{x: 1}, {x: 2, y: 0}]) = {x: 2, y: 0}`
    """
    result: dict[str, Any] = {}
    for context in contexts:
        if type(context) is not dict:
            raise NullResult(f"Expected a list of contexts but it holds {kind_of(context)}")
        state.charge(len(context))
        result.update(context)
        state.check_items(len(result))
    return result


FUNCTIONS = (
    get_value,
    get_nested_value,
    get_entries,
    context_of,
    context_put,
    context_put_nested,
    context_merge,
)
