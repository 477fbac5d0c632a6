"""`trivium instances`, `suspend`, `resume`, `terminate`."""

from __future__ import annotations

from typing import Annotated

import typer

from trivium.cli import options, output
from trivium.cli.naming import whole_id

_Instance = Annotated[str, typer.Argument(help="The instance's id, or its end.")]


def register(app: typer.Typer) -> None:
    app.command("instances")(instances)
    app.command("suspend")(suspend)
    app.command("resume")(resume)
    app.command("terminate")(terminate)


def instances(
    state: Annotated[str | None, typer.Option(help="active, suspended, completed …")] = None,
    key: Annotated[str | None, typer.Option(help="Only those of a process.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many.")] = 50,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """List instances, the newest first."""
    with options.opened(database) as engine:
        found = engine.instances.query(state=state, key=key, limit=limit)
    if json:
        output.print_json(found)
        return
    rows = [
        (output.short(i.id), i.key, i.state, i.business_key, i.started_at, i.ended_at)
        for i in found
    ]
    columns = ("id", "process", "state", "business key", "started", "ended")
    output.table(columns, rows, "No instances.")


def suspend(
    instance: _Instance, database: options.Database = None, user: options.User = None
) -> None:
    """Let nothing in an instance go on until it is resumed."""
    with options.opened(database) as engine:
        whole = whole_id(engine, "instance", instance)
        engine.instances.suspend(whole, user=options.acting(user))
    output.console().print(f"[green]✓[/] {whole} is suspended")


def resume(
    instance: _Instance, database: options.Database = None, user: options.User = None
) -> None:
    """Let a suspended instance go on."""
    with options.opened(database) as engine:
        whole = whole_id(engine, "instance", instance)
        engine.instances.resume(whole, user=options.acting(user))
    output.console().print(f"[green]✓[/] {whole} is active")


def terminate(
    instance: _Instance,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    database: options.Database = None,
    user: options.User = None,
) -> None:
    """End an instance with everything in it."""
    with options.opened(database) as engine:
        whole = whole_id(engine, "instance", instance)
        engine.instances.terminate(whole, reason, user=options.acting(user))
    output.console().print(f"[green]✓[/] {whole} is terminated")
