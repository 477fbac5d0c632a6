"""Literals, and what stands in brackets: lists, ranges and contexts.

Standard: DMN 1.5, grammar rules 8 to 12, 31 to 35, 54, 57 to 59 and 64 to 66.
"""

from __future__ import annotations

from decimal import Decimal

from trivium.feel import tree
from trivium.feel.lexer import Token, unquote
from trivium.feel.names import normalised
from trivium.feel.numbers import CONTEXT, canonical
from trivium.feel.parser.types import TypeReader
from trivium.feel.temporal import parse_at_literal


class LiteralReader(TypeReader):
    """The part of the parser that reads literals, lists, ranges and contexts."""

    def read_number(self, token: Token) -> tree.Expression:
        value = CONTEXT.create_decimal(Decimal(token.text))
        return tree.Literal(value=canonical(value), start=token.start, end=token.end)

    def read_string(self, token: Token) -> tree.Expression:
        return tree.Literal(value=unquote(token), start=token.start, end=token.end)

    def read_at_literal(self, token: Token) -> tree.Expression:
        text = unquote(token)
        try:
            value = parse_at_literal(text)
        except ValueError:
            return tree.InvalidLiteral(text=text, start=token.start, end=token.end)
        return tree.Literal(value=value, start=token.start, end=token.end)

    def read_constant(self, token: Token) -> tree.Expression:
        value = {"true": True, "false": False, "null": None}[token.kind]
        return tree.Literal(value=value, start=token.start, end=token.end)

    def read_bracket(self, token: Token) -> tree.Expression:
        """`(`: an expression in brackets, or a range."""
        inner = self.expression()
        if self.take(".."):
            return self._range(token, inner, low_included=False)
        self.expect(")", "`)`")
        return inner

    def read_square(self, token: Token) -> tree.Expression:
        """`[`: a list or a range."""
        items: list[tree.Expression] = []
        if not self.take("]"):
            items.append(self.expression())
            if self.take(".."):
                return self._range(token, items[0], low_included=True)
            while self.take(","):
                items.append(self.expression())
            self.expect("]", "`,` or `]`")
        return tree.ListLiteral(items=tuple(items), start=token.start, end=self.last_end)

    def read_outward(self, token: Token) -> tree.Expression:
        """`]`: a range whose lower end is not included."""
        low = self.expression()
        self.expect("..")
        return self._range(token, low, low_included=False)

    def _range(self, token: Token, low: tree.Expression, *, low_included: bool) -> tree.Expression:
        high = self.expression()
        closing = self.token.kind
        if closing not in (")", "]", "["):
            raise self.error("`]`, `)` or `[`")
        self.at += 1
        return tree.RangeLiteral(
            low=low,
            high=high,
            low_included=low_included,
            high_included=closing == "]",
            start=token.start,
            end=self.last_end,
        )

    def whole_range(self) -> tree.RangeLiteral:
        """The source as a range, one end of which may be left out (a null without place).

        Standard: DMN 1.5, grammar rule 66.
        """
        token = self.token
        if token.kind not in ("(", "[", "]"):
            raise self.error("`[`, `(` or `]`")
        self.at += 1
        missing = tree.Literal(value=None)
        is_open_below = token.kind != "[" and self.kind == ".."
        low = missing if is_open_below else self.expression()
        self.expect("..")
        is_open_above = not is_open_below and self.kind in (")", "[")
        high = missing if is_open_above else self.expression()
        closing = self.token
        if closing.kind not in (")", "]", "["):
            raise self.error("`]`, `)` or `[`")
        self.at += 1
        self.expect("end", "the end of the range")
        return tree.RangeLiteral(
            low=low,
            high=high,
            low_included=token.kind == "[",
            high_included=closing.kind == "]",
            start=token.start,
            end=closing.end,
        )

    def read_context(self, token: Token) -> tree.Expression:
        before = self.names
        self.names = self.names.inner()
        entries: list[tree.ContextEntry] = []
        if not self.take("}"):
            while True:
                entries.append(self._entry())
                if not self.take(","):
                    break
            self.expect("}", "`,` or `}`")
        self.names = before
        return tree.ContextLiteral(entries=tuple(entries), start=token.start, end=self.last_end)

    def _entry(self) -> tree.ContextEntry:
        start = self.token
        if start.kind == "string":
            self.at += 1
            name = unquote(start)
            self.expect(":")
        else:
            count = self.name_before_colon()
            if count is None:
                raise self.error("the name of an entry with `:` behind it")
            name = normalised(self.tokens[self.at : self.at + count])
            self.at += count + 1
        value = self.expression()
        self.names.add(name)
        self.members.add(name)
        return tree.ContextEntry(name=name, value=value, start=start.start, end=value.end)
