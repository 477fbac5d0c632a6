"""Python values into FEEL values."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from trivium.feel.numbers import CONTEXT, canonical
from trivium.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from trivium.feel.values import Function, Range

_FEEL = (Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration, Range, Function)


def from_python(value: Any) -> Any:
    """The FEEL value that means the same; `TypeError` if there is none.

    Floats become the decimal that Python prints for them (not finite ones are `ValueError`);
    dates and times of the standard library, mappings, lists, tuples and sets are converted.
    """
    if value is None or isinstance(value, (bool, str, _FEEL)):
        return value
    if isinstance(value, int):
        return canonical(int(value))
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"Expected a finite number but got {value}")
        return CONTEXT.plus(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"Expected a finite number but got {value}")
        return canonical(Decimal(repr(value)))
    return _from_container(value)


def _from_container(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): from_python(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [from_python(item) for item in value]
    if isinstance(value, dt.datetime):
        return DateTime.from_python(value)
    if isinstance(value, dt.date):
        return Date.from_python(value)
    if isinstance(value, dt.time):
        return Time.from_python(value)
    if isinstance(value, dt.timedelta):
        return DaysTimeDuration.from_python(value)
    raise TypeError(f"Expected a value that FEEL knows but got {type(value).__name__}")
