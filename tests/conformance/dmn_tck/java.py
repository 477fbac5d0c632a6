"""Java's static methods that the TCK calls, as Python callables.

The mapping answers `class.method(types)`; what is not in it does not exist. Arguments are
converted as Java's types ask, and refused where Java would find no such method or throw.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any


def _whole(bits: int) -> Callable[[Any], int]:
    def convert(value: Any) -> int:
        number = int(_number(value))
        if not -(2 ** (bits - 1)) <= number < 2 ** (bits - 1):
            raise ValueError(f"{value} does not fit into {bits} bits")
        return number

    return convert


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise TypeError(f"expected a number but got {value!r}")
    return Decimal(value)


def _double(value: Any) -> float:
    return float(_number(value))


def _float(value: Any) -> float:
    return _to_float(_double(value))


def _to_float(value: float) -> float:
    """The nearest 32-bit number, as the shortest decimal that means it."""
    single = struct.unpack("f", struct.pack("f", value))[0]
    return next(float(text) for n in range(1, 18) if _single(text := f"{single:.{n}g}") == single)


def _single(text: str) -> float:
    return float(struct.unpack("f", struct.pack("f", float(text)))[0])


def _char(value: Any) -> str:
    if not isinstance(value, str) or len(value) != 1:
        raise TypeError(f"expected one character but got {value!r}")
    return value


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected a string but got {value!r}")
    return value


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"expected a boolean but got {value!r}")
    return value


_TYPES: Mapping[str, Callable[[Any], Any]] = {
    "byte": _whole(8),
    "short": _whole(16),
    "int": _whole(32),
    "long": _whole(64),
    "float": _float,
    "double": _double,
    "char": _char,
    "boolean": _boolean,
    "java.lang.String": _string,
    "java.lang.Object": lambda value: value,
    "[Ljava.lang.Object;": lambda value: value,
}
_BOXES = {
    "Byte": "byte",
    "Short": "short",
    "Integer": "int",
    "Long": "long",
    "Float": "float",
    "Double": "double",
    "Character": "char",
    "Boolean": "boolean",
}
_NUMERIC = ("int", "long", "float", "double")


def _methods() -> dict[str, tuple[Callable[..., Any], tuple[str, ...]]]:
    found: dict[str, tuple[Callable[..., Any], tuple[str, ...]]] = {}

    def add(name: str, target: Callable[..., Any], *types: str) -> None:
        found[f"java.lang.{name}({','.join(types)})"] = (target, types)

    for kind in _NUMERIC:
        add("Math.max", max, kind, kind)
        add("Math.min", min, kind, kind)
        add("Math.abs", abs, kind)
    for name in ("cos", "sin", "tan", "acos", "asin", "atan", "exp", "log10", "sqrt", "cosh"):
        add(f"Math.{name}", getattr(math, name), "double")
    add("Math.log", math.log, "double")
    add("Math.pow", math.pow, "double", "double")
    add("Math.hypot", math.hypot, "double", "double")
    add("Math.atan2", math.atan2, "double", "double")
    add("Math.floor", lambda value: float(math.floor(value)), "double")
    add("Math.ceil", lambda value: float(math.ceil(value)), "double")
    add("Math.round", lambda value: math.floor(value + 0.5), "double")
    for box, kind in _BOXES.items():
        add(f"{box}.valueOf", lambda value: value, kind)
        add(f"{box}.valueOf", _parser(kind), "java.lang.String")
    for kind in (*_BOXES.values(), "java.lang.Object"):
        add("String.valueOf", lambda value: value if isinstance(value, str) else str(value), kind)
    add("String.format", _format, "java.lang.String", "[Ljava.lang.Object;")
    return found


def _parser(kind: str) -> Callable[[str], Any]:
    if kind == "boolean":
        return lambda text: text.lower() == "true"
    if kind == "char":
        return _char
    if kind in {"float", "double"}:
        return lambda text: _TYPES[kind](Decimal(text.strip()))
    return lambda text: _TYPES[kind](int(text))


def _format(template: str, *arguments: Any) -> str:
    return template % arguments


class JavaMethods(Mapping[str, Callable[..., Any]]):
    """The methods by `class.method(types)`."""

    def __init__(self) -> None:
        self._methods = _methods()

    def __getitem__(self, key: str) -> Callable[..., Any]:
        target, types = self._methods[key]

        def call(*arguments: Any) -> Any:
            kinds = types
            if types[-1].startswith("["):
                kinds = (*types[:-1], *[types[-1]] * (len(arguments) - len(types) + 1))
            values = [_TYPES[kind](value) for kind, value in zip(kinds, arguments, strict=True)]
            return target(*values)

        return call

    def __iter__(self) -> Any:
        return iter(self._methods)

    def __len__(self) -> int:
        return len(self._methods)
