"""User task: work of a person, in the task list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from trivium.bpmn.assignment import attribute_texts, candidates
from trivium.bpmn.elements.tasks.listened_task import ListenedTask
from trivium.bpmn.forms import read_form
from trivium.bpmn.lanes import lane_candidates
from trivium.bpmn.task_listeners import ASSIGNMENT, DELETION, read_task_listeners
from trivium.kernel.human_tasks import (
    instant_of,
    names_of,
    offer_given_task,
    offer_task,
    priority_of,
)

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.bpmn.task_listeners import TimedTaskListeners
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step
    from trivium.xml import Element


class UserTask(ListenedTask):
    """Opens a human task and waits until it is completed (BPMN 2.0.2, 10.3.3.5).

    Assignee, candidates, dates and priority come from the dialects' attributes, from
    `humanPerformer`/`potentialOwner`, or from `zeebe:assignmentDefinition` and its kin.
    """

    __slots__ = ("attributes", "form", "groups", "lane", "users")

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
        behaviour.task_listeners = read_task_listeners(node, xml, compiler)
        if behaviour.task_listeners.waits_for(DELETION):
            compiler.definition.hears_endings = True
        return behaviour

    def work(self, step: Step, item: ElementInstance) -> None:
        given = item.process.recall("task")
        if given is not None:
            offer_given_task(step, item, self.node, given)
            return
        values = {name: step.value(each, item) for name, each in self.attributes.items()}
        users = names_of(step.value(each, item) for each in self.users)
        groups = names_of(step.value(each, item) for each in self.groups) or self.lane
        first = values.get("assignee")
        assignee = str(first) if first else None
        due_at = instant_of(values.get("dueDate"), step.now)
        follow_up_at = instant_of(values.get("followUpDate"), step.now)
        priority = priority_of(values.get("priority"))
        is_awaited = self.task_listeners.waits_for(ASSIGNMENT)
        offer_task(
            step,
            item,
            self.node,
            "userTask",
            None if is_awaited else assignee,
            str(values["owner"]) if values.get("owner") else None,
            users,
            groups,
            due_at,
            follow_up_at,
            priority,
            self.form,
        )
        if self.task_listeners:
            item.remember(
                due_at=due_at, follow_up_at=follow_up_at, priority=priority, meant=assignee
            )
            step.push(self.hear_created, item)

    def called_completed(self, step: Step, item: ElementInstance, called: ElementInstance) -> None:
        """A part of the task is done: nothing but that."""

    def called_ended(self, step: Step, called: ElementInstance) -> bool:
        step.terminate(called)
        return True
