"""Exact JSON: numbers never pass through binary floats, FEEL values survive the journey."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from trivium import feel

_TAG = b'"$feel"'


def _encode_other(value: object) -> object:
    """What msgspec does not know is a FEEL value: a date, a duration, a range."""
    return feel.to_json(value)


_encoder = msgspec.json.Encoder(enc_hook=_encode_other, decimal_format="number")
_canonical = msgspec.json.Encoder(
    enc_hook=_encode_other, decimal_format="number", order="deterministic"
)
_decoder = msgspec.json.Decoder(float_hook=Decimal)


def encode(value: object) -> bytes:
    """JSON text of `value`; decimals are written as numbers, digit for digit."""
    return _encoder.encode(value)


def canonical(value: object) -> bytes:
    """JSON text with sorted keys: equal values have equal bytes."""
    return _canonical.encode(value)


def decode(data: bytes | str) -> Any:
    """The value of a JSON text; numbers with a fraction or exponent become `Decimal`.

    Raises:
        ValueError: it is no JSON.
        InvalidInput: a `$feel` object in it is none that we wrote.
    """
    raw = data.encode() if isinstance(data, str) else data
    value = _decoder.decode(raw)
    return feel.from_json(value) if _TAG in raw else value


def has_tag(data: bytes) -> bool:
    """Whether a JSON text may hold FEEL values, or somebody's own `$feel` keys."""
    return _TAG in data
