"""FEEL tokens into a tree: a Pratt parser that knows the names in scope.

Standard: DMN 1.5, 10.3.1.2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from trivium.feel import tree
from trivium.feel.errors import FeelSyntaxError
from trivium.feel.lexer import KEYWORDS, Token, tokens, unquote
from trivium.feel.names import KnownNames, normalised
from trivium.feel.numbers import CONTEXT, canonical, negative
from trivium.feel.temporal import parse_at_literal

MAXIMUM_DEPTH = 100
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
_NAME_SYMBOLS = frozenset({"+", "-", "*", "/", ".", "'", "’"})
_STARTERS = frozenset(
    {"name", "number", "string", "at", "(", "[", "{", "-", "true", "false", "null"}
    | {"if", "for", "some", "every", "function"}
)


class Parser:
    """One pass over one source; `expression` and `unary_tests` are its two beginnings."""

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
        self.members = members or KnownNames()
        self.types = _LONG_TYPES.plus(types)
        self.depth = 0
        self.filters = 0

    # entry points

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
        before = self.names, self.members, self.depth
        try:
            return self._whole_tests(negated=True)
        except FeelSyntaxError as error:
            self.at = 0
            self.names, self.members, self.depth = before
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

    # tokens

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

    # expressions

    def expression(self, power: int = 0) -> tree.Expression:
        """An expression whose operators bind more tightly than `power`."""
        self.depth += 1
        if self.depth > MAXIMUM_DEPTH:
            raise self.error(f"an expression nested less than {MAXIMUM_DEPTH} deep")
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
            is_named = self._name_before_colon() is not None
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
        count = self._name_before_colon()
        if count is None:
            raise self.error("the name of a parameter with `:` behind it")
        name = normalised(self.tokens[self.at : self.at + count])
        self.at += count + 1
        return name

    def _name_before_colon(self) -> int | None:
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

    # prefixes

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

    def read_minus(self, token: Token) -> tree.Expression:
        if self.kind == "number":  # grammar rule 37: the sign is part of the literal
            number = self.token
            self.at += 1
            value = negative(canonical(CONTEXT.create_decimal(Decimal(number.text))))
            return tree.Literal(value=value, start=token.start, end=number.end)
        operand = self.expression(_MINUS)
        return tree.Negation(operand=operand, start=token.start, end=operand.end)

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
            count = self._name_before_colon()
            if count is None:
                raise self.error("the name of an entry with `:` behind it")
            name = normalised(self.tokens[self.at : self.at + count])
            self.at += count + 1
        value = self.expression()
        self.names.add(name)
        self.members = self.members.plus((name,))
        return tree.ContextEntry(name=name, value=value, start=start.start, end=value.end)

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
        name = self._new_name("in")
        self.expect("in")
        source = self.expression()
        until = self.expression() if self.take("..") else None
        self.names.add(name)
        return tree.Iterator(
            name=name, source=source, until=until, start=first.start, end=self.last_end
        )

    def _new_name(self, *ends: str) -> str:
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
        name = self._new_name(":", ",", ")")
        kind = self.type() if self.take(":") else None
        self.names.add(name)
        return tree.Parameter(name=name, type=kind, start=first.start, end=self.last_end)

    # types

    def type(self) -> tree.TypeNode:
        """A type, as behind `instance of` and in formal parameters."""
        self.depth += 1
        if self.depth > MAXIMUM_DEPTH:
            raise self.error(f"a type nested less than {MAXIMUM_DEPTH} deep")
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
            name = self._new_name(":")
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


def _count(known: tuple[str, int] | None) -> int:
    return 0 if known is None else known[1]


_LONG_TYPES = KnownNames(("date and time", "days and time duration", "years and months duration"))
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
_TYPES: dict[str, Callable[[Parser, Token], tree.TypeNode]] = {
    "list": Parser.read_list_type,
    "range": Parser.read_range_type,
    "context": Parser.read_context_type,
    "function": Parser.read_function_type,
}
