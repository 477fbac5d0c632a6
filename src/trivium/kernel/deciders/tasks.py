"""Human work: claiming, handing over, completing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.errors import Conflict, InvalidInput, WrongState
from trivium.kernel import events as happened
from trivium.kernel.deciders.waiting import reacting_node, wait_of
from trivium.kernel.human_tasks import change_task
from trivium.kernel.throwing import throw

if TYPE_CHECKING:
    from trivium.kernel import commands
    from trivium.kernel.element_instance import ElementInstance
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


def complete(step: Step, item: ElementInstance, command: commands.CompleteTask) -> None:
    wait = wait_of(item, command.task_id)
    if item.recall("delegation") == "pending":
        raise WrongState(
            f"Expected the delegated task `{item.node.label}` to be resolved first, but it is"
            " pending. Resolve it, then its owner completes it.",
            code="task/delegation-pending",
            element=item.node.id,
        )
    step.events.append(happened.TaskCompleted(item.id, wait.id, step.user))
    if len(item.waits or ()) > 1:  # for more than the task
        step.close_incidents(item, "manual")
    reacting_node(item, wait).behaviour.triggered(step, item, wait, command.variables)


def claim(step: Step, item: ElementInstance, command: commands.ClaimTask) -> None:
    wait_of(item, command.task_id)
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
    wait_of(item, command.task_id)
    _change(step, item, command.task_id, "unclaim", {"assignee": None})


def assign(step: Step, item: ElementInstance, command: commands.AssignTask) -> None:
    wait_of(item, command.task_id)
    _change(step, item, command.task_id, "assign", {"assignee": command.user})


def delegate(step: Step, item: ElementInstance, command: commands.DelegateTask) -> None:
    wait_of(item, command.task_id)
    owner = item.recall("owner") or item.recall("assignee")
    changes = {"owner": owner, "assignee": command.user, "delegation": "pending"}
    _change(step, item, command.task_id, "delegate", changes)


def resolve(step: Step, item: ElementInstance, command: commands.ResolveTask) -> None:
    wait_of(item, command.task_id)
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
    wait_of(item, command.task_id)
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
    wait_of(item, command.task_id)
    step.set_variables(item, command.variables)
    throw(step, item, command.kind, command.code, command.message)


def _change(
    step: Step, item: ElementInstance, task_id: str, action: str, changes: dict[str, Any]
) -> None:
    change_task(step, item, task_id, action, changes)
    item.node.behaviour.task_changed(step, item, changes)
