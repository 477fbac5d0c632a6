"""The proleptic Gregorian calendar as arithmetic on day numbers; day 0 is 1970-01-01."""

from __future__ import annotations

MINIMUM_YEAR = -999_999_999
MAXIMUM_YEAR = 999_999_999
_CYCLE_DAYS = 146_097  # days in 400 years
CYCLE_YEARS = 400
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY = 2


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    if month == _FEBRUARY and is_leap(year):
        return 29
    return _MONTH_DAYS[month - 1]


def day_number(year: int, month: int, day: int) -> int:
    """Days from 1970-01-01; years are counted from March so that leap days come last."""
    if month <= _FEBRUARY:
        year -= 1
        month += 12
    cycle, year_of_cycle = divmod(year, CYCLE_YEARS)
    day_of_year = (153 * (month - 3) + 2) // 5 + day - 1
    day_of_cycle = year_of_cycle * 365 + year_of_cycle // 4 - year_of_cycle // 100 + day_of_year
    return cycle * _CYCLE_DAYS + day_of_cycle - 719_468


def civil(number: int) -> tuple[int, int, int]:
    """Year, month and day of a day number."""
    cycle, day_of_cycle = divmod(number + 719_468, _CYCLE_DAYS)
    year_of_cycle = (
        day_of_cycle - day_of_cycle // 1460 + day_of_cycle // 36_524 - day_of_cycle // 146_096
    ) // 365
    day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle // 4 - year_of_cycle // 100)
    shifted = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * shifted + 2) // 5 + 1
    month = shifted + 3 if shifted < 10 else shifted - 9  # noqa: PLR2004  # March is 0
    year = cycle * CYCLE_YEARS + year_of_cycle + (month <= _FEBRUARY)
    return year, month, day


def weekday(number: int) -> int:
    """Monday 1 to Sunday 7."""
    return (number + 3) % 7 + 1


def plus_months(year: int, month: int, day: int, months: int) -> tuple[int, int, int]:
    """The same day so many months on, or the last day of that month if it is shorter."""
    total = year * 12 + month - 1 + months
    year, month = total // 12, total % 12 + 1
    return year, month, min(day, days_in_month(year, month))
