"""`trivium terminate`."""

from __future__ import annotations

from typing import Annotated

import typer

from trivium.cli import options, output
from trivium.cli.naming import whole_id
from trivium.cli.operating import operating


def terminate(
    instance: Annotated[str, typer.Argument(help="The instance's id, or its end.")],
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """End an instance with everything in it."""
    with operating(database, dry_run=dry_run, json=json) as engine:
        whole = whole_id(engine, "instance", instance)
        engine.instances.terminate(whole, reason, user=options.acting(user))
        info = engine.instances.get(whole)
    if json:
        output.print_json(info)
    else:
        output.done(f"{info.key} {output.short(whole)} is terminated")
