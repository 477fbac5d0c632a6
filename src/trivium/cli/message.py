"""`trivium message` and `trivium signal`."""

from __future__ import annotations

from typing import Annotated

import typer

from trivium.cli import options, output


def register(app: typer.Typer) -> None:
    app.command("message")(message)
    app.command("signal")(signal)


def message(
    name: Annotated[str, typer.Argument(help="The message's name.")],
    business_key: Annotated[str | None, typer.Option(help="Of the receiver.")] = None,
    correlation: Annotated[
        list[str] | None, typer.Option(help="A variable that the receiver has, name=value.")
    ] = None,
    var: options.Variables = None,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Deliver a message to the instance that waits for it, or start one."""
    with options.opened(database) as engine:
        receipt = engine.messages.correlate(
            name,
            business_key=business_key,
            correlation=options.variables_of(correlation),
            variables=options.variables_of(var),
            user=options.acting(user),
        )
        engine.run_until_idle()
    if json:
        output.print_json(receipt)
    else:
        output.console().print(f"[green]✓[/] {receipt.result} {receipt.instance_id or ''}")


def signal(
    name: Annotated[str, typer.Argument(help="The signal's name.")],
    var: options.Variables = None,
    database: options.Database = None,
    user: options.User = None,
) -> None:
    """Broadcast a signal to all who wait for it."""
    with options.opened(database) as engine:
        variables = options.variables_of(var)
        count = engine.signals.broadcast(name, variables, user=options.acting(user))
        engine.run_until_idle()
    output.console().print(f"[green]✓[/] received by {count}")
