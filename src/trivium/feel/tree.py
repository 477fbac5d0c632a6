"""The syntax tree of FEEL; every node knows where it stands in the source.

Standard: DMN 1.5, 10.3.1.2, in whose words the nodes are named.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from trivium.feel.values import Value


class Node(Struct, frozen=True, kw_only=True):
    """Part of an expression, from offset `start` up to `end` of the source."""

    start: int = 0
    end: int = 0


class Literal(Node, frozen=True):
    """A number, string, boolean, null or `@"…"`."""

    value: Value


class InvalidLiteral(Node, frozen=True):
    """`@"…"` whose text is no date, time or duration; its value is null."""

    text: str


class Name(Node, frozen=True):
    """A name that is looked up in the scope."""

    name: str


class Path(Node, frozen=True):
    """`source.name`."""

    source: Expression
    name: str


class Filter(Node, frozen=True):
    """`source[condition]`, by condition or position."""

    source: Expression
    condition: Expression


class Invocation(Node, frozen=True):
    """`function(arguments)`; `names` are those of named arguments, else None."""

    function: Expression
    arguments: tuple[Expression, ...]
    names: tuple[str, ...] | None = None


class Negation(Node, frozen=True):
    """`-operand`."""

    operand: Expression


class Arithmetic(Node, frozen=True):
    """`left operator right` with + - * / **."""

    operator: str
    left: Expression
    right: Expression


class Comparison(Node, frozen=True):
    """`left operator right` with = != < <= > >=."""

    operator: str
    left: Expression
    right: Expression


class Between(Node, frozen=True):
    """`value between low and high`, both included."""

    value: Expression
    low: Expression
    high: Expression


class In(Node, frozen=True):
    """`value in (tests)`."""

    value: Expression
    tests: tuple[Expression, ...]


class Conjunction(Node, frozen=True):
    """`a and b and …`."""

    operands: tuple[Expression, ...]


class Disjunction(Node, frozen=True):
    """`a or b or …`."""

    operands: tuple[Expression, ...]


class If(Node, frozen=True):
    """`if condition then consequence else alternative`."""

    condition: Expression
    consequence: Expression
    alternative: Expression


class Iterator(Node, frozen=True):
    """`name in source`, or `name in source..end`."""

    name: str
    source: Expression
    until: Expression | None = None


class For(Node, frozen=True):
    """`for iterators return result`."""

    iterators: tuple[Iterator, ...]
    result: Expression


class Quantified(Node, frozen=True):
    """`some` or `every` `iterators satisfies condition`."""

    quantifier: str
    iterators: tuple[Iterator, ...]
    condition: Expression


class ListLiteral(Node, frozen=True):
    """`[items]`."""

    items: tuple[Expression, ...]


class ContextEntry(Node, frozen=True):
    """`name: value` of a context."""

    name: str
    value: Expression


class ContextLiteral(Node, frozen=True):
    """`{entries}`."""

    entries: tuple[ContextEntry, ...]


class RangeLiteral(Node, frozen=True):
    """`[low..high]` with round or outward brackets where an end is not included."""

    low: Expression
    high: Expression
    low_included: bool
    high_included: bool


class UnaryTest(Node, frozen=True):
    """`operator operand` where a range or test may stand, such as `< 10`."""

    operator: str
    operand: Expression


class InstanceOf(Node, frozen=True):
    """`value instance of type`."""

    value: Expression
    type: TypeNode


class Parameter(Node, frozen=True):
    """A formal parameter, with its type where one is given."""

    name: str
    type: TypeNode | None = None


class FunctionDefinition(Node, frozen=True):
    """`function(parameters) body`; `body` of an external one is its mapping, a context."""

    parameters: tuple[Parameter, ...]
    body: Expression
    external: bool = False


class UnaryTests(Node, frozen=True):
    """The tests of a decision table's cell; no test at all stands for `-`."""

    tests: tuple[Expression, ...]
    negated: bool = False


class NamedType(Node, frozen=True):
    """A built-in type or an item definition, by name."""

    name: str


class ListType(Node, frozen=True):
    """`list<element>`."""

    element: TypeNode


class RangeType(Node, frozen=True):
    """`range<element>`."""

    element: TypeNode


class ContextType(Node, frozen=True):
    """`context<name: type, …>`."""

    entries: tuple[tuple[str, TypeNode], ...]


class FunctionType(Node, frozen=True):
    """`function<parameters> -> result`."""

    parameters: tuple[TypeNode, ...]
    result: TypeNode


TypeNode: TypeAlias = NamedType | ListType | RangeType | ContextType | FunctionType
Expression: TypeAlias = (
    Literal
    | InvalidLiteral
    | Name
    | Path
    | Filter
    | Invocation
    | Negation
    | Arithmetic
    | Comparison
    | Between
    | In
    | Conjunction
    | Disjunction
    | If
    | For
    | Quantified
    | ListLiteral
    | ContextLiteral
    | RangeLiteral
    | UnaryTest
    | InstanceOf
    | FunctionDefinition
)
