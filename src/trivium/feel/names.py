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
    """A name as its tokens; `spaced` tells for each token whether white space stands before it."""

    name: str
    words: tuple[str, ...]
    spaced: tuple[bool, ...]


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
    if len(found) < 2:  # noqa: PLR2004
        return None
    words = tuple(token.text for token in found)
    spaced = (False, *(b.start > a.end for a, b in itertools.pairwise(found)))
    return LongName(name, words, spaced)


class KnownNames:
    """The names of several words that are in scope, by their first word, longest first."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, list[LongName]] = {}
        self._plain: set[str] = set()
        for name in names:
            self.add(name)

    def copy(self) -> KnownNames:
        """An own copy that may grow."""
        twin = KnownNames()
        twin._by_first = {first: list(names) for first, names in self._by_first.items()}
        twin._plain = set(self._plain)
        return twin

    def plus(self, names: Iterable[str]) -> KnownNames:
        """These and more names; this object itself if there are no more."""
        more = [name for name in names if name not in self._plain]
        if not more:
            return self
        twin = self.copy()
        for name in more:
            twin.add(name)
        return twin

    def add(self, name: str) -> None:
        """Make the name known."""
        known = long_name(name)
        if known is None:
            self._plain.add(name)
            return
        rivals = self._by_first.setdefault(known.words[0], [])
        if known not in rivals:
            rivals.append(known)
            rivals.sort(key=lambda rival: -len(rival.words))

    def match(self, source: list[Token], at: int) -> tuple[str, int] | None:
        """The longest known name that begins at token `at`, and how many tokens it takes."""
        rivals = self._by_first.get(source[at].text)
        if rivals is None:
            return None
        for rival in rivals:
            count = len(rival.words)
            words = source[at : at + count]
            if tuple(token.text for token in words) == rival.words and self._fits(words, rival):
                return rival.name, count
        return None

    def _fits(self, words: list[Token], rival: LongName) -> bool:
        """Spacing decides only where the name could also be read as an operation on known names."""
        spaced = [b.start > a.end for a, b in itertools.pairwise(words)]
        if tuple(spaced) == rival.spaced[1:]:
            return True
        if any(not _is_word(token) for token in words):
            return words[0].text not in self._plain
        return True


def _is_word(token: Token) -> bool:
    return token.text[0].isalnum() or token.kind == "name"
