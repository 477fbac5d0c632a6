"""Names of several words: which of them begin at a token.

Standard: DMN 1.5, 10.3.1.4: a name that holds spaces or operators is recognised by the scope, and
the longest known one wins.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import NamedTuple

from trivium.feel.errors import FeelSyntaxError
from trivium.feel.lexer import Token, tokens


class LongName(NamedTuple):
    """A name as its tokens; white space between them does not count."""

    name: str
    words: tuple[str, ...]


def normalised(found: list[Token]) -> str:
    """The name that these tokens spell: one space where there was white space."""
    parts = [found[0].text]
    for before, token in itertools.pairwise(found):
        if token.start > before.end:
            parts.append(" ")
        parts.append(token.text)
    return "".join(parts)


def long_name(name: str) -> LongName | None:
    """The name as tokens if it takes more than one; None for a plain one."""
    if name.isidentifier():
        return None
    try:
        found = tokens(name)[:-1]
    except FeelSyntaxError:
        return None
    if len(found) < 2:  # noqa: PLR2004  # one token is a plain name
        return None
    return LongName(name, tuple(token.text for token in found))


class KnownNames:
    """The names in scope: those of several words by their first word, and those of a scope around.

    Scopes are many and short, so an inner one only points to the one around it.
    """

    def __init__(self, names: Iterable[str] = (), outer: KnownNames | None = None) -> None:
        self.outer = outer
        self.by_first: dict[str, list[LongName]] = {}
        for name in names:
            self.add(name)

    def inner(self) -> KnownNames:
        """A scope within this one, which may grow on its own."""
        return KnownNames((), self)

    def plus(self, names: Iterable[str]) -> KnownNames:
        """These and more names; this object itself if there are no more."""
        more = tuple(names)
        return KnownNames(more, self) if more else self

    def add(self, name: str) -> None:
        """Make the name known in this scope."""
        known = long_name(name)
        if known is not None:
            self.by_first.setdefault(known.words[0], []).append(known)

    def match(self, source: list[Token], at: int) -> tuple[str, int] | None:
        """The longest known name that begins at token `at`, and how many tokens it takes."""
        first = source[at].text
        best: LongName | None = None
        scope: KnownNames | None = self
        while scope is not None:
            for rival in scope.by_first.get(first, ()):
                count = len(rival.words)
                if best is None or count > len(best.words):
                    found = tuple(token.text for token in source[at : at + count])
                    if found == rival.words:
                        best = rival
            scope = scope.outer
        return None if best is None else (best.name, len(best.words))
