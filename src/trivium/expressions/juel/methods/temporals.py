"""Methods of dates, times and durations, named as in java.util.Date, java.time and Joda."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trivium.expressions.juel.failure import JuelFailure
from trivium.expressions.juel.methods import every
from trivium.expressions.juel.methods.method import Method
from trivium.expressions.juel.operators import order
from trivium.feel.numbers import Number
from trivium.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration

_SECONDS = {"Seconds": 1, "Minutes": 60, "Hours": 3600}
_DAYS = {"Days": 1, "Weeks": 7}
_MONTHS = {"Months": 1, "Years": 12}
_DAY_SECONDS = 86_400
_MOST = 10**12


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
