"""One expression over given data, with all there is to say about it; for consoles and tools."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from msgspec import Struct

from trivium.feel.errors import FeelWarning, excerpt
from trivium.feel.expression import compile  # noqa: A004  # feel.compile is its name
from trivium.feel.python import from_python
from trivium.feel.state import DEFAULT_CONTEXT, Context
from trivium.feel.text import string_of


class Remark(Struct, frozen=True):
    """A warning with its place, counted from 1, and the line with a mark under it."""

    code: str
    message: str
    line: int
    column: int
    excerpt: str


class Outcome(Struct, frozen=True):
    """The value, as it is written in FEEL, and why it or a part of it is null."""

    value: Any
    text: str
    remarks: tuple[Remark, ...]


def run(
    source: str, variables: Mapping[str, Any] | None = None, context: Context | None = None
) -> Outcome:
    """Compile and evaluate the source over the variables, which may be plain Python data.

    Names with spaces or operators are recognised at any depth of the data. Raises
    `FeelSyntaxError` and `ExpressionLimit`; `TypeError` or `ValueError` for data that FEEL lacks.
    """
    data = from_python(dict(variables or {}))
    warnings: list[FeelWarning] = []
    around = replace(context or DEFAULT_CONTEXT, warnings=warnings)
    compiled = compile(source, names=data, members=set(_members(data.values())))
    value = compiled.evaluate(data, around)
    remarks = tuple(_remark(source, warning) for warning in warnings)
    return Outcome(value, string_of(value), remarks)


def _remark(source: str, warning: FeelWarning) -> Remark:
    line, column, shown = excerpt(source, warning.offset)
    return Remark(warning.code, warning.message, line, column, shown)


def _members(values: Any) -> Iterator[str]:
    """The names of all entries in the data."""
    pending = list(values)
    while pending:
        value = pending.pop()
        if type(value) is dict:
            yield from value
            pending.extend(value.values())
        elif type(value) is list:
            pending.extend(value)
