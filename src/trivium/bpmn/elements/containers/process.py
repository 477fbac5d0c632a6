"""The process itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from trivium.bpmn.elements.activity import FlowNode
from trivium.bpmn.elements.containers.scope import Contents
from trivium.bpmn.elements.heard import Heard
from trivium.bpmn.events import needs_all, parts_of
from trivium.bpmn.instantiating import STARTING
from trivium.bpmn.listeners import read_listeners
from trivium.errors import InvalidInput
from trivium.kernel.graph import StartTrigger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.bpmn.compile import Compiler
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Enter, Node
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step
    from trivium.xml import Element


class Process(Heard, FlowNode):
    """A process instance: started by a command or a call activity, over when its last token is."""

    __slots__ = ("contents", "entrances", "event_starts")

    contents: Contents
    entrances: dict[str, Enter]
    """Where an instance may begin, by the id of the element."""

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = cls(node)
        behaviour.listeners = read_listeners(xml, compiler)
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
                if part.kind in STARTING or not needs_all(node):  # it waits for the rest
                    yield StartTrigger(part.kind, part.start_name(), node)
        elif getattr(node.behaviour, "instantiates", False):
            for first in node.behaviour.entrances():  # type: ignore[attr-defined]  # what instantiates has it
                self.entrances[first.node.id] = first.enter
                yield from first.triggers()

    def start(self, step: Step, item: ElementInstance, start_event: str | None) -> None:
        chosen = self._chosen(start_event)
        if self.listeners.start:
            item.remember(start_event=chosen)
            self.be_heard(step, item, "start")
        else:
            self._send_tokens(step, item, chosen)

    def begun(self, step: Step, item: ElementInstance) -> None:
        self._send_tokens(step, item, item.recall("start_event"))

    def open(self, step: Step, item: ElementInstance) -> None:
        self.listeners.hear(step, item, "start")
        self.contents.open(step, item)

    def _send_tokens(self, step: Step, item: ElementInstance, start_event: str | None) -> None:
        if start_event is None:
            self.contents.start(step, item)
            return
        step.tokens_added(item, 1)
        step.push(self._entrance(start_event), item)
        self.contents.open(step, item)

    def _chosen(self, start_event: str | None) -> str | None:
        """The start event that is meant; None for the one without a trigger.

        Raises:
            InvalidInput: there is no such one.
        """
        starts = [node for node in self.contents.nodes if node.kind == "startEvent"]
        if start_event is None and not self.contents.starts and len(starts) == 1:
            start_event = starts[0].id  # the only one is meant, as in Camunda 7
        if start_event is not None:
            self._entrance(start_event)
        elif not self.contents.starts:
            raise InvalidInput(
                f"Expected the process {self.node.id} to have a none start event, but it has none."
                " Name the start event, or send the message that starts it.",
                code="bpmn/no-none-start-event",
                key=self.node.id,
            )
        return start_event

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

    def triggered(self, step: Step, item: ElementInstance, wait: Wait, payload: Any) -> None:
        step.drop_wait(item, wait)
        step.set_variables(item, payload or {})
        self.heard(step, item)

    def scope_emptied(self, step: Step, item: ElementInstance) -> None:
        if item.recall("hearing"):
            return  # what a modification has put there meanwhile is over
        if self.listeners.end:
            step.drop_waits(item)  # its event sub-processes begin no more
            self.be_heard(step, item, "end")
        else:
            self.ended(step, item)

    def ended(self, step: Step, item: ElementInstance) -> None:
        if item.tokens:  # a modification has put one there meanwhile
            return
        caller = item.parent
        step.drop_waits(item)
        if caller is not None:
            caller.node.behaviour.called_completed(step, caller, item)  # type: ignore[attr-defined]  # who calls has it
        step.end_instance(item, "completed")
        step.tree.remove(item)

    def terminated(self, step: Step, item: ElementInstance) -> None:
        step.end_instance(item, "terminated", item.recall("reason"))
