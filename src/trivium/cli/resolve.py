"""`trivium resolve`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from trivium.cli import options, output
from trivium.cli.naming import whole_id
from trivium.cli.operating import operating
from trivium.kernel.commands import Modification


class Way(StrEnum):
    """How an incident is ended; `trivium retry` is one more."""

    MANUAL = "manual"
    SKIP = "skip"
    MODIFY = "modify"
    ABORT = "abort"


def resolve(  # what there is to say
    incident: Annotated[str, typer.Argument(help="The incident's id, or its end.")],
    way: Annotated[Way, typer.Argument(help="How to end it.", show_default=False)],
    flow: Annotated[str | None, typer.Option(help="skip: the flow to go on by.")] = None,
    start: Annotated[list[str] | None, typer.Option(help="modify: an element to start.")] = None,
    message: Annotated[str | None, typer.Option("--message", "-m", help="Why.")] = None,
    var: options.Variables = None,
    vars_file: options.VariableFile = None,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """End an incident without trying again.

    manual: the work was done by hand, and the variables are its results. skip: the element is left out.
    modify: the element is cancelled, others are started instead. abort: the instance is terminated.
    """
    instructions = [Modification(kind="start-before", element_id=name) for name in start or ()]
    variables = options.variables_of(var, vars_file)
    with operating(database, dry_run=dry_run, json=json) as engine:
        info = engine.incidents.get(whole_id(engine, "incident", incident))
        engine.incidents.resolve(
            info.id,
            way.value,
            variables,
            message=message,
            flow=flow,
            instructions=instructions,
            user=options.acting(user),
        )
        engine.run_until_idle(timers=False)
        info = engine.incidents.get(info.id)
    if json:
        output.print_json(info)
    else:
        output.done(f"the incident at {info.element_id} is resolved: {way.value}")
