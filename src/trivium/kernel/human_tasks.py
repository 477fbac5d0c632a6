"""Changes of an open human task: on its row, in its element instance, in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.kernel import events as happened

if TYPE_CHECKING:
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step


def open_task(item: ElementInstance) -> Wait | None:
    """The task that `item` waits for."""
    return next((wait for wait in (item.waits or {}).values() if wait.kind == "task"), None)


def change_task(
    step: Step, item: ElementInstance, task_id: str, action: str, changes: dict[str, Any]
) -> None:
    """Changes fields of an open task."""
    item.remember(**changes)
    step.tree.touch(item)
    step.events.append(happened.TaskChanged(item.id, task_id, action, changes))
    step.rows.changed_fields.setdefault(task_id, {}).update(changes)
