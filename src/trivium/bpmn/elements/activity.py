"""What all activities share: life as an element instance, mappings, boundary events, continuations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from trivium.bpmn import dialect
from trivium.bpmn.compensation import remember_completed
from trivium.bpmn.elements.heard import Heard
from trivium.bpmn.listeners import read_listeners
from trivium.bpmn.mappings import Mappings, read_mappings
from trivium.kernel.behaviour import Behaviour

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Enter, Flow, Node
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step
    from trivium.xml import Element


_MAY_SKIP = ("_FLOWABLE_SKIP_EXPRESSION_ENABLED", "_ACTIVITI_SKIP_EXPRESSION_ENABLED")


class FlowNode(Behaviour):
    """A flow node that a token can enter."""

    __slots__ = ()

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        """Reads what the element says; faults go to the compiler's findings."""
        del xml, compiler
        return cls(node)

    def entry(self, flow: Flow) -> Enter:
        """What a token that comes by `flow` does; joins tell their flows apart."""
        del flow
        return self.node.enter


class Activity(Heard, FlowNode):
    """An activity (BPMN 2.0.2, 10.3).

    It is entered by a token, begins (inputs, boundary events), works, finishes (outputs) and departs.
    Each of these is an operation of its own on the stack, so that trouble in one is tried again there.
    """

    __slots__ = ("async_after", "async_before", "mappings", "skip")

    def __init__(self, node: Node) -> None:
        super().__init__(node)
        self.mappings = Mappings()
        self.async_before = False
        self.async_after = False
        self.skip: Expression | None = None

    def read_common(self, xml: Element, compiler: Compiler) -> None:
        """Mappings, continuations and the retry cycle, from any dialect."""
        self.mappings = read_mappings(xml, compiler)
        self.listeners = read_listeners(xml, compiler)
        self.async_before = dialect.flag(xml, "asyncBefore") or dialect.flag(xml, "async")
        self.async_after = dialect.flag(xml, "asyncAfter") or dialect.flag(xml, "asyncLeave")
        self.skip = compiler.text(xml, dialect.attribute(xml, "skipExpression"))
        self.node.retry_delays = compiler.retry_delays(xml)

    @property
    def is_plain(self) -> bool:
        """Whether nothing needs an element instance: no mappings, boundary events or continuations."""
        waits = self.async_before or self.async_after or self.node.boundary
        return not (self.mappings or self.listeners or self.skip or waits)

    def enter(self, step: Step, scope: ElementInstance) -> None:
        item = step.create(self.node, scope)
        if self.async_before:
            step.open_job(item, "async", self.node)
        else:
            step.push(self.begin, item)

    def begin(self, step: Step, item: ElementInstance) -> None:
        """Inputs are mapped, boundary events armed, then the work starts."""
        if self.skip is not None and self._is_skipped(step, item):
            step.push(self.depart, item)
            return
        if self.mappings.inputs:
            step.set_local(item, self.mappings.read_inputs(step, item))
        if self.listeners.start:
            self.be_heard(step, item, "start")
        else:
            self.begun(step, item)

    def _is_skipped(self, step: Step, item: ElementInstance) -> bool:
        """Whether it is left out, where that has been allowed (Flowable)."""
        allowed = any(item.get(name) is True for name in _MAY_SKIP)
        return allowed and self.skip is not None and step.is_true(self.skip, item)

    def begun(self, step: Step, item: ElementInstance) -> None:
        step.push(self.work, item)
        for boundary in self.node.boundary:
            boundary.behaviour.arm(step, item)  # type: ignore[attr-defined]  # boundary events have it

    def open(self, step: Step, item: ElementInstance) -> None:
        """Begins without working: inputs, listeners that are expressions, boundary events."""
        if self.mappings.inputs:
            step.set_local(item, self.mappings.read_inputs(step, item))
        self.listeners.hear(step, item, "start")
        for boundary in self.node.boundary:
            boundary.behaviour.arm(step, item)  # type: ignore[attr-defined]  # boundary events have it

    def work(self, step: Step, item: ElementInstance) -> None:
        """What this kind of activity does; it finishes at once or waits."""
        step.push(self.finish, item)

    def finish(self, step: Step, item: ElementInstance) -> None:
        """Outputs are mapped; the activity is over."""
        if self.listeners.end:
            self.be_heard(step, item, "end")
        else:
            self.ended(step, item)

    def ended(self, step: Step, item: ElementInstance) -> None:
        if self.mappings.outputs:
            outputs = self.mappings.read_outputs(step, item)
            step.set_variables(item.parent or item, outputs)
        if self.async_after:
            step.drop_waits(item)
            item.remember(departing=True)
            step.open_job(item, "async", self.node)
        elif item.parent is not None and item.parent.node.inner is self.node:
            step.push(
                self.depart, item
            )  # what the body collects may fail, and is tried again there
        else:
            self.depart(step, item)

    def depart(self, step: Step, item: ElementInstance) -> None:
        """The element instance is gone, its token goes on."""
        scope = item.parent
        if scope is not None and scope.node.inner is self.node:
            scope.node.behaviour.collect(step, scope, item)  # type: ignore[attr-defined]  # a body has it
        step.complete(item)
        if scope is not None:
            remember_completed(scope, item)
            self.node.leave(step, scope)

    def triggered(self, step: Step, item: ElementInstance, wait: Wait, payload: Any) -> None:
        step.drop_wait(item, wait)
        if wait.kind == "work" and item.recall("hearing"):
            step.set_variables(item, payload or {})
            self.heard(step, item)
        elif wait.kind == "async":
            step.push(self.depart if item.recall("departing") else self.begin, item)
        else:
            self.released(step, item, wait, payload)

    def released(
        self, step: Step, item: ElementInstance, wait: Wait, payload: dict[str, Any] | None
    ) -> None:
        """The work that was waited for is done, with these variables."""
        del wait
        if payload:
            step.set_variables(item, payload)
        step.push(self.finish, item)
