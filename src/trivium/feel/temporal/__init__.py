"""Dates, times and durations of FEEL, exact and of any year from -999,999,999 to 999,999,999."""

from trivium.feel.temporal.date import Date
from trivium.feel.temporal.date_time import DateTime
from trivium.feel.temporal.duration import DaysTimeDuration, YearsMonthsDuration
from trivium.feel.temporal.parse import (
    parse_at_literal,
    parse_date,
    parse_date_time,
    parse_duration,
    parse_time,
)
from trivium.feel.temporal.time import Time

__all__ = [
    "Date",
    "DateTime",
    "DaysTimeDuration",
    "Time",
    "YearsMonthsDuration",
    "parse_at_literal",
    "parse_date",
    "parse_date_time",
    "parse_duration",
    "parse_time",
]
