"""`trivium suspend` and `resume`."""

from __future__ import annotations

from typing import Annotated

import typer

from trivium.cli import options, output
from trivium.cli.naming import whole_id
from trivium.cli.operating import operating

_Instance = Annotated[str, typer.Argument(help="The instance's id, or its end.")]


def suspend(
    instance: _Instance,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Let nothing in an instance go on.

    Until it is resumed.
    """
    with operating(database, dry_run=dry_run, json=json) as engine:
        whole = whole_id(engine, "instance", instance)
        engine.instances.suspend(whole, user=options.acting(user))
        info = engine.instances.get(whole)
    if json:
        output.print_json(info)
    else:
        output.done(f"{info.key} {output.short(whole)} is suspended")


def resume(
    instance: _Instance,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Let a suspended instance go on."""
    with operating(database, dry_run=dry_run, json=json) as engine:
        whole = whole_id(engine, "instance", instance)
        engine.instances.resume(whole, user=options.acting(user))
        info = engine.instances.get(whole)
    if json:
        output.print_json(info)
    else:
        output.done(f"{info.key} {output.short(whole)} is active")
