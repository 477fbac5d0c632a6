"""`trivium start`."""

from __future__ import annotations

from typing import Annotated

import typer

from trivium.cli import options, output


def register(app: typer.Typer) -> None:
    app.command("start")(start)


def start(
    key: Annotated[str, typer.Argument(help="The key (id) of the process.")],
    var: options.Variables = None,
    vars_file: options.VariableFile = None,
    business_key: Annotated[str | None, typer.Option(help="Your own key for the instance.")] = None,
    version: Annotated[int | None, typer.Option(help="A version other than the newest.")] = None,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Start an instance of a process."""
    with options.opened(database) as engine:
        instance = engine.start(
            key,
            options.variables_of(var, vars_file),
            business_key=business_key,
            version=version,
            user=options.acting(user),
        )
        engine.run_until_idle()
        instance = engine.instances.get(instance.id)
        tasks = engine.tasks.query(instance.id)
    if json:
        output.print_json(instance)
        return
    out = output.console()
    out.print(f"[green]✓[/] {instance.key} [bold]{instance.id}[/] {instance.state}")
    for task in tasks:
        out.print(
            f"  open: {task.name or task.element_id}  (trivium complete {output.short(task.id)})"
        )
