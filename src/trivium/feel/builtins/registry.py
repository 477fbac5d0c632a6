"""How a Python function becomes a FEEL built-in: its names, overloads and checked parameters.

The Python annotations say what an argument must be; the implicit conversions are made from them.
"""

import inspect
import types as python_types
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from msgspec import Struct

from trivium.feel import types
from trivium.feel.errors import NullResult
from trivium.feel.numbers import Number
from trivium.feel.state import State
from trivium.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from trivium.feel.types import FunctionType, Type
from trivium.feel.values import Function, Range, kind_of

Convert: TypeAlias = Callable[[Any], Any]


class Wanted(Struct, frozen=True):
    """An annotation of a built-in's parameter: the classes it takes and how to get there."""

    name: str
    kinds: tuple[type, ...]
    type: Type


_WANTED: dict[Any, Wanted] = {
    str: Wanted("a string", (str,), types.STRING),
    bool: Wanted("a boolean", (bool,), types.BOOLEAN),
    Number: Wanted("a number", (int, Decimal), types.NUMBER),
    int: Wanted("a whole number", (int, Decimal), types.NUMBER),
    dict: Wanted("a context", (dict,), types.CONTEXT),
    list: Wanted("a list", (list,), types.LIST),
    Date: Wanted("a date", (Date,), types.DATE),
    Time: Wanted("a time", (Time,), types.TIME),
    DateTime: Wanted("a date and time", (DateTime,), types.DATE_TIME),
    DaysTimeDuration: Wanted(
        "a days and time duration", (DaysTimeDuration,), types.DAYS_TIME_DURATION
    ),
    YearsMonthsDuration: Wanted(
        "a years and months duration", (YearsMonthsDuration,), types.YEARS_MONTHS_DURATION
    ),
    Range: Wanted("a range", (Range,), types.RANGE),
    Function: Wanted("a function", (), types.ANY),
    type(None): Wanted("null", (type(None),), types.NULL),
}


class Parameter(Struct, frozen=True):
    """A parameter: its FEEL names, what it takes, and whether it may be left out."""

    names: tuple[str, ...]
    convert: Convert
    exact: type | None
    type: Type
    is_optional: bool

    @property
    def name(self) -> str:
        """The name by the newest standard."""
        return self.names[0]


def _alternatives(annotation: Any) -> tuple[Any, ...]:
    """The parts of a union, where `int | Decimal` together stand for `Number`."""
    if annotation == Number:
        return (Number,)
    if get_origin(annotation) not in (Union, python_types.UnionType):
        return (get_origin(annotation) or annotation,)
    parts = list(get_args(annotation))
    if Decimal in parts:
        parts = [part for part in parts if part not in (int, Decimal)] + [Number]
    return tuple(get_origin(part) or part if part != Number else part for part in parts)


def _parameter(names: tuple[str, ...], annotation: Any, *, is_optional: bool) -> Parameter:
    if annotation is Any:
        return Parameter(names, lambda value: value, None, types.ANY, is_optional)
    parts = _alternatives(annotation)
    wanted = [_WANTED[part] for part in parts]
    kinds = frozenset(kind for want in wanted for kind in want.kinds)
    takes_function = Function in parts
    expected = " or ".join(want.name for want in wanted if want.name != "null")

    def convert(value: Any) -> Any:
        if type(value) in kinds or (takes_function and isinstance(value, Function)):
            return value
        if type(value) is list and len(value) == 1 and list not in kinds:
            return convert(value[0])
        if list in kinds and value is not None:
            return [value]
        if type(value) is Date and DateTime in kinds:
            return DateTime(value, Time(0, 0))
        raise NullResult(f"Expected {expected} as `{names[0]}` but got {kind_of(value)}")

    def whole(value: Any) -> int:
        return int(convert(value))

    def whole_or_null(value: Any) -> int | None:
        found = convert(value)
        return None if found is None else int(found)

    exact = next(iter(wanted[0].kinds), None)
    if int in parts:
        return Parameter(
            names, whole_or_null if type(None) in parts else whole, int, types.NUMBER, is_optional
        )
    kind = wanted[0].type if len(wanted) == 1 else types.ANY
    return Parameter(names, convert, exact, kind, is_optional)


