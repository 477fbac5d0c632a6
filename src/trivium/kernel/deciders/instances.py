"""Starting, ending, suspending instances, and their variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from trivium.errors import WrongState
from trivium.kernel import events as happened
from trivium.kernel.deciders import cases
from trivium.kernel.deciders.modification import modify
from trivium.kernel.deciders.tasks import refuse_in_transition
from trivium.kernel.filled_forms import is_always_checked, start_form, taken
from trivium.kernel.step import instance_row

if TYPE_CHECKING:
    from trivium.kernel import commands
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Definition
    from trivium.kernel.step import Step


def start(step: Step, definition: Definition, command: commands.StartInstance) -> str:
    variables, business_key = dict(command.variables), command.business_key
    is_asked = command.trigger is None and not command.instructions
    if command.submitted or (is_asked and is_always_checked(definition.root)):
        form = start_form(definition, command.start_event) or {}
        variables = taken(step, definition.root, form, variables)
        named = variables.get(form.get("business_key_field", ""))
        business_key = business_key or (None if named is None else str(named))
    item = step.start_instance(
        definition, None, variables, business_key, new_id=command.instance_id
    )
    if command.task is not None:
        item.remember(task=msgspec.structs.asdict(command.task))
    if command.instructions:
        cases.refuse(item, "start by instructions")
        definition.root.behaviour.open(step, item)
        modify(step, item, command)
    else:
        if command.trigger is not None:
            item.remember(trigger=command.trigger)
        definition.root.behaviour.start(step, item, command.start_event)
    return command.instance_id


def start_activity(step: Step, item: ElementInstance, command: commands.StartActivity) -> None:
    """In the first open ad-hoc sub-process, looked for from the instance inwards."""
    todo = [item]
    while todo:
        found = todo.pop(0)
        startable = getattr(found.node.behaviour, "startable", {})
        if command.element_id in startable:
            found.node.behaviour.start_activity(  # type: ignore[attr-defined]  # what has startable ones
                step, found, command.element_id, command.variables
            )
            return
        todo.extend(step.tree.children_of(found))
    raise WrongState(
        f"Expected an open ad-hoc sub-process with the activity {command.element_id!r}, but there"
        " is none.",
        code="bpmn/not-startable",
        element=command.element_id,
    )


def set_variables(step: Step, item: ElementInstance, command: commands.SetVariables) -> None:
    if command.local:
        refuse_in_transition(item)
        item.node.behaviour.set_task_variables(step, item, command.variables)
    else:
        step.set_variables(item, command.variables)


def suspend(step: Step, item: ElementInstance, _command: commands.SuspendInstance) -> None:
    if item.node.kind == "case":
        cases.ask(step, item, "suspend")
        return
    if item.recall("suspended"):
        raise WrongState(
            f"Expected the instance {item.recall('id')} to be active, but it is suspended already.",
            code="instance/suspended",
        )
    item.remember(suspended=True)
    step.events.append(happened.InstanceSuspended(item.id))
    _change_state(step, item, "suspended")


def resume(step: Step, item: ElementInstance, _command: commands.ResumeInstance) -> None:
    if item.node.kind == "case":
        cases.ask(step, item, "resume")
        return
    if not item.recall("suspended"):
        raise WrongState(
            f"Expected the instance {item.recall('id')} to be suspended, but it is active.",
            code="instance/not-suspended",
        )
    item.remember(suspended=False)
    step.events.append(happened.InstanceResumed(item.id))
    _change_state(step, item, "active")


def _change_state(step: Step, item: ElementInstance, state: str) -> None:
    row = instance_row(item)
    row.state = state
    step.rows.changed[row.id] = row
    step.tree.touch(item)


def terminate(step: Step, item: ElementInstance, command: commands.TerminateInstance) -> None:
    step.end_from_outside(item, command.reason)
