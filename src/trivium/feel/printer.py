"""Trees back into FEEL text, with brackets only where the grammar needs them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from trivium.feel import tree
from trivium.feel.numbers import text_of
from trivium.feel.text import quote

# how tightly each kind of expression binds; what is not listed is an atom
_OPEN, _OR, _AND, _COMPARE, _SUM, _PRODUCT, _POWER, _MINUS, _INSTANCE, _POSTFIX, _ATOM = range(11)
_LEVELS: dict[type, int] = {
    tree.If: _OPEN,
    tree.For: _OPEN,
    tree.Quantified: _OPEN,
    tree.FunctionDefinition: _OPEN,
    tree.Disjunction: _OR,
    tree.Conjunction: _AND,
    tree.Comparison: _COMPARE,
    tree.Between: _COMPARE,
    tree.In: _COMPARE,
    tree.Negation: _MINUS,
    tree.InstanceOf: _INSTANCE,
    tree.Path: _POSTFIX,
    tree.Filter: _POSTFIX,
    tree.Invocation: _POSTFIX,
}
_OPERATORS = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "**": _POWER}
_LONGEST_PLAIN_NUMBER = 60


def source_of(node: tree.Node) -> str:
    """FEEL text whose tree is this one, but for the offsets."""
    if isinstance(node, tree.UnaryTests):
        tests = ", ".join(_test(test) for test in node.tests)
        return f"not({tests})" if node.negated else tests or "-"
    return _expression(node, _OPEN)


def type_source(node: tree.TypeNode) -> str:
    """FEEL text of a type."""
    match node:
        case tree.ListType():
            return f"list<{type_source(node.element)}>"
        case tree.RangeType():
            return f"range<{type_source(node.element)}>"
        case tree.ContextType():
            entries = (f"{name}: {type_source(kind)}" for name, kind in node.entries)
            return f"context<{', '.join(entries)}>"
        case tree.FunctionType():
            parameters = ", ".join(map(type_source, node.parameters))
            return f"function<{parameters}> -> {type_source(node.result)}"
        case tree.NamedType():
            return node.name


def _level(node: tree.Node) -> int:
    if isinstance(node, tree.Arithmetic):
        return _OPERATORS[node.operator]
    return _LEVELS.get(type(node), _ATOM)


def _expression(node: Any, least: int) -> str:
    """The text of an expression, in brackets if it binds less tightly than `least`."""
    text = _PRINTERS[type(node)](node)
    return f"({text})" if _level(node) < least else text


def _test(node: tree.Expression) -> str:
    if isinstance(node, tree.UnaryTest):
        return f"{node.operator} {_expression(node.operand, _SUM)}"
    return _expression(node, _OR)


def _literal(node: tree.Literal) -> str:
    value = node.value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        plain = text_of(value)
        return plain if len(plain) <= _LONGEST_PLAIN_NUMBER else str(Decimal(value))
    return quote(value) if isinstance(value, str) else f'@"{value}"'


def _arithmetic(node: tree.Arithmetic) -> str:
    """Chains of one level may be long, so they are walked and not recursed into."""
    level = _OPERATORS[node.operator]
    parts: list[str] = []
    left: tree.Expression = node
    while isinstance(left, tree.Arithmetic) and _OPERATORS[left.operator] >= level:
        own = _OPERATORS[left.operator]
        parts.append(f" {left.operator} {_expression(left.right, own + 1)}")
        level, left = own, left.left
    return _expression(left, level) + "".join(reversed(parts))


def _negation(node: tree.Negation) -> str:
    text = _expression(node.operand, _MINUS)
    # a sign right before a digit would be read as part of the number
    return f"-({text})" if text[0] in "0123456789." else f"-{text}"


def _joined(word: str, level: int) -> Callable[[Any], str]:
    return lambda node: f" {word} ".join(
        _expression(operand, level + 1) for operand in node.operands
    )


def _in(node: tree.In) -> str:
    subject = _expression(node.value, _COMPARE)
    if len(node.tests) > 1:
        return f"{subject} in ({', '.join(map(_test, node.tests))})"
    only = node.tests[0]
    if isinstance(only, tree.UnaryTest):
        return f"{subject} in {_test(only)}"
    return f"{subject} in {_expression(only, _SUM)}"


def _invocation(node: tree.Invocation) -> str:
    arguments = [_expression(argument, _OPEN) for argument in node.arguments]
    if node.names is not None:
        pairs = zip(node.names, arguments, strict=True)
        arguments = [f"{name}: {argument}" for name, argument in pairs]
    return f"{_expression(node.function, _POSTFIX)}({', '.join(arguments)})"


def _iterators(iterators: tuple[tree.Iterator, ...]) -> str:
    return ", ".join(
        f"{iterator.name} in {_expression(iterator.source, _OR)}"
        + (f"..{_expression(iterator.until, _OR)}" if iterator.until is not None else "")
        for iterator in iterators
    )


def _if(node: tree.If) -> str:
    return (
        f"if {_expression(node.condition, _OPEN)} then {_expression(node.consequence, _OPEN)} "
        f"else {_expression(node.alternative, _OPEN)}"
    )


def _function(node: tree.FunctionDefinition) -> str:
    parameters = ", ".join(
        parameter.name + (f": {type_source(parameter.type)}" if parameter.type else "")
        for parameter in node.parameters
    )
    external = "external " if node.external else ""
    return f"function({parameters}) {external}{_expression(node.body, _OPEN)}"


def _range(node: tree.RangeLiteral) -> str:
    opening = "[" if node.low_included else "("
    closing = "]" if node.high_included else ")"
    return f"{opening}{_expression(node.low, _OR)}..{_expression(node.high, _OR)}{closing}"


def _context(node: tree.ContextLiteral) -> str:
    entries = (f"{_key(entry.name)}: {_expression(entry.value, _OPEN)}" for entry in node.entries)
    return "{" + ", ".join(entries) + "}"


def _key(name: str) -> str:
    return name if name.isascii() and name.isidentifier() else quote(name)


def _items(node: tree.ListLiteral) -> str:
    return f"[{', '.join(_expression(item, _OPEN) for item in node.items)}]"


_PRINTERS: dict[type, Callable[[Any], str]] = {
    tree.Literal: _literal,
    tree.InvalidLiteral: lambda node: f"@{quote(node.text)}",
    tree.Name: lambda node: node.name,
    tree.Path: lambda node: f"{_expression(node.source, _POSTFIX)}.{node.name}",
    tree.Filter: lambda node: (
        f"{_expression(node.source, _POSTFIX)}[{_expression(node.condition, _OPEN)}]"
    ),
    tree.Invocation: _invocation,
    tree.Negation: _negation,
    tree.Arithmetic: _arithmetic,
    tree.Comparison: lambda node: (
        f"{_expression(node.left, _COMPARE)} {node.operator} {_expression(node.right, _SUM)}"
    ),
    tree.Between: lambda node: (
        f"{_expression(node.value, _COMPARE)} between {_expression(node.low, _SUM)} "
        f"and {_expression(node.high, _SUM)}"
    ),
    tree.In: _in,
    tree.Conjunction: _joined("and", _AND),
    tree.Disjunction: _joined("or", _OR),
    tree.If: _if,
    tree.For: lambda node: (
        f"for {_iterators(node.iterators)} return {_expression(node.result, _OPEN)}"
    ),
    tree.Quantified: lambda node: (
        f"{node.quantifier} {_iterators(node.iterators)} "
        f"satisfies {_expression(node.condition, _OPEN)}"
    ),
    tree.InstanceOf: lambda node: (
        f"{_expression(node.value, _INSTANCE)} instance of {type_source(node.type)}"
    ),
    tree.ListLiteral: _items,
    tree.ContextLiteral: _context,
    tree.RangeLiteral: _range,
    tree.UnaryTest: lambda node: f"({_test(node)})",
    tree.FunctionDefinition: _function,
}
