"""Functions of dates and times. Standard: DMN 1.5, 10.3.4.6 and 10.3.4.8."""

from trivium.feel.builtins.registry import builtin
from trivium.feel.errors import NullResult
from trivium.feel.state import State
from trivium.feel.temporal import Date, DateTime

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _date(value: Date | DateTime) -> Date:
    return value if isinstance(value, Date) else value.date


@builtin("day of year", "date")
def day_of_year(date: Date | DateTime) -> int:
    """The number of the day in its year.

    `day of year(date(2019, 9, 17)) = 260`
    """
    day = _date(date)
    return day.day_number - Date(day.year, 1, 1).day_number + 1


@builtin("day of week", "date")
def day_of_week(date: Date | DateTime) -> str:
    """The English name of the day.

    `day of week(date(2019, 9, 17)) = "Tuesday"`
    """
    return _WEEKDAYS[_date(date).weekday - 1]


@builtin("month of year", "date")
def month_of_year(date: Date | DateTime) -> str:
    """The English name of the month.

    `month of year(date(2019, 9, 17)) = "September"`
    """
    return _MONTHS[_date(date).month - 1]


@builtin("week of year", "date")
def week_of_year(date: Date | DateTime) -> int:
    """The number of the week by ISO 8601, in which week 1 has the year's first Thursday.

    `week of year(date(2019, 9, 17)) = 38`
    `week of year(date(2005, 1, 1)) = 53`
    """
    day = _date(date)
    thursday = Date.from_day_number(day.day_number - day.weekday + 4)
    return (thursday.day_number - Date(thursday.year, 1, 1).day_number) // 7 + 1


def _moment(state: State) -> DateTime:
    if state.context.now is None:
        raise NullResult("Expected a clock in the context but there is none", "feel/no-clock")
    return state.context.now


@builtin("now")
def now(state: State) -> DateTime:
    """The date and time at which the evaluation was asked for.

    `now() instance of date and time = true`
    """
    return _moment(state)


@builtin("today")
def today(state: State) -> Date:
    """The date at which the evaluation was asked for.

    `today() instance of date = true`
    """
    return _moment(state).date


FUNCTIONS = (day_of_year, day_of_week, month_of_year, week_of_year, now, today)
