"""List functions. Standard: DMN 1.5, 10.3.4.4."""

from functools import cmp_to_key
from typing import Any

from trivium.feel.builtins.registry import builtin
from trivium.feel.errors import NullResult
from trivium.feel.state import State
from trivium.feel.values import PLAIN_KINDS, Function, Items, compare, equal, kind_of


def _index(items: list[Any], position: int) -> int:
    """The Python index of a position from 1 or from -1 backwards."""
    if position == 0 or abs(position) > len(items):
        raise NullResult(f"Expected a position within {len(items)} items but got {position}")
    return position - 1 if position > 0 else len(items) + position


@builtin("list contains", "list", "element")
def list_contains(state: State, items: Items, element: Any) -> bool:
    """Whether an item equals the element, which may be null.

    `list contains([1, 2, 3], 2) = true`
    """
    state.weigh(items)
    return any(equal(item, element) for item in items)


@builtin("sublist", "list", "start position", "length")
def sublist(state: State, items: Items, start: int, length: int | None = None) -> list[Any]:
    """The items from the position on, all or so many.

    `sublist([4, 5, 6], 1, 2) = [4, 5]`
    `sublist([4, 5, 6], -1) = [6]`
    """
    first = _index(items, start)
    if length is not None and not 1 <= length <= len(items) - first:
        raise NullResult(f"Expected a length within the list but got {length}")
    state.charge(len(items) // 100)
    return items[first:] if length is None else items[first : first + length]


@builtin("append", "list", "item", collects="items")
def append(state: State, items: Items, more: Items) -> list[Any]:
    """The list with the items at its end.

    `append([1], 2, 3) = [1, 2, 3]`
    """
    state.check_items(len(items) + len(more))
    return items + more


@builtin("concatenate", "list", collects="lists")
def concatenate(state: State, lists: Items) -> list[Any]:
    """All items of all lists, one list after the other.

    `concatenate([1, 2], [3]) = [1, 2, 3]`
    """
    return _joined(state, lists)


def _joined(state: State, lists: list[Any]) -> list[Any]:
    result: list[Any] = []
    for part in lists:
        if part is None:
            raise NullResult("Expected lists but got null")
        result.extend(part if type(part) is list else [part])
        state.check_items(len(result))
    return result


@builtin("insert before", "list", "position", "newItem")
def insert_before(state: State, items: Items, position: int, new_item: Any) -> list[Any]:
    """The list with a new item at that position.

    `insert before([1, 3], 1, 2) = [2, 1, 3]`
    """
    index = _index(items, position)
    state.check_items(len(items) + 1)
    return [*items[:index], new_item, *items[index:]]


@builtin("remove", "list", "position")
def remove(state: State, items: Items, position: int) -> list[Any]:
    """The list without the item at that position.

    `remove([1, 2, 3], 2) = [1, 3]`
    """
    index = _index(items, position)
    state.check_items(len(items))
    return items[:index] + items[index + 1 :]


@builtin("list replace", "list", "position", "newItem")
def list_replace(state: State, items: Items, position: int, new_item: Any) -> list[Any]:
    """The list with another item at that position.

    `list replace([2, 4, 7, 8], 3, 6) = [2, 4, 6, 8]`
    """
    index = _index(items, position)
    state.check_items(len(items))
    return [*items[:index], new_item, *items[index + 1 :]]


@builtin("list replace", "list", "match", "newItem")
def list_replace_matching(state: State, items: Items, match: Function, new_item: Any) -> list[Any]:
    """The list with another item wherever the function of item and new item is true.

    `list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5) = [5, 5, 7, 8]`
    """
    state.check_items(len(items))
    if len(match.parameters) != 2:  # noqa: PLR2004  # the item and the new item
        raise NullResult("Expected a function of the item and the new item")
    return [new_item if _truth(match.call([i, new_item], state)) else i for i in items]


def _truth(value: Any) -> bool:
    if type(value) is not bool:
        raise NullResult(f"Expected a function that gives a boolean but got {kind_of(value)}")
    return value


@builtin("reverse", "list")
def reverse(state: State, items: Items) -> list[Any]:
    """The items from the last to the first.

    `reverse([1, 2, 3]) = [3, 2, 1]`
    """
    state.check_items(len(items))
    return items[::-1]


@builtin("index of", "list", "match")
def index_of(state: State, items: Items, match: Any) -> list[int]:
    """All positions at which the list holds the match.

    `index of([1, 2, 3, 2], 2) = [2, 4]`
    """
    state.weigh(items)
    return [at for at, item in enumerate(items, 1) if equal(item, match)]


def _distinct(state: State, items: list[Any]) -> list[Any]:
    """The first of each that are equal; plain values are told apart by hash."""
    state.charge(len(items))
    seen: set[Any] = set()
    result: list[Any] = []
    others: list[Any] = []
    for item in items:
        if type(item) in (list, dict) or isinstance(item, Function):
            for _ in others:
                state.weigh(item)
            if not any(equal(item, other) for other in others):
                others.append(item)
                result.append(item)
        elif (key := (kind_of(item), item)) not in seen:
            seen.add(key)
            result.append(item)
    return result


@builtin("union", "list", collects="lists")
def union(state: State, lists: Items) -> list[Any]:
    """All items of all lists without those that repeat.

    `union([1, 2], [2, 3]) = [1, 2, 3]`
    """
    return _distinct(state, _joined(state, lists))


@builtin("distinct values", "list")
def distinct_values(state: State, items: Items) -> list[Any]:
    """The items without those that repeat.

    `distinct values([1, 2, 3, 2, 1]) = [1, 2, 3]`
    """
    state.check_items(len(items))
    return _distinct(state, items)


@builtin("flatten", "list")
def flatten(state: State, items: Items) -> list[Any]:
    """All items of the list and of the lists in it, at whatever depth.

    `flatten([[1, 2], [[3]], 4]) = [1, 2, 3, 4]`
    """
    result: list[Any] = []
    pending = [iter(items)]
    while pending:
        for item in pending[-1]:
            state.charge(1)
            if type(item) is list:
                pending.append(iter(item))
                break
            result.append(item)
            state.check_items(len(result))
        else:
            pending.pop()
    return result


@builtin("sort", "list", "precedes")
def sort(state: State, items: Items, precedes: Function | None = None) -> list[Any]:
    """The items in the order of the function that tells whether one precedes another.

    Without a function the items must be of one ordered type.

    `sort([3, 1, 4, 5, 2], function(x, y) x < y) = [1, 2, 3, 4, 5]`
    """
    state.check_items(len(items))

    if precedes is None:
        if set(map(type, items)) in PLAIN_KINDS:
            state.charge(len(items))
            return sorted(items)
        return sorted(items, key=cmp_to_key(_order))

    return sorted(items, key=lambda item: _Place(item, precedes, state))


class _Place:
    """An item as it is sorted: Python asks for nothing but what is less."""

    __slots__ = ("item", "precedes", "state")

    def __init__(self, item: Any, precedes: Function, state: State) -> None:
        self.item = item
        self.precedes = precedes
        self.state = state

    def __lt__(self, other: "_Place") -> bool:
        self.state.charge(1)
        return self.precedes.call([self.item, other.item], self.state) is True


def _order(left: Any, right: Any) -> int:
    found = compare(left, right)
    if found is None:
        raise NullResult("Expected items of one ordered type")
    return found


FUNCTIONS = (
    list_contains,
    sublist,
    append,
    concatenate,
    insert_before,
    remove,
    list_replace,
    list_replace_matching,
    reverse,
    index_of,
    union,
    distinct_values,
    flatten,
    sort,
)
