"""What a DMN model is made of, in the words of the standard; frozen.

Standard: DMN 1.5, chapters 6 (requirements), 7 (expressions), 8 (tables) and 10.2.2 (boxed
expressions). A reference to another element is its namespace and id.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

import msgspec

HitPolicy: TypeAlias = Literal[
    "UNIQUE", "ANY", "PRIORITY", "FIRST", "RULE ORDER", "OUTPUT ORDER", "COLLECT"
]
Aggregator: TypeAlias = Literal["SUM", "MIN", "MAX", "COUNT"]


class Reference(NamedTuple):
    """An element of this or another model."""

    namespace: str
    id: str


class DmnElement(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What every element may have; `line` is where it stands in the source, from 1."""

    id: str = ""
    label: str | None = None
    line: int = 0


class NamedElement(DmnElement, frozen=True, kw_only=True, eq=False):
    """An element with a name."""

    name: str = ""


class UnaryTests(DmnElement, frozen=True, kw_only=True, eq=False):
    """Text of unary tests: a cell, or values that are allowed."""

    text: str = ""
    expression_language: str | None = None


class InformationItem(NamedElement, frozen=True, kw_only=True, eq=False):
    """A variable, parameter or column: a name with a type."""

    type_ref: str | None = None


class FunctionItem(DmnElement, frozen=True, kw_only=True, eq=False):
    """The signature of a function type."""

    output_type_ref: str | None = None
    parameters: tuple[InformationItem, ...] = ()


class ItemDefinition(NamedElement, frozen=True, kw_only=True, eq=False):
    """A type: another one narrowed, a structure of components, or a function's signature."""

    type_ref: str | None = None
    type_language: str | None = None
    allowed_values: UnaryTests | None = None
    type_constraint: UnaryTests | None = None
    components: tuple[ItemDefinition, ...] = ()
    function_item: FunctionItem | None = None
    is_collection: bool = False


class Import(NamedElement, frozen=True, kw_only=True, eq=False):
    """Another model whose elements are used under `name`, or without one where it is empty."""

    namespace: str = ""
    location_uri: str | None = None
    import_type: str = ""


class Expression(DmnElement, frozen=True, kw_only=True, eq=False):
    """Any of the boxed expressions."""

    type_ref: str | None = None


class LiteralExpression(Expression, frozen=True, kw_only=True, eq=False):
    """Text in an expression language, FEEL where nothing is said."""

    text: str = ""
    expression_language: str | None = None


class InputClause(DmnElement, frozen=True, kw_only=True, eq=False):
    """An input column of a decision table."""

    expression: LiteralExpression
    values: UnaryTests | None = None


class OutputClause(NamedElement, frozen=True, kw_only=True, eq=False):
    """An output column of a decision table."""

    type_ref: str | None = None
    values: UnaryTests | None = None
    default: LiteralExpression | None = None


class DecisionRule(DmnElement, frozen=True, kw_only=True, eq=False):
    """A row of a decision table."""

    inputs: tuple[UnaryTests, ...] = ()
    outputs: tuple[LiteralExpression, ...] = ()
    annotations: tuple[str, ...] = ()
    description: str | None = None


class DecisionTable(Expression, frozen=True, kw_only=True, eq=False):
    """Rules over inputs; the hit policy says what to do with those that match."""

    hit_policy: HitPolicy = "UNIQUE"
    aggregation: Aggregator | None = None
    output_label: str | None = None
    inputs: tuple[InputClause, ...] = ()
    outputs: tuple[OutputClause, ...] = ()
    annotations: tuple[str, ...] = ()
    rules: tuple[DecisionRule, ...] = ()


class Binding(DmnElement, frozen=True, kw_only=True, eq=False):
    """What a parameter of an invocation gets."""

    parameter: InformationItem
    expression: Expression | None = None


class Invocation(Expression, frozen=True, kw_only=True, eq=False):
    """A call of the function that `function` gives."""

    function: Expression | None = None
    bindings: tuple[Binding, ...] = ()


class ContextEntry(DmnElement, frozen=True, kw_only=True, eq=False):
    """An entry of a boxed context; the one without a variable is the result."""

    variable: InformationItem | None = None
    expression: Expression | None = None


class Context(Expression, frozen=True, kw_only=True, eq=False):
    """Entries that see those before them."""

    entries: tuple[ContextEntry, ...] = ()


