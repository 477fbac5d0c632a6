"""Parameters of process and case tasks: CMMN's own mappings, and those of the dialects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.cmmn import dialect
from trivium.kernel.passing import VariablePassing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.cmmn.compile import Compiler
    from trivium.xml import Element


def read_passings(xml: Element, name: str, compiler: Compiler) -> tuple[VariablePassing, ...]:
    """What goes over (`in`) or comes back (`out`)."""
    return (*_extensions(xml, name, compiler), *_parameters(xml, name, compiler))


def _extensions(xml: Element, name: str, compiler: Compiler) -> Iterator[VariablePassing]:
    for each in dialect.all_extensions(xml, name):
        if each.get("businessKey") is not None:
            continue
        source, expression = each.get("source"), each.get("sourceExpression")
        if each.get("variables") != "all" and (
            not each.get("target") or not (source or expression)
        ):
            compiler.refuse(
                xml,
                "cmmn/incomplete-variable-passing",
                f"Expected `{name}` to have a source and a target, but one is missing.",
                'Give both, or variables="all".',
            )
            continue
        yield VariablePassing(
            each.get("variables"),
            source,
            compiler.text(xml, expression),
            each.get("target"),
            is_local=each.get("local") == "true",
        )


def _parameters(xml: Element, name: str, compiler: Compiler) -> Iterator[VariablePassing]:
    """`parameterMapping` (CMMN 1.1, 5.4.10.4) between parameters of the task and of what it calls."""
    own = {
        each.get("id"): _bound(each, compiler)
        for each in compiler.all(xml, "inputParameter", "outputParameter")
    }
    outputs = {each.get("id") for each in compiler.all(xml, "outputParameter")}
    for each in compiler.all(xml, "parameterMapping"):
        source, target = each.get("sourceRef") or "", each.get("targetRef") or ""
        is_out = target in outputs
        if is_out != (name == "out"):
            continue
        transformation = compiler.first(each, "transformation")
        expression = (
            None
            if transformation is None
            else compiler.expression(xml, (transformation.text or "").strip())
        )
        yield VariablePassing(
            None,
            None if expression is not None else _name(source, own, compiler),
            expression,
            _name(target, own, compiler),
        )


def _bound(parameter: Element, compiler: Compiler) -> str:
    """The case file item that a parameter is bound to, else its own name."""
    item = compiler.by_id.get(parameter.get("bindingRef") or "")
    if item is not None:
        return item.get("name") or item.get("id") or ""
    return parameter.get("name") or parameter.get("id") or ""


def _name(reference: str, own: dict[str | None, str], compiler: Compiler) -> str:
    if reference in own:
        return own[reference]
    declared = compiler.by_id.get(reference)
    return reference if declared is None else declared.get("name") or reference
