"""`trivium set`."""

from __future__ import annotations

from typing import Annotated

import typer

from trivium.cli import options, output
from trivium.cli.naming import whole_id
from trivium.cli.operating import operating
from trivium.errors import InvalidInput


def set_variables(
    instance: Annotated[str, typer.Argument(help="The instance's id, or its end.")],
    var: options.Variables = None,
    vars_file: options.VariableFile = None,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Set variables of an instance."""
    variables = options.variables_of(var, vars_file)
    if not variables:
        raise InvalidInput(
            "Expected variables, but found none. Give them with --var or --vars.",
            code="cli/variable",
        )
    with operating(database, dry_run=dry_run, json=json) as engine:
        whole = whole_id(engine, "instance", instance)
        engine.instances.set_variables(whole, variables, user=options.acting(user))
        engine.run_until_idle(timers=False)
        info = engine.instances.get(whole)
        found = engine.instances.variables(whole, list(variables))
    if json:
        output.print_json({"instance": info, "variables": found})
        return
    output.done(f"{info.key} {output.short(whole)}")
    for line in output.variables(found):
        output.console().print(line)
