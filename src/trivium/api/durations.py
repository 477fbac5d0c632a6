"""ISO 8601 durations."""

from __future__ import annotations

from datetime import timedelta

_MINUTE, _HOUR = 60, 3600


def iso(duration: timedelta) -> str:
    """Days, hours, minutes and seconds, such as `P1DT2H` or `PT0.25S`."""
    sign = "-" if duration < timedelta(0) else ""
    duration = abs(duration)
    hours, left = divmod(duration.seconds, _HOUR)
    minutes, seconds = divmod(left, _MINUTE)
    fraction = f".{duration.microseconds:06d}".rstrip("0") if duration.microseconds else ""
    time = f"{hours}H" * bool(hours) + f"{minutes}M" * bool(minutes)
    if seconds or fraction:
        time += f"{seconds}{fraction}S"
    days = f"{duration.days}D" * bool(duration.days)
    return f"{sign}P{days}T{time}" if time else f"{sign}P{days or 'T0S'}"
