"""`trivium tasks`, `complete`, `claim`."""

from __future__ import annotations

from typing import Annotated

import typer

from trivium.cli import options, output
from trivium.cli.naming import whole_id

_Task = Annotated[str, typer.Argument(help="The task's id, or its end.")]


def register(app: typer.Typer) -> None:
    app.command("tasks")(tasks)
    app.command("complete")(complete)
    app.command("claim")(claim)


def tasks(
    instance: Annotated[str | None, typer.Option(help="Only those of an instance.")] = None,
    assignee: Annotated[str | None, typer.Option(help="Only those that somebody has.")] = None,
    group: Annotated[list[str] | None, typer.Option(help="Only those offered to a group.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many.")] = 50,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """List open tasks, the oldest first."""
    with options.opened(database) as engine:
        whole = whole_id(engine, "instance", instance) if instance else None
        found = engine.tasks.query(
            whole, assignee=assignee, candidate_groups=group or (), limit=limit
        )
    if json:
        output.print_json(found)
        return
    rows = [
        (
            output.short(task.id),
            task.name or task.element_id,
            task.key,
            task.assignee,
            (*task.candidate_users, *task.candidate_groups),
            task.due_at,
            task.created_at,
        )
        for task in found
    ]
    columns = ("id", "task", "process", "assignee", "offered to", "due", "created")
    output.table(columns, rows, "No open tasks.")


def complete(
    task: _Task,
    var: options.Variables = None,
    vars_file: options.VariableFile = None,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Complete a task with variables."""
    with options.opened(database) as engine:
        info = engine.tasks.get(whole_id(engine, "task", task))
        variables = options.variables_of(var, vars_file)
        engine.tasks.complete(info.id, variables, user=options.acting(user))
        engine.run_until_idle()
        instance = engine.instances.get(info.root_id)
        following = engine.tasks.query(info.root_id)
    if json:
        output.print_json({"completed": info, "instance": instance, "open": following})
        return
    out = output.console()
    out.print(f"[green]✓[/] completed {info.name or info.element_id}")
    if instance.ended_at is not None:
        out.print(f"  {instance.key} {instance.id} is {instance.state}")
    for each in following:
        out.print(
            f"  open: {each.name or each.element_id}  (trivium complete {output.short(each.id)})"
        )


def claim(
    task: _Task,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Make a task your own."""
    name = options.acting(user)
    if name is None:
        message = "say who you are with --user or TRIVIUM_USER"
        raise typer.BadParameter(message)
    with options.opened(database) as engine:
        info = engine.tasks.get(whole_id(engine, "task", task))
        engine.tasks.claim(info.id, name)
        info = engine.tasks.get(info.id)
    if json:
        output.print_json(info)
    else:
        output.console().print(f"[green]✓[/] {info.name or info.element_id} is {name}'s")
