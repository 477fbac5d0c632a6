"""The process itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from trivium.bpmn.elements.activity import FlowNode
from trivium.bpmn.elements.containers.scope import Contents
from trivium.bpmn.events import parts_of
from trivium.bpmn.listeners import Listeners, read_listeners
from trivium.errors import InvalidInput
from trivium.kernel.graph import StartTrigger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.bpmn.compile import Compiler
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Enter, Node
    from trivium.kernel.step import Step
    from trivium.xml import Element


class Process(FlowNode):
    """A process instance: started by a command or a call activity, over when its last token is."""

    __slots__ = ("contents", "entrances", "event_starts", "listeners")

    contents: Contents
    entrances: dict[str, Enter]
    """Where an instance may begin, by the id of the element."""
    listeners: Listeners

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = cls(node)
        behaviour.listeners = read_listeners(xml, compiler, inline_only=True)
        behaviour.contents = Contents(node, xml, compiler)
        behaviour.event_starts = behaviour.contents.event_starts
        behaviour.entrances = {}
        compiler.definition.start_triggers = [
            trigger for node in behaviour.contents.nodes for trigger in behaviour._open(node)
        ]
        return behaviour

    def _open(self, node: Node) -> Iterator[StartTrigger]:
        """Notes where an instance may begin at `node`, and gives what starts it there."""
        if node.kind == "startEvent":
            self.entrances[node.id] = node.enter
            for part in parts_of(node):
                yield StartTrigger(part.kind, part.start_name(), node)
        elif getattr(node.behaviour, "instantiates", False):
            for first in node.behaviour.entrances():  # type: ignore[attr-defined]  # what instantiates has it
                self.entrances[first.node.id] = first.enter
                yield from first.triggers()

    def start(self, step: Step, item: ElementInstance, start_event: str | None) -> None:
        self._send_tokens(step, item, start_event)
        if self.listeners.start:
            step.push(self.announce, item)  # last on the stack, so first

    def open(self, step: Step, item: ElementInstance) -> None:
        self.listeners.hear(step, item, "start")
        self.contents.open(step, item)

    def _send_tokens(self, step: Step, item: ElementInstance, start_event: str | None) -> None:
        starts = [node for node in self.contents.nodes if node.kind == "startEvent"]
        if start_event is None and not self.contents.starts and len(starts) == 1:
            start_event = starts[0].id  # the only one is meant, as in Camunda 7
        if start_event is not None:
            enter = self._entrance(start_event)
            step.tokens_added(item, 1)
            step.push(enter, item)
            self.contents.open(step, item)
            return
        if not self.contents.starts:
            raise InvalidInput(
                f"Expected the process {self.node.id} to have a none start event, but it has none."
                " Name the start event, or send the message that starts it.",
                code="bpmn/no-none-start-event",
                key=self.node.id,
            )
        self.contents.start(step, item)

    def _entrance(self, element_id: str) -> Enter:
        found = self.entrances.get(element_id)
        if found is None:
            raise InvalidInput(
                f"Expected a start event of the process {self.node.id}, but found {element_id!r}. It"
                f" has: {', '.join(self.entrances) or 'none'}.",
                code="bpmn/unknown-start-event",
                key=self.node.id,
            )
        return found

    def announce(self, step: Step, item: ElementInstance) -> None:
        """The start listeners, before the first token moves."""
        self.listeners.hear(step, item, "start")

    def scope_emptied(self, step: Step, item: ElementInstance) -> None:
        caller = item.parent
        self.listeners.hear(step, item, "end")
        step.drop_waits(item)
        if caller is not None:
            caller.node.behaviour.called_completed(step, caller, item)  # type: ignore[attr-defined]  # who calls has it
        step.end_instance(item, "completed")
        step.tree.remove(item)

    def terminated(self, step: Step, item: ElementInstance) -> None:
        step.end_instance(item, "terminated", item.recall("reason"))
