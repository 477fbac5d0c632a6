"""What a model may say and nothing here would do: refused, so that no model is half-executed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn import dialect
from trivium.bpmn.names import ZEEBE

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.graph import Definition
    from trivium.xml import Element

_EXTENSIONS = {
    "connector": "Make it an external task, and do the call in its worker.",
    "errorEventDefinition": "Let the worker end the job in a BPMN error.",
}
_ZEEBE = {"taskListeners", "adHoc"}
_ATTRIBUTES = ("variableMappingClass", "variableMappingDelegateExpression")
_QUANTITIES = ("startQuantity", "completionQuantity")
_TYPES = {None, "", "external", "external-worker"}


def check(definition: Definition, compiler: Compiler) -> None:
    """Looks at every element of a process for such things."""
    for node in definition.nodes:
        xml = compiler.xml_of(node)
        for what, remedy in _unexecuted(xml):
            compiler.refuse(
                xml,
                "bpmn/unsupported-extension",
                f"Expected only what Trivium executes on `{node.id}`, but found {what}.",
                remedy,
            )


def _unexecuted(xml: Element) -> list[tuple[str, str]]:
    found = [
        (f"`{name}`", remedy)
        for name, remedy in _EXTENSIONS.items()
        if dialect.all_extensions(xml, name)
    ]
    found += [
        (f"`zeebe:{each.name}`", "Draw a service task.")
        for each in dialect.extensions(xml)
        if each.namespace == ZEEBE and each.name in _ZEEBE
    ]
    found += [
        (f'{name}="{xml.get(name)}"', "Leave it at 1.")
        for name in _QUANTITIES
        if xml.get(name) not in {None, "1"}
    ]
    found += [
        (f"`{name}`", "Write `in` and `out` elements.")
        for name in _ATTRIBUTES
        if dialect.attribute(xml, name) is not None
    ]
    if dialect.attribute(xml, "type") not in _TYPES:
        kind = dialect.attribute(xml, "type")
        found.append((f'type="{kind}"', "Make it an external task with a topic."))
    return found
