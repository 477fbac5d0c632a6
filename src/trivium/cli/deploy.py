"""`trivium deploy`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trivium.cli import options, output


def deploy(
    files: Annotated[list[Path], typer.Argument(help="Model files or folders.")],
    name: Annotated[str | None, typer.Option(help="A name for the deployment.")] = None,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Deploy models; what has not changed keeps its version."""
    with options.opened(database, create=True) as engine:
        deployment = engine.deploy(files, name=name, user=options.acting(user))
    if json:
        output.print_json(deployment)
        return
    out = output.console()
    for finding in deployment.findings:
        out.print("[yellow]•[/] ", end="")
        out.print(str(finding), markup=False)
    for each in deployment.definitions:
        known = " [dim](unchanged)[/]" if each.id in deployment.unchanged else ""
        output.done(f"{each.kind} [bold]{each.key}[/] version {each.version}{known}")
