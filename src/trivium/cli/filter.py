"""`trivium filter`: saved filters of the task list."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from trivium.cli import options, output
from trivium.cli.commands import application

group = application(no_args_is_help=True, help="Saved filters of the task list.")
_Filter = Annotated[str, typer.Argument(help="The filter's id.")]


@group.command("list")
def listed(
    database: options.Database = None, user: options.User = None, json: options.Json = False
) -> None:
    """List filters, with how many tasks each has."""
    with options.opened(database) as engine:
        found = engine.filters.query(counts=True, user=options.acting(user))
    if json:
        output.print_json(found)
        return
    rows = [
        (each.id, each.name, each.owner, f"{each.count}{'' if each.is_counted else '+'}")
        for each in found
    ]
    output.table(("id", "name", "owner", "tasks"), rows, "No filters.")


@group.command("add")
def add(
    name: Annotated[str, typer.Argument(help="What it is called.")],
    file: Annotated[Path, typer.Argument(help="A JSON file with conditions, sort and columns.")],
    group_: Annotated[
        list[str] | None, typer.Option("--group", help="Share it with a group; * is everybody.")
    ] = None,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Save a filter."""
    with options.opened(database) as engine:
        content = options.object_of(file)
        info = engine.filters.add(name, content, groups=group_ or (), user=options.acting(user))
    if json:
        output.print_json(info)
    else:
        output.done(f"{escape(name)} is saved, as {info.id}")


@group.command("delete")
def delete(
    filter_: _Filter,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Delete a filter."""
    with options.opened(database) as engine:
        engine.filters.remove(filter_, user=options.acting(user))
    if json:
        output.print_json({"deleted": filter_})
    else:
        output.done("deleted")
