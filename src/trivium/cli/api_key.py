"""`trivium api-key`."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from trivium.cli import options, output, people
from trivium.cli.commands import application

group = application(no_args_is_help=True, help="Keys that programs sign in with.")
"""Its commands."""


@group.command("add")
def add(
    user: Annotated[str, typer.Argument(help="Whose key it is: best a service account.")],
    name: Annotated[str, typer.Argument(help="What it is for.")],
    scopes: Annotated[
        list[str] | None,
        typer.Option("--scope", help="No more than this permission; repeat for more."),
    ] = None,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """Make an API key; it is printed once."""
    with people.opened(database) as identity:
        new = identity.api_keys.add(user, name, scopes=scopes)
    if json:
        output.print_json({"key": new.key, "info": new.info})
        return
    output.done(escape(f"{user} has a new key, which is shown only now"))
    output.console().print(f"  [bold]{new.key}[/]")


@group.command("list")
def list_keys(
    user: Annotated[str | None, typer.Option("--user", help="Of this user.")] = None,
    tenant: Annotated[str | None, typer.Option("--tenant", help="Of this tenant.")] = None,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """List API keys, the newest first."""
    with people.opened(database) as identity:
        found = identity.api_keys.query(tenant=tenant, user=user)
    if json:
        output.print_json(found)
        return
    rows = [
        (k.prefix, k.user, k.name, k.scopes, k.last_used_at, "revoked" if k.is_revoked else None)
        for k in found
    ]
    columns = ("begins with", "user", "name", "scopes", "last used", "state")
    output.table(columns, rows, "No API keys.")


@group.command("revoke")
def revoke(
    prefix: Annotated[str, typer.Argument(help="How the key begins, as the list shows it.")],
    tenant: Annotated[str | None, typer.Option("--tenant", help="Of this tenant.")] = None,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """Make an API key useless, at once."""
    with people.opened(database) as identity:
        found = [k.id for k in identity.api_keys.query(tenant=tenant) if k.prefix == prefix]
        for each in found:
            identity.api_keys.revoke(each)
    if json:
        output.print_json({"revoked": found})
    elif found:
        output.done(escape(f"{prefix} is revoked"))
    else:
        output.console().print(escape(f"No key begins with {prefix}."))
