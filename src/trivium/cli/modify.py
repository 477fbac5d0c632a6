"""`trivium modify`."""

from __future__ import annotations

from typing import Annotated

import typer

from trivium.cli import options, output
from trivium.cli.naming import whole_id
from trivium.cli.operating import operating
from trivium.errors import InvalidInput
from trivium.kernel.commands import Modification

_Elements = list[str] | None


def modify(  # what there is to say
    instance: Annotated[str, typer.Argument(help="The instance's id, or its end.")],
    cancel: Annotated[_Elements, typer.Option(help="An element that is active: end it.")] = None,
    before: Annotated[_Elements, typer.Option(help="An element to start.")] = None,
    after: Annotated[_Elements, typer.Option(help="An element to go on after.")] = None,
    flow: Annotated[_Elements, typer.Option(help="A sequence flow to go on at.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    var: options.Variables = None,
    vars_file: options.VariableFile = None,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Move the tokens of an instance by hand.

    What is started is started first, then what is active is ended. Each option may be given as often as
    you like.
    """
    variables = options.variables_of(var, vars_file)
    chosen = {"start-before": before, "start-after": after, "start-transition": flow}
    instructions = [
        Modification(kind=kind, element_id=name, variables=variables)
        for kind, names in chosen.items()
        for name in names or ()
    ]
    instructions += [Modification(kind="cancel", element_id=name) for name in cancel or ()]
    if not instructions:
        raise InvalidInput(
            "Expected what to move, but found nothing: use --cancel, --before, --after or --flow.",
            code="cli/nothing-to-do",
        )
    with operating(database, dry_run=dry_run, json=json) as engine:
        whole = whole_id(engine, "instance", instance)
        engine.instances.modify(whole, instructions, reason, user=options.acting(user))
        info = engine.instances.get(whole)
    if json:
        output.print_json(info)
    else:
        output.done(f"{info.key} {output.short(whole)} is {info.state}; see trivium show")
