"""Syntax trees into closures over variables and context."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from trivium.expressions.context import RESERVED, Context
from trivium.expressions.juel import tree
from trivium.expressions.juel.access import call_method, read_property
from trivium.expressions.juel.failure import JuelFailure
from trivium.expressions.juel.functions import find_function, find_variable_function, invoke
from trivium.expressions.juel.operators import BINARY, UNARY, greater, less
from trivium.expressions.juel.parser import DEEPEST
from trivium.expressions.juel.values import to_boolean, wrong_kind
from trivium.feel.marks import MISSING

Run: TypeAlias = Callable[[Any, Context], Any]

_VARIABLE_READERS = frozenset(
    ("getVariable", "getVariableLocal", "hasVariable", "hasVariableLocal")
)


class Compiler:
    """Compiles the nodes of one text; collects the names that they read."""

    def __init__(self) -> None:
        self.free_names: set[str] = set()
        self._depth = 0

    def compile(self, node: tree.Node) -> Run:
        """The closure of a node; a variable that is not there raises `JuelFailure`."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise JuelFailure(
                f"Expected at most {DEEPEST} levels of nesting but there are more.",
                code="expression/too-complex",
            )
        run: Run = _KINDS[type(node)](self, node)
        self._depth -= 1
        return run

    def compile_all(self, nodes: Iterable[tree.Node]) -> list[Run]:
        return [self.compile(node) for node in nodes]

    def identifier(self, node: tree.Identifier) -> Run:
        name = node.name
        if name in RESERVED:
            return lambda variables, context: _reserved(name, variables, context)
        self.free_names.add(name)

        def read(variables: Any, context: Context) -> Any:
            value = variables.get(name, MISSING)
            return value if value is not MISSING else _from_context(name, context)

        return read

    def property(self, node: tree.Property) -> Run:
        base = self.compile(node.base)
        if isinstance(node.key, tree.Literal):
            constant = node.key.value
            return lambda variables, context: read_property(base(variables, context), constant)
        key = self.compile(node.key)
        return lambda variables, context: read_property(
            base(variables, context), key(variables, context)
        )

    def method(self, node: tree.Method) -> Run:
        base, name = self.compile(node.base), self.compile(node.name)
        arguments = self.compile_all(node.arguments)
        if isinstance(node.base, tree.Identifier) and isinstance(node.name, tree.Literal):
            self._read_by_root(node.base.name, node.name.value, node.arguments)
        return lambda variables, context: call_method(
            base(variables, context),
            name(variables, context),
            [argument(variables, context) for argument in arguments],
        )

    def _read_by_root(self, root: str, method: str, arguments: tuple[tree.Node, ...]) -> None:
        """`execution.getVariable('x')` reads x as much as `x` does."""
        if root in RESERVED and method in _VARIABLE_READERS and arguments:
            named = arguments[0]
            if isinstance(named, tree.Literal) and isinstance(named.value, str):
                self.free_names.add(named.value)

    def call(self, node: tree.Call) -> Run:
        if (function := find_variable_function(node.name)) and node.arguments:
            return self._variable_function(node, function)
        name = node.name
        arguments = self.compile_all(node.arguments)
        return lambda variables, context: invoke(
            name,
            find_function(name, context),
            [argument(variables, context) for argument in arguments],
        )

    def _variable_function(self, node: tree.Call, function: Callable[..., Any]) -> Run:
        """`vars:get(x)` names a variable, which need not exist."""
        named, *others = node.arguments
        if isinstance(named, tree.Identifier):
            variable = named.name
        elif isinstance(named, tree.Literal) and isinstance(named.value, str):
            variable = named.value
        else:
            raise JuelFailure(
                f"Expected the name of a variable as first argument of {node.name}.",
                code="expression/wrong-arguments",
            )
        self.free_names.add(variable)
        name, arguments = node.name, self.compile_all(others)
        return lambda variables, context: invoke(
            name,
            function,
            [
                variables.get(variable, MISSING),
                *(argument(variables, context) for argument in arguments),
            ],
        )

    def unary(self, node: tree.Unary) -> Run:
        operand, operator = self.compile(node.operand), UNARY[node.operator]
        return lambda variables, context: operator(operand(variables, context))

    def binary(self, node: tree.Binary) -> Run:
        left, operator = self.compile(node.left), BINARY[node.operator]
        if isinstance(node.right, tree.Literal):
            return _with_constant(left, operator, node.right.value)
        right = self.compile(node.right)
        return lambda variables, context: operator(
            left(variables, context), right(variables, context)
        )

    def logical(self, node: tree.Logical) -> Run:
        operands = tuple(self.compile_all(node.operands))
        decisive = node.operator == "||"

        def decide(variables: Any, context: Context) -> bool:
            for operand in operands:
                if to_boolean(operand(variables, context)) is decisive:
                    return decisive
            return not decisive

        return decide

    def conditional(self, node: tree.Conditional) -> Run:
        test, yes, no = self.compile_all((node.test, node.yes, node.no))
        return lambda variables, context: (
            yes(variables, context)
            if to_boolean(test(variables, context))
            else no(variables, context)
        )

    def literal(self, node: tree.Literal) -> Run:
        value = node.value
        return lambda _variables, _context: value


def _with_constant(left: Run, operator: Callable[[Any, Any], Any], constant: Any) -> Run:
    """An operator with a constant on its right, the most frequent condition."""
    if type(constant) is int and operator is greater:
        return lambda variables, context: (
            value > constant
            if type(value := left(variables, context)) is int
            else greater(value, constant)
        )
    if type(constant) is int and operator is less:
        return lambda variables, context: (
            value < constant
            if type(value := left(variables, context)) is int
            else less(value, constant)
        )
    return lambda variables, context: operator(left(variables, context), constant)


def _reserved(name: str, variables: Any, context: Context) -> Any:
    value = context.roots.get(name, MISSING)
    if value is MISSING:
        value = variables.get(name, MISSING)
    return value if value is not MISSING else _from_context(name, context)


def _from_context(name: str, context: Context) -> Any:
    value = context.roots.get(name, MISSING)
    if value is not MISSING:
        return value
    raise JuelFailure(
        f"Expected a variable or bean named '{name}' but there is none (unknown property used).",
        code="expression/unknown-name",
        name=name,
    )


def as_condition(value: Any) -> bool:
    """The result of a condition, which must be a truth value."""
    if value is True or value is False:
        return value
    raise wrong_kind(value, "true or false")


_KINDS: dict[type, Callable[[Compiler, Any], Run]] = {
    tree.Literal: Compiler.literal,
    tree.Identifier: Compiler.identifier,
    tree.Property: Compiler.property,
    tree.Method: Compiler.method,
    tree.Call: Compiler.call,
    tree.Unary: Compiler.unary,
    tree.Binary: Compiler.binary,
    tree.Logical: Compiler.logical,
    tree.Conditional: Compiler.conditional,
}
