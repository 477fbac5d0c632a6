"""The tokens of one source, gone through from left to right, and the names that are in scope."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable

from trivium.feel import tree
from trivium.feel.errors import FeelSyntaxError
from trivium.feel.lexer import KEYWORDS, Token, tokens
from trivium.feel.names import KnownNames, normalised

MAXIMUM_DEPTH = 100
_NAME_SYMBOLS = frozenset({"+", "-", "*", "/", ".", "'", "’"})
_LONG_TYPES = KnownNames(("date and time", "days and time duration", "years and months duration"))


class Stream(ABC):
    """Where in the tokens the parser stands."""

    def __init__(
        self,
        source: str,
        names: KnownNames,
        members: KnownNames | None = None,
        types: Iterable[str] = (),
    ) -> None:
        self.source = source
        self.tokens = tokens(source)
        self.at = 0
        self.names = names
        self.members = (members or KnownNames()).inner()
        self.types = _LONG_TYPES.plus(types)
        self.depth = 0
        self.filters = 0

    @abstractmethod
    def expression(self, power: int = 0) -> tree.Expression:
        """An expression whose operators bind more tightly than `power`."""

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    @property
    def kind(self) -> str:
        return self.tokens[self.at].kind

    def expect(self, kind: str, expected: str | None = None) -> Token:
        """Take the next token, which must be of that kind."""
        token = self.tokens[self.at]
        if token.kind != kind:
            raise self.error(expected or f"`{kind}`")
        self.at += 1
        return token

    def take(self, kind: str) -> bool:
        """Take the next token if it is of that kind."""
        if self.tokens[self.at].kind == kind:
            self.at += 1
            return True
        return False

    def error(self, expected: str, token: Token | None = None) -> FeelSyntaxError:
        token = token or self.token
        found = "the end of the text" if token.kind == "end" else f"`{token.text[:40]}`"
        return FeelSyntaxError(self.source, token.start, expected, found)

    @property
    def last_end(self) -> int:
        return self.tokens[self.at - 1].end

    def go_deeper(self, what: str) -> None:
        """One level further in; refused where nesting goes too far."""
        self.depth += 1
        if self.depth > MAXIMUM_DEPTH:
            raise self.error(f"{what} nested less than {MAXIMUM_DEPTH} deep")

    def name_before_colon(self) -> int | None:
        """How many tokens here spell a name that stands before `:`; None if none do."""
        at = self.at
        while self._is_part_of_name(self.tokens[at], first=at == self.at):
            at += 1
        return at - self.at if at > self.at and self.tokens[at].kind == ":" else None

    @staticmethod
    def _is_part_of_name(token: Token, *, first: bool) -> bool:
        if token.kind == "name" or token.kind in KEYWORDS:
            return True
        return not first and (token.kind == "number" or token.kind in _NAME_SYMBOLS)

    def new_name(self, *ends: str) -> str:
        """The name that is introduced here, up to one of the `ends`."""
        start = self.at
        known = self.names.match(self.tokens, start)
        if known is not None and self.tokens[start + known[1]].kind in ends:
            self.at += known[1]
            return known[0]
        while self.kind not in ends and self._is_part_of_name(self.token, first=self.at == start):
            self.at += 1
        if self.at == start:
            raise self.error("a name")
        return normalised(self.tokens[start : self.at])
