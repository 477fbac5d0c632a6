"""Timers, continuations, and the work of handlers and external workers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.errors import EvaluationFailed, WrongState
from trivium.kernel import events as happened
from trivium.kernel.deciders.waiting import reacting_node, wait_of
from trivium.kernel.endings import is_ending
from trivium.kernel.throwing import throw

if TYPE_CHECKING:
    from trivium.kernel import commands
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step


def run(step: Step, item: ElementInstance, command: commands.RunJob) -> None:
    wait = wait_of(item, command.job_id)
    step.events.append(happened.JobCompleted(item.id, wait.id, wait.kind))
    if wait.kind == "retry":
        step.retry(item)
        return
    if item.recall("way") is not None:
        step.let_go(item)
        return
    reacting_node(item, wait).behaviour.triggered(step, item, wait, None)


def complete(step: Step, item: ElementInstance, command: commands.CompleteJob) -> None:
    wait = _work_of(item, command.job_id)
    if command.answer is not None:
        reacting_node(item, wait).behaviour.work_answered(step, item, wait, command.answer)
    step.events.append(happened.JobCompleted(item.id, wait.id, wait.kind))
    step.close_incidents(item, "automatic")
    if item.recall("way") is not None:
        step.set_variables(item.parent or item, command.variables)
        step.let_go(item)
        return
    step.set_local(item, command.local_variables)
    reacting_node(item, wait).behaviour.triggered(step, item, wait, command.variables)


def fail(step: Step, item: ElementInstance, command: commands.FailJob) -> int:
    """Gives the retries that are left; at 0 an incident is open."""
    wait = _work_of(item, command.job_id)
    left = wait.count - 1 if command.retries is None else command.retries
    behaviour = reacting_node(item, wait).behaviour
    is_token = item.recall("way") is not None  # it waits for a listener on its way
    if not is_token and behaviour.work_failed(step, item, wait, command.message, max(left, 0)):
        step.events.append(happened.JobCompleted(item.id, wait.id, wait.kind))
        return 0
    wait.count = max(left, 0)
    step.tree.touch(item)
    delays = item.node.retry_delays
    attempt = min(item.recall("attempts", 0), len(delays) - 1)
    item.remember(attempts=item.recall("attempts", 0) + 1)
    if command.retry_in_ms is not None:
        pause = command.retry_in_ms
    else:
        pause = delays[attempt] if delays else 0
    due = step.now + pause if wait.count else None
    step.events.append(happened.JobFailed(item.id, wait.id, command.message, wait.count, due))
    changes: dict[str, object] = {"retries": wait.count, "error": command.message}
    if due is not None:
        changes["due_at"] = due
    step.rows.changed_fields.setdefault(wait.id, {}).update(changes)
    if wait.count == 0:
        code = command.code or "job/retries-exhausted"
        error = EvaluationFailed(command.message, code=code)
        step.raise_incident(item, error, kind=command.kind, job_id=wait.id)
    return wait.count


def throw_error(step: Step, item: ElementInstance, command: commands.ThrowJobError) -> None:
    """An error ends the work; after an escalation that interrupts nothing it is still to be done."""
    wait = _work_of(item, command.job_id)
    if is_ending(item):
        raise WrongState(
            f"Expected `{item.node.id}` to be open for an error, but it is being cancelled. Complete the job"
            " of its listener, or fail it.",
            code="task/in-transition",
            element=item.node.id,
            state="canceling",
            job=wait.id,
        )
    step.set_variables(item, command.variables)
    if command.kind == "error":
        step.events.append(happened.JobCompleted(item.id, wait.id, wait.kind))
        step.drop_wait(item, wait)
    again, flow = reacting_node(item, wait).behaviour.asked_by(item), None
    way = item.recall("way")
    if way is not None:
        place, flow = (*way.split(" "), "")[:2]
        again, flow = "enter", flow if place == "take" else None
    throw(step, item, command.kind, command.code, command.message, again=again, by=flow)


def _work_of(item: ElementInstance, job_id: str) -> Wait:
    """A job that somebody outside does.

    Raises:
        WrongState: it is a timer, a continuation or a retry, which the engine runs itself; or it is done.
    """
    wait = wait_of(item, job_id)
    if wait.kind != "work":
        raise WrongState(
            f"Expected {job_id} to be work for somebody, but it is of the kind {wait.kind}, which the engine"
            " runs itself when it is due. Leave it to the engine, or modify the instance.",
            code="job/not-work",
            element=item.node.id,
            kind=wait.kind,
        )
    return wait
