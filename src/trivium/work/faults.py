"""Collecting what is wrong with data that people write, all of it at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from trivium.errors import Finding

_LARGEST = 2**31


class Faults:
    """What was found so far; `code` is that of faults that have none of their own."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.found: list[Finding] = []

    def say(self, where: str, message: str, code: str | None = None) -> None:
        """A fault at a place in the data, such as `days[0].date`."""
        self.found.append(Finding(code or self.code, message, element=where))

    def add(self, where: str, expected: str, value: object, code: str | None = None) -> None:
        """A fault: what was expected there, and the value that was found."""
        found = "nothing" if value is None else f"`{value}`"
        self.say(where, f"Expected {expected}, but found {found}.", code)

    def only(self, data: Mapping[str, Any], names: frozenset[str], where: str) -> None:
        """No field but these may be there: a misspelt one would be passed over in silence."""
        for name in data:
            if name not in names:
                self.add(where, f"only {', '.join(sorted(names))}", name)

    def text(self, data: Mapping[str, Any], name: str, where: str) -> str:
        """A text that must be there."""
        value = data.get(name)
        if isinstance(value, str) and value.strip():
            return value
        self.add(where, f"a {name}", value)
        return ""

    def text_or_none(self, data: Mapping[str, Any], name: str) -> str | None:
        """A text that may be there."""
        return None if data.get(name) is None else self.text(data, name, name)

    def texts(self, data: Mapping[str, Any], name: str, where: str = "") -> tuple[str, ...]:
        """A list of texts that may be there; a single one is a list of one."""
        values = data.get(name, ())
        if isinstance(values, str):
            values = (values,)
        if isinstance(values, list | tuple) and all(isinstance(each, str) for each in values):
            return tuple(values)
        self.add(f"{where}.{name}" if where else name, "a list of texts", values)
        return ()

    def number(
        self, data: Mapping[str, Any], name: str, *, at_least: int | None = None, where: str = ""
    ) -> int | None:
        """A whole number that may be there."""
        value = data.get(name)
        is_number = isinstance(value, int) and not isinstance(value, bool)
        lowest = -_LARGEST if at_least is None else at_least
        if value is None or (is_number and lowest <= value <= _LARGEST):
            return value
        least = "" if at_least is None else f" that is at least {at_least}"
        self.add(f"{where}.{name}" if where else name, f"a whole number{least}", value)
        return None

    def each(
        self, data: Mapping[str, Any], name: str, expected: str
    ) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The tables of a list that may be there, each with its place."""
        values = data.get(name, ())
        if not isinstance(values, list | tuple):
            self.add(name, expected, values)
            return
        for number, value in enumerate(values):
            where = f"{name}[{number}]"
            if isinstance(value, Mapping):
                yield where, value
            else:
                self.add(where, expected, value)
