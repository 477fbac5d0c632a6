"""Methods of dates, times and durations, named as in java.util.Date, java.time and Joda."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trivium.expressions.juel.failure import JuelFailure
from trivium.expressions.juel.methods import every
from trivium.expressions.juel.methods.method import Method
from trivium.expressions.juel.operators import order
from trivium.feel.numbers import Number, add
from trivium.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration

_SECONDS = {"Seconds": 1, "Minutes": 60, "Hours": 3600}
_DAYS = {"Days": 1, "Weeks": 7}
_MONTHS = {"Months": 1, "Years": 12}
_DAY_SECONDS = 86_400
_MOST = 10**12
_WEEK, _HOURS, _SIXTY = 7, 24, 60


class _Shift:
    """Goes on by a number of units; results beyond the calendar are failures."""

    def __init__(self, go: Callable[[Any, int], Any], size: int) -> None:
        self._go = go
        self._size = size

    def __call__(self, value: Any, count: int) -> Any:
        if abs(count) > _MOST:
            raise self._beyond(value, count)
        try:
            return self._go(value, count * self._size)
        except (ValueError, OverflowError) as error:
            raise self._beyond(value, count) from error

    def _beyond(self, value: Any, count: int) -> JuelFailure:
        return JuelFailure(
            f"Expected a date within the calendar but {count} on from {value} is none.",
            code="expression/limit",
        )


def _shifts(units: dict[str, int], go: Callable[[Any, int], Any]) -> dict[str, Method]:
    return {
        f"{word}{unit}": Method(_Shift(go, sign * size), "integer")
        for unit, size in units.items()
        for word, sign in (("plus", 1), ("minus", -1))
    }


def _date_plus_days(date: Date, days: int) -> Date:
    return Date.from_day_number(date.day_number + days)


def _moment_plus_days(moment: DateTime, days: int) -> DateTime:
    return DateTime(_date_plus_days(moment.date, days), moment.time)


def _milliseconds(moment: DateTime) -> int:
    return int(moment.instant * 1000)


class _Set:
    """The same date or moment with one part of it set; a part that does not exist is a failure."""

    def __init__(self, part: str, put: Callable[[Any, int], Any]) -> None:
        self._part = part
        self._put = put

    def __call__(self, value: Any, number: int) -> Any:
        try:
            return self._put(value, number)
        except (ValueError, OverflowError) as error:
            raise JuelFailure(
                f"Expected a {self._part} of {value} but found {number}.",
                code="expression/wrong-arguments",
            ) from error


def _with_weekday(date: Date, weekday: int) -> Date:
    if not 1 <= weekday <= _WEEK:
        raise ValueError(weekday)
    return _date_plus_days(date, weekday - date.weekday)


def _at(time: Time, hour: int, minute: int, second: Number) -> Time:
    if not (0 <= hour < _HOURS and 0 <= minute < _SIXTY and 0 <= second < _SIXTY):
        raise ValueError(hour, minute, second)
    seconds = add(hour * 3600 + minute * 60, second)
    return Time(seconds, time.offset, time.zone)


_DATE_PARTS: dict[str, tuple[tuple[str, ...], Callable[[Date, int], Date]]] = {
    "year": (("withYear",), lambda date, to: Date(to, date.month, date.day)),
    "month": (("withMonth", "withMonthOfYear"), lambda date, to: Date(date.year, to, date.day)),
    "day of the month": (("withDayOfMonth",), lambda date, to: Date(date.year, date.month, to)),
    "day of the week": (("withDayOfWeek",), _with_weekday),
}
_TIME_PARTS: dict[str, tuple[tuple[str, ...], Callable[[Time, int], Time]]] = {
    "hour": (
        ("withHour", "withHourOfDay"),
        lambda time, to: _at(time, to, time.minute, time.second),
    ),
    "minute": (
        ("withMinute", "withMinuteOfHour"),
        lambda time, to: _at(time, time.hour, to, time.second),
    ),
    "second": (
        ("withSecond", "withSecondOfMinute"),
        lambda time, to: _at(time, time.hour, time.minute, to),
    ),
}


def _sets(parts: Any, whole: Callable[[Callable[[Any, int], Any]], Any]) -> dict[str, Method]:
    return {
        name: Method(_Set(part, whole(put)), "integer")
        for part, (names, put) in parts.items()
        for name in names
    }


def _in_date(put: Callable[[Date, int], Date]) -> Callable[[DateTime, int], DateTime]:
    return lambda moment, to: DateTime(put(moment.date, to), moment.time)


def _in_time(put: Callable[[Time, int], Time]) -> Callable[[DateTime, int], DateTime]:
    return lambda moment, to: DateTime(moment.date, put(moment.time, to))


def _start_of_day(moment: DateTime) -> DateTime:
    return DateTime(moment.date, Time(0, moment.time.offset, moment.time.zone))


_ORDER = {
    **dict.fromkeys(("before", "isBefore"), Method(lambda one, two: order(one, two) < 0, "any")),
    **dict.fromkeys(("after", "isAfter"), Method(lambda one, two: order(one, two) > 0, "any")),
    "isEqual": Method(lambda one, two: order(one, two) == 0, "any"),
}
_OF_DATE: dict[str, Callable[[Date], int]] = {
    "getYear": lambda date: date.year,
    **dict.fromkeys(("getMonthValue", "getMonthOfYear"), lambda date: date.month),
    "getDayOfMonth": lambda date: date.day,
    "getDayOfWeek": lambda date: date.weekday,
}
_OF_TIME: dict[str, Callable[[Time], Number]] = {
    **dict.fromkeys(("getHour", "getHourOfDay"), lambda time: time.hour),
    **dict.fromkeys(("getMinute", "getMinuteOfHour"), lambda time: time.minute),
    **dict.fromkeys(("getSecond", "getSecondOfMinute"), lambda time: int(time.second)),
}


def _through(
    getters: dict[str, Callable[[Any], Any]], part: Callable[[DateTime], Any]
) -> dict[str, Method]:
    def composed(get: Callable[[Any], Any]) -> Callable[[DateTime], Any]:
        return lambda moment: get(part(moment))

    return {name: Method(composed(get)) for name, get in getters.items()}


DATE_METHODS = {
    **every.METHODS,
    **_ORDER,
    **{name: Method(get) for name, get in _OF_DATE.items()},
    **_shifts(_DAYS, _date_plus_days),
    **_shifts(_MONTHS, Date.plus_months),
    **_sets(_DATE_PARTS, lambda put: put),
    "toDate": Method(lambda date: date),
    "atStartOfDay": Method(lambda date: DateTime(date, Time(0))),
}
DATE_TIME_METHODS = {
    **every.METHODS,
    **_ORDER,
    **_through(_OF_DATE, lambda moment: moment.date),
    **_through(_OF_TIME, lambda moment: moment.time),
    **_shifts(_SECONDS, DateTime.plus_seconds),
    **_shifts(_DAYS, _moment_plus_days),
    **_shifts(_MONTHS, DateTime.plus_months),
    **dict.fromkeys(("toDate", "toInstant", "toDateTime"), Method(lambda moment: moment)),
    **_sets(_DATE_PARTS, _in_date),
    **_sets(_TIME_PARTS, _in_time),
    "withTimeAtStartOfDay": Method(_start_of_day),
    "toLocalDate": Method(lambda moment: moment.date),
    "toLocalTime": Method(lambda moment: moment.time),
    **dict.fromkeys(("getTime", "getMillis", "toEpochMilli"), Method(_milliseconds)),
}
TIME_METHODS = {
    **every.METHODS,
    **_ORDER,
    **{name: Method(get) for name, get in _OF_TIME.items()},
}
DAYS_TIME_METHODS = {
    **every.METHODS,
    "toDays": Method(lambda duration: int(duration.seconds) // _DAY_SECONDS),
    "toHours": Method(lambda duration: int(duration.seconds) // 3600),
    "toMinutes": Method(lambda duration: int(duration.seconds) // 60),
    **dict.fromkeys(("toSeconds", "getSeconds"), Method(lambda duration: int(duration.seconds))),
    "toMillis": Method(lambda duration: int(duration.seconds * 1000)),
    "isNegative": Method(lambda duration: duration.seconds < 0),
    "isZero": Method(lambda duration: duration.seconds == 0),
}
YEARS_MONTHS_METHODS = {
    **every.METHODS,
    "getYears": Method(lambda duration: duration.years),
    "getMonths": Method(lambda duration: duration.months),
    "toTotalMonths": Method(lambda duration: duration.total),
}
METHODS: dict[type, dict[str, Method]] = {
    Date: DATE_METHODS,
    DateTime: DATE_TIME_METHODS,
    Time: TIME_METHODS,
    DaysTimeDuration: DAYS_TIME_METHODS,
    YearsMonthsDuration: YEARS_MONTHS_METHODS,
}
