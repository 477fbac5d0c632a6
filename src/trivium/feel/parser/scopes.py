"""What brings names of its own: iterations, function definitions and `if` beside them.

Standard: DMN 1.5, grammar rules 44 to 46, 55 and 56.
"""

from __future__ import annotations

from trivium.feel import tree
from trivium.feel.lexer import Token
from trivium.feel.parser.literals import LiteralReader


class ScopeReader(LiteralReader):
    """The part of the parser that reads iterations, functions and conditions."""

    def read_if(self, token: Token) -> tree.Expression:
        condition = self.expression()
        self.expect("then")
        consequence = self.expression()
        self.expect("else")
        alternative = self.expression()
        return tree.If(
            condition=condition,
            consequence=consequence,
            alternative=alternative,
            start=token.start,
            end=alternative.end,
        )

    def read_for(self, token: Token) -> tree.Expression:
        before = self.names
        iterators = self._iterators("return")
        result = self.expression()
        self.names = before
        return tree.For(iterators=iterators, result=result, start=token.start, end=result.end)

    def read_quantified(self, token: Token) -> tree.Expression:
        before = self.names
        iterators = self._iterators("satisfies")
        condition = self.expression()
        self.names = before
        return tree.Quantified(
            quantifier=token.kind,
            iterators=iterators,
            condition=condition,
            start=token.start,
            end=condition.end,
        )

    def _iterators(self, end: str) -> tuple[tree.Iterator, ...]:
        self.names = self.names.inner()
        iterators = [self._iterator()]
        while self.take(","):
            iterators.append(self._iterator())
        self.expect(end, f"`,` or `{end}`")
        return tuple(iterators)

    def _iterator(self) -> tree.Iterator:
        first = self.token
        name = self.new_name("in")
        self.expect("in")
        source = self.expression()
        until = self.expression() if self.take("..") else None
        self.names.add(name)
        return tree.Iterator(
            name=name, source=source, until=until, start=first.start, end=self.last_end
        )

    def read_function(self, token: Token) -> tree.Expression:
        self.expect("(")
        before = self.names
        self.names = self.names.inner()
        parameters: list[tree.Parameter] = []
        if not self.take(")"):
            while True:
                parameters.append(self._parameter())
                if not self.take(","):
                    break
            self.expect(")", "`,` or `)`")
        external = self.take("external")
        body = self.expression()
        self.names = before
        return tree.FunctionDefinition(
            parameters=tuple(parameters),
            body=body,
            external=external,
            start=token.start,
            end=body.end,
        )

    def _parameter(self) -> tree.Parameter:
        first = self.token
        name = self.new_name(":", ",", ")")
        kind = self.type() if self.take(":") else None
        self.names.add(name)
        return tree.Parameter(name=name, type=kind, start=first.start, end=self.last_end)
