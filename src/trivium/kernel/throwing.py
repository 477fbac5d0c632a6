"""Errors and escalations on their way up the instance tree to who catches them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from trivium.errors import EvaluationFailed
from trivium.kernel import events as happened

if TYPE_CHECKING:
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step


class Catcher(Protocol):
    """The behaviour of a boundary event or event sub-process start that catches what is thrown."""

    node: Node

    def catches(self, kind: str, code: str | None) -> int:
        """0 if not, 1 for a catch-all, 2 for exactly this code."""

    def caught(
        self, step: Step, host: ElementInstance, code: str | None, message: str | None
    ) -> None:
        """Goes on from here; `host` is the activity or scope that it is attached to."""


def throw(  # noqa: PLR0913  # what is thrown, and what a retry does again
    step: Step,
    item: ElementInstance,
    kind: str,
    code: str | None,
    message: str | None,
    *,
    again: str | None = None,
    by: str | None = None,
) -> bool:
    """Throws an error or escalation from `item`, which is still there; whether it was caught.

    BPMN 2.0.2, 10.5.6: the innermost scope that catches it does; there, an event sub-process comes
    before a boundary event and an exact code before a catch-all. An error that nobody catches is an
    incident on `item`, an escalation goes unnoticed. `again` is the operation of its behaviour that a
    retry does again (a token that comes `by` a flow); none if `item` still waits for what has thrown.
    """
    found = find_catcher(item, kind, code)
    if found is None:
        if kind == "error":
            if again is not None:
                step.park(item, again, by)
            step.raise_incident(item, _uncaught(item, code, message), kind="unhandled-bpmn-error")
        return False
    catcher, host = found
    _hand_over(step, item, host)
    step.events.append(happened.EventCaught(catcher.node.id, kind, code, host.id))
    catcher.caught(step, host, code, message)
    return True


def _hand_over(step: Step, item: ElementInstance, host: ElementInstance) -> None:
    """Every call on the way to the catcher passes its results to its caller."""
    current = item
    while current is not host and current.parent is not None:
        if current.process is current:
            current.parent.node.behaviour.hand_over(step, current.parent, current)  # type: ignore[attr-defined]  # who calls has it
        current = current.parent


def find_catcher(
    item: ElementInstance, kind: str, code: str | None
) -> tuple[Catcher, ElementInstance] | None:
    """Who catches it, and the element instance that the catcher is attached to."""
    below: ElementInstance | None = None
    current: ElementInstance | None = item
    while current is not None:
        candidates: list[Node] = []
        if below is not None:
            candidates = _event_starts(current, below, kind)
        attached = [] if current.recall("way") is not None else list(current.node.boundary)
        for group in (candidates, attached):
            best = _best(group, kind, code)
            if best is not None:
                return best, current
        below, current = current, current.parent
    return None


def _event_starts(scope: ElementInstance, below: ElementInstance, kind: str) -> list[Node]:
    """The event sub-processes of `scope` that may catch what comes from `below`.

    None for an error from one of them; for an escalation from one of them, the others (Camunda 7).
    """
    starts = list(scope.node.behaviour.event_starts)
    if not below.node.behaviour.is_event_subprocess:
        return starts
    return [] if kind == "error" else [n for n in starts if n.container is not below.node]


def _best(nodes: list[Node], kind: str, code: str | None) -> Catcher | None:
    best: Catcher | None = None
    rank = 0
    for node in nodes:
        catcher: Catcher = node.behaviour  # type: ignore[assignment]  # boundary and start events catch
        strength = catcher.catches(kind, code)
        if strength > rank:
            best, rank = catcher, strength
    return best


def _uncaught(item: ElementInstance, code: str | None, message: str | None) -> EvaluationFailed:
    return EvaluationFailed(
        f"Expected an event to catch the error {code or 'without code'} thrown by"
        f" `{item.node.id}`, but there is none{': ' + message if message else ''}. Add a boundary"
        " error event or an event sub-process, or correct the cause and retry.",
        code="bpmn/uncaught-error",
        element=item.node.id,
        error_code=code,
    )