class Overload(Struct, frozen=True):
    """One way to call a built-in.

    `collects` means that any number of positional arguments may stand for the last parameter, a
    list; one that is a list already (or null) stands for itself, unless `collects` says `"lists"`.
    """

    name: str
    target: Callable[..., Any]
    parameters: tuple[Parameter, ...]
    required: int
    collects: str
    takes_state: bool
    cost: int
    documentation: str

    def convert(self, at: int) -> Convert:
        """The conversion of the parameter at that index."""
        return self.parameters[at].convert

    def fits(self, count: int) -> bool:
        """Whether so many positional arguments may be given."""
        if self.collects:
            return count >= len(self.parameters)
        return self.required <= count <= len(self.parameters)

    def takes(self, kinds: Sequence[Type]) -> bool:
        """Whether positional arguments of these types may be given, as far as that is known."""
        if not self.fits(len(kinds)):
            return False
        own = self.parameters[:-1] if self.collects and len(kinds) > 1 else self.parameters
        return all(kind.conforms_to(one.type) for one, kind in zip(own, kinds, strict=False))

    def arrange(self, arguments: dict[str, Any]) -> list[Any] | None:
        """Named arguments in the order of the parameters; None if they do not fit.

        What is not supplied is null, but for optional parameters at the end, which stay away.
        """
        values: list[Any] = []
        taken = 0
        for at, parameter in enumerate(self.parameters):
            name = next((name for name in parameter.names if name in arguments), None)
            if name is not None:
                taken += 1
                values.extend([None] * (at - len(values)))
                values.append(arguments[name])
            elif at < self.required:
                values.append(None)
        return values if taken == len(arguments) else None

    def invoke(self, arguments: list[Any], state: State) -> Any:
        """The result for positional arguments that fit."""
        if self.collects:
            last = len(self.parameters) - 1
            rest = arguments[last:]
            is_list = len(rest) == 1 and (type(rest[0]) is list or rest[0] is None)
            if last or not is_list or self.collects == "lists":
                arguments = [*arguments[:last], rest]
        values = [
            argument if type(argument) is parameter.exact else parameter.convert(argument)
            for parameter, argument in zip(self.parameters, arguments, strict=False)
        ]
        if self.takes_state:
            return self.target(state, *values)
        return self.target(*values)


def builtin(
    name: str, *parameters: str, collects: str = "", cost: int = 1
) -> Callable[[Callable[..., Any]], Overload]:
    """Declare a built-in: its FEEL name and the FEEL names of its parameters.

    `cost` is how many steps each argument takes where the call is repeated. A first Python
    parameter named `state` gets the `State` and has no FEEL name. A parameter that
    older editions of the standard named otherwise is given as `new|old`.
    """

    def declare(target: Callable[..., Any]) -> Overload:
        hints = get_type_hints(target)
        signature = [p for p in inspect.signature(target).parameters.values() if p.name != "state"]
        declared = tuple(
            _parameter(
                tuple(feel_name.split("|")),
                hints[parameter.name],
                is_optional=parameter.default is not inspect.Parameter.empty,
            )
            for feel_name, parameter in zip(parameters, signature, strict=True)
        )
        return Overload(
            name,
            target,
            declared,
            sum(not parameter.is_optional for parameter in declared),
            collects,
            "state" in hints,
            cost,
            inspect.getdoc(target) or "",
        )

    return declare


class Builtin(Function):
    """A built-in function with all its overloads."""

    def __init__(self, name: str, overloads: Iterable[Overload]) -> None:
        self.name = name
        self.overloads = tuple(overloads)
        first = self.overloads[0]
        self.parameters = tuple(parameter.name for parameter in first.parameters)
        self.type = FunctionType(tuple(p.type for p in first.parameters), types.ANY)

    def call(self, arguments: list[Any], state: State) -> Any:
        given = len(arguments)
        fitting = [(overload, arguments) for overload in self.overloads if overload.fits(given)]
        return self._first(fitting, given, state)

    def takes(self, kinds: tuple[Any, ...]) -> bool:
        return any(overload.takes(kinds) for overload in self.overloads)

    def call_named(self, arguments: dict[str, Any], state: State) -> Any:
        found = [(overload, overload.arrange(arguments)) for overload in self.overloads]
        fitting = [(overload, values) for overload, values in found if values is not None]
        # before(point, range) and before(range, point) differ in nothing but their order
        fitting.sort(key=lambda pair: [p.name for p in pair[0].parameters] != list(arguments))
        return self._first(fitting, len(arguments), state)

    def _first(self, fitting: list[tuple[Overload, list[Any]]], given: int, state: State) -> Any:
        """The result of the first overload that takes the arguments."""
        for overload, values in fitting[:-1]:
            try:
                return overload.invoke(values, state)
            except NullResult:
                continue
        if not fitting:
            raise self._wrong(given)
        overload, values = fitting[-1]
        return overload.invoke(values, state)

    def _wrong(self, given: int) -> NullResult:
        ways = " or ".join(
            f"{self.name}({', '.join(p.name for p in overload.parameters)})"
            for overload in self.overloads
        )
        return NullResult(f"Expected {ways} but got {given} arguments", "feel/wrong-arguments")
