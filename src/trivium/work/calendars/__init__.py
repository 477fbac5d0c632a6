"""Working time: calendars as data, and exact arithmetic on them."""

from trivium.work.calendars.calendar import Calendar, PublicHolidays, SpecialDays
from trivium.work.calendars.reading import calendar_data, read_calendar
from trivium.work.calendars.working_time import Timeline, WallTime, WorkingTime

__all__ = [
    "Calendar",
    "PublicHolidays",
    "SpecialDays",
    "Timeline",
    "WallTime",
    "WorkingTime",
    "calendar_data",
    "read_calendar",
]
