"""FEEL text into tokens.

Standard: DMN 1.5, 10.3.1.2, grammar rules 22 to 39. Names of several words are put together by the
parser, which knows the scope.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from trivium.feel.errors import FeelSyntaxError

NAME_START = (
    r"?A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
NAME_PART = NAME_START + r"0-9\u00B7\u0300-\u036F\u203F-\u2040"
_SPACE = r"[\s\u0085\u180E\u200B\u2060\uFEFF]"

_token = re.compile(
    rf"""
    (?P<space>(?:{_SPACE}+|//[^\n\r]*|/\*(?s:.*?)\*/)+)
  | (?P<name>[{NAME_START}][{NAME_PART}]*)
  | (?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<string>"(?:[^"\\\n\r]|\\.)*")
  | (?P<at>@{_SPACE}*"(?:[^"\\\n\r]|\\.)*")
  | (?P<symbol>\*\*|\.\.|->|<=|>=|!=|[-+*/<>=()\[\]{{}},:.'’])
    """,
    re.VERBOSE,
)
_escape = re.compile(
    r"\\(?:u(?P<unit>[0-9A-Fa-f]{4})|U(?P<point>[0-9A-Fa-f]{6})|(?P<char>.))", re.DOTALL
)
_surrogates = re.compile(r"[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]")
_CHARACTERS = {"n": "\n", "r": "\r", "t": "\t", "'": "'", '"': '"', "\\": "\\"}
_MAXIMUM_NUMBER = 400
MAXIMUM_LENGTH = 1_000_000

_GRAMMAR = ("true", "false", "null", "if", "then", "else", "for", "in", "return", "some", "every")
KEYWORDS = frozenset(
    {*_GRAMMAR, "satisfies", "between", "and", "or", "instance", "function", "external"}
)


class Token(NamedTuple):
    """`kind` is name, number, string, at, end, or the symbol or keyword itself."""

    kind: str
    text: str
    start: int
    end: int


def tokens(source: str) -> list[Token]:
    """All tokens, with one of kind `end` as the last; raises `FeelSyntaxError`."""
    if len(source) > MAXIMUM_LENGTH:
        raise FeelSyntaxError(
            source, MAXIMUM_LENGTH, f"at most {MAXIMUM_LENGTH} characters", f"{len(source)}"
        )
    found: list[Token] = []
    at = 0
    match = _token.match
    while at < len(source):
        hit = match(source, at)
        if hit is None:
            raise FeelSyntaxError(source, at, "a FEEL token", _describe(source, at))
        kind, text, start, at = hit.lastgroup, hit.group(), at, hit.end()
        if kind == "space":
            continue
        if kind == "symbol" or (kind == "name" and text in KEYWORDS):
            kind = text
        elif kind == "number" and len(text) > _MAXIMUM_NUMBER:
            raise FeelSyntaxError(
                source, start, "a number of sensible length", f"{len(text)} digits"
            )
        found.append(Token(kind or "", text, start, at))
    found.append(Token("end", "", len(source), len(source)))
    return found


def _describe(source: str, at: int) -> str:
    if source.startswith(("/*", '"'), at):
        return "text without its end"
    return repr(source[at])


def unquote(token: Token) -> str:
    """The string that a string or `@` token holds, escapes resolved."""
    quote = token.text.index('"')
    body = token.text[quote + 1 : -1]
    if "\\" not in body:
        return body

    def replace(match: re.Match[str]) -> str:
        if unit := match["unit"]:
            return chr(int(unit, 16))
        if point := match["point"]:
            code = int(point, 16)
            if code <= 0x10FFFF:  # noqa: PLR2004  # the last code point of Unicode
                return chr(code)
        # what is no escape stands for itself, so that patterns need no second backslash
        return _CHARACTERS.get(match["char"], match.group())

    text = _escape.sub(replace, body)
    return _surrogates.sub(_join, text)


def _join(pair: re.Match[str]) -> str:
    """One character of a pair; half a pair is no character and cannot be stored."""
    text = pair.group()
    if len(text) == 1:
        return "\ufffd"
    return chr(0x10000 + ((ord(text[0]) - 0xD800) << 10) + ord(text[1]) - 0xDC00)
