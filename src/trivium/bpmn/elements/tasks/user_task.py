"""User task: work of a person, in the task list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from trivium.bpmn.assignment import attribute_texts, candidates
from trivium.bpmn.elements.activity import Activity
from trivium.bpmn.forms import read_form
from trivium.bpmn.lanes import lane_candidates
from trivium.bpmn.listeners import Listeners
from trivium.bpmn.task_listeners import read_task_listeners
from trivium.kernel.human_tasks import instant_of, names_of, offer_task

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trivium.bpmn.compile import Compiler
    from trivium.bpmn.task_listeners import TimedTaskListeners, Timeout
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step
    from trivium.xml import Element

_DEFAULT_PRIORITY = 50


class UserTask(Activity):
    """Opens a human task and waits until it is completed (BPMN 2.0.2, 10.3.3.5).

    Assignee, candidates, dates and priority come from the dialects' attributes, from
    `humanPerformer`/`potentialOwner`, or from `zeebe:assignmentDefinition` and its kin.
    """

    __slots__ = ("attributes", "form", "groups", "lane", "task_listeners", "users")

    attributes: dict[str, Expression]
    users: tuple[Expression, ...]
    groups: tuple[Expression, ...]
    lane: tuple[str, ...]
    form: dict[str, Any] | None
    task_listeners: TimedTaskListeners

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = cls(node)
        behaviour.read_common(xml, compiler)
        texts = attribute_texts(xml)
        found = {name: compiler.text(xml, text) for name, text in texts.items()}
        behaviour.attributes = {name: each for name, each in found.items() if each is not None}
        behaviour.users = tuple(candidates(xml, compiler, "candidateUsers"))
        behaviour.groups = tuple(candidates(xml, compiler, "candidateGroups"))
        behaviour.lane = ()
        if not (behaviour.users or behaviour.groups or "assignee" in behaviour.attributes):
            behaviour.lane = lane_candidates(node, compiler)
        behaviour.form = read_form(xml, compiler)
        behaviour.task_listeners = heard = read_task_listeners(node, xml, compiler)
        behaviour.listeners = Listeners(
            (*behaviour.listeners.start, *heard.work("create")),
            (*heard.work("complete"), *behaviour.listeners.end),
        )
        return behaviour

    def work(self, step: Step, item: ElementInstance) -> None:
        values = {name: step.value(each, item) for name, each in self.attributes.items()}
        users = names_of(step.value(each, item) for each in self.users)
        groups = names_of(step.value(each, item) for each in self.groups) or self.lane
        assignee = values.get("assignee")
        due_at = instant_of(values.get("dueDate"), step.now)
        follow_up_at = instant_of(values.get("followUpDate"), step.now)
        offer_task(
            step,
            item,
            self.node,
            "userTask",
            None if not assignee else str(assignee),
            str(values["owner"]) if values.get("owner") else None,
            users,
            groups,
            due_at,
            follow_up_at,
            int(values.get("priority") or _DEFAULT_PRIORITY),
            self.form,
        )
        if self.task_listeners:
            step.push(self.hear_created, item)

    def hear_created(self, step: Step, item: ElementInstance) -> None:
        """The task is there: its listeners hear that it is, and who has it."""
        assignee = item.recall("assignee")
        for number, timeout in enumerate(self.task_listeners.timeouts):
            self._await_timeout(step, item, timeout, number)
        self.task_listeners.hear(step, item, "create")
        if assignee is not None and item.recall("assignee") == assignee:
            self.task_listeners.hear(step, item, "assignment")

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

    def task_changed(self, step: Step, item: ElementInstance, changes: Mapping[str, Any]) -> None:
        if self.task_listeners:
            step.push(self.hear_assigned if "assignee" in changes else self.hear_updated, item)

    def hear_updated(self, step: Step, item: ElementInstance) -> None:
        """Somebody has changed the task."""
        self.task_listeners.hear(step, item, "update")

    def hear_assigned(self, step: Step, item: ElementInstance) -> None:
        """Somebody else has the task."""
        self.task_listeners.hear(step, item, "update")
        self.task_listeners.hear(step, item, "assignment")

    def triggered(self, step: Step, item: ElementInstance, wait: Wait, payload: Any) -> None:
        if wait.kind != "timer":
            super().triggered(step, item, wait, payload)
            return
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

    def released(
        self, step: Step, item: ElementInstance, wait: Wait, payload: dict[str, Any] | None
    ) -> None:
        if not self.task_listeners:
            super().released(step, item, wait, payload)
            return
        for other in list((item.waits or {}).values()):
            if other.node == self.node.index:  # what its listeners wait for
                step.drop_wait(item, other)
        step.set_variables(item, payload or {})
        step.push(self.hear_completed, item)

    def hear_completed(self, step: Step, item: ElementInstance) -> None:
        """The task is done: its listeners hear it, then the activity finishes."""
        self.task_listeners.hear(step, item, "complete")
        step.push(self.finish, item)

    def terminated(self, step: Step, item: ElementInstance) -> None:
        if self.task_listeners:
            self.task_listeners.hear_deleted(step, item)
