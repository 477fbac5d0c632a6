"""Arrays in PostgreSQL's binary form: a column of many rows in one parameter."""

from __future__ import annotations

from struct import Struct
from typing import TYPE_CHECKING, Any

from psycopg.adapt import Dumper
from psycopg.pq import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import psycopg

_HEADER = Struct("!iiIii")  # dimensions, whether there are nulls, type of the elements, count, base
_INT = Struct("!iq")
_LENGTH = Struct("!i").pack
_NULL = _LENGTH(-1)


class TextArray(bytes):
    """A `text[]`."""

    __slots__ = ()


class BigintArray(bytes):
    """A `bigint[]`."""

    __slots__ = ()


class ByteaArray(bytes):
    """A `bytea[]`."""

    __slots__ = ()


def _joined(element_oid: int, parts: list[bytes], count: int, *, has_null: bool) -> bytes:
    return _HEADER.pack(1, has_null, element_oid, count, 1) + b"".join(parts)


def text_array(values: Sequence[str | None]) -> TextArray:
    """Texts and nulls."""
    parts: list[bytes] = []
    for value in values:
        if value is None:
            parts.append(_NULL)
        else:
            data = value.encode()
            parts.extend((_LENGTH(len(data)), data))
    return TextArray(_joined(25, parts, len(values), has_null=None in values))


def bigint_array(values: Sequence[int | None]) -> BigintArray:
    """Whole numbers of 64 bits and nulls."""
    parts = [_NULL if value is None else _INT.pack(8, value) for value in values]
    return BigintArray(_joined(20, parts, len(values), has_null=None in values))


def bytea_array(values: Sequence[bytes | None]) -> ByteaArray:
    """Bytes and nulls."""
    parts: list[bytes] = []
    for value in values:
        if value is None:
            parts.append(_NULL)
        else:
            parts.extend((_LENGTH(len(value)), value))
    return ByteaArray(_joined(17, parts, len(values), has_null=None in values))


ENCODERS: dict[str, Callable[[Any], bytes]] = {
    "text": text_array,
    "bigint": bigint_array,
    "bytea": bytea_array,
}


def array(values: list[Any]) -> bytes:
    """Texts or whole numbers, all of one kind."""
    return bigint_array(values) if values and isinstance(values[0], int) else text_array(values)


class _AsItIs(Dumper):
    format = Format.BINARY

    def dump(self, obj: bytes) -> bytes:
        return obj


class _TextArrayDumper(_AsItIs):
    oid = 1009


class _BigintArrayDumper(_AsItIs):
    oid = 1016


class _ByteaArrayDumper(_AsItIs):
    oid = 1001


def register(adapters: psycopg.adapt.AdaptersMap) -> None:
    """Has connections send them."""
    dumpers: Iterable[tuple[type, type[Dumper]]] = (
        (TextArray, _TextArrayDumper),
        (BigintArray, _BigintArrayDumper),
        (ByteaArray, _ByteaArrayDumper),
    )
    for kind, dumper in dumpers:
        adapters.register_dumper(kind, dumper)
