"""Tasks: work of people, processes, other cases, and decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.cmmn.elements.plan_item import PlanItem
from trivium.cmmn.lifecycle import ACTIVE
from trivium.errors import EvaluationFailed, NotFound, WrongState
from trivium.kernel.asking import ask, mapped
from trivium.kernel.human_tasks import instant_of, names_of, offer_task, priority_of
from trivium.kernel.listeners import TaskListeners
from trivium.kernel.passing import VariablePassing, hand_over

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trivium.cmmn.planning import PlanningTable
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Definition, Node
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step


class Task(PlanItem):
    """Work that is not said more about (CMMN 1.1, 5.4.10): it waits for its completion, if it is blocking.

    With an expression (Flowable's service tasks) it evaluates that instead.
    """

    __slots__ = ("blocking", "expression", "is_blocking", "result_variable", "topic")

    def __init__(self, node: Node) -> None:
        super().__init__(node)
        self.is_blocking = True
        self.blocking: Expression | None = None  # says it instead (Flowable)
        self.expression: Expression | None = None
        self.result_variable: str | None = None
        self.topic: str | None = None

    def begin(self, step: Step, item: ElementInstance) -> None:
        if self.expression is not None:
            value = step.value(self.expression, item)
            if self.result_variable is not None:
                step.set_variable(item, self.result_variable, value)
            step.push(self.finish, item)
        elif self.topic is not None:
            step.open_job(item, "work", self.node, topic=self.topic)
        elif self.waits(step, item):
            self.open_work(step, item)
        else:
            step.push(self.finish, item)

    def waits(self, step: Step, item: ElementInstance) -> bool:
        """Whether it waits for its work to be done."""
        return self.is_blocking if self.blocking is None else self.holds(step, self.blocking, item)

    def open_work(self, step: Step, item: ElementInstance) -> None:
        """It waits for whoever does it."""
        step.wait(item, "trigger", self.node)

    def triggered(self, step: Step, item: ElementInstance, wait: Wait, payload: Any) -> None:
        if item.state != ACTIVE:
            raise WrongState(
                f"Expected `{self.node.id}` to be active, but it is {item.state}.",
                code="case/illegal-transition",
                element=self.node.id,
                state=item.state,
            )
        step.drop_wait(item, wait)
        step.set_variables(item, payload or {})
        self.done(step, item)

    def done(self, step: Step, item: ElementInstance) -> None:
        """The work is done."""
        step.push(self.finish, item)

    def complete_by_hand(self, step: Step, item: ElementInstance) -> None:
        step.drop_waits(item)
        self.done(step, item)


class HumanTask(Task):
    """Work of a person, in the task list (CMMN 1.1, 5.4.10.3)."""

    __slots__ = ("attributes", "form", "groups", "tables", "task_listeners", "users")

    def __init__(self, node: Node) -> None:
        super().__init__(node)
        self.attributes: dict[str, Expression] = {}
        self.users: tuple[Expression, ...] = ()
        self.groups: tuple[Expression, ...] = ()
        self.form: dict[str, Any] | None = None
        self.tables: list[PlanningTable] = []
        self.task_listeners = TaskListeners()

    def open_work(self, step: Step, item: ElementInstance) -> None:
        values = {name: step.value(each, item) for name, each in self.attributes.items()}
        assignee = values.get("assignee")
        offer_task(
            step,
            item,
            self.node,
            "humanTask",
            str(assignee) if assignee else None,
            str(values["owner"]) if values.get("owner") else None,
            names_of(step.value(each, item) for each in self.users),
            names_of(step.value(each, item) for each in self.groups),
            instant_of(values.get("dueDate"), step.now),
            instant_of(values.get("followUpDate"), step.now),
            priority_of(values.get("priority")),
            self.form,
        )
        if self.task_listeners:
            step.push(self.hear_created, item)

    def hear_created(self, step: Step, item: ElementInstance) -> None:
        """The task is there: its listeners hear that it is, and who has it."""
        assignee = item.recall("assignee")
        self.task_listeners.hear(step, item, "create")
        if assignee is not None and item.recall("assignee") == assignee:
            self.task_listeners.hear(step, item, "assignment")

    def change_task(
        self,
        step: Step,
        item: ElementInstance,
        task_id: str,
        action: str,
        changes: Mapping[str, Any],
    ) -> None:
        super().change_task(step, item, task_id, action, changes)
        if self.task_listeners:
            step.push(self.hear_assigned if "assignee" in changes else self.hear_updated, item)

    def hear_updated(self, step: Step, item: ElementInstance) -> None:
        """Somebody has changed the task."""
        self.task_listeners.hear(step, item, "update")

    def hear_assigned(self, step: Step, item: ElementInstance) -> None:
        """Somebody else has the task."""
        self.task_listeners.hear(step, item, "update")
        self.task_listeners.hear(step, item, "assignment")

    def done(self, step: Step, item: ElementInstance) -> None:
        step.push(self.hear_completed if self.task_listeners else self.finish, item)

    def hear_completed(self, step: Step, item: ElementInstance) -> None:
        """The task is done: its listeners hear it, then the plan item finishes."""
        self.task_listeners.hear(step, item, "complete")
        step.push(self.finish, item)

    def terminated(self, step: Step, item: ElementInstance) -> None:
        if self.task_listeners and item.recall("event") is not None:
            self.task_listeners.hear_deleted(step, item)
        super().terminated(step, item)


class DecisionTask(Task):
    """Asks a decision (CMMN 1.1, 5.4.10.6); its outputs become variables, or one of them if that is named."""

    __slots__ = ("binding", "decision", "mapper", "tag", "version")

    binding: str
    decision: Expression | None
    mapper: str
    tag: str | None
    version: Expression | None

    def begin(self, step: Step, item: ElementInstance) -> None:
        key = "" if self.decision is None else str(step.value(self.decision, item))
        version = None
        if self.binding == "version" and self.version is not None:
            version = int(step.value(self.version, item))
        tag = self.tag if self.binding == "versionTag" else None
        is_beside = self.binding == "deployment"
        outputs = ask(step, item, key, version=version, tag=tag, is_beside=is_beside)
        if self.result_variable is not None:
            value = mapped(outputs, self.mapper, self.node.id)
            step.set_variable(item, self.result_variable, value)
        else:
            for row in outputs:
                step.set_variables(item, dict(row))
        step.push(self.finish, item)


class CallingTask(Task):
    """What process tasks and case tasks share: they call, and wait for the end if they are blocking."""

    __slots__ = ("binding", "business_key", "called", "ins", "kind", "outs", "tag", "version")

    called: Expression | None

    def __init__(self, node: Node, kind: str) -> None:
        super().__init__(node)
        self.kind = kind
        self.binding = "latest"
        self.version: Expression | None = None
        self.tag: str | None = None
        self.business_key: Expression | None = None
        self.ins: tuple[VariablePassing, ...] = ()
        self.outs: tuple[VariablePassing, ...] = ()

    def start_by_hand(self, step: Step, item: ElementInstance) -> None:
        try:
            self._definition(step, item)
        except EvaluationFailed as error:  # refused at once, instead of an incident that follows
            raise NotFound(error.message, code="definition/not-found") from error
        super().start_by_hand(step, item)

    def begin(self, step: Step, item: ElementInstance) -> None:
        definition = self._definition(step, item)
        variables: dict[str, Any] = {}
        for passing in self.ins:
            passing.pass_on(step, item, variables, local_only=passing.is_local)
        key = None if self.business_key is None else step.value(self.business_key, item)
        business_key = None if key is None else str(key)
        if not self.waits(step, item):
            self._start_apart(step, definition, variables, business_key)
            step.push(self.finish, item)
            return
        called = step.start_instance(definition, item, variables, business_key)
        definition.root.behaviour.start(step, called, None)

    @staticmethod
    def _start_apart(
        step: Step, definition: Definition, variables: Mapping[str, Any], business_key: str | None
    ) -> None:
        """An instance of its own, which outlives this one."""
        step.outbox.append(
            {
                "kind": "start",
                "name": definition.key,
                "definition_id": definition.id,
                "variables": dict(variables),
                "business_key": business_key,
            }
        )

    def _definition(self, step: Step, item: ElementInstance) -> Definition:
        key = "" if self.called is None else str(step.value(self.called, item))
        version = None
        if self.binding == "version" and self.version is not None:
            version = int(step.value(self.version, item))
        tag = self.tag if self.binding == "versionTag" else None
        beside = item.node.definition.id if self.binding == "deployment" else None
        return step.environment.definitions.find(
            self.kind,
            key,
            version=version,
            tag=tag,
            beside=beside,
            tenant=item.node.definition.tenant,
        )

    def called_completed(self, step: Step, item: ElementInstance, called: ElementInstance) -> None:
        """The called instance is about to go."""
        self.hand_over(step, item, called)
        step.push(self.finish, item)

    def hand_over(self, step: Step, item: ElementInstance, called: ElementInstance) -> None:
        """Takes over the results of the called instance, as far as it has come."""
        hand_over(step, item, called, self.outs)

    def complete_by_hand(self, step: Step, item: ElementInstance) -> None:
        if item.kids:
            raise WrongState(
                f"Expected what `{self.node.id}` has called to be over, but it is not.",
                code="case/not-complete",
                element=self.node.id,
            )
        super().complete_by_hand(step, item)

    def end_inside(self, step: Step, item: ElementInstance) -> None:
        for called in step.tree.children_of(item):
            step.terminate(called)
