"""`trivium incidents`."""

from __future__ import annotations

from typing import Annotated

import typer

from trivium.cli import options, output
from trivium.cli.naming import whole_id


def incidents(
    instance: Annotated[str | None, typer.Option(help="Only those of an instance.")] = None,
    over: Annotated[bool, typer.Option("--all", help="Those that are over, too.")] = False,
    limit: options.Limit = 50,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """List incidents, the oldest first."""
    with options.opened(database) as engine:
        whole = whole_id(engine, "instance", instance) if instance else None
        found = engine.incidents.query(whole, state=None if over else "open", limit=limit)
    if json:
        output.print_json(found)
        return
    rows = [
        (
            output.short(i.id),
            i.element_id,
            i.key,
            output.short(i.instance_id),
            i.resolution or i.type,
            i.message,
        )
        for i in found
    ]
    columns = ("id", "element", "process", "instance", "kind", "what is wrong")
    output.table(columns, rows, "No open incidents.")
    output.more(found.next_cursor)
