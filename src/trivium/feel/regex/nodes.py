"""What a pattern is made of."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from trivium.feel.regex.characters import Ranges


class InvalidPattern(ValueError):
    """The pattern or its flags are not XPath's."""


class Chars(Struct, frozen=True):
    """One character out of the ranges."""

    ranges: Ranges


class Anchor(Struct, frozen=True):
    """`^` or `$`; in lines also at the ends of lines."""

    is_start: bool
    of_lines: bool


class BackReference(Struct, frozen=True):
    """The text of a group once more."""

    group: int
    ignores_case: bool


class Sequence(Struct, frozen=True):
    """One after the other."""

    parts: tuple[Regex, ...]


class Alternatives(Struct, frozen=True):
    """The first that fits."""

    branches: tuple[Regex, ...]


class Group(Struct, frozen=True):
    """A group that captures its text; number 0 captures nothing."""

    body: Regex
    number: int


class Repeat(Struct, frozen=True):
    """As often as possible, or as seldom if it is reluctant; `most` None is without end."""

    body: Regex
    least: int
    most: int | None
    is_reluctant: bool


Regex: TypeAlias = Chars | Anchor | BackReference | Sequence | Alternatives | Group | Repeat
