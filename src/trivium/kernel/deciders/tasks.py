"""Human work: claiming, handing over, completing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from trivium.errors import Conflict, InvalidInput, WrongState
from trivium.kernel.deciders.waiting import reacting_node, wait_of
from trivium.kernel.filled_forms import is_always_checked, taken
from trivium.kernel.human_tasks import pending_change
from trivium.kernel.throwing import throw

if TYPE_CHECKING:
    from trivium.kernel import commands
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step

_CHANGEABLE = frozenset(
    {
        "name",
        "description",
        "owner",
        "due_at",
        "follow_up_at",
        "priority",
        "candidate_users",
        "candidate_groups",
    }
)


def add_sub_task(step: Step, item: ElementInstance, command: commands.AddSubTask) -> str:
    _task_of(item, command.task_id)
    if item.node.definition.kind == "case":
        raise InvalidInput(
            f"Expected a task of a process, but `{item.node.label}` is one of a case. Add a plan item"
            " instead.",
            code="task/no-sub-tasks",
            element=item.node.id,
        )
    definition = step.environment.definitions.find("process", command.key)
    called = step.start_instance(
        definition, item, dict(command.variables), new_id=command.instance_id
    )
    called.remember(task=msgspec.structs.asdict(command.task))
    definition.root.behaviour.start(step, called, None)
    return command.instance_id


def complete(step: Step, item: ElementInstance, command: commands.CompleteTask) -> None:
    wait = _task_of(item, command.task_id)
    if item.kids:
        raise WrongState(
            f"Expected all parts of the task `{item.node.label}` to be completed first, but"
            f" {item.kids} are open. Complete or terminate them.",
            code="task/sub-tasks-open",
            element=item.node.id,
            open=item.kids,
        )
    if item.recall("delegation") == "pending":
        raise WrongState(
            f"Expected the delegated task `{item.node.label}` to be resolved first, but it is"
            " pending. Resolve it, then its owner completes it.",
            code="task/delegation-pending",
            element=item.node.id,
        )
    node = reacting_node(item, wait)
    variables = command.variables
    if command.submitted or is_always_checked(node):
        form = getattr(node.behaviour, "form", None)
        variables = taken(step, node, form, variables, item)
    node.behaviour.complete_task(step, item, wait, variables)


def claim(step: Step, item: ElementInstance, command: commands.ClaimTask) -> None:
    _task_of(item, command.task_id)
    holder = item.recall("assignee")
    if holder is not None and holder != command.user:
        raise Conflict(
            f"Expected the task `{item.node.label}` to be free, but {holder} has it.",
            code="task/claimed-by-another",
            element=item.node.id,
            assignee=holder,
        )
    _change(step, item, command.task_id, "claim", {"assignee": command.user})


def unclaim(step: Step, item: ElementInstance, command: commands.UnclaimTask) -> None:
    _task_of(item, command.task_id)
    _change(step, item, command.task_id, "unclaim", {"assignee": None})


def assign(step: Step, item: ElementInstance, command: commands.AssignTask) -> None:
    _task_of(item, command.task_id)
    _change(step, item, command.task_id, "assign", {"assignee": command.user})


def escalate(step: Step, item: ElementInstance, command: commands.EscalateTask) -> None:
    _task_of(item, command.task_id)
    changes = {"assignee": command.user, "priority": command.priority}
    _change(step, item, command.task_id, "escalate", changes)


def delegate(step: Step, item: ElementInstance, command: commands.DelegateTask) -> None:
    _task_of(item, command.task_id)
    owner = item.recall("owner") or item.recall("assignee")
    changes = {"owner": owner, "assignee": command.user, "delegation": "pending"}
    _change(step, item, command.task_id, "delegate", changes)


def resolve(step: Step, item: ElementInstance, command: commands.ResolveTask) -> None:
    _task_of(item, command.task_id)
    if item.recall("delegation") != "pending":
        raise WrongState(
            f"Expected the task `{item.node.label}` to be delegated, but it is not. Complete it"
            " instead.",
            code="task/not-delegated",
            element=item.node.id,
        )
    step.set_variables(item, command.variables)
    changes = {"assignee": item.recall("owner"), "delegation": "resolved"}
    _change(step, item, command.task_id, "resolve", changes)


def update(step: Step, item: ElementInstance, command: commands.UpdateTask) -> None:
    _task_of(item, command.task_id)
    unknown = sorted(set(command.changes) - _CHANGEABLE)
    if unknown:
        raise InvalidInput(
            f"Expected changes of {', '.join(sorted(_CHANGEABLE))}, but found"
            f" {', '.join(unknown)}.",
            code="task/unknown-field",
            fields=unknown,
        )
    _change(step, item, command.task_id, "update", command.changes)


def throw_error(step: Step, item: ElementInstance, command: commands.ThrowTaskError) -> None:
    _task_of(item, command.task_id)
    step.set_variables(item, command.variables)
    throw(step, item, command.kind, command.code, command.message)


def _change(
    step: Step, item: ElementInstance, task_id: str, action: str, changes: dict[str, Any]
) -> None:
    item.node.behaviour.change_task(step, item, task_id, action, changes)


def _task_of(item: ElementInstance, task_id: str) -> Wait:
    """A task that can be changed now.

    Raises:
        WrongState: it is no longer open, or its listeners are waited for.
    """
    wait = wait_of(item, task_id)
    refuse_in_transition(item)
    return wait


def refuse_in_transition(item: ElementInstance) -> None:
    """While listeners hear of one change of a task there is no other.

    Raises:
        WrongState: they are waited for.
    """
    change = pending_change(item)
    if change is None:
        return
    job = next((each.id for each in (item.waits or {}).values() if each.kind == "work"), None)
    what = "its listener has failed" if job is None else f"its listener is waited for (job {job})"
    remedy = "End its incident" if job is None else "Try again when that is done"
    raise WrongState(
        f"Expected the task `{item.node.label}` to be open for a change, but it is {change['state']}:"
        f" {what}. {remedy}.",
        code="task/in-transition",
        element=item.node.id,
        state=change["state"],
        job=job,
    )
