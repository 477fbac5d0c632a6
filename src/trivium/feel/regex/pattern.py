"""A compiled pattern: search, replace and split with bounded time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from trivium.feel.regex.backtracking import BOUND, cost, python_pattern
from trivium.feel.regex.machine import Captures, Program, assemble, search
from trivium.feel.regex.nodes import InvalidPattern
from trivium.feel.regex.syntax import Syntax

Charge = Callable[[int], None]
_special = re.compile(r"[\\$]")
# so many steps of Python's `re` take about as long as one of ours
_STEPS_OF_RE = 500


def _allow(_length: int) -> None:
    """Any length is well."""


class Pattern:
    """An XPath pattern with its flags; `charge` is called with the steps that a search took."""

    def __init__(self, text: str, flags: str) -> None:
        syntax = Syntax(text, flags)
        self._tree = syntax.parse()
        self.groups = syntax.groups
        self._cost = cost(self._tree)
        self._python = None if self._cost is None else python_pattern(self._tree)
        self._program: Program | None = None

    def is_found(self, text: str, charge: Charge) -> bool:
        """Whether the pattern occurs in the text."""
        return self._search(text, 0, charge) is not None

    def occurrences(self, text: str, charge: Charge) -> Iterator[Captures]:
        """All places one after the other; `InvalidPattern` if it matches the empty string."""
        if self._search("", 0, charge) is not None:
            raise InvalidPattern("Expected a pattern that does not match the empty string")
        at = 0
        while at <= len(text):
            found = self._search(text, at, charge)
            if found is None:
                return
            yield found
            # an anchor alone may match nothing within the text
            at = found[1] if found[1] > found[0] else found[1] + 1

    def _search(self, text: str, start: int, charge: Charge) -> Captures | None:
        steps = BOUND if self._cost is None else self._cost.steps(len(text) - start)
        if self._python is not None and steps < BOUND:
            charge(steps // _STEPS_OF_RE)
            found = self._python.search(text, start)
            if found is None:
                return None
            return tuple(edge for group in range(self.groups + 1) for edge in found.span(group))
        if self._program is None:
            self._program = assemble(self._tree)
        return search(self._program, text, start, charge)

    def replace(
        self, text: str, replacement: str, charge: Charge, check_length: Charge = _allow
    ) -> str:
        r"""The text with each place replaced; `$1` stands for a group, `\$` for a dollar sign.

        `check_length` may refuse the length that the result has got so far.
        """
        parts = _replacement(replacement, self.groups)
        result: list[str] = []
        end, length, checked = 0, 0, 1000
        for found in self.occurrences(text, charge):
            result.append(text[end : found[0]])
            for part in parts:
                if isinstance(part, str):
                    result.append(part)
                elif found[2 * part] >= 0:
                    result.append(text[found[2 * part] : found[2 * part + 1]])
            end = found[1]
            length += sum(map(len, result[-len(parts) - 1 :]))
            if length > checked:
                check_length(length)
                checked = 2 * length
        result.append(text[end:])
        return "".join(result)

    def split(self, text: str, charge: Charge) -> list[str]:
        """The texts between the places."""
        result: list[str] = []
        end = 0
        for found in self.occurrences(text, charge):
            result.append(text[end : found[0]])
            end = found[1]
        result.append(text[end:])
        return result


def _replacement(text: str, groups: int) -> list[str | int]:
    """Plain parts and numbers of groups."""
    parts: list[str | int] = []
    at = 0
    for special in _special.finditer(text):
        if special.start() < at:  # the second character of an escape
            continue
        parts.append(text[at : special.start()])
        at = special.end()
        if special.group() == "$":
            number, at = _group_number(text, at, groups)
            parts.append(number if number <= groups else "")
        elif text[at : at + 1] in ("\\", "$"):
            parts.append(text[at])
            at += 1
        else:
            raise InvalidPattern("Expected `\\\\` or `\\$` in the replacement")
    return [part for part in (*parts, text[at:]) if part != ""]


def _group_number(text: str, at: int, groups: int) -> tuple[int, int]:
    """The number at `at`, as many digits as make the number of a group."""
    if not _is_digit(text[at : at + 1]):
        raise InvalidPattern("Expected the number of a group behind `$`")
    number = int(text[at])
    at += 1
    while _is_digit(text[at : at + 1]) and number * 10 + int(text[at]) <= groups:
        number = number * 10 + int(text[at])
        at += 1
    return number, at


def _is_digit(char: str) -> bool:
    return char.isascii() and char.isdigit()


@lru_cache(maxsize=512)
def pattern(text: str, flags: str) -> Pattern:
    """The compiled pattern, kept for the next time; `InvalidPattern` if it is none."""
    return Pattern(text, flags)
