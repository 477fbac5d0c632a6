"""The syntax tree of JUEL."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias


class Literal(NamedTuple):
    """A number, string, truth value or null."""

    value: Any


class Identifier(NamedTuple):
    """A variable, root or bean."""

    name: str


class Property(NamedTuple):
    """`base.key` or `base[key]`."""

    base: Node
    key: Node


class Method(NamedTuple):
    """`base.name(arguments)` or `base[name](arguments)`."""

    base: Node
    name: Node
    arguments: tuple[Node, ...]


class Call(NamedTuple):
    """`name(arguments)` or `prefix:name(arguments)`."""

    name: str
    arguments: tuple[Node, ...]


class Unary(NamedTuple):
    """`-`, `!` or `empty`."""

    operator: str
    operand: Node


class Binary(NamedTuple):
    """Arithmetic and comparison."""

    operator: str
    left: Node
    right: Node


class Logical(NamedTuple):
    """`&&` or `||` over two and more operands."""

    operator: str
    operands: tuple[Node, ...]


class Conditional(NamedTuple):
    """`test ? yes : no`."""

    test: Node
    yes: Node
    no: Node


Node: TypeAlias = (
    Literal | Identifier | Property | Method | Call | Unary | Binary | Logical | Conditional
)
