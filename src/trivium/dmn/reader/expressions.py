"""Reading of boxed expressions and decision tables.

Standard: DMN 1.5, 7.3, 8.3 and 10.2.2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast, get_args

from trivium.dmn import model
from trivium.dmn.model import Expression
from trivium.dmn.reader.reading import Reading, attributes_of
from trivium.xml import Element


def expression_in(reading: Reading, element: Element) -> Expression | None:
    """The expression directly within an element; the first one if there are several."""
    return next(iter(expressions_in(reading, element)), None)


def expressions_in(reading: Reading, element: Element) -> tuple[Expression, ...]:
    """All expressions directly within an element."""
    return tuple(
        _READERS[child.name](reading, child)
        for child in element.children
        if child.namespace == element.namespace and child.name in _READERS
    )


def _expression(reading: Reading, element: Element) -> dict[str, Any]:
    return {**attributes_of(element), "type_ref": reading.type_ref(element)}


def _child(reading: Reading, element: Element, name: str) -> Expression | None:
    """The expression within the child of that name."""
    child = element.find(name)
    found = None if child is None else expression_in(reading, child)
    if found is None:
        reading.find(
            "dmn/no-expression",
            f"Expected an expression in `{name}` of `{element.name}`",
            element if child is None else child,
            f"Add `{name}` with an expression.",
        )
    return found


def literal_expression(reading: Reading, element: Element) -> model.LiteralExpression:
    return model.LiteralExpression(
        **_expression(reading, element),
        text=reading.text_of(element, "text") or "",
        expression_language=element.get("expressionLanguage"),
    )


def function_definition(reading: Reading, element: Element) -> model.FunctionDefinition:
    kind = element.get("kind", "FEEL")
    if kind not in {"FEEL", "Java", "PMML"}:
        reading.find(
            "dmn/unknown-function-kind",
            f"Expected the kind FEEL, Java or PMML but found '{kind}'",
            element,
            "Correct the attribute `kind`.",
        )
        kind = "FEEL"
    return model.FunctionDefinition(
        **_expression(reading, element),
        kind=kind,  # type: ignore[arg-type]  # checked above
        parameters=tuple(
            reading.information_item(child) for child in element.findall("formalParameter")
        ),
        body=expression_in(reading, element),
    )


def _invocation(reading: Reading, element: Element) -> model.Invocation:
    return model.Invocation(
        **_expression(reading, element),
        function=expression_in(reading, element),
        bindings=tuple(
            model.Binding(
                **attributes_of(child),
                parameter=reading.information_item(parameter),
                expression=expression_in(reading, child),
            )
            for child in element.findall("binding")
            if (parameter := child.find("parameter")) is not None
        ),
    )


def _context(reading: Reading, element: Element) -> model.Context:
    entries = []
    for child in element.findall("contextEntry"):
        variable = child.find("variable")
        entries.append(
            model.ContextEntry(
                **attributes_of(child),
                variable=None if variable is None else reading.information_item(variable),
                expression=expression_in(reading, child),
            )
        )
    return model.Context(**_expression(reading, element), entries=tuple(entries))


def _list(reading: Reading, element: Element) -> model.ListExpression:
    return model.ListExpression(
        **_expression(reading, element), items=expressions_in(reading, element)
    )


def _relation(reading: Reading, element: Element) -> model.Relation:
    columns = tuple(reading.information_item(child) for child in element.findall("column"))
    rows = []
    for row in element.findall("row"):
        cells = expressions_in(reading, row)
        if len(cells) != len(columns):
            reading.find(
                "dmn/wrong-cell-count",
                f"Expected {len(columns)} cells in a row of the relation but found {len(cells)}",
                row,
                "Give each column its cell.",
            )
        rows.append(cells)
    return model.Relation(**_expression(reading, element), columns=columns, rows=tuple(rows))


def _conditional(reading: Reading, element: Element) -> model.Conditional:
    return model.Conditional(
        **_expression(reading, element),
        condition=_child(reading, element, "if"),
        consequence=_child(reading, element, "then"),
        alternative=_child(reading, element, "else"),
    )


def _filter(reading: Reading, element: Element) -> model.Filter:
    return model.Filter(
        **_expression(reading, element),
        source=_child(reading, element, "in"),
        match=_child(reading, element, "match"),
    )


def _for(reading: Reading, element: Element) -> model.For:
    return model.For(
        **_expression(reading, element),
        variable=element.get("iteratorVariable", ""),
        source=_child(reading, element, "in"),
        result=_child(reading, element, "return"),
    )


def _quantified(reading: Reading, element: Element) -> model.Quantified:
    return model.Quantified(
        **_expression(reading, element),
        quantifier="some" if element.name == "some" else "every",
        variable=element.get("iteratorVariable", ""),
        source=_child(reading, element, "in"),
        condition=_child(reading, element, "satisfies"),
    )


def _decision_table(reading: Reading, element: Element) -> model.DecisionTable:
    inputs = tuple(_input(reading, child) for child in element.findall("input"))
    outputs = tuple(_output(reading, child) for child in element.findall("output"))
    return model.DecisionTable(
        **_expression(reading, element),
        hit_policy=cast(
            "model.HitPolicy",
            _one_of(reading, element, "hitPolicy", get_args(model.HitPolicy)) or "UNIQUE",
        ),
        aggregation=cast(
            "model.Aggregator | None",
            _one_of(reading, element, "aggregation", get_args(model.Aggregator)),
        ),
        output_label=element.get("outputLabel"),
        inputs=inputs,
        outputs=outputs,
        annotations=tuple(child.get("name", "") for child in element.findall("annotation")),
        rules=tuple(
            _rule(reading, child, len(inputs), len(outputs)) for child in element.findall("rule")
        ),
    )


def _one_of(reading: Reading, element: Element, name: str, known: tuple[str, ...]) -> str | None:
    text = element.get(name)
    if text is None or text in known:
        return text
    reading.find(
        "dmn/unknown-hit-policy",
        f"Expected {name} to be one of {', '.join(known)} but found '{text}'",
        element,
        f"Correct the attribute `{name}`.",
    )
    return None


def _input(reading: Reading, element: Element) -> model.InputClause:
    expression = element.find("inputExpression")
    return model.InputClause(
        **attributes_of(element),
        expression=(
            model.LiteralExpression(line=element.line)
            if expression is None
            else literal_expression(reading, expression)
        ),
        values=reading.unary_tests(element.find("inputValues")),
    )


def _output(reading: Reading, element: Element) -> model.OutputClause:
    default = element.find("defaultOutputEntry")
    return model.OutputClause(
        **attributes_of(element),
        name=" ".join(element.get("name", "").split()),
        type_ref=reading.type_ref(element),
        values=reading.unary_tests(element.find("outputValues")),
        default=None if default is None else literal_expression(reading, default),
    )


def _rule(reading: Reading, element: Element, inputs: int, outputs: int) -> model.DecisionRule:
    rule = model.DecisionRule(
        **attributes_of(element),
        inputs=tuple(
            model.UnaryTests(
                **attributes_of(child),
                text=reading.text_of(child, "text") or "",
                expression_language=child.get("expressionLanguage"),
            )
            for child in element.findall("inputEntry")
        ),
        outputs=tuple(
            literal_expression(reading, child) for child in element.findall("outputEntry")
        ),
        annotations=tuple(
            reading.text_of(child, "text") or "" for child in element.findall("annotationEntry")
        ),
        description=reading.text_of(element, "description"),
    )
    if len(rule.inputs) != inputs or len(rule.outputs) != outputs:
        reading.find(
            "dmn/wrong-cell-count",
            f"Expected {inputs} input and {outputs} output entries in a rule but found "
            f"{len(rule.inputs)} and {len(rule.outputs)}",
            element,
            "Give each column its cell; write - for any value.",
        )
    return rule


_READERS: Mapping[str, Callable[[Reading, Element], Expression]] = {
    "literalExpression": literal_expression,
    "decisionTable": _decision_table,
    "invocation": _invocation,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "functionDefinition": function_definition,
    "conditional": _conditional,
    "filter": _filter,
    "for": _for,
    "some": _quantified,
    "every": _quantified,
}
