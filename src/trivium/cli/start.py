"""`trivium start`."""

from __future__ import annotations

from typing import Annotated

import typer

from trivium.cli import options, output
from trivium.cli.following import Following
from trivium.cli.operating import operating


def start(
    key: Annotated[str, typer.Argument(help="The key (id) of the process.")],
    var: options.Variables = None,
    vars_file: options.VariableFile = None,
    business_key: Annotated[str | None, typer.Option(help="Your own key for the instance.")] = None,
    version: Annotated[
        int | None, typer.Option(help="A version other than the newest.", min=1, max=2**31)
    ] = None,
    form: options.Form = False,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Start an instance of a process."""
    with operating(database, dry_run=dry_run, json=json) as engine:
        instance = engine.start(
            key,
            options.variables_of(var, vars_file),
            business_key=business_key,
            version=version,
            submitted=form,
            user=options.acting(user),
        )
        following = Following(engine, instance.id)
    if json:
        output.print_json(following.as_dict())
        return
    output.done(f"{instance.key} version {instance.version}: [bold]{instance.id}[/]")
    following.print()
