"""Identifiers: UUIDv7, made from a command's own id so that deciding it again gives the same ones."""

from __future__ import annotations

_RANDOM_BITS = 62
_COUNTER_BITS = 12


def uuid7(now_ms: int, counter: int, random: int) -> str:
    """The text form of a version 7 UUID (RFC 9562, 5.7): time, 12 counter bits, 62 random bits."""
    high = (now_ms & 0xFFFFFFFFFFFF) << 16 | 0x7000 | (counter & 0xFFF)
    digits = f"{high:016x}{0x8000000000000000 | random & 0x3FFFFFFFFFFFFFFF:016x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


class IdSource:
    """Gives any number of ids to one command, all derived from `now_ms` and `seed`.

    The counter is added to the random part too, so that more than 4,096 ids of one command differ.
    """

    __slots__ = ("_count", "_now_ms", "_seed")

    def __init__(self, now_ms: int, seed: int) -> None:
        self._now_ms = now_ms
        self._seed = seed
        self._count = 0

    def next(self) -> str:
        """The next id; later ids of one command sort after earlier ones up to 4,096 of them."""
        count = self._count
        self._count = count + 1
        return uuid7(self._now_ms, count, self._seed + count)
