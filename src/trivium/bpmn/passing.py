"""Variables handed from one scope to another: `camunda:in` and `camunda:out`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn import dialect
from trivium.kernel.passing import VariablePassing

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.xml import Element


def read_passings(xml: Element, name: str, compiler: Compiler) -> tuple[VariablePassing, ...]:
    """The `camunda:in`/`out` (or their kin) of an element."""
    found: list[VariablePassing] = []
    for each in dialect.all_extensions(xml, name):
        if each.get("businessKey") is not None:
            continue
        source, target = each.get("source"), each.get("target")
        expression = each.get("sourceExpression")
        if each.get("variables") != "all" and (not target or not (source or expression)):
            compiler.refuse(
                each if each.get("id") else xml,
                "bpmn/incomplete-variable-passing",
                f"Expected `{name}` to have a source and a target, but one is missing.",
                'Give both, or variables="all".',
            )
            continue
        found.append(
            VariablePassing(
                each.get("variables"),
                source,
                compiler.text(xml, expression),
                target,
                is_local=each.get("local") == "true",
            )
        )
    return tuple(found)
