"""`trivium tasks`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from trivium.cli import options, output
from trivium.cli.naming import whole_id

if TYPE_CHECKING:
    from trivium.engine.infos import TaskInfo


def tasks(
    user: Annotated[
        str | None, typer.Option(help="Only those that somebody has, or may claim.")
    ] = None,
    group: Annotated[
        list[str] | None, typer.Option(help="Only those that a group may claim.")
    ] = None,
    assignee: Annotated[str | None, typer.Option(help="Only those that somebody has.")] = None,
    instance: Annotated[str | None, typer.Option(help="Only those of an instance.")] = None,
    filter_: Annotated[
        str | None, typer.Option("--filter", help="Only those of a saved filter.")
    ] = None,
    limit: options.Limit = 50,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """List open tasks, the oldest first."""
    with options.opened(database) as engine:
        whole = whole_id(engine, "instance", instance) if instance else None
        found = engine.tasks.query(
            whole,
            assignee=assignee,
            user=user,
            candidate_groups=group or (),
            filter=filter_,
            by=options.acting(None),
            limit=limit,
        )
    if json:
        output.print_json(found)
        return
    rows = [
        (
            output.short(task.id),
            task.name or task.element_id,
            task.assignee or _candidates(task),
            task.key,
            task.due_at,
        )
        for task in found
    ]
    columns = ("id", "task", "who", "process", "due")
    output.table(columns, rows, "No open tasks.")
    output.more(found.next_cursor)


def _candidates(task: TaskInfo) -> str | None:
    """Who may claim it."""
    names = ", ".join((*task.candidate_users, *task.candidate_groups))
    return f"for {names}" if names else None
