"""`trivium complete`."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from trivium.cli import options, output
from trivium.cli.following import Following
from trivium.cli.naming import whole_id
from trivium.cli.operating import operating


def complete(
    task: Annotated[str, typer.Argument(help="The task's id, or its end.")],
    var: options.Variables = None,
    vars_file: options.VariableFile = None,
    form: options.Form = False,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Complete a task."""
    with operating(database, dry_run=dry_run, json=json) as engine:
        info = engine.tasks.get(whole_id(engine, "task", task))
        variables = options.variables_of(var, vars_file)
        end = engine.tasks.submit if form else engine.tasks.complete
        end(info.id, variables, user=options.acting(user))
        following = Following(engine, info.root_id)
    if json:
        output.print_json({"completed": info, **following.as_dict()})
        return
    output.done(f"{escape(info.name or info.element_id)} is completed")
    following.print()
