"""`trivium instances`."""

from __future__ import annotations

from typing import Annotated

import typer

from trivium.cli import options, output


def instances(
    state: Annotated[
        str | None, typer.Option(help="active, suspended, completed or terminated.")
    ] = None,
    key: Annotated[str | None, typer.Option(help="Only those of a process.")] = None,
    business_key: Annotated[str | None, typer.Option(help="Only those with this key.")] = None,
    limit: options.Limit = 50,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """List instances, the newest first."""
    with options.opened(database) as engine:
        found = engine.instances.query(state=state, key=key, business_key=business_key, limit=limit)
    if json:
        output.print_json(found)
        return
    rows = [
        (output.short(i.id), i.key, i.state, i.business_key, i.started_at, i.ended_at)
        for i in found
    ]
    columns = ("id", "process", "state", "business key", "started", "ended")
    output.table(columns, rows, "No instances.")
    output.more(found.next_cursor)
