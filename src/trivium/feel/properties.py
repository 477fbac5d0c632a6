"""Properties of temporal values and ranges, as in `date.year`.

Standard: DMN 1.5, 10.3.2.12, table 53.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from trivium.feel.marks import MISSING
from trivium.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from trivium.feel.values import Range

_Getter = Callable[[Any], Any]


def _offset(offset: int | None) -> DaysTimeDuration | None:
    return None if offset is None else DaysTimeDuration(offset)


_DATE: dict[str, _Getter] = {
    "year": lambda date: date.year,
    "month": lambda date: date.month,
    "day": lambda date: date.day,
    "weekday": lambda date: date.weekday,
}
_TIME: dict[str, _Getter] = {
    "hour": lambda time: time.hour,
    "minute": lambda time: time.minute,
    "second": lambda time: time.second,
    "time offset": lambda time: _offset(time.offset_on(0)),
    "timezone": lambda time: time.zone,
}


def _of_part(part: str, getter: _Getter) -> _Getter:
    return lambda moment: getter(getattr(moment, part))


PROPERTIES: Mapping[type, Mapping[str, _Getter]] = {
    Date: _DATE,
    Time: _TIME,
    DateTime: {
        **{name: _of_part("date", getter) for name, getter in _DATE.items()},
        **{name: _of_part("time", getter) for name, getter in _TIME.items()},
        "time offset": lambda moment: _offset(moment.offset),
    },
    DaysTimeDuration: {
        "days": lambda duration: duration.days,
        "hours": lambda duration: duration.hours,
        "minutes": lambda duration: duration.minutes,
        "seconds": lambda duration: duration.second,
    },
    YearsMonthsDuration: {
        "years": lambda duration: duration.years,
        "months": lambda duration: duration.months,
    },
    Range: {
        "start": lambda interval: interval.low,
        "end": lambda interval: interval.high,
        "start included": lambda interval: interval.low_included,
        "end included": lambda interval: interval.high_included,
    },
}
MEMBER_NAMES = frozenset(name for getters in PROPERTIES.values() for name in getters)


def property_of(value: Any, name: str) -> Any:
    """The property of that name, or `MISSING` if the value has none."""
    getter = PROPERTIES.get(type(value), {}).get(name)
    return MISSING if getter is None else getter(value)
