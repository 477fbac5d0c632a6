"""Types, as behind `instance of` and in formal parameters.

Standard: DMN 1.5, grammar rule 52.
"""

from __future__ import annotations

from collections.abc import Callable

from trivium.feel import tree
from trivium.feel.lexer import Token
from trivium.feel.names import normalised
from trivium.feel.parser.stream import Stream


class TypeReader(Stream):
    """The part of the parser that reads types."""

    def type(self) -> tree.TypeNode:
        """A type, as behind `instance of` and in formal parameters."""
        self.go_deeper("a type")
        token = self.token
        known = self.types.match(self.tokens, self.at)
        if known is None and token.kind in ("name", "function"):
            parse = _TYPES.get(token.text)
            if parse is not None and self.tokens[self.at + 1].kind == "<":
                self.at += 2
                found = parse(self, token)
                self.depth -= 1
                return found
        name = self._type_name(known)
        self.depth -= 1
        return tree.NamedType(name=name, start=token.start, end=self.last_end)

    def _type_name(self, known: tuple[str, int] | None) -> str:
        if known is not None:
            self.at += known[1]
            return known[0]
        if self.kind not in ("name", "null", "function"):
            raise self.error("the name of a type")
        start = self.at
        self.at += 1
        while self.kind == "." and self.tokens[self.at + 1].kind == "name":
            self.at += 2  # the type of an imported model
        return normalised(self.tokens[start : self.at])

    def _close_type(self) -> None:
        if self.kind == ">=":  # `list<number>= x` reads as `list<number> = x`
            token = self.token
            self.tokens[self.at] = Token("=", "=", token.start + 1, token.end)
            return
        self.expect(">", "`>`")

    def read_list_type(self, token: Token) -> tree.TypeNode:
        element = self.type()
        self._close_type()
        return tree.ListType(element=element, start=token.start, end=self.last_end)

    def read_range_type(self, token: Token) -> tree.TypeNode:
        element = self.type()
        self._close_type()
        return tree.RangeType(element=element, start=token.start, end=self.last_end)

    def read_context_type(self, token: Token) -> tree.TypeNode:
        entries: list[tuple[str, tree.TypeNode]] = []
        while self.kind not in (">", ">="):
            name = self.new_name(":")
            self.expect(":")
            entries.append((name, self.type()))
            if not self.take(","):
                break
        self._close_type()
        return tree.ContextType(entries=tuple(entries), start=token.start, end=self.last_end)

    def read_function_type(self, token: Token) -> tree.TypeNode:
        parameters: list[tree.TypeNode] = []
        while self.kind != ">":
            parameters.append(self.type())
            if not self.take(","):
                break
        self.expect(">", "`,` or `>`")
        self.expect("->")
        result = self.type()
        return tree.FunctionType(
            parameters=tuple(parameters), result=result, start=token.start, end=self.last_end
        )


_TYPES: dict[str, Callable[[TypeReader, Token], tree.TypeNode]] = {
    "list": TypeReader.read_list_type,
    "range": TypeReader.read_range_type,
    "context": TypeReader.read_context_type,
    "function": TypeReader.read_function_type,
}
