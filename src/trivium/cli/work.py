"""`trivium work`."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from trivium.cli import options, output
from trivium.cli.following import Following
from trivium.cli.naming import whole_id
from trivium.cli.operating import operating
from trivium.errors import InvalidInput


def work(
    job: Annotated[str, typer.Argument(help="The job's id, or its end.")],
    var: options.Variables = None,
    vars_file: options.VariableFile = None,
    fail: Annotated[
        str | None, typer.Option(metavar="MESSAGE", help="It did not succeed, and why.")
    ] = None,
    error: Annotated[
        str | None, typer.Option(metavar="CODE", help="It ended in this BPMN error.")
    ] = None,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Do a worker's job by hand.

    Its result are the variables that are given; it may also fail, or end in a BPMN error.
    """
    if fail is not None and error is not None:
        raise InvalidInput(
            "Expected --fail or --error, but found both. Choose one.", code="cli/options"
        )
    with operating(database, dry_run=dry_run, json=json) as engine:
        info = engine.jobs.get(whole_id(engine, "job", job))
        variables = options.variables_of(var, vars_file)
        actor = options.acting(user)
        if fail is not None:
            engine.jobs.fail(info.id, fail, user=actor)
        elif error is not None:
            engine.jobs.error(info.id, error, variables=variables, user=actor)
        else:
            engine.jobs.complete(info.id, variables, user=actor)
        following = Following(engine, info.root_id or "")
    if json:
        output.print_json({"job": info, **following.as_dict()})
        return
    how = "has failed" if fail else f"ended in the error {error}" if error else "is done"
    output.done(escape(f"{info.element_id}: work for {info.topic} {how}"))
    following.print()
