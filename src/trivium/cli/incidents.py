"""`trivium incidents`, `retry`."""

from __future__ import annotations

from typing import Annotated

import typer

from trivium.cli import options, output
from trivium.cli.naming import whole_id


def register(app: typer.Typer) -> None:
    app.command("incidents")(incidents)
    app.command("retry")(retry)


def incidents(
    instance: Annotated[str | None, typer.Option(help="Only those of an instance.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many.")] = 50,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """List open incidents, the oldest first."""
    with options.opened(database) as engine:
        whole = whole_id(engine, "instance", instance) if instance else None
        found = engine.incidents.query(whole, limit=limit)
    if json:
        output.print_json(found)
        return
    rows = [
        (output.short(i.id), i.element_id, i.code, i.message, output.short(i.instance_id))
        for i in found
    ]
    output.table(("id", "element", "code", "message", "instance"), rows, "No open incidents.")


def retry(
    incident: Annotated[str, typer.Argument(help="The incident's id, or its end.")],
    var: options.Variables = None,
    database: options.Database = None,
    user: options.User = None,
) -> None:
    """Try again what failed, with corrected variables if given."""
    with options.opened(database) as engine:
        whole = whole_id(engine, "incident", incident)
        info = engine.incidents.get(whole)
        engine.incidents.retry(whole, options.variables_of(var), user=options.acting(user))
        engine.run_until_idle()
        left = engine.incidents.query(info.instance_id)
    out = output.console()
    out.print(f"[green]✓[/] {info.element_id} was tried again")
    for each in left:
        out.print(f"[red]✗[/] {each.element_id}: {each.message}")
