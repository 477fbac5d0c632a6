"""Conditions of exclusive gateways that could never matter, or that are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.graph import Definition, Node


def check(definition: Definition, compiler: Compiler) -> None:
    """As Camunda 7 and Flowable refuse them; a flow without a condition is taken, so that is a warning."""
    for node in definition.nodes:
        if node.kind == "exclusiveGateway":
            _check(node, compiler)


def _check(node: Node, compiler: Compiler) -> None:
    xml = compiler.xml_of(node)
    if node.default is not None and node.default.condition is not None:
        compiler.refuse(
            xml,
            "bpmn/default-flow-with-condition",
            f"Expected the default flow {node.default.id} to have no condition, but it has one.",
            "Remove the condition: the flow is taken when no other is.",
        )
    if len(node.outgoing) == 1 and node.outgoing[0].condition is not None:
        compiler.refuse(
            xml,
            "bpmn/only-flow-with-condition",
            f"Expected the only flow after `{node.id}` to have no condition, but it has one.",
            "Remove the condition, or draw another flow.",
        )
    unconditional = [
        flow for flow in node.outgoing if flow.condition is None and flow is not node.default
    ]
    if unconditional and len(node.outgoing) > 1:
        compiler.refuse(
            xml,
            "bpmn/flow-without-condition",
            f"Expected a condition on {unconditional[0].id}, but it has none: no flow after it is"
            " ever taken.",
            "Write a condition, or make it the default flow.",
            warning=True,
        )
