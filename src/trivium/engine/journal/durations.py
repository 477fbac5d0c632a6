"""Durations counted by their length: small, exact to a sixteenth, and two such counts are added up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_STEPS_BITS = 3
_STEPS = 1 << _STEPS_BITS


def bucket(milliseconds: int) -> int:
    """The number of the bucket that a duration falls in: eight of them for each power of two."""
    if milliseconds < _STEPS:
        return max(milliseconds, 0)
    exponent = milliseconds.bit_length() - 1 - _STEPS_BITS
    return (exponent + 1) * _STEPS + (milliseconds >> exponent) - _STEPS


def middle(number: int) -> float:
    """The milliseconds in the middle of a bucket."""
    if number < _STEPS:
        return float(number)
    exponent, step = divmod(number, _STEPS)
    width = 1 << (exponent - 1)
    return (_STEPS + step) * width + (width - 1) / 2


def quantile(counts: Mapping[int, int], share: float) -> float | None:
    """The duration in milliseconds that `share` of all do not pass; None if there are none."""
    wanted = share * sum(counts.values())
    seen = 0
    for number in sorted(counts):
        seen += counts[number]
        if seen >= wanted:
            return middle(number)
    return None