class ListExpression(Expression, frozen=True, kw_only=True, eq=False):
    """A boxed list."""

    items: tuple[Expression, ...] = ()


class Relation(Expression, frozen=True, kw_only=True, eq=False):
    """A list of contexts, written as rows of one set of columns."""

    columns: tuple[InformationItem, ...] = ()
    rows: tuple[tuple[Expression, ...], ...] = ()


class FunctionDefinition(Expression, frozen=True, kw_only=True, eq=False):
    """A function; `kind` says what its body is: FEEL, or a mapping to Java or PMML."""

    kind: Literal["FEEL", "Java", "PMML"] = "FEEL"
    parameters: tuple[InformationItem, ...] = ()
    body: Expression | None = None


class Conditional(Expression, frozen=True, kw_only=True, eq=False):
    """A boxed `if`."""

    condition: Expression | None = None
    consequence: Expression | None = None
    alternative: Expression | None = None


class Filter(Expression, frozen=True, kw_only=True, eq=False):
    """A boxed filter: the items of `source` that `match`."""

    source: Expression | None = None
    match: Expression | None = None


class For(Expression, frozen=True, kw_only=True, eq=False):
    """A boxed `for`."""

    variable: str = ""
    source: Expression | None = None
    result: Expression | None = None


class Quantified(Expression, frozen=True, kw_only=True, eq=False):
    """A boxed `some` or `every`."""

    quantifier: Literal["some", "every"] = "some"
    variable: str = ""
    source: Expression | None = None
    condition: Expression | None = None


class DrgElement(NamedElement, frozen=True, kw_only=True, eq=False):
    """An element of the decision requirements graph."""

    variable: InformationItem | None = None
    description: str | None = None


class InputData(DrgElement, frozen=True, kw_only=True, eq=False):
    """What comes from outside."""


class KnowledgeSource(DrgElement, frozen=True, kw_only=True, eq=False):
    """An authority; it has no part in evaluation."""

    required: tuple[Reference, ...] = ()


class Decision(DrgElement, frozen=True, kw_only=True, eq=False):
    """An output determined from inputs and the values of other decisions."""

    question: str | None = None
    allowed_answers: str | None = None
    expression: Expression | None = None
    required_information: tuple[Reference, ...] = ()
    required_knowledge: tuple[Reference, ...] = ()
    required_authorities: tuple[Reference, ...] = ()


class BusinessKnowledgeModel(DrgElement, frozen=True, kw_only=True, eq=False):
    """A function that decisions and other knowledge models may call."""

    encapsulated_logic: FunctionDefinition | None = None
    required_knowledge: tuple[Reference, ...] = ()


class DecisionService(DrgElement, frozen=True, kw_only=True, eq=False):
    """Decisions offered together, called like a function of their inputs."""

    output_decisions: tuple[Reference, ...] = ()
    encapsulated_decisions: tuple[Reference, ...] = ()
    input_decisions: tuple[Reference, ...] = ()
    input_data: tuple[Reference, ...] = ()


class Definitions(NamedElement, frozen=True, kw_only=True, eq=False):
    """A whole model; `version` is that of DMN it is written in."""

    namespace: str = ""
    version: str = "1.5"
    expression_language: str | None = None
    type_language: str | None = None
    exporter: str | None = None
    imports: tuple[Import, ...] = ()
    item_definitions: tuple[ItemDefinition, ...] = ()
    elements: tuple[DrgElement, ...] = ()

    def reference(self, element: DrgElement) -> Reference:
        """How other elements refer to this one."""
        return Reference(self.namespace, element.id or element.name)


def parts(expression: Expression) -> Iterator[Expression]:
    """The expressions directly within a boxed expression."""
    for field in expression.__struct_fields__:
        yield from _expressions_in(getattr(expression, field))


def _expressions_in(value: object) -> Iterator[Expression]:
    if isinstance(value, Expression):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _expressions_in(item)
    elif isinstance(value, (Binding, ContextEntry, InputClause, OutputClause, DecisionRule)):
        for field in value.__struct_fields__:
            yield from _expressions_in(getattr(value, field))


def within(expression: Expression) -> Iterator[Expression]:
    """The expression and all below it, outermost first."""
    open_expressions = [expression]
    while open_expressions:
        one = open_expressions.pop()
        yield one
        open_expressions.extend(parts(one))
