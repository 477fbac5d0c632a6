"""FEEL types: whether a value is of one, whether one type conforms to another, and coercion.

Standard: DMN 1.5, 10.3.2.9 (types and conformance) and 10.3.2.9.4 (implicit conversions).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from trivium.feel.marks import MISSING
from trivium.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from trivium.feel.values import Function, Range, kind_of


class Type:
    """A FEEL type; `has` and `conforms_to` are filled by each kind."""

    name: str = "Any"
    # Python classes all of whose values are accepted as they are, for those in a hurry
    classes: frozenset[type] = frozenset()

    def has(self, value: Any) -> bool:
        """Whether the value is an instance of the type, as `instance of` says; never null."""
        return value is not None

    def accepts(self, value: Any) -> bool:
        """Whether the value may stand where this type is asked for; null may everywhere.

        Beyond `has` this looks at the values that an item definition allows.
        """
        return value is None or self.has(value)

    def conforms_to(self, other: Type) -> bool:
        """Whether each value of this type is one of the other."""
        return other is ANY or self == other

    def coerce(self, value: Any) -> Any:
        """The value as one of this type by the implicit conversions, or `MISSING` if it is none.

        A list of one becomes its item, a single value a list of one, a date a date and time.
        """
        if self.accepts(value):
            return value
        if type(value) is list and len(value) == 1 and self.accepts(value[0]):
            return value[0]
        return MISSING

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return self.name


def _is(value: Any, kind: Type) -> bool:
    """Whether the value may be part of one of that type, as null may."""
    return value is None or kind.has(value)


class SimpleType(Type):
    """A type that is told by the Python classes of its values."""

    def __init__(self, name: str, *kinds: type) -> None:
        self.name = name
        self._kinds = frozenset(kinds)
        self.classes = self._kinds | {type(None)}

    def has(self, value: Any) -> bool:
        return type(value) in self._kinds


class DateTimeType(SimpleType):
    """Date and time, to which a date converts as its midnight in UTC."""

    def coerce(self, value: Any) -> Any:
        if type(value) is Date:
            return DateTime(value, Time(0, 0))
        return super().coerce(value)


class UnknownType(Type):
    """A name that nobody has defined: what is declared with it takes everything."""

    def __init__(self, name: str) -> None:
        self.name = name


class ListType(Type):
    """`list<element>`."""

    def __init__(self, element: Type) -> None:
        self.element = element
        self.name = f"list<{element.name}>"

    def has(self, value: Any) -> bool:
        return type(value) is list and all(_is(item, self.element) for item in value)

    def accepts(self, value: Any) -> bool:
        return value is None or (
            type(value) is list and all(self.element.accepts(item) for item in value)
        )

    def conforms_to(self, other: Type) -> bool:
        return other is ANY or (
            isinstance(other, ListType) and self.element.conforms_to(other.element)
        )

    def coerce(self, value: Any) -> Any:
        if self.accepts(value):
            return value
        if type(value) is list:
            return MISSING
        item = self.element.coerce(value)
        return MISSING if item is MISSING else [item]


class RangeType(Type):
    """`range<element>`."""

    def __init__(self, element: Type) -> None:
        self.element = element
        self.name = f"range<{element.name}>"

    def has(self, value: Any) -> bool:
        return (
            type(value) is Range and _is(value.low, self.element) and _is(value.high, self.element)
        )

    def conforms_to(self, other: Type) -> bool:
        return other is ANY or (
            isinstance(other, RangeType) and self.element.conforms_to(other.element)
        )


class ContextType(Type):
    """`context<name: type>`: a context that has at least these entries."""

    def __init__(self, entries: Mapping[str, Type], name: str | None = None) -> None:
        self.entries = dict(entries)
        inner = ", ".join(f"{key}: {kind.name}" for key, kind in entries.items())
        self.name = name or f"context<{inner}>"

    def has(self, value: Any) -> bool:
        return type(value) is dict and all(
            name in value and _is(value[name], kind) for name, kind in self.entries.items()
        )

    def accepts(self, value: Any) -> bool:
        return value is None or (
            type(value) is dict
            and all(
                name in value and kind.accepts(value[name]) for name, kind in self.entries.items()
            )
        )

    def conforms_to(self, other: Type) -> bool:
        return other is ANY or (
            isinstance(other, ContextType)
            and all(
                name in self.entries and self.entries[name].conforms_to(kind)
                for name, kind in other.entries.items()
            )
        )


class FunctionType(Type):
    """`function<parameters> -> result`."""

    def __init__(self, parameters: tuple[Type, ...], result: Type) -> None:
        self.parameters = parameters
        self.result = result
        inner = ", ".join(kind.name for kind in parameters)
        self.name = f"function<{inner}> -> {result.name}"

    def has(self, value: Any) -> bool:
        return isinstance(value, Function) and value.type.conforms_to(self)

    def accepts(self, value: Any) -> bool:
        """Also a function of which too little is known to refuse it before it is called."""
        if not isinstance(value, Function):
            return value is None
        if not value.takes(self.parameters):
            return False
        result = value.type.result
        return result is ANY or bool(result.conforms_to(self.result))

    def conforms_to(self, other: Type) -> bool:
        return other is ANY or (
            isinstance(other, FunctionType)
            and len(self.parameters) == len(other.parameters)
            and all(
                theirs.conforms_to(ours)
                for ours, theirs in zip(self.parameters, other.parameters, strict=True)
            )
            and self.result.conforms_to(other.result)
        )


class ConstrainedType(Type):
    """An item definition that allows some values of its base alone; `allows` tells which.

    `instance of` looks at the base only; arguments, inputs and outputs are held to what is allowed.
    """

    def __init__(self, name: str, base: Type, allows: Callable[[Any], bool]) -> None:
        self.name = name
        self.base = base
        self.allows = allows

    def has(self, value: Any) -> bool:
        return self.base.has(value)

    def accepts(self, value: Any) -> bool:
        return value is None or (self.base.accepts(value) and self.allows(value))

    def conforms_to(self, other: Type) -> bool:
        return other is self or self.base.conforms_to(other)

    def coerce(self, value: Any) -> Any:
        result = self.base.coerce(value)
        if result is MISSING or (result is not None and not self.allows(result)):
            return MISSING
        return result


def type_of_value(value: Any) -> Type:
    """The narrowest built-in type of a value; Any where there is none, as for functions."""
    if type(value) is list:
        kinds = {type_of_value(item).name: type_of_value(item) for item in value}
        return ListType(next(iter(kinds.values())) if len(kinds) == 1 else ANY)
    if type(value) is dict:
        return ContextType({name: type_of_value(item) for name, item in value.items()})
    if type(value) is Range:
        return RangeType(type_of_value(value.high if value.low is None else value.low))
    if isinstance(value, Function):
        return value.type if isinstance(value.type, Type) else ANY
    return BUILT_IN.get(kind_of(value), NULL)


ANY = Type()
NULL = SimpleType("Null", type(None))
NUMBER = SimpleType("number", int, Decimal)
STRING = SimpleType("string", str)
BOOLEAN = SimpleType("boolean", bool)
DATE = SimpleType("date", Date)
TIME = SimpleType("time", Time)
DATE_TIME = DateTimeType("date and time", DateTime)
DAYS_TIME_DURATION = SimpleType("days and time duration", DaysTimeDuration)
YEARS_MONTHS_DURATION = SimpleType("years and months duration", YearsMonthsDuration)
LIST = ListType(ANY)
CONTEXT = ContextType({}, "context")
RANGE = RangeType(ANY)

BUILT_IN: Mapping[str, Type] = {
    kind.name: kind
    for kind in (
        ANY,
        NULL,
        NUMBER,
        STRING,
        BOOLEAN,
        DATE,
        TIME,
        DATE_TIME,
        DAYS_TIME_DURATION,
        YEARS_MONTHS_DURATION,
        CONTEXT,
    )
} | {
    "any": ANY,
    "null": NULL,
    "list": LIST,
    "range": RANGE,
    "dateTime": DATE_TIME,
    "dayTimeDuration": DAYS_TIME_DURATION,
    "yearMonthDuration": YEARS_MONTHS_DURATION,
}
