"""Events that a multi-instance throws while its instances complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.elements.event_definitions import DEFINITIONS
from trivium.bpmn.elements.events.reading import definitions_in
from trivium.bpmn.names import BPMN
from trivium.kernel.element_instance import FAILED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.bpmn.compile import Compiler
    from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step
    from trivium.xml import Element

_THROWN = frozenset({"message", "signal", "escalation", "error", "compensation"})
_WHY_NOT = {
    "linkEventDefinition": "a link is the jump of a token, and none leaves then",
    "terminateEventDefinition": "it is the end of a scope, drawn as an end event",
    "cancelEventDefinition": "it is the end of a transaction, drawn as an end event",
    "timerEventDefinition": "the time comes by itself",
    "conditionalEventDefinition": "a condition becomes true by itself",
}
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
            if item.recall("unheard") == number:  # an error was not caught, and is thrown once more
                due = [each for each in due if each.kind == "error"]
            for definition in sorted(due, key=_is_error):
                if item.id in step.tree.items and item.state != FAILED:
                    definition.announce(step, item)
            if item.state == FAILED:
                item.remember(announced=number - 1, unheard=number)
                return


def _named(
    node: Node, marker: Element, behaviour: str, compiler: Compiler
) -> Iterator[EventDefinition]:
    """The event that an attribute names."""
    attribute = _REFERENCES.get(behaviour)
    if attribute is None:
        return
    name = (marker.get(attribute) or "").rpartition(":")[2]
    found = compiler.by_id.get(name)
    if found is not None and found.name.endswith("EventDefinition"):
        yield from _thrown(node, found, compiler)
        return
    compiler.refuse(
        compiler.xml_of(node),
        "bpmn/unknown-reference",
        f"Expected {attribute} to name an event definition of this file, but found"
        f" {marker.get(attribute)!r}.",
        "Define it beside the process.",
    )


def _conditional(
    node: Node, marker: Element, compiler: Compiler
) -> Iterator[tuple[Expression, EventDefinition]]:
    for each in marker.findall("complexBehaviorDefinition", BPMN):
        condition = compiler.condition(each.find("condition", BPMN))
        event = each.find("event", BPMN)
        said = [] if event is None else definitions_in(event, compiler)
        if condition is None or not said:
            compiler.refuse(
                compiler.xml_of(node),
                "bpmn/unknown-reference",
                "Expected each complexBehaviorDefinition to have a condition, and an event with an event"
                " definition, but one has not.",
                "Complete it.",
            )
            continue
        for xml in said:
            yield from ((condition, definition) for definition in _thrown(node, xml, compiler))


def _thrown(node: Node, xml: Element, compiler: Compiler) -> Iterator[EventDefinition]:
    """The definition, if a multi-instance can throw it."""
    kind = DEFINITIONS.get(xml.name)
    if kind is not None and kind.kind in _THROWN:
        yield kind.compile(node, xml, compiler)
        return
    compiler.refuse(
        compiler.xml_of(node),
        "bpmn/not-thrown-by-multi-instance",
        f"Expected a multi-instance to throw a {', '.join(sorted(_THROWN))}, but found `{xml.name}`:"
        f" {_WHY_NOT.get(xml.name, 'nothing throws it')}.",
        "Throw one that a boundary event of the activity can catch.",
    )


def _is_error(definition: EventDefinition) -> bool:
    return definition.kind == "error"
