"""Ending incidents: the six resolutions, and what people say of them meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.errors import InvalidInput, WrongState
from trivium.kernel import commands
from trivium.kernel import events as happened
from trivium.kernel.deciders.modification import modify
from trivium.kernel.deciders.waiting import reacting_node, wait_of
from trivium.kernel.element_instance import ACTIVE
from trivium.kernel.endings import heard, is_ending
from trivium.kernel.rows import IncidentNote
from trivium.kernel.step import stands_for_token

if TYPE_CHECKING:
    from collections.abc import Callable

    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Flow, Node
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step

_GIVES_UP = frozenset({"manual", "skip", "abort"})
"""Ways in which a listener that is to hear of an ending is passed over."""
_FIELDS = {"assign": "assignee", "escalate": "escalated_to"}


def resolve(step: Step, item: ElementInstance, command: commands.ResolveIncident) -> None:
    way = _WAYS.get(command.how)
    if way is None:
        raise InvalidInput(
            f"Expected a resolution of {', '.join(sorted(_WAYS))}, but found {command.how!r}.",
            code="incident/unknown-resolution",
        )
    incident = wait_of(item, command.incident_id)
    if is_ending(item) and command.how == "modify":
        raise WrongState(
            f"Expected `{item.node.id}` to stay, but it is being cancelled. Skip what its listener was to do,"
            " then modify the instance.",
            code="task/in-transition",
            element=item.node.id,
            state="canceling",
            job=None,
        )
    step.close_incident(item, incident, command.how, command.message)
    if is_ending(item) and command.how in _GIVES_UP and not _is_by_hand(item, command.how):
        item.node.behaviour.give_up_its_end(step, item)
        if command.how != "abort":
            heard(step, item)
            return
    way(step, item, command)


def note(step: Step, item: ElementInstance, command: commands.NoteIncident) -> None:
    if command.action not in {"comment", *_FIELDS}:
        raise InvalidInput(
            f"Expected comment, assign or escalate, but found {command.action!r}.",
            code="incident/unknown-action",
        )
    incident = wait_of(item, command.incident_id)
    row = IncidentNote(
        step.environment.ids.next(),
        incident.id,
        step.now,
        step.user,
        command.action,
        command.message,
        command.to,
    )
    step.rows.added[row.id] = row
    if command.action in _FIELDS:
        step.rows.updates["incidents", incident.id] = {_FIELDS[command.action]: command.to}
    step.events.append(
        happened.IncidentNoted(item.id, incident.id, command.action, command.message, command.to)
    )


def _retry(step: Step, item: ElementInstance, command: commands.ResolveIncident) -> None:
    step.set_variables(item, command.variables)
    job = _work_of(item)
    if job is None:
        step.retry(item)
        return
    job.count = 1
    item.remember(attempts=0)
    step.tree.touch(item)
    step.rows.changed_fields.setdefault(job.id, {}).update(retries=1, due_at=step.now)


def _manual(step: Step, item: ElementInstance, command: commands.ResolveIncident) -> None:
    job = _work_of(item)
    if job is not None and item.recall("way") is not None:
        _let_go(step, item, command)
        return
    if job is not None:
        step.events.append(happened.JobCompleted(item.id, job.id, job.kind))
        reacting_node(item, job).behaviour.triggered(step, item, job, command.variables)
        return
    if stands_for_token(item) and item.recall("parked")[0][0] == "pass_through":
        scope = step.take_out(item)
        step.set_variables(scope, command.variables)
        step.passed(item.node, scope)
        step.push(item.node.leave, scope)
        return
    finish = getattr(item.node.behaviour, "finish", None)
    is_work = finish is not None and item.node.inner is None and item.parent is not None
    if not is_work or item.kids or stands_for_token(item):
        raise WrongState(
            f"Expected `{item.node.id}` to be work that somebody can do by hand, but it is not. Skip it,"
            " or modify the instance.",
            code="incident/not-manual",
            element=item.node.id,
        )
    item.state = ACTIVE
    item.remember(parked=None)
    step.drop_waits(item, {"retry"})
    step.set_variables(item, command.variables)
    step.push(item.node.behaviour.finish, item)  # type: ignore[attr-defined]  # looked for above


def _skip(step: Step, item: ElementInstance, command: commands.ResolveIncident) -> None:
    node = item.node
    if item.process is item or item.parent is None:
        raise WrongState(
            f"Expected an element to skip, but the whole of {node.id} has failed. Retry or abort.",
            code="incident/cannot-skip",
            element=node.id,
        )
    if _work_of(item) is not None and item.recall("way") is not None:
        _let_go(step, item, command)
        return
    flow = _flow_of(node, command.flow)
    if stands_for_token(item):
        scope = step.take_out(item)
    else:
        scope = item.parent
        step.terminate(item)
    step.set_variables(scope, command.variables)
    if flow is None:
        step.push(node.leave, scope)
    else:
        step.events.append(flow.taken)
        step.push(flow.enter, scope)


def _let_go(step: Step, item: ElementInstance, command: commands.ResolveIncident) -> None:
    """A token that waits for a listener on its way goes on without it."""
    step.set_variables(item.parent or item, command.variables)
    step.let_go(item)


def _flow_of(node: Node, name: str | None) -> Flow | None:
    """The flow to go on by, where one has to be said."""
    is_free = node.default is not None or any(f.condition is not None for f in node.outgoing)
    is_choice = is_free or node.kind in {"exclusiveGateway", "eventBasedGateway"}
    found = next((flow for flow in node.outgoing if flow.id == name), None)
    if found is None and (name is not None or (is_choice and len(node.outgoing) > 1)):
        names = ", ".join(flow.id for flow in node.outgoing)
        raise InvalidInput(
            f"Expected the flow by which to leave `{node.id}`, but found {name!r}. Say one of {names}.",
            code="incident/flow-needed",
            element=node.id,
            flows=[flow.id for flow in node.outgoing],
        )
    if found is None and is_choice and node.outgoing:
        return node.outgoing[0]
    return found


def _modify(step: Step, item: ElementInstance, command: commands.ResolveIncident) -> None:
    cancel = commands.Modification(kind="cancel", element_instance=item.id)
    is_said = any(each.kind == "cancel" for each in command.instructions)
    instructions = command.instructions if is_said else (*command.instructions, cancel)
    step.set_variables(item.process, command.variables)
    modify(step, item.process, commands.ModifyInstance(instance_id="", instructions=instructions))


def _abort(step: Step, item: ElementInstance, command: commands.ResolveIncident) -> None:
    step.end_from_outside(item.process, command.message)


def _is_by_hand(item: ElementInstance, how: str) -> bool:
    """Whether somebody has done what one listener was to do; the next one is asked then."""
    return how == "manual" and _work_of(item) is not None


def _work_of(item: ElementInstance) -> Wait | None:
    return next((wait for wait in (item.waits or {}).values() if wait.kind == "work"), None)


_WAYS: dict[str, Callable[[Step, ElementInstance, commands.ResolveIncident], None]] = {
    "retry": _retry,
    "automatic": _retry,
    "manual": _manual,
    "skip": _skip,
    "modify": _modify,
    "abort": _abort,
}
