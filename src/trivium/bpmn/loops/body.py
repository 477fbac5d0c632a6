"""What multi-instance bodies and standard loops have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from trivium.bpmn import dialect
from trivium.bpmn.elements.activity import Activity
from trivium.kernel.graph import Node

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step
    from trivium.xml import Element

_ROUND = 1000
"""So many instances are started by one command; the next command, a job, goes on. Thus a million of them
need no more memory than a thousand, and other instances have their turn in between."""


class LoopBody(Activity):
    """An activity around another that starts and counts its instances; it has the boundary events."""

    __slots__ = ("inner",)

    inner: Node

    @classmethod
    def wrap(cls, node: Node, marker: Element, compiler: Compiler) -> Self:
        """Takes the place of the behaviour of `node`, which becomes that of a node inside."""
        activity: Activity = node.behaviour  # type: ignore[assignment]  # checked by the caller
        inner = Node(node.id, node.kind, node.name, node.line, node.container, node.documentation)
        inner.behaviour = activity
        activity.node = inner
        inner.retry_delays = compiler.retry_delays(marker) or node.retry_delays
        inner.properties = node.properties
        inner.definition = node.definition
        inner.index = len(node.definition.nodes)
        node.definition.nodes.append(inner)
        body = cls(node)
        body.inner = inner
        body.async_before, activity.async_before = activity.async_before, False
        body.async_after, activity.async_after = activity.async_after, False
        activity.async_before = dialect.flag(marker, "asyncBefore")
        activity.async_after = dialect.flag(marker, "asyncAfter")
        body.read(marker, compiler)
        node.inner = inner
        node.behaviour = body
        node.enter = body.enter
        inner.enter = activity.enter
        inner.leave = body.instance_left
        return body

    def read(self, marker: Element, compiler: Compiler) -> None:
        """Reads the loop characteristics."""

    @property
    def is_plain(self) -> bool:
        return False

    def launch(self, step: Step, item: ElementInstance) -> None:
        """Starts the next instance."""

    def instance_left(self, step: Step, item: ElementInstance) -> None:
        """An instance has ended."""

    def collect(self, step: Step, item: ElementInstance, child: ElementInstance) -> None:
        """An instance is about to go."""

    def end_contents(self, step: Step, item: ElementInstance) -> None:
        step.terminate_children(item)
        step.push(self.finish, item)

    def launch_soon(self, step: Step, item: ElementInstance) -> None:
        """The next instance is started in this command or, if it has started many, in another one."""
        launched = step.scratch.get(-item.id, 0)
        if launched == _ROUND:
            item.remember(paused=True)
            step.open_job(item, "async", self.node)
        else:
            step.scratch[-item.id] = launched + 1
            step.push(self.launch, item)

    def begin_instance(self, step: Step, item: ElementInstance, variables: dict[str, Any]) -> None:
        """A new instance with these variables of its own; the body counts its token already."""
        child = step.create(self.inner, item, variables)
        activity: Activity = self.inner.behaviour  # type: ignore[assignment]  # an activity's inner node
        if activity.async_before:
            step.open_job(child, "async", self.inner)
        else:
            step.push(activity.begin, child)

    def triggered(self, step: Step, item: ElementInstance, wait: Wait, payload: Any) -> None:
        if not (wait.kind == "async" and item.recall("paused")):
            super().triggered(step, item, wait, payload)
            return
        step.drop_wait(item, wait)
        item.remember(paused=False)
        step.push(self.launch, item)
