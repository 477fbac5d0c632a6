"""The Pratt parser: operators with their strength, calls, paths and filters, and the entry points.

Standard: DMN 1.5, 10.3.1.2.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from trivium.feel import tree
from trivium.feel.errors import FeelSyntaxError
from trivium.feel.lexer import KEYWORDS, Token
from trivium.feel.names import normalised
from trivium.feel.numbers import CONTEXT, canonical, negative
from trivium.feel.parser.scopes import ScopeReader

_OR, _AND, _COMPARE, _SUM, _PRODUCT, _POWER, _MINUS, _INSTANCE, _POSTFIX = range(1, 10)
_ARITHMETIC = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "**": _POWER}
_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_POWERS: dict[str, int] = {
    "or": _OR,
    "and": _AND,
    **dict.fromkeys((*_COMPARISONS, "between", "in"), _COMPARE),
    **_ARITHMETIC,
    "instance": _INSTANCE,
    **dict.fromkeys((".", "[", "("), _POSTFIX),
}
_STARTERS = frozenset(
    {"name", "number", "string", "at", "(", "[", "{", "-", "true", "false", "null"}
    | {"if", "for", "some", "every", "function"}
)


class Parser(ScopeReader):
    """One pass over one source; its beginnings are `whole_…`."""

    def whole_expression(self) -> tree.Expression:
        """The source as one expression."""
        found = self.expression()
        self.expect("end", "the end of the expression")
        return found

    def whole_unary_tests(self) -> tree.UnaryTests:
        """The source as the tests of a decision table's cell."""
        if self.kind == "-" and self.tokens[self.at + 1].kind == "end":
            return tree.UnaryTests(tests=(), start=0, end=len(self.source))
        if self.token.text != "not" or self.tokens[self.at + 1].kind != "(":
            return self._whole_tests(negated=False)
        # brackets cannot tell where `not(` ends, since ranges may have them outward: try
        before = self.names
        try:
            return self._whole_tests(negated=True)
        except FeelSyntaxError as error:
            self.at = 0
            self.names = before
            self.depth = self.filters = 0
            try:
                return self._whole_tests(negated=False)
            except FeelSyntaxError as other:
                raise max(error, other, key=lambda one: one.offset) from None

    def _whole_tests(self, *, negated: bool) -> tree.UnaryTests:
        """The tests up to the end of the source, within `not(…)` if they are negated."""
        if negated:
            self.at += 2
        tests = self._tests()
        if negated:
            self.expect(")", "`,` or `)`")
        self.expect("end", "`,` or the end of the tests")
        return tree.UnaryTests(tests=tests, negated=negated, start=0, end=len(self.source))

    def expression(self, power: int = 0) -> tree.Expression:
        """An expression whose operators bind more tightly than `power`."""
        self.go_deeper("an expression")
        left = self.prefix()
        while True:
            kind = self.tokens[self.at].kind
            strength = _POWERS.get(kind, 0)
            if strength <= power or (kind == "[" and self._closes_range()):
                break
            left = self.infix(left, kind, strength)
        self.depth -= 1
        return left

    def _closes_range(self) -> bool:
        """Whether `[` ends a range such as `]1..5[`: nothing that could be filtered by follows."""
        following = self.tokens[self.at + 1]
        return following.kind not in _STARTERS and following.text not in _STARTERS

    def prefix(self) -> tree.Expression:
        known = self.names.match(self.tokens, self.at)
        if self.filters:  # the entries of the item are names too
            known = max(known, self.members.match(self.tokens, self.at), key=_count)
        token = self.tokens[self.at]
        if known is not None:
            name, count = known
            self.at += count
            return tree.Name(name=name, start=token.start, end=self.last_end)
        if token.kind == "name":
            self.at += 1
            return tree.Name(name=token.text, start=token.start, end=token.end)
        parse = _PREFIX.get(token.kind)
        if parse is None:
            raise self.error("an expression")
        self.at += 1
        return parse(self, token)

    def infix(self, left: tree.Expression, kind: str, strength: int) -> tree.Expression:
        self.at += 1
        if kind in _ARITHMETIC:
            right = self.expression(strength)
            return tree.Arithmetic(
                operator=kind, left=left, right=right, start=left.start, end=right.end
            )
        if kind in _COMPARISONS:
            right = self.expression(strength)
            return tree.Comparison(
                operator=kind, left=left, right=right, start=left.start, end=right.end
            )
        return _INFIX[kind](self, left)

    def read_conjunction(self, left: tree.Expression) -> tree.Expression:
        operands = [left, self.expression(_AND)]
        while self.take("and"):
            operands.append(self.expression(_AND))
        return tree.Conjunction(operands=tuple(operands), start=left.start, end=self.last_end)

    def read_disjunction(self, left: tree.Expression) -> tree.Expression:
        operands = [left, self.expression(_OR)]
        while self.take("or"):
            operands.append(self.expression(_OR))
        return tree.Disjunction(operands=tuple(operands), start=left.start, end=self.last_end)

    def read_between(self, left: tree.Expression) -> tree.Expression:
        low = self.expression(_COMPARE)
        self.expect("and")
        high = self.expression(_COMPARE)
        return tree.Between(value=left, low=low, high=high, start=left.start, end=high.end)

    def read_in(self, left: tree.Expression) -> tree.Expression:
        tests = self._parenthesised_tests() if self.kind == "(" else (self._test(_COMPARE),)
        return tree.In(value=left, tests=tests, start=left.start, end=self.last_end)

    def _parenthesised_tests(self) -> tuple[tree.Expression, ...]:
        """What follows `in (`: several tests, or an expression that begins with a bracket."""
        before = self.at
        self.at += 1
        first = self._test()
        if self.kind == ",":
            tests = [first]
            while self.take(","):
                tests.append(self._test())
            self.expect(")", "`,` or `)`")
            return tuple(tests)
        self.at = before
        return (self.expression(_COMPARE),)

    def _tests(self) -> tuple[tree.Expression, ...]:
        tests = [self._test()]
        while self.take(","):
            tests.append(self._test())
        return tuple(tests)

    def _test(self, power: int = 0) -> tree.Expression:
        """A positive unary test: an operator with its operand, or any expression."""
        token = self.token
        if token.kind not in _COMPARISONS:
            return self.expression(power)
        self.at += 1
        return self.read_operator(token)

    def read_operator(self, token: Token) -> tree.Expression:
        """`< 10` as a test or range: the operator with its endpoint."""
        operand = self.expression(_COMPARE)
        return tree.UnaryTest(
            operator=token.kind, operand=operand, start=token.start, end=operand.end
        )

    def read_instance_of(self, left: tree.Expression) -> tree.Expression:
        if self.token.text != "of":
            raise self.error("`of`")
        self.at += 1
        kind = self.type()
        return tree.InstanceOf(value=left, type=kind, start=left.start, end=kind.end)

    def read_path(self, left: tree.Expression) -> tree.Expression:
        name = self._member_name()
        return tree.Path(source=left, name=name, start=left.start, end=self.last_end)

    def _member_name(self) -> str:
        known = self.members.match(self.tokens, self.at)
        if known is not None:
            self.at += known[1]
            return known[0]
        start = self.at
        token = self.token
        if token.kind != "name" and token.kind not in KEYWORDS:
            raise self.error("the name of an entry or property")
        self.at += 1
        # two names in a row can only be one name with a space in it
        while self.kind == "name":
            self.at += 1
        return normalised(self.tokens[start : self.at])

    def read_filter(self, left: tree.Expression) -> tree.Expression:
        self.filters += 1
        condition = self.expression()
        self.filters -= 1
        self.expect("]", "`]`")
        return tree.Filter(source=left, condition=condition, start=left.start, end=self.last_end)

    def read_invocation(self, left: tree.Expression) -> tree.Expression:
        names: list[str] = []
        arguments: list[tree.Expression] = []
        if not self.take(")"):
            is_named = self.name_before_colon() is not None
            while True:
                if is_named:
                    names.append(self._parameter_of_call())
                arguments.append(self.expression())
                if not self.take(","):
                    break
            self.expect(")", "`,` or `)`")
        return tree.Invocation(
            function=left,
            arguments=tuple(arguments),
            names=tuple(names) if names else None,
            start=left.start,
            end=self.last_end,
        )

    def _parameter_of_call(self) -> str:
        count = self.name_before_colon()
        if count is None:
            raise self.error("the name of a parameter with `:` behind it")
        name = normalised(self.tokens[self.at : self.at + count])
        self.at += count + 1
        return name

    def read_minus(self, token: Token) -> tree.Expression:
        if self.kind == "number":  # grammar rule 37: the sign is part of the literal
            number = self.token
            self.at += 1
            value = negative(canonical(CONTEXT.create_decimal(Decimal(number.text))))
            return tree.Literal(value=value, start=token.start, end=number.end)
        operand = self.expression(_MINUS)
        return tree.Negation(operand=operand, start=token.start, end=operand.end)


def _count(known: tuple[str, int] | None) -> int:
    return 0 if known is None else known[1]


_PREFIX: dict[str, Callable[[Parser, Token], tree.Expression]] = {
    "number": Parser.read_number,
    "string": Parser.read_string,
    "at": Parser.read_at_literal,
    "true": Parser.read_constant,
    "false": Parser.read_constant,
    "null": Parser.read_constant,
    "-": Parser.read_minus,
    "(": Parser.read_bracket,
    "[": Parser.read_square,
    "]": Parser.read_outward,
    "{": Parser.read_context,
    "if": Parser.read_if,
    "for": Parser.read_for,
    "some": Parser.read_quantified,
    "every": Parser.read_quantified,
    "function": Parser.read_function,
    **dict.fromkeys(_COMPARISONS, Parser.read_operator),
}
_INFIX: dict[str, Callable[[Parser, tree.Expression], tree.Expression]] = {
    "and": Parser.read_conjunction,
    "or": Parser.read_disjunction,
    "between": Parser.read_between,
    "in": Parser.read_in,
    "instance": Parser.read_instance_of,
    ".": Parser.read_path,
    "[": Parser.read_filter,
    "(": Parser.read_invocation,
}
