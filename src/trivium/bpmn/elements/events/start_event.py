"""Start events of processes, sub-processes and event sub-processes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from trivium.bpmn import dialect
from trivium.bpmn.elements.activity import FlowNode
from trivium.bpmn.elements.event_definitions.multiple import ParallelMultipleDefinition
from trivium.bpmn.elements.event_definitions.timer import TimerDefinition
from trivium.bpmn.elements.events.reading import read_event_definition
from trivium.bpmn.forms import read_form
from trivium.kernel.endings import must_wait

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trivium.bpmn.compile import Compiler
    from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition
    from trivium.expressions.schedule import Schedule
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step
    from trivium.xml import Element


class StartEvent(FlowNode):
    """Where a scope begins (BPMN 2.0.2, 10.5.2); that of an event sub-process waits for its trigger."""

    __slots__ = ("definition", "form", "initiator", "interrupts")

    definition: EventDefinition | None
    form: dict[str, Any] | None
    initiator: str | None
    interrupts: bool

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = cls(node)
        container = node.container
        position = "start"
        if container is not None and compiler.is_event_subprocess(container):
            position = "event-sub-process"
        behaviour.definition = read_event_definition(node, xml, compiler, caught_in=position)
        behaviour.interrupts = xml.get("isInterrupting") != "false"
        behaviour.form = read_form(xml, compiler)
        behaviour.initiator = dialect.attribute(xml, "initiator")
        is_process = container is not None and container.kind == "process"
        if behaviour.definition is not None and position == "start" and not is_process:
            compiler.refuse(
                xml,
                "bpmn/start-event-with-trigger",
                "Expected a start event without a trigger inside a sub-process.",
                "Use a none start event, or an event sub-process.",
            )
        return behaviour

    @property
    def schedule(self) -> Schedule | None:
        """When a timer among its definitions starts the process."""
        for part in () if self.definition is None else self.definition.parts:
            if isinstance(part, TimerDefinition):
                return part.constant
        return None

    def enter(self, step: Step, scope: ElementInstance) -> None:
        if self.initiator is not None:
            step.set_variable(scope, self.initiator, step.user)
        trigger = scope.recall("trigger")
        if trigger is not None and isinstance(self.definition, ParallelMultipleDefinition):
            self._await_others(step, scope, trigger)
            return
        step.passed(self.node, scope)
        self.node.leave(step, scope)

    def _await_others(self, step: Step, scope: ElementInstance, trigger: str) -> None:
        """The first of several events has started the process: it waits for the others before it begins."""
        item = step.create(self.node, scope)
        self.arm(step, item)
        for wait in list((item.waits or {}).values()):
            if trigger == f"{wait.kind} {wait.name}":
                self.triggered(step, item, wait, None)
                return

    def arm_for(self, step: Step, item: ElementInstance) -> None:
        """An instance that has begun, and waits for the rest, does so from the beginning."""
        self.arm(step, item)

    # -- as the start of an event sub-process, which `host` contains

    def arm(self, step: Step, host: ElementInstance) -> None:
        """The scope around has begun."""
        if self.definition is not None:
            self.definition.arm(step, host, self.node)

    def triggered(self, step: Step, item: ElementInstance, wait: Wait, payload: Any) -> None:
        if self.definition is None or not self.definition.is_due(step, item, wait, payload):
            return
        if item.node is self.node and item.parent is not None:  # all have come that start a process
            scope = item.parent
            step.complete(item)
            self.node.leave(step, scope)
            return
        stays = self.definition.caught(step, item, wait, payload)
        if not stays and not self.interrupts:
            step.drop_wait(item, wait)
        self._begin(step, item, {})

    def look(
        self, step: Step, item: ElementInstance, wait: Wait, changed: Mapping[str, str] | None
    ) -> None:
        if self.definition is not None and self.definition.holds(step, item, wait, changed):
            self.triggered(step, item, wait, None)

    def catches(self, kind: str, code: str | None) -> int:
        return 0 if self.definition is None else self.definition.strength(kind, code)

    def caught(
        self, step: Step, host: ElementInstance, code: str | None, message: str | None
    ) -> None:
        variables = {} if self.definition is None else self.definition.variables(code, message)
        self._begin(step, host, variables)

    def _begin(self, step: Step, host: ElementInstance, variables: dict[str, Any]) -> None:
        if not self.interrupts:
            self.begin_handling(step, host, variables)
            return
        starts = {node.index for node in host.node.behaviour.event_starts}
        for wait in list((host.waits or {}).values()):
            if wait.node in starts:
                step.drop_wait(host, wait)
        if not must_wait(step, host, "interrupt", variables, by=self.node, only_contents=True):
            self.interrupt(step, host, variables)

    def interrupt(self, step: Step, host: ElementInstance, variables: dict[str, Any]) -> None:
        """What is in the scope ends, and this handles the event in its place."""
        step.terminate_children(host)
        self.begin_handling(step, host, variables)

    def begin_handling(
        self, step: Step, host: ElementInstance, variables: dict[str, Any] | None = None
    ) -> None:
        """A new run of the event sub-process, inside `host`."""
        container = self.node.container
        if container is None:
            return
        step.tokens_added(host, 1)
        item = step.create(container, host, variables or None)
        container.behaviour.run_from(step, item, self.node)  # type: ignore[attr-defined]  # a sub-process
