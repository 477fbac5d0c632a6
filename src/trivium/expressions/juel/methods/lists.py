"""Methods of lists, named as in Java; positions count from 0."""

from __future__ import annotations

from typing import Any

from trivium.expressions.juel.methods import every
from trivium.expressions.juel.methods.method import Method, out_of_range
from trivium.feel.values import same


def _get(items: list[Any], index: int) -> Any:
    if not 0 <= index < len(items):
        raise out_of_range(index, len(items) - 1)
    return items[index]


def _contains(items: list[Any], wanted: Any) -> bool:
    return any(same(item, wanted) for item in items)


def _contains_all(items: list[Any], wanted: list[Any]) -> bool:
    return all(_contains(items, item) for item in wanted)


def _index_of(items: list[Any], wanted: Any) -> int:
    return next((index for index, item in enumerate(items) if same(item, wanted)), -1)


def _last_index_of(items: list[Any], wanted: Any) -> int:
    from_the_end = _index_of(items[::-1], wanted)
    return from_the_end if from_the_end < 0 else len(items) - 1 - from_the_end


def _sub_list(items: list[Any], begin: int, end: int) -> list[Any]:
    if not 0 <= begin <= end <= len(items):
        raise out_of_range(f"{begin} to {end}", len(items))
    return items[begin:end]


METHODS = {
    **every.METHODS,
    "size": Method(len),
    "isEmpty": Method(lambda items: not items),
    "get": Method(_get, "integer"),
    "getFirst": Method(lambda items: _get(items, 0)),
    "getLast": Method(lambda items: _get(items, len(items) - 1)),
    "contains": Method(_contains, "any"),
    "containsAll": Method(_contains_all, "list"),
    "indexOf": Method(_index_of, "any"),
    "lastIndexOf": Method(_last_index_of, "any"),
    "subList": Method(_sub_list, "integer", "integer"),
    "elements": Method(lambda items: items),
}
