"""Correlation by properties: what of a message must equal what of the process (BPMN 2.0.2, 8.4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trivium.bpmn.names import BPMN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.bpmn.compile import Compiler
    from trivium.expressions import Expression
    from trivium.xml import Element


class CorrelationProperty(NamedTuple):
    """A property: its value in the process, and the text of the expression that reads it of a message."""

    name: str
    data: Expression
    message_path: str


def read_properties(message: Element, compiler: Compiler) -> tuple[CorrelationProperty, ...]:
    """The properties by which the process being compiled correlates a message."""
    process = compiler.xml_of(compiler.definition.root)
    return tuple(
        found
        for subscription in process.findall("correlationSubscription", BPMN)
        for binding in subscription.findall("correlationPropertyBinding", BPMN)
        for found in _property(binding, message, compiler)
    )


def _property(
    binding: Element, message: Element, compiler: Compiler
) -> Iterator[CorrelationProperty]:
    declared = compiler.referenced(binding, "correlationPropertyRef", "correlationProperty")
    data = compiler.condition(binding.find("dataPath", BPMN))
    for retrieval in () if declared is None else declared.children:
        path = retrieval.find("messagePath", BPMN)
        is_ours = (retrieval.get("messageRef") or "").rpartition(":")[2] == message.get("id")
        # compiled here to find its faults; the shell compiles it again for a message that comes
        if is_ours and data is not None and compiler.condition(path) is not None:
            name = declared.get("name") or declared.get("id") or ""  # type: ignore[union-attr]  # looked at above
            yield CorrelationProperty(name, data, (path.text or "").strip() if path else "")
