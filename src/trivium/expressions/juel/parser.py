"""The grammar of JUEL by precedence: text into a syntax tree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from trivium.expressions.errors import ExpressionSyntaxError
from trivium.expressions.juel import tree
from trivium.expressions.juel.lexer import Lexer, Token

# Standard: Expression Language 2.2 (JSR 245 MR 2), 1.15
_PRECEDENCE = {
    **dict.fromkeys(("||",), 1),
    **dict.fromkeys(("&&",), 2),
    **dict.fromkeys(("==", "!="), 3),
    **dict.fromkeys(("<", ">", "<=", ">="), 4),
    **dict.fromkeys(("+", "-"), 5),
    **dict.fromkeys(("*", "/", "%"), 6),
}
DEEPEST = 100


class Parser:
    """Reads one expression that begins at `offset` and ends before a `}`."""

    def __init__(self, source: str, offset: int = 0, names: Iterable[str] = ()) -> None:
        self._lexer = Lexer(source, names)
        self._depth = 0
        self._token, self._next = self._lexer.token(offset)

    def whole(self) -> tuple[tree.Node, int]:
        """The expression, and where its closing brace ends."""
        node = self._expression()
        if self._token.kind != "}":
            self._unexpected("an operator or }")
        return node, self._next

    def _take(self) -> Token:
        taken = self._token
        self._token, self._next = self._lexer.token(self._next)
        return taken

    def _expect(self, kind: str) -> None:
        if self._token.kind != kind:
            self._unexpected(kind)
        self._take()

    def _unexpected(self, expected: str) -> NoReturn:
        found = self._token.text
        remedy = ""
        if self._token.kind == "instanceof":
            remedy = "Types cannot be tested; compare values instead."
        raise ExpressionSyntaxError(
            f"Expected {expected} but found {found}",
            source=self._lexer.source,
            offset=self._token.offset,
            remedy=remedy,
        )

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionSyntaxError(
                f"Expected at most {DEEPEST} levels of nesting but there are more",
                source=self._lexer.source,
                offset=self._token.offset,
                remedy="Split the expression.",
                code="expression/too-complex",
            )

    def _expression(self) -> tree.Node:
        self._deeper()
        test = self._binary(1)
        if self._token.kind == "?":
            self._take()
            yes = self._expression()
            self._expect(":")
            test = tree.Conditional(test, yes, self._expression())
        self._depth -= 1
        return test

    def _binary(self, weakest: int) -> tree.Node:
        left = self._unary()
        while weakest <= (precedence := _PRECEDENCE.get(self._token.kind, 0)):
            operator = self._take().kind
            right = self._binary(precedence + 1)
            if operator in {"&&", "||"}:
                left = _joined(operator, left, right)
            else:
                left = tree.Binary(operator, left, right)
        return left

    def _unary(self) -> tree.Node:
        if self._token.kind in {"-", "!", "empty"}:
            self._deeper()
            node: tree.Node = tree.Unary(self._take().kind, self._unary())
            self._depth -= 1
            return node
        return self._value()

    def _value(self) -> tree.Node:
        node = self._primary()
        while self._token.kind in {".", "["}:
            if self._take().kind == ".":
                key: tree.Node = tree.Literal(self._member())
            else:
                key = self._expression()
                self._expect("]")
            if self._token.kind == "(":
                node = tree.Method(node, key, self._arguments())
            else:
                node = tree.Property(node, key)
        return node

    def _member(self) -> str:
        """A name after a dot; words such as `empty` and `div` are names there."""
        if not self._token.text[:1].isidentifier() and self._token.text[:1] != "$":
            self._unexpected("a name after the dot")
        if self._token.kind == "end":
            self._unexpected("a name after the dot")
        return self._take().text

    def _primary(self) -> tree.Node:
        token = self._token
        if token.kind == "literal":
            return tree.Literal(self._take().value)
        if token.kind == "(":
            self._take()
            node = self._expression()
            self._expect(")")
            return node
        if token.kind != "name":
            self._unexpected("a value")
        self._take()
        name = token.text + self._local_part(token)
        if self._token.kind == "(":
            return tree.Call(name, self._arguments())
        return tree.Identifier(name)

    def _local_part(self, prefix: Token) -> str:
        """`:name` of a function with prefix; that has no space in it, unlike a conditional."""
        colon = self._token
        if colon.kind != ":" or colon.offset != prefix.offset + len(prefix.text):
            return ""
        name, after = self._lexer.token(self._next)
        is_name = name.text[:1].isidentifier() and name.offset == colon.offset + 1
        if not is_name or self._lexer.token(after)[0].kind != "(":
            return ""
        self._take()
        return f":{self._take().text}"

    def _arguments(self) -> tuple[tree.Node, ...]:
        self._take()
        found = []
        if self._token.kind != ")":
            found.append(self._expression())
            while self._token.kind == ",":
                self._take()
                found.append(self._expression())
        self._expect(")")
        return tuple(found)


def _joined(operator: str, left: tree.Node, right: tree.Node) -> tree.Node:
    """One node for a whole chain, so that a long one is not deep."""
    if isinstance(left, tree.Logical) and left.operator == operator:
        return tree.Logical(operator, (*left.operands, right))
    return tree.Logical(operator, (left, right))
