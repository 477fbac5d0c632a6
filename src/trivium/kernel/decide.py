"""The kernel's one door: a command, a tree and an environment in; events and rows out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trivium.errors import WrongState
from trivium.kernel import commands
from trivium.kernel.deciders import (
    cases,
    events,
    incidents,
    instances,
    jobs,
    migration,
    modification,
    remarks,
    tasks,
)
from trivium.kernel.rows import Rows
from trivium.kernel.step import Step
from trivium.kernel.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from trivium.kernel.commands import Command
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.environment import Environment
    from trivium.kernel.events import Event
    from trivium.kernel.graph import Definition


@dataclass(slots=True)
class Decision:
    """What a command comes to: the events, the rows to write, commands for other trees."""

    events: list[Event]
    rows: Rows
    outbox: list[dict[str, Any]]
    result: Any


DECIDERS: dict[type, Callable[[Step, ElementInstance, Any], Any]] = {
    commands.AddSubTask: tasks.add_sub_task,
    commands.CompleteTask: tasks.complete,
    commands.ClaimTask: tasks.claim,
    commands.UnclaimTask: tasks.unclaim,
    commands.AssignTask: tasks.assign,
    commands.EscalateTask: tasks.escalate,
    commands.DelegateTask: tasks.delegate,
    commands.ResolveTask: tasks.resolve,
    commands.UpdateTask: tasks.update,
    commands.ThrowTaskError: tasks.throw_error,
    commands.RunJob: jobs.run,
    commands.CompleteJob: jobs.complete,
    commands.FailJob: jobs.fail,
    commands.ThrowJobError: jobs.throw_error,
    commands.DeliverEvent: events.deliver,
    commands.Trigger: events.trigger,
    commands.StartActivity: instances.start_activity,
    commands.SetVariables: instances.set_variables,
    commands.SuspendInstance: instances.suspend,
    commands.ResumeInstance: instances.resume,
    commands.TerminateInstance: instances.terminate,
    commands.ModifyInstance: modification.modify,
    commands.MigrateInstance: migration.migrate,
    commands.ResolveIncident: incidents.resolve,
    commands.NoteIncident: incidents.note,
    commands.TransitionItem: cases.transition,
    commands.PlanItem: cases.plan,
    commands.AddPlanItem: cases.add,
    commands.ChangeFile: cases.change_file,
    commands.Remark: remarks.remark,
}
"""Given the step, the element instance that the command is about, and the command."""

_WHILE_SUSPENDED = frozenset(
    {
        commands.ResumeInstance,
        commands.SuspendInstance,
        commands.TerminateInstance,
        commands.SetVariables,
        commands.ModifyInstance,
        commands.MigrateInstance,
        commands.TransitionItem,
        commands.Remark,
    }
)
_WHILE_OVER = frozenset({commands.TransitionItem, commands.Remark})

_OVER = frozenset({"completed", "terminated"})
"""A case that is over stays in its tree until it is closed (CMMN 1.1, 8.4.1)."""


def start(
    command: commands.StartInstance,
    definition: Definition,
    environment: Environment,
    user: str | None = None,
) -> tuple[Tree, Decision]:
    """Decides the start of a new tree.

    Raises:
        Refused: the instance cannot be started so; nothing exists then.
    """
    tree = Tree(command.instance_id)
    step = Step(tree, environment, user)
    result = instances.start(step, definition, command)
    step.run()
    return tree, Decision(step.events, step.rows, step.outbox, result)


def decide(
    command: Command,
    tree: Tree,
    item_id: int,
    environment: Environment,
    user: str | None = None,
) -> Decision:
    """Decides a command on `tree`, which is changed in place.

    Raises:
        Refused: the command cannot be now; nothing has changed, but by a modification, the resolution of
            an incident or a transition of a case: then the tree must be thrown away.
        Missing: more state is needed; the tree must be thrown away and the command decided again.
    """
    item = tree.item(item_id)
    if item is None:
        raise WrongState(
            f"Expected the element of `{command.__struct_config__.tag}` to be waiting, but it has"
            " ended. Ask again for what is open now.",
            code="command/already-ended",
        )
    if item.process.state in _OVER and type(command) not in _WHILE_OVER:
        raise _is_over(item.process)
    if type(command) not in _WHILE_SUSPENDED:
        _refuse_if_suspended(item)
    step = Step(tree, environment, user)
    result = DECIDERS[type(command)](step, item, command)
    step.run()
    return Decision(step.events, step.rows, step.outbox, result)


def record(command: commands.Remark, item_id: int) -> Decision:
    """What is said of a tree that has ended for good: it has no state any more, but a history."""
    return Decision([remarks.event_of(command, item_id)], Rows(), [], command.remark_id)


def _is_over(case: ElementInstance) -> WrongState:
    return WrongState(
        f"Expected the case {case.recall('id')} to be open, but it is {case.state}. Reactivate it first.",
        code="instance/ended",
        instance=case.recall("id"),
    )


def _refuse_if_suspended(item: ElementInstance) -> None:
    process: ElementInstance | None = item.process
    while process is not None:
        if process.recall("suspended"):
            raise WrongState(
                f"Expected the instance {process.recall('id')} to be active, but it is suspended. "
                "Resume it first.",
                code="instance/suspended",
                instance=process.recall("id"),
            )
        process = process.parent.process if process.parent is not None else None
