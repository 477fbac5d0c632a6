"""`trivium claim`."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from trivium.cli import options, output
from trivium.cli.naming import whole_id
from trivium.cli.operating import operating
from trivium.errors import InvalidInput


def claim(
    task: Annotated[str, typer.Argument(help="The task's id, or its end.")],
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Make a task your own."""
    name = options.acting(user)
    if name is None:
        raise InvalidInput(
            "Expected to know who claims the task. Say who you are with --user or TRIVIUM_USER.",
            code="task/user-missing",
        )
    with operating(database, dry_run=dry_run, json=json) as engine:
        whole = whole_id(engine, "task", task)
        engine.tasks.claim(whole, name)
        info = engine.tasks.get(whole)
    if json:
        output.print_json(info)
    else:
        output.done(f"{escape(info.name or info.element_id)} is {escape(name)}'s")
