"""Human tasks: opening them, and changes on the row, in the element instance, in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.expressions.lists import split_list
from trivium.expressions.schedule import parse_schedule
from trivium.kernel import events as happened
from trivium.kernel.moments import from_ms, to_ms
from trivium.kernel.rows import DEFAULT_PRIORITY, HumanTask

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step


def offer_task(  # noqa: PLR0913, PLR0917  # whose it is to be, by when, and how important it is
    step: Step,
    item: ElementInstance,
    node: Node,
    kind: str,
    assignee: str | None,
    owner: str | None,
    users: tuple[str, ...],
    groups: tuple[str, ...],
    due_at: int | None,
    follow_up_at: int | None,
    priority: int,
    form: dict[str, Any] | None,
) -> None:
    """Opens a task that `item` waits for."""
    wait = step.wait(item, "task", node)
    row = HumanTask(
        wait.id,
        item.process.recall("id"),
        item.id,
        node.id,
        kind,
        node.definition.key,
        node.name,
        step.now,
        assignee,
        owner,
        users,
        groups,
        due_at,
        follow_up_at,
        priority,
        form,
        node.documentation,
    )
    item.remember(assignee=assignee, candidate_users=users, candidate_groups=groups)
    step.open_task(item, row)


def offer_given_task(
    step: Step, item: ElementInstance, node: Node, given: Mapping[str, Any]
) -> None:
    """Opens a task that is what somebody wants it to be, and not what a model says."""
    wait = step.wait(item, "task", node)
    caller = item.process.parent
    above = None if caller is None else open_task(caller)
    names = ("assignee", "owner", "due_at", "follow_up_at", "priority", "form", "description")
    users = tuple(given["candidate_users"])
    groups = tuple(given["candidate_groups"])
    row = HumanTask(
        id=wait.id,
        instance_id=item.process.recall("id"),
        element_instance=item.id,
        element_id=node.id,
        kind="userTask",
        key=node.definition.key,
        name=given["name"],
        created_at=step.now,
        candidate_users=users,
        candidate_groups=groups,
        parent_id=None if above is None else above.id,
        **{name: given[name] for name in names},
    )
    item.remember(
        assignee=given["assignee"],
        owner=given["owner"],
        candidate_users=users,
        candidate_groups=groups,
    )
    step.open_task(item, row)


def open_task(item: ElementInstance) -> Wait | None:
    """The task that `item` waits for."""
    return next((wait for wait in (item.waits or {}).values() if wait.kind == "task"), None)


def pending_change(item: ElementInstance) -> dict[str, Any] | None:
    """What is about to become of the task of `item`, while its listeners are waited for.

    `state` is that of the task meanwhile (`assigning`, …), `changes` are the new values of fields.
    """
    found: dict[str, Any] | None = item.recall("change")
    return found


def field_of(item: ElementInstance, name: str, default: Any = None) -> Any:
    """A field of the task of `item`, as it is about to be."""
    change = pending_change(item)
    if change is not None and name in change["changes"]:
        return change["changes"][name]
    return item.recall(name, default)


def change_task(
    step: Step, item: ElementInstance, task_id: str, action: str, changes: Mapping[str, Any]
) -> None:
    """Changes fields of an open task; what changes while listeners are waited for waits with them."""
    change = pending_change(item)
    if change is not None:
        item.remember(change={**change, "changes": {**change["changes"], **changes}})
        step.tree.touch(item)
        return
    item.remember(**changes)
    step.tree.touch(item)
    step.events.append(happened.TaskChanged(item.id, task_id, action, dict(changes)))
    step.rows.changed_fields.setdefault(task_id, {}).update(changes)


def names_of(values: Iterable[Any]) -> tuple[str, ...]:
    """Names from single values, lists, and texts with commas."""
    names: list[str] = []
    for value in values:
        if isinstance(value, str):
            names.extend(split_list(value))
        elif isinstance(value, list | tuple):
            names.extend(str(each) for each in value)
        elif value is not None:
            names.append(str(value))
    return tuple(dict.fromkeys(names))


def priority_of(value: Any) -> int:
    """A whole number, 0 among them; the default where nothing is said."""
    return DEFAULT_PRIORITY if value is None or value == "" else int(value)


def instant_of(value: Any, now: int) -> int | None:
    """A date, or a duration from now on."""
    if value is None or value == "":
        return None
    due = parse_schedule(value).first(from_ms(now))
    return None if due is None else to_ms(due)
