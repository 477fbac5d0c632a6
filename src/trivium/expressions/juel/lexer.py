"""Tokens of JUEL, and where expressions begin in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from trivium.expressions.errors import ExpressionSyntaxError
from trivium.feel.numbers import canonical

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    |(?P<name>(?:[^\W\d]|\$)[\w$]*)
    |(?P<symbol>&&|\|\||[=!<>]=|[-+*/%<>!?:.,()\[\]}])
    )""",
    re.VERBOSE | re.DOTALL,
)
_WORDS = {
    "and": "&&",
    "or": "||",
    "not": "!",
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "gt": ">",
    "le": "<=",
    "ge": ">=",
    "div": "/",
    "mod": "%",
    "empty": "empty",
    "instanceof": "instanceof",
}
_LITERALS = {"true": True, "false": False, "null": None}
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_LONGEST_NUMBER = 400


class Token(NamedTuple):
    """`kind` is `literal`, `name`, `end` or the symbol itself; `text` is what was written."""

    kind: str
    text: str
    value: Any
    offset: int


class Lexer:
    """Cuts one expression of `source` into tokens; `names` may hold operator characters."""

    def __init__(self, source: str, names: Iterable[str] = ()) -> None:
        self.source = source
        odd = sorted((name for name in names if not name.isidentifier()), key=len, reverse=True)
        self._odd = (
            re.compile(r"\s*(" + "|".join(map(re.escape, odd)) + r")(?![\w$])") if odd else None
        )

    def token(self, offset: int) -> tuple[Token, int]:
        """The token at `offset` and where it ends."""
        if self._odd and (found := self._odd.match(self.source, offset)):
            return Token("name", found[1], None, found.start(1)), found.end()
        match = _TOKEN.match(self.source, offset)
        if match is None or match.lastgroup is None:
            return self._nothing(offset)
        kind, text, start = match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)
        if kind == "symbol":
            return Token(text, text, None, start), match.end()
        if kind == "name":
            return self._word(text, start), match.end()
        value = self._number(text, start) if kind == "number" else self._string(text, start)
        return Token("literal", text, value, start), match.end()

    def _word(self, text: str, start: int) -> Token:
        if text in _LITERALS:
            return Token("literal", text, _LITERALS[text], start)
        return Token(_WORDS.get(text, "name"), text, None, start)

    def _number(self, text: str, start: int) -> int | Decimal:
        value = Decimal(text) if len(text) <= _LONGEST_NUMBER else Decimal("Infinity")
        if not value.is_finite() or abs(value.adjusted()) > _LONGEST_NUMBER:
            raise ExpressionSyntaxError(
                "Expected a number within reason", source=self.source, offset=start
            )
        return canonical(value)

    def _string(self, text: str, start: int) -> str:
        wrong = next((m for m in _ESCAPE.finditer(text) if m[1] not in "\\'\""), None)
        if wrong is not None:
            raise ExpressionSyntaxError(
                f"Expected \\\\ or a quote after a backslash but found '{wrong[0]}'",
                source=self.source,
                offset=start + wrong.start(),
                remedy="Write the backslash twice.",
            )
        return _ESCAPE.sub(r"\1", text[1:-1])

    def _nothing(self, offset: int) -> tuple[Token, int]:
        rest = self.source[offset:]
        start = offset + len(rest) - len(rest.lstrip())
        if start >= len(self.source):
            return Token("end", "the end", None, start), start
        found = self.source[start]
        what = "A string without its closing quote" if found in "'\"" else f"Unexpected '{found}'"
        remedies = {
            "=": "Compare with == (or eq).",
            "&": "Write && (or and).",
            "|": "Write || (or or).",
            "{": "An expression cannot hold another ${…}.",
            "'": "Close it.",
            '"': "Close it.",
        }
        raise ExpressionSyntaxError(
            what, source=self.source, offset=start, remedy=remedies.get(found, "")
        )
