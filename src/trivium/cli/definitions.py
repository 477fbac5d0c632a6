"""`trivium definitions`."""

from __future__ import annotations

from typing import Annotated

import typer

from trivium.cli import options, output


def register(app: typer.Typer) -> None:
    app.command("definitions")(definitions)


def definitions(
    all_versions: Annotated[
        bool, typer.Option("--all", help="Not only the newest versions.")
    ] = False,
    limit: Annotated[int, typer.Option(help="At most so many.")] = 100,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """List what is deployed."""
    with options.opened(database) as engine:
        found = engine.definitions.query(latest_only=not all_versions, limit=limit)
    if json:
        output.print_json(found)
        return
    rows = [(d.key, d.kind, d.version, d.name, d.resource_name, d.deployed_at) for d in found]
    columns = ("key", "kind", "version", "name", "file", "deployed")
    output.table(columns, rows, "Nothing is deployed.")
