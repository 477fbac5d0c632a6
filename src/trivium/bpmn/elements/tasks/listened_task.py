"""A human task whose life is heard: listeners that are evaluated, and those that are waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.bpmn import task_answers
from trivium.bpmn.elements.activity import Activity
from trivium.bpmn.listeners import ask
from trivium.bpmn.task_listeners import (
    ASSIGNMENT,
    COMPLETION,
    CREATION,
    DELETION,
    REASSIGNMENT,
    UPDATE,
)
from trivium.kernel import events as happened
from trivium.kernel.endings import heard, is_ending, rest
from trivium.kernel.human_tasks import change_task, field_of, open_task, pending_change

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trivium.bpmn.task_listeners import TimedTaskListeners, Timeout
    from trivium.kernel.commands import ListenerAnswer
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.listeners import Listener
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step

_STATES = {
    "create": "creating",
    "assign": "assigning",
    "update": "updating",
    "complete": "completing",
    "cancel": "canceling",
}
_UPDATING = ("updating",)
"""What hears that variables of the task itself change: in Camunda 7 nothing does."""
_OF_TASK = frozenset({"task", "timer"})


class ListenedTask(Activity):
    """A task with listeners.

    Where all listeners of an event are expressions the change is made, and they hear it (Camunda 7).
    Where one is work for a handler or worker, the change waits until all have heard of it (Camunda 8);
    the task shows that, and nobody else can change it meanwhile.
    """

    __slots__ = ("task_listeners",)

    task_listeners: TimedTaskListeners

    # -- creation

    def hear_created(self, step: Step, item: ElementInstance) -> None:
        """The task is there: its listeners hear that it is, and who has it."""
        for number, timeout in enumerate(self.task_listeners.timeouts):
            self._await_timeout(step, item, timeout, number)
        if self.task_listeners.waits_for(CREATION):
            self._begin_change(step, item, "create", CREATION, {})
            return
        before = item.recall("assignee")
        self.task_listeners.hear(step, item, "create")
        if item.recall("assignee") == before:  # else that has been heard
            self._hear_first_assignee(step, item)

    def _hear_first_assignee(self, step: Step, item: ElementInstance) -> None:
        """Who was meant to have the task from the beginning gets it, or has it."""
        assignee = item.recall("meant")
        if assignee is None:
            return
        if self.task_listeners.waits_for(ASSIGNMENT):
            self._begin_change(step, item, "assign", ASSIGNMENT, {"assignee": assignee})
        else:
            self.task_listeners.hear(step, item, "assignment")

    # -- changes

    def change_task(
        self,
        step: Step,
        item: ElementInstance,
        task_id: str,
        action: str,
        changes: Mapping[str, Any],
    ) -> None:
        heard = self.task_listeners
        is_of_assignee = "assignee" in changes
        events = REASSIGNMENT if is_of_assignee else UPDATE
        if heard.waits_for(events):
            kind = "assign" if is_of_assignee else "update"
            self._begin_change(step, item, kind, events, dict(changes), action=action)
            return
        change_task(step, item, task_id, action, changes)
        if heard:
            step.push(self.hear_assigned if is_of_assignee else self.hear_updated, item)

    def hear_updated(self, step: Step, item: ElementInstance) -> None:
        """Somebody has changed the task."""
        self.task_listeners.hear(step, item, "update")

    def hear_assigned(self, step: Step, item: ElementInstance) -> None:
        """Somebody else has the task."""
        self.task_listeners.hear(step, item, "update")
        self.task_listeners.hear(step, item, "assignment")

    def set_task_variables(
        self, step: Step, item: ElementInstance, variables: dict[str, Any]
    ) -> None:
        if self.task_listeners.waits_for(_UPDATING) and open_task(item) is not None:
            self._begin_change(step, item, "update", _UPDATING, {}, variables=variables)
        else:
            super().set_task_variables(step, item, variables)

    # -- completion

    def complete_task(
        self, step: Step, item: ElementInstance, wait: Wait, variables: dict[str, Any]
    ) -> None:
        if not self.task_listeners.waits_for(COMPLETION):
            super().complete_task(step, item, wait, variables)
            return
        step.close_incidents(item, "manual")
        self._begin_change(step, item, "complete", COMPLETION, {}, variables=variables)

    def released(
        self, step: Step, item: ElementInstance, wait: Wait, payload: dict[str, Any] | None
    ) -> None:
        if not self.task_listeners:
            super().released(step, item, wait, payload)
            return
        self._forget_waits(step, item)
        step.set_variables(item, payload or {})
        step.push(self.hear_completed, item)

    def hear_completed(self, step: Step, item: ElementInstance) -> None:
        """The task is done: its listeners hear it, then the activity finishes."""
        self.task_listeners.hear(step, item, "complete")
        step.push(self.finish, item)

    def finish(self, step: Step, item: ElementInstance) -> None:
        if self.task_listeners:  # somebody may have done it by hand whose listeners have failed
            item.remember(change=None, has_heard_end=True)
            self._forget_waits(step, item)
        super().finish(step, item)

    def _forget_waits(self, step: Step, item: ElementInstance) -> None:
        """The task and the timers of its listeners are over; boundary events are not."""
        for other in list((item.waits or {}).values()):
            if other.node == self.node.index and other.kind in _OF_TASK:
                step.drop_wait(item, other)

    # -- its end from outside

    def hears_its_end(self, item: ElementInstance) -> bool:
        is_open = open_task(item) is not None and not item.recall("has_heard_end")
        return is_open and self.task_listeners.waits_for(DELETION)

    def hear_its_end(self, step: Step, item: ElementInstance) -> None:
        if not is_ending(item):
            item.remember(change=None)
            self._begin_change(step, item, "cancel", DELETION, {})

    def give_up_its_end(self, step: Step, item: ElementInstance) -> None:
        ending = item.recall("ending")
        rest(step, item)
        item.remember(has_heard_end=True, change=None, ending=ending)

    def terminated(self, step: Step, item: ElementInstance) -> None:
        if not self.task_listeners or item.recall("has_heard_end"):
            return
        self.task_listeners.hear_deleted(step, item)
        if self.task_listeners.waits_for(DELETION) and item.recall("meant", "") != "":
            step.events.append(happened.Noted("listener-not-asked", item.id, {"event": "delete"}))

    # -- changes that wait for listeners

    def _begin_change(  # noqa: PLR0913  # what is to become of the task, and who hears it
        self,
        step: Step,
        item: ElementInstance,
        kind: str,
        events: tuple[str, ...],
        changes: dict[str, Any],
        *,
        action: str | None = None,
        variables: dict[str, Any] | None = None,
    ) -> None:
        change = {
            "state": _STATES[kind],
            "action": action or kind,
            "events": list(events),
            "next": 0,
            "changes": changes,
            "asked": [*sorted(changes), *(["variables"] if variables else [])],
            "variables": variables or {},
            "user": step.user,
        }
        item.remember(change=change)
        step.tree.touch(item)
        step.push(self.hear_change, item)

    def hear_change(self, step: Step, item: ElementInstance) -> None:
        """The next listener hears what is about to change; one that is work is waited for."""
        listener = self._hearing(item)
        if listener is None:
            self._settle(step, item)
            return
        change = pending_change(item) or {}
        if listener.topic is not None:
            facts = task_answers.facts_of(item, change)
            more = {"state": change["state"], "variables": change["variables"]}
            ask(listener, step, item, self.node, facts, **more)
            return
        item.remember(event=listener.event)
        if listener.expression is not None:
            before = field_of(item, "assignee")
            step.value(listener.expression, item, change["variables"] or None)
            is_given = field_of(item, "assignee") != before
            self._heard(step, item, reassigned=is_given and change["state"] != "creating")

    def _hearing(self, item: ElementInstance) -> Listener | None:
        """The listener that is next."""
        change = pending_change(item) or {}
        listeners = self.task_listeners.of(change["events"])
        return listeners[change["next"]] if change["next"] < len(listeners) else None

    def _heard(self, step: Step, item: ElementInstance, *, reassigned: bool = False) -> None:
        change = pending_change(item) or {}
        events = change["events"]
        if reassigned and "assignment" not in events:  # as in Camunda 7
            events = [*events, "assignment"]
        item.remember(change={**change, "events": events, "next": change["next"] + 1})
        step.tree.touch(item)
        step.push(self.hear_change, item)

    def work_answered(
        self, step: Step, item: ElementInstance, wait: Wait, answer: ListenerAnswer
    ) -> None:
        change = pending_change(item)
        listener = None if change is None else self._hearing(item)
        if change is None or listener is None:
            super().work_answered(step, item, wait, answer)
            return
        if answer.denied:
            task_answers.check_denial(item, listener.event, answer)
            item.remember(change={**change, "denied": answer.denied_reason or ""})
            return
        corrections = task_answers.corrections_of(item, answer.corrections, step.now)
        change_task(step, item, "", "listener", corrections)

    def _settle(self, step: Step, item: ElementInstance) -> None:
        """All have heard it: the change is made."""
        change = pending_change(item) or {}
        item.remember(change=None)
        step.tree.touch(item)
        wait = open_task(item)
        assert wait is not None  # noqa: S101  # nobody completes it while it changes
        changes, state = change["changes"], change["state"]
        if state == "creating":
            item.remember(meant=changes.pop("assignee", item.recall("meant")))
        action = change["action"] if state in {"assigning", "updating"} else "listener"
        if changes:
            change_task(step, item, wait.id, action, changes)
        if state == "updating":
            step.set_local(item, change["variables"])
        elif state == "canceling":
            item.remember(has_heard_end=True)
            heard(step, item)
        elif state == "creating":
            self._hear_first_assignee(step, item)
        elif state == "completing":
            step.events.append(happened.TaskCompleted(item.id, wait.id, change["user"]))
            self._forget_waits(step, item)
            step.set_variables(item, change["variables"])
            step.push(self.finish, item)

    def _take_back(self, step: Step, item: ElementInstance, change: dict[str, Any]) -> None:
        """A listener has denied the change: the task is as it was."""
        item.remember(change=None)
        step.tree.touch(item)
        facts = {"action": change["action"], "reason": change["denied"], "user": change["user"]}
        step.events.append(happened.Noted("task-change-denied", item.id, facts))

    def asked_by(self, item: ElementInstance) -> str:
        return super().asked_by(item) if pending_change(item) is None else "hear_change"

    # -- what comes

    def triggered(self, step: Step, item: ElementInstance, wait: Wait, payload: Any) -> None:
        change = pending_change(item)
        if wait.kind == "work" and change is not None:
            step.drop_wait(item, wait)
            step.set_variables(item, payload or {})
            if "denied" in change:
                self._take_back(step, item, change)
            else:
                self._heard(step, item)
        elif wait.kind == "timer":
            self._timed_out(step, item, wait, payload)
        else:
            super().triggered(step, item, wait, payload)

    def _await_timeout(
        self, step: Step, item: ElementInstance, timeout: Timeout, number: int
    ) -> None:
        known = set(item.waits or ())
        timeout.timer.arm(step, item, self.node)
        self._number(item, known, number)

    @staticmethod
    def _number(item: ElementInstance, known: set[str], number: int) -> None:
        """The timers that were set meanwhile are those of the listener with this number."""
        for wait_id, wait in (item.waits or {}).items():
            if wait_id not in known:
                wait.part = number

    def _timed_out(self, step: Step, item: ElementInstance, wait: Wait, payload: Any) -> None:
        timeout = self.task_listeners.timeouts[wait.part]
        known = set(item.waits or ())
        timeout.timer.caught(step, item, wait, payload)
        self._number(item, known, wait.part)
        item.remember(overdue=wait.part)
        step.push(self.hear_timeout, item)

    def hear_timeout(self, step: Step, item: ElementInstance) -> None:
        """The time of a listener has come."""
        listener = self.task_listeners.timeouts[item.recall("overdue")].listener
        item.remember(event="timeout")
        if listener.expression is not None:
            step.value(listener.expression, item)
