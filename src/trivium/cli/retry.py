"""`trivium retry`."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from trivium.cli import options, output
from trivium.cli.naming import whole_id
from trivium.cli.operating import operating


def retry(
    incident: Annotated[str, typer.Argument(help="The incident's id, or its end.")],
    var: options.Variables = None,
    vars_file: options.VariableFile = None,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Try again what failed.

    Variables that are given are corrected first.
    """
    with operating(database, dry_run=dry_run, json=json) as engine:
        info = engine.incidents.get(whole_id(engine, "incident", incident))
        variables = options.variables_of(var, vars_file)
        engine.incidents.retry(info.id, variables, user=options.acting(user))
        engine.run_until_idle(timers=False)
        left = engine.incidents.query(info.instance_id)
    if json:
        output.print_json({"retried": info, "open": left})
        return
    output.done(f"{info.element_id} was tried again")
    for each in left:
        output.console().print(f"[red]✗[/] {escape(f'{each.element_id}: {each.message}')}")
