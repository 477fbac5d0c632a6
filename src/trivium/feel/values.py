"""FEEL values: what there is, when two are equal, which comes first, and how each is written."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter
from typing import Any, TypeAlias

from trivium.feel.errors import NullResult
from trivium.feel.frozen import Frozen, keep
from trivium.feel.state import State
from trivium.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration

Items: TypeAlias = list[Any]
Entries: TypeAlias = dict[str, Any]
Temporal: TypeAlias = Date | Time | DateTime | DaysTimeDuration | YearsMonthsDuration
Value: TypeAlias = (
    "bool | int | Decimal | str | list[Any] | dict[str, Any] | Temporal | Range | Function | None"
)


class Function:
    """A function value; `parameters` are the names of its formal parameters.

    What a function gets is positional; `arrange` brings named arguments into that order. Kinds of
    functions fill `call`.

    Standard: DMN 1.5, 10.3.2.13.
    """

    name: str = ""
    parameters: tuple[str, ...] = ()
    # a types.FunctionType; the types stand above the values
    type: Any = None

    def call(self, arguments: list[Any], state: State) -> Any:  # noqa: ARG002  # filled by kinds
        """The result for these arguments; `NullResult` tells why it is null.

        Contract: raises no other exception than `NullResult` and `ExpressionLimit`.
        """
        raise NullResult(f"Expected a function that can be called but got {self.name}")

    def takes(self, kinds: tuple[Any, ...]) -> bool:
        """Whether positional arguments of these types may be given, as far as that is known."""
        return len(kinds) == len(self.type.parameters) and all(
            kind.conforms_to(own) for kind, own in zip(kinds, self.type.parameters, strict=True)
        )

    def call_named(self, arguments: dict[str, Any], state: State) -> Any:
        """The result for named arguments, all of which must be parameters; absent ones are null."""
        if not arguments.keys() <= set(self.parameters):
            raise NullResult(
                f"Expected the arguments {', '.join(self.parameters)} but got "
                f"{', '.join(arguments)}",
                "feel/wrong-arguments",
            )
        return self.call([arguments.get(name) for name in self.parameters], state)


class Range(Frozen):
    """An interval; an end that is None is open without bound.

    `operator` is set where the range was written with one, as `(< 10)`; such a range is not
    equal to one written with brackets.

    Standard: DMN 1.5, 10.3.2.7.
    """

    __slots__ = _fields = ("low", "high", "low_included", "high_included", "operator")

    low: Any
    high: Any
    low_included: bool
    high_included: bool
    operator: str | None

    def __init__(
        self,
        low: Any,
        high: Any,
        low_included: bool = True,  # noqa: FBT001, FBT002  # written in the order of a literal
        high_included: bool = True,  # noqa: FBT001, FBT002  # the same
        operator: str | None = None,
    ) -> None:
        keep(self, "low", low)
        keep(self, "high", high)
        keep(self, "low_included", low_included)
        keep(self, "high_included", high_included)
        keep(self, "operator", operator)

    @property
    def _content(self) -> tuple[Any, ...]:
        return self.low, self.high, self.low_included, self.high_included, self.operator

    def __eq__(self, other: object) -> bool:
        return self._content == other._content if isinstance(other, Range) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._content)

    def contains(self, value: Any) -> bool | None:
        """Whether the value lies within; None if it cannot be compared with the ends."""
        if self.operator == "!=":
            same = equal(value, self.low)
            return None if same is None else not same
        above = _within(value, self.low, 1, self.low_included)
        below = _within(value, self.high, -1, self.high_included)
        if above is None or below is None or value is None:
            return None
        return above and below


def _within(value: Any, end: Any, side: int, included: bool) -> bool | None:  # noqa: FBT001  # private, and hot
    """Whether the value lies on that side of the end, which may be open."""
    if end is None:
        return True
    order = compare(value, end)
    if order is None:
        return None
    return order == side or (order == 0 and included)


_ORDERED: tuple[type, ...] = (Date, DaysTimeDuration, YearsMonthsDuration)


def compare(left: Any, right: Any) -> int | None:
    """-1, 0 or 1; None where there is no order between the two.

    A date counts as its midnight in UTC beside a date and time. What has no time zone takes that of
    the other.

    Standard: DMN 1.5, 10.3.2.15, table 54, and 10.3.2.3.5.
    """
    kind, other = type(left), type(right)
    if kind is not other:
        if {kind, other} == _DAY_AND_MOMENT:
            left, right = _moment(left), _moment(right)
            return compare(left, right)
        if not (kind is int or kind is Decimal) or not (other is int or other is Decimal):
            return None
    elif kind is DateTime or kind is Time:
        if left.is_local is right.is_local:
            left, right = left.instant, right.instant
        else:
            left, right = left.local_seconds, right.local_seconds
    elif kind in _MEASURES:
        left, right = _MEASURES[kind](left), _MEASURES[kind](right)
    elif kind not in _COMPARABLE:
        return None
    return -1 if left < right else 1 if left > right else 0


_DAY_AND_MOMENT = {Date, DateTime}


def _moment(value: Any) -> Any:
    return DateTime(value, Time(0, 0)) if type(value) is Date else value


_COMPARABLE = frozenset({int, Decimal, str})
# the number by which values of one kind are ordered
_MEASURES: dict[type, Callable[[Any], Any]] = {
    Date: attrgetter("day_number"),
    DaysTimeDuration: attrgetter("seconds"),
    YearsMonthsDuration: attrgetter("total"),
}


# values that Python compares as FEEL does, when a list holds one of these kinds alone
PLAIN_KINDS: tuple[set[type], ...] = (
    {int},
    {Decimal},
    {int, Decimal},
    {str},
    {Date},
    {DaysTimeDuration},
    {YearsMonthsDuration},
)


def equal(left: Any, right: Any) -> bool | None:
    """Whether two values are the same; None if they are of different kinds.

    Standard: DMN 1.5, 10.3.2.15, table 53. Null equals null alone.
    """
    kind, other = type(left), type(right)
    if kind is other:
        special = _EQUALITY.get(kind)
        return left == right if special is None else special(left, right)
    if left is None or right is None:
        return False
    if (kind is int or kind is Decimal) and (other is int or other is Decimal):
        return bool(left == right)
    if {kind, other} == _DAY_AND_MOMENT:
        return bool(_moment(left) == _moment(right))
    return None


def _equal_lists(left: list[Any], right: list[Any]) -> bool | None:
    if len(left) != len(right):
        return False
    return all(equal(one, two) for one, two in zip(left, right, strict=True))


def _equal_contexts(left: dict[str, Any], right: dict[str, Any]) -> bool | None:
    if left.keys() != right.keys():
        return False
    return all(equal(value, right[key]) for key, value in left.items())


def _equal_ranges(left: Range, right: Range) -> bool | None:
    if (left.low_included, left.high_included, left.operator) != (
        right.low_included,
        right.high_included,
        right.operator,
    ):
        return False
    low, high = equal(left.low, right.low), equal(left.high, right.high)
    return None if low is None or high is None else low and high


_EQUALITY: dict[type, Callable[[Any, Any], bool | None]] = {
    Date: lambda left, right: bool(left.day_number == right.day_number),
    list: _equal_lists,
    dict: _equal_contexts,
    Range: _equal_ranges,
}


def same(left: Any, right: Any) -> bool:
    """Equality as a plain truth value: different kinds are not the same."""
    return equal(left, right) is True


_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    int: "number",
    Decimal: "number",
    str: "string",
    list: "list",
    dict: "context",
    Date: "date",
    Time: "time",
    DateTime: "date and time",
    DaysTimeDuration: "days and time duration",
    YearsMonthsDuration: "years and months duration",
    Range: "range",
}


def kind_of(value: Any) -> str:
    """The name of the value's FEEL type, for messages."""
    return _KINDS.get(type(value), "function")
