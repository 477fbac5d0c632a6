"""`trivium signal`."""

from __future__ import annotations

from typing import Annotated

import typer

from trivium.cli import options, output
from trivium.cli.operating import operating


def signal(
    name: Annotated[str, typer.Argument(help="The signal's name.")],
    var: options.Variables = None,
    vars_file: options.VariableFile = None,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Broadcast a signal to all who wait for it."""
    with operating(database, dry_run=dry_run, json=json) as engine:
        variables = options.variables_of(var, vars_file)
        count = engine.signals.broadcast(name, variables, user=options.acting(user))
        engine.run_until_idle(timers=False)
    if json:
        output.print_json({"receivers": count})
    else:
        output.done(f"received by {count}")
