"""What the operators do beyond the fast cases that are compiled inline: every pair of kinds.

Standard: DMN 1.5, 10.3.2.11 and 10.3.2.13, tables 50 to 56.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal, DecimalException, Overflow
from typing import Any

from trivium.feel.errors import NullResult
from trivium.feel.numbers import (
    Number,
    add,
    canonical,
    divide,
    is_number,
    multiply,
    negative,
    power,
    subtract,
)
from trivium.feel.state import State
from trivium.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from trivium.feel.values import kind_of

Operation = Callable[[Any, Any], Any]


def _date_plus_seconds(date: Date, seconds: Any) -> Date:
    """The day of that moment, counted from the date's midnight."""
    days = int(seconds // 86_400) if type(seconds) is int else math.floor(divide(seconds, 86_400))
    return Date.from_day_number(date.day_number + days)


def _utc_midnight(date: Date) -> DateTime:
    return DateTime(date, Time(0, 0))


def _time_plus_seconds(time: Time, seconds: Any) -> Time:
    total = canonical(add(time.seconds, seconds))
    return Time(DateTime.from_local_seconds(total).time.seconds, time.offset, time.zone)


def _between_instants(left: DateTime | Time, right: DateTime | Time) -> DaysTimeDuration:
    if left.is_local is not right.is_local:
        raise NullResult("Expected both with a time zone, or neither, but one has none")
    return DaysTimeDuration(canonical(subtract(left.instant, right.instant)))


def _negative(duration: DaysTimeDuration) -> Number:
    return negative(duration.seconds)


def _swap(operation: Operation) -> Operation:
    return lambda left, right: operation(right, left)


def _times_days(duration: DaysTimeDuration, factor: Any) -> DaysTimeDuration:
    return DaysTimeDuration(canonical(multiply(duration.seconds, factor)))


def _times_months(duration: YearsMonthsDuration, factor: Any) -> YearsMonthsDuration:
    return YearsMonthsDuration(int(multiply(duration.total, factor)))


_DT, _DAYS, _MONTHS = DateTime, DaysTimeDuration, YearsMonthsDuration
_ADD: dict[tuple[type, type], Operation] = {
    (str, str): lambda a, b: a + b,
    (_DAYS, _DAYS): lambda a, b: _DAYS(canonical(add(a.seconds, b.seconds))),
    (_MONTHS, _MONTHS): lambda a, b: _MONTHS(a.total + b.total),
    (_DT, _DAYS): lambda a, b: a.plus_seconds(b.seconds),
    (_DT, _MONTHS): lambda a, b: a.plus_months(b.total),
    (Date, _DAYS): lambda a, b: _date_plus_seconds(a, b.seconds),
    (Date, _MONTHS): lambda a, b: a.plus_months(b.total),
    (Time, _DAYS): lambda a, b: _time_plus_seconds(a, b.seconds),
}
for (_left, _right), _operation in list(_ADD.items()):
    if _left is not _right:
        _ADD[_right, _left] = _swap(_operation)
_SUBTRACT: dict[tuple[type, type], Operation] = {
    (_DAYS, _DAYS): lambda a, b: _DAYS(canonical(subtract(a.seconds, b.seconds))),
    (_MONTHS, _MONTHS): lambda a, b: _MONTHS(a.total - b.total),
    (_DT, _DAYS): lambda a, b: a.plus_seconds(_negative(b)),
    (_DT, _MONTHS): lambda a, b: a.plus_months(-b.total),
    (Date, _DAYS): lambda a, b: _date_plus_seconds(a, _negative(b)),
    (Date, _MONTHS): lambda a, b: a.plus_months(-b.total),
    (Time, _DAYS): lambda a, b: _time_plus_seconds(a, _negative(b)),
    (_DT, _DT): _between_instants,
    (Time, Time): _between_instants,
    (Date, Date): lambda a, b: _DAYS((a.day_number - b.day_number) * 86_400),
    (Date, _DT): lambda a, b: _between_instants(_utc_midnight(a), b),
    (_DT, Date): lambda a, b: _between_instants(a, _utc_midnight(b)),
}
_MULTIPLY: dict[tuple[type, type], Operation] = {}
_DIVIDE: dict[tuple[type, type], Operation] = {
    (_DAYS, _DAYS): lambda a, b: divide(a.seconds, b.seconds),
    (_MONTHS, _MONTHS): lambda a, b: divide(a.total, b.total),
}
for _number in (int, Decimal):
    _MULTIPLY[_DAYS, _number] = _times_days
    _MULTIPLY[_number, _DAYS] = _swap(_times_days)
    _MULTIPLY[_MONTHS, _number] = _times_months
    _MULTIPLY[_number, _MONTHS] = _swap(_times_months)
    _DIVIDE[_DAYS, _number] = lambda a, b: _DAYS(canonical(divide(a.seconds, b)))
    _DIVIDE[_MONTHS, _number] = lambda a, b: _MONTHS(int(divide(a.total, b)))
_TABLES: dict[str, dict[tuple[type, type], Operation]] = {
    symbol: table | {(one, two): on_numbers for one in (int, Decimal) for two in (int, Decimal)}
    for symbol, on_numbers, table in (
        ("+", add, _ADD),
        ("-", subtract, _SUBTRACT),
        ("*", multiply, _MULTIPLY),
        ("/", divide, _DIVIDE),
        ("**", power, {}),
    )
}


# what is not done in a microsecond or two
_TEMPORAL_STEPS = 6
_POWER_STEPS = 30


def arithmetic(operator: str, left: Any, right: Any, state: State, offset: int) -> Any:
    """`left operator right` for any two values; null with a warning where there is none."""
    operation = _TABLES[operator].get((type(left), type(right)))
    if operation is None:
        state.warn(
            "feel/no-such-operation",
            f"Expected operands that `{operator}` takes but got "
            f"{kind_of(left)} {operator} {kind_of(right)}",
            offset,
        )
        return None
    try:
        result = operation(left, right)
    except NullResult as reason:
        state.warn(reason.code, reason.message, offset)
        return None
    except (Overflow, DecimalException, ValueError, OverflowError):
        state.warn(
            "feel/out-of-range",
            f"Expected a result that FEEL can hold but {kind_of(left)} {operator} "
            f"{kind_of(right)} goes beyond it",
            offset,
        )
        return None
    kind = type(result)
    if kind is str:
        state.check_characters(len(result))
    elif kind is not int and kind is not Decimal:
        state.charge(_TEMPORAL_STEPS)
    elif operator == "**":
        state.charge(_POWER_STEPS)
    return result


def negate(value: Any, state: State, offset: int) -> Any:
    """`-value` for a number or duration, else null."""
    kind = type(value)
    if is_number(value):
        return negative(value)
    if kind is DaysTimeDuration:
        return DaysTimeDuration(negative(value.seconds))
    if kind is YearsMonthsDuration:
        return YearsMonthsDuration(-value.total)
    state.warn(
        "feel/no-such-operation",
        f"Expected a number or duration behind `-` but got {kind_of(value)}",
        offset,
    )
    return None
