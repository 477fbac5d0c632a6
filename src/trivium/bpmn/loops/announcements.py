"""Events that a multi-instance throws while its instances complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.elements.event_definitions import DEFINITIONS
from trivium.bpmn.names import BPMN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.bpmn.compile import Compiler
    from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step
    from trivium.xml import Element

_REFERENCES = {"None": "noneBehaviorEventRef", "One": "oneBehaviorEventRef"}


class Announcements:
    """What is thrown from the activity when one of its instances has completed.

    Standard: BPMN 2.0.2, 10.3.8 (`behavior`). `None`: an event with each instance; `One`: with the first;
    `Complex`: those whose conditions hold; `All`, which is the default: none.
    """

    __slots__ = ("_conditional", "_each", "_first")

    def __init__(self, node: Node, marker: Element, compiler: Compiler) -> None:
        behaviour = marker.get("behavior") or "All"
        named = list(_named(node, marker, behaviour, compiler))
        self._each = named if behaviour == "None" else []
        self._first = named if behaviour == "One" else []
        self._conditional = (
            list(_conditional(node, marker, compiler)) if behaviour == "Complex" else []
        )

    def due(self, step: Step, item: ElementInstance, number: int) -> list[EventDefinition]:
        """What is to be thrown now that so many have completed.

        Raises:
            EvaluationFailed: a condition cannot be told.
        """
        found = [*self._each, *(self._first if number == 1 else ())]
        found += [each for condition, each in self._conditional if step.is_true(condition, item)]
        return found

    def throw(self, step: Step, item: ElementInstance) -> None:
        """Throws what is due for each instance that has completed since; it may interrupt the activity."""
        if not (self._each or self._first or self._conditional):
            return
        completed = (item.variables or {})["nrOfCompletedInstances"]
        for number in range(item.recall("announced", 0) + 1, completed + 1):
            due = self.due(step, item, number)
            item.remember(announced=number)
            for definition in due:
                if item.id in step.tree.items:
                    definition.throw(step, item)


def _named(
    node: Node, marker: Element, behaviour: str, compiler: Compiler
) -> Iterator[EventDefinition]:
    """The event that an attribute names."""
    attribute = _REFERENCES.get(behaviour)
    if attribute is None:
        return
    name = (marker.get(attribute) or "").rpartition(":")[2]
    found = compiler.by_id.get(name)
    definition = None if found is None else _thrown(node, found, compiler)
    if definition is not None:
        yield definition
        return
    compiler.refuse(
        compiler.xml_of(node),
        "bpmn/unknown-reference",
        f"Expected {attribute} to name a message, signal or escalation event definition of this file, but"
        f" found {marker.get(attribute)!r}.",
        "Define it beside the process.",
    )


def _conditional(
    node: Node, marker: Element, compiler: Compiler
) -> Iterator[tuple[Expression, EventDefinition]]:
    for each in marker.findall("complexBehaviorDefinition", BPMN):
        condition = compiler.condition(each.find("condition", BPMN))
        event = each.find("event", BPMN)
        found = [
            _thrown(node, child, compiler) for child in (() if event is None else event.children)
        ]
        thrown = [definition for definition in found if definition is not None]
        if condition is None or not thrown:
            compiler.refuse(
                compiler.xml_of(node),
                "bpmn/unknown-reference",
                "Expected each complexBehaviorDefinition to have a condition, and an event with a message,"
                " signal or escalation event definition, but one has not.",
                "Complete it.",
            )
            continue
        yield from ((condition, definition) for definition in thrown)


def _thrown(node: Node, xml: Element, compiler: Compiler) -> EventDefinition | None:
    """The definition, if it is of an event after which its thrower goes on."""
    kind = DEFINITIONS.get(xml.name) if xml.namespace == BPMN else None
    if kind is None or not kind.goes_on or "intermediate" not in kind.throwing:
        return None
    return kind.compile(node, xml, compiler)
