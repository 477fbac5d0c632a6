"""`trivium definitions`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from trivium.cli import options, output

if TYPE_CHECKING:
    from trivium.engine.infos import DefinitionInfo


def definitions(
    all_versions: Annotated[
        bool, typer.Option("--all", help="Not only the newest versions.")
    ] = False,
    limit: options.Limit = 100,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """List what is deployed."""
    with options.opened(database) as engine:
        found = engine.definitions.query(latest_only=not all_versions, limit=limit)
    if json:
        output.print_json(found)
        return
    rows = [(d.key, d.version, d.kind, d.name, d.deployed_at, _state(d)) for d in found]
    columns = ("key", "version", "kind", "name", "deployed", "state")
    output.table(columns, rows, "Nothing is deployed. Try `trivium deploy FILE`.")
    output.more(found.next_cursor)


def _state(info: DefinitionInfo) -> str | None:
    return "suspended" if info.is_suspended else None
