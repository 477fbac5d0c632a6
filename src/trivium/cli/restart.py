"""`trivium restart`."""

from __future__ import annotations

from typing import Annotated

import typer

from trivium.cli import options, output
from trivium.cli.naming import whole_id
from trivium.cli.operating import operating
from trivium.kernel.commands import Modification


def restart(  # what there is to say
    instance: Annotated[str, typer.Argument(help="The ended instance's id, or its end.")],
    before: Annotated[
        list[str] | None, typer.Option(help="An element to begin before; without, its start event.")
    ] = None,
    after: Annotated[list[str] | None, typer.Option(help="An element to begin after.")] = None,
    initial: Annotated[
        bool, typer.Option("--initial", help="With the variables that it was started with.")
    ] = False,
    var: options.Variables = None,
    vars_file: options.VariableFile = None,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Start an ended instance again, as a new one.

    Of the same version, with the variables that it ended with.
    """
    instructions = [Modification(kind="start-before", element_id=name) for name in before or ()]
    instructions += [Modification(kind="start-after", element_id=name) for name in after or ()]
    with operating(database, dry_run=dry_run, json=json) as engine:
        info = engine.instances.restart(
            whole_id(engine, "instance", instance),
            instructions,
            initial_variables=initial,
            variables=options.variables_of(var, vars_file),
            user=options.acting(user),
        )
    if json:
        output.print_json(info)
    else:
        output.done(f"{info.key} runs again as {output.short(info.id)}; see trivium show")
