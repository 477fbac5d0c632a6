"""`trivium message`."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from trivium.cli import options, output
from trivium.cli.following import Following
from trivium.cli.operating import operating


def message(
    name: Annotated[str, typer.Argument(help="The message's name.")],
    business_key: Annotated[str | None, typer.Option(help="Of the receiver.")] = None,
    correlation: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="A variable that the receiver has."),
    ] = None,
    var: options.Variables = None,
    vars_file: options.VariableFile = None,
    keep: Annotated[
        int, typer.Option(help="Keep it so many seconds if nobody waits for it yet.", min=0)
    ] = 0,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Send a message to who waits for it, or start one."""
    with operating(database, dry_run=dry_run, json=json) as engine:
        receipt = engine.messages.correlate(
            name,
            business_key=business_key,
            correlation=options.variables_of(correlation),
            variables=options.variables_of(var, vars_file),
            time_to_live=timedelta(seconds=keep),
            user=options.acting(user),
        )
        found = receipt.instance_id
        following = None if found is None else Following(engine, found)
    if json:
        after = {} if following is None else following.as_dict()
        output.print_json({"receipt": receipt, **after})
        return
    if following is None:
        output.done("nobody waits for it yet; it is kept")
        return
    verb = "started" if receipt.result == "started" else "reached"
    instance = following.instance
    output.done(f"{verb} {instance.key} [bold]{instance.id}[/]")
    following.print()
