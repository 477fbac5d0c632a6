"""`trivium audit verify`."""

from __future__ import annotations

import typer
from rich.progress import Progress, TextColumn

from trivium.cli import options, output
from trivium.cli.commands import application

group = application(no_args_is_help=True, help="Check that the history is whole.")


@group.command("verify")
def verify(database: options.Database = None, json: options.Json = False) -> None:
    """Recompute the hash chain of every instance; exit code 2 if something was tampered with."""
    with (
        options.opened(database) as engine,
        Progress(TextColumn("{task.completed:,} entries"), transient=True, disable=json) as bar,
    ):
        task = bar.add_task("verify")
        report = engine.audit.verify(lambda count: bar.update(task, completed=count))
    if json:
        output.print_json(report)
    elif report.is_whole:
        output.done(
            f"the journal is whole: {report.entries:,} entries of {report.trees:,} instances"
        )
    else:
        for each in report.broken:
            output.console().print(f"[red]✗[/] broken: {each}")
    if not report.is_whole:
        raise typer.Exit(2)


@group.callback()
def _audit() -> None:
    """Keeps `verify` a command of its own."""
