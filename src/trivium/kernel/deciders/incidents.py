"""Trying again what failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.kernel.deciders.waiting import wait_of

if TYPE_CHECKING:
    from trivium.kernel import commands
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.step import Step


def retry(step: Step, item: ElementInstance, command: commands.RetryIncident) -> None:
    wait_of(item, command.incident_id)
    step.set_variables(item, command.variables)
    job = next((w for w in (item.waits or {}).values() if w.kind == "work"), None)
    if job is None:
        step.retry(item, "retried")
        return
    step.close_incidents(item, "retried")
    job.count = 1
    item.remember(attempts=0)
    step.tree.touch(item)
    step.rows.changed_fields.setdefault(job.id, {}).update(retries=1, due_at=step.now)
