"""Functions that make one value of a list. Standard: DMN 1.5, 10.3.4.4."""

from decimal import Decimal
from typing import Any

from trivium.feel.builtins.registry import builtin
from trivium.feel.errors import NullResult
from trivium.feel.numbers import CONTEXT, Number, add, canonical, divide, multiply
from trivium.feel.state import State
from trivium.feel.values import PLAIN_KINDS, Items, compare, kind_of

_INTEGERS = {int}
_NUMBERS = {int, Decimal}


def _numbers(state: State, items: list[Any]) -> list[Number]:
    state.charge(len(items) // 10)
    if not set(map(type, items)) <= _NUMBERS:
        other = next(item for item in items if type(item) not in _NUMBERS)
        raise NullResult(f"Expected a list of numbers but it holds {kind_of(other)}")
    return items


@builtin("count", "list")
def count(items: Items) -> int:
    """The number of items.

    `count([1, 2, 3]) = 3`
    `count([]) = 0`
    """
    return len(items)


def _extreme(state: State, items: list[Any], sign: int) -> Any:
    state.charge(len(items) // 10)
    if not items:
        raise NullResult("Expected a list with items")
    if set(map(type, items)) in PLAIN_KINDS:
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
    state.charge(len(numbers))
    if len(numbers) < 2:  # noqa: PLR2004  # one number has no deviation
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


def _conclusion(items: list[Any], decisive: bool) -> bool | None:  # noqa: FBT001  # private
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


FUNCTIONS = (
    count,
    minimum,
    maximum,
    total,
    mean,
    every,
    some,
    product,
    median,
    stddev,
    mode,
)
