"""Asynchronous continuations of what has no activity: gateways and passing events.

As in Camunda 7 a token waits before (or after) the element until a job lets it go on. It waits on the flow,
so a join gets its tokens one by one. What a start or boundary event has before it is no flow: it waits after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn import dialect

if TYPE_CHECKING:
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Enter, Flow, Node
    from trivium.kernel.step import Step
    from trivium.xml import Element

_WITHOUT_ENTRY = frozenset({"startEvent", "boundaryEvent"})


class Continuations:
    """What one element says of waiting before and after it."""

    def __init__(self, node: Node, xml: Element) -> None:
        before = dialect.flag(xml, "asyncBefore") or dialect.flag(xml, "async")
        after = dialect.flag(xml, "asyncAfter") or dialect.flag(xml, "asyncLeave")
        self.before = before and node.kind not in _WITHOUT_ENTRY
        self.after = after or (before and node.kind in _WITHOUT_ENTRY)


class Held:
    """A way on which a token waits for a job of the engine."""

    __slots__ = ("_way", "node")

    def __init__(self, node: Node, way: str, enter: Enter) -> None:
        self.node = node
        self._way = way
        node.ways[way] = enter

    def enter(self, step: Step, scope: ElementInstance) -> None:
        step.hold(self.node, scope, self._way)


def before(flow: Flow, enter: Enter) -> Enter:
    """The token waits at the target of the flow."""
    return Held(flow.target, f"before {flow.id}", enter).enter


def after(flow: Flow, enter: Enter) -> Enter:
    """The token waits at the source of the flow."""
    return Held(flow.source, f"after {flow.id}", enter).enter


def at_end(node: Node) -> None:
    """The last token of a way waits before it is consumed."""
    node.leave = Held(node, "after", node.leave).enter
