"""List functions. Standard: DMN 1.5, 10.3.4.4."""

from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from trivium.feel.builtins.registry import builtin
from trivium.feel.errors import NullResult
from trivium.feel.numbers import CONTEXT, Number, add, canonical, divide, multiply
from trivium.feel.state import State
from trivium.feel.temporal import Date, DaysTimeDuration, YearsMonthsDuration
from trivium.feel.values import Function, Items, compare, equal, kind_of

_INTEGERS = {int}
_NUMBERS = {int, Decimal}


def _numbers(state: State, items: list[Any]) -> list[Number]:
    state.charge(len(items) // 10)
    if not set(map(type, items)) <= _NUMBERS:
        other = next(item for item in items if type(item) not in _NUMBERS)
        raise NullResult(f"Expected a list of numbers but it holds {kind_of(other)}")
    return items


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
    state.charge(len(items) // 10)
    return any(equal(item, element) for item in items)


@builtin("count", "list")
def count(items: Items) -> int:
    """The number of items.

    `count([1, 2, 3]) = 3`
    `count([]) = 0`
    """
    return len(items)


# values that Python compares as FEEL does, when a list holds one of these kinds alone
_PLAIN_KINDS: tuple[set[type], ...] = (
    {int},
    {Decimal},
    {int, Decimal},
    {str},
    {Date},
    {DaysTimeDuration},
    {YearsMonthsDuration},
)


def _extreme(state: State, items: list[Any], sign: int) -> Any:
    state.charge(len(items) // 10)
    if not items:
        raise NullResult("Expected a list with items")
    if set(map(type, items)) in _PLAIN_KINDS:
        return min(items) if sign < 0 else max(items)
    best = items[0]
    if compare(best, best) is None:
        raise NullResult(f"Expected items that have an order but got {kind_of(best)}")
    for item in items[1:]:
        order = compare(item, best)
        if order is None:
            raise NullResult(
                f"Expected items of one type but got {kind_of(best)} and {kind_of(item)}"
            )
        if order == sign:
            best = item
    return best


@builtin("min", "list", collects="items")
def minimum(state: State, items: Items) -> Any:
    """The least item; null of an empty list.

    `min([1, 2, 3]) = 1`
    `min(1, 2, 3) = 1`
    """
    return _extreme(state, items, -1)


@builtin("max", "list", collects="items")
def maximum(state: State, items: Items) -> Any:
    """The greatest item; null of an empty list.

    `max([1, 2, 3]) = 3`
    `max(1, 2, 3) = 3`
    """
    return _extreme(state, items, 1)


def _total(numbers: list[Number]) -> Number:
    total: Number = 0
    for number in numbers:
        total = add(total, number)
    return canonical(total)


@builtin("sum", "list", collects="items")
def total(state: State, items: Items) -> Number:
    """The sum of the numbers; null of an empty list.

    `sum([1, 2, 3]) = 6`
    `sum([]) = null`
    """
    if not items:
        raise NullResult("Expected a list with items")
    if set(map(type, items)) == _INTEGERS:
        state.charge(len(items) // 10)
        return canonical(sum(items))
    return _total(_numbers(state, items))


@builtin("mean", "list", collects="items")
def mean(state: State, items: Items) -> Number:
    """The arithmetic mean; null of an empty list.

    `mean([1, 2, 3]) = 2`
    """
    if not items:
        raise NullResult("Expected a list with items")
    return divide(_total(_numbers(state, items)), len(items))


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
    if len(match.parameters) != 2:  # noqa: PLR2004
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
    state.charge(len(items) // 10)
    return [at for at, item in enumerate(items, 1) if equal(item, match)]


def _distinct(state: State, items: list[Any]) -> list[Any]:
    """The first of each that are equal; plain values are told apart by hash."""
    seen: set[Any] = set()
    result: list[Any] = []
    others: list[Any] = []
    for item in items:
        if type(item) in (list, dict) or isinstance(item, Function):
            state.charge(len(others))
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


@builtin("product", "list", collects="items")
def product(state: State, items: Items) -> Number:
    """The product of the numbers; null of an empty list.

    `product([2, 3, 4]) = 24`
    """
    if not items:
        raise NullResult("Expected a list with items")
    result: Number = 1
    for number in _numbers(state, items):
        result = multiply(result, number)
    return canonical(result)


@builtin("median", "list", collects="items")
def median(state: State, items: Items) -> Number:
    """The middle number, or the mean of the two in the middle; null of an empty list.

    `median(8, 2, 5, 3, 4) = 4`
    `median([6, 1, 2, 3]) = 2.5`
    """
    if not items:
        raise NullResult("Expected a list with items")
    numbers = sorted(_numbers(state, items))
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    return divide(_total(numbers[middle - 1 : middle + 1]), 2)


@builtin("stddev", "list", collects="items")
def stddev(state: State, items: Items) -> Number:
    """The standard deviation of a sample; null of less than two numbers.

    `stddev(2, 4, 7, 5) = 2.081665999466132735282297706979931`
    `stddev([47]) = null`
    """
    numbers = _numbers(state, items)
    if len(numbers) < 2:  # noqa: PLR2004
        raise NullResult("Expected at least two numbers")
    average = Decimal(divide(_total(numbers), len(numbers)))
    squares = CONTEXT.create_decimal(0)
    for number in numbers:
        distance = CONTEXT.subtract(average, number)
        squares = CONTEXT.fma(distance, distance, squares)
    return canonical(CONTEXT.sqrt(CONTEXT.divide(squares, len(numbers) - 1)))


@builtin("mode", "list", collects="items")
def mode(state: State, items: Items) -> list[Any]:
    """The numbers that occur most often, in ascending order.

    `mode([6, 1, 9, 6, 1]) = [1, 6]`
    `mode([]) = []`
    """
    counts: dict[Number, int] = {}
    for number in _numbers(state, items):
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(number for number, found in counts.items() if found == most)


def _conclusion(items: list[Any], decisive: bool) -> bool | None:  # noqa: FBT001
    """`decisive` if one item is it, else null if one is null; other kinds are refused."""
    if any(item is not None and type(item) is not bool for item in items):
        raise NullResult("Expected a list of booleans")
    if any(item is decisive for item in items):
        return decisive
    return None if None in items else not decisive


@builtin("all", "list", collects="items")
def every(items: Items) -> bool | None:
    """False if one item is false, else null if one is null, else true.

    `all([true, null, false]) = false`
    `all([]) = true`
    """
    return _conclusion(items, decisive=False)


@builtin("any", "list", collects="items")
def some(items: Items) -> bool | None:
    """True if one item is true, else null if one is null, else false.

    `any([false, null, true]) = true`
    `any([]) = false`
    """
    return _conclusion(items, decisive=True)


@builtin("sort", "list", "precedes")
def sort(state: State, items: Items, precedes: Function | None = None) -> list[Any]:
    """The items in the order of the function that tells whether one precedes another.

    Without a function the items must be of one ordered type.

    `sort([3, 1, 4, 5, 2], function(x, y) x < y) = [1, 2, 3, 4, 5]`
    """
    state.check_items(len(items))

    if precedes is None:
        if set(map(type, items)) in _PLAIN_KINDS:
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
    count,
    minimum,
    maximum,
    total,
    mean,
    every,
    some,
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
    product,
    median,
    stddev,
    mode,
    sort,
)
