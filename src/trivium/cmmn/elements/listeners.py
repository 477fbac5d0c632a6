"""Event listeners: things that happen outside of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.cmmn.books import stage_of
from trivium.cmmn.elements.milestone import Milestone
from trivium.cmmn.lifecycle import ACTIVE, AVAILABLE, SUSPENDED
from trivium.expressions.schedule import parse_schedule
from trivium.kernel.moments import from_ms, to_ms

if TYPE_CHECKING:
    from trivium.cmmn.sentries import OnPart
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step


class EventListener(Milestone):
    """Waits until somebody, or some program, says that it occurs (CMMN 1.1, 5.4.9)."""

    __slots__ = ()

    def proceed(self, step: Step, item: ElementInstance) -> None:
        """It is available, and waits."""


class UserListener(EventListener):
    """Waits for a person in one of the authorised roles (CMMN 1.1, 5.4.9.2)."""

    __slots__ = ()


class TimerListener(EventListener):
    """Occurs when its time has come (CMMN 1.1, 5.4.9.1).

    It runs from its creation, or from the event that starts it. After a cycle (`R3/PT1H`) it is there again
    for the next time, as in Flowable.
    """

    __slots__ = ("timer", "trigger")

    timer: Expression

    def __init__(self, node: Node) -> None:
        super().__init__(node)
        self.trigger: OnPart | None = None  # what starts it, if that is an event

    def created(self, step: Step, item: ElementInstance) -> None:
        if self.trigger is None and item.recall("due") is None:
            step.push(self.begin, item)

    def begin(self, step: Step, item: ElementInstance) -> None:
        """The timer runs."""
        if item.waits or item.state != AVAILABLE:
            return
        schedule = parse_schedule(step.value(self.timer, item))
        fired = item.recall("fired") or 0
        begun = item.recall("begun")
        if begun is None:
            due = schedule.first(from_ms(step.now))
        else:
            due = schedule.next(from_ms(begun), from_ms(step.now), fired)
        if due is not None:
            step.open_job(item, "timer", self.node, due_at=to_ms(due))

    def start_timer(self, step: Step, item: ElementInstance) -> None:
        """What it waits for to start has happened."""
        step.push(self.begin, item)

    def triggered(self, step: Step, item: ElementInstance, wait: Wait, payload: Any) -> None:
        del payload
        step.drop_wait(item, wait)
        if item.state == SUSPENDED:
            item.remember(done=True)
            return
        item.remember(due=wait.due_at)
        step.push(self.occur, item)

    def finish(self, step: Step, item: ElementInstance) -> None:
        """It was due while it was suspended."""
        step.push(self.occur, item)

    def go_round(self, step: Step, item: ElementInstance) -> None:
        """The next instance, if the timer is a cycle that is not at its end."""
        stage, due = stage_of(item), item.recall("due")
        if stage is None or stage.state != ACTIVE or due is None:
            return
        fired = (item.recall("fired") or 0) + 1
        schedule = parse_schedule(step.value(self.timer, item))
        if schedule.next(from_ms(due), from_ms(step.now), fired) is None:
            return
        following = self.create(step, stage, item.recall("count") + 1)
        following.remember(begun=due, fired=fired)
