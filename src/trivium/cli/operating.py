"""What commands that change something have in common: they can be tried out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer
from rich.markup import escape

from trivium.cli import options, output
from trivium.cli.history import print_events

if TYPE_CHECKING:
    from trivium.engine import Engine
    from trivium.engine.dry_run import BatchPreview, Preview


@contextmanager
def operating(database: str | None, *, dry_run: bool, json: bool) -> Iterator[Engine]:
    """The engine; with `dry_run` the first command is only told, and the program ends there."""
    with options.opened(database) as engine:
        if not dry_run:
            yield engine
            return
        with engine.dry_run() as preview:
            yield engine
        _tell(preview, json=json)
        raise typer.Exit


def _tell(preview: Preview, *, json: bool) -> None:
    if json:
        output.print_json({"dry_run": True, "steps": preview.steps, "batch": preview.batch})
        return
    for step in preview.steps:
        name = str(step.command["command"]).replace("-", " ")
        place = output.short(step.root_instance_id)
        output.console().print(f"[yellow]would[/] [cyan]{name}[/] in {place}")
        print_events(step.events)
        for sent in step.sends:
            output.console().print(f"      [dim]then sends[/]  {sent['kind']} {sent['name']}")
    if preview.batch is not None:
        _tell_batch(preview.batch)
    output.console().print("[dim]Nothing was changed: leave out --dry-run to do it.[/]")


def _tell_batch(batch: BatchPreview) -> None:
    shown = f"{batch.passed:,} of {batch.total:,} instances would be done"
    output.console().print(f"[yellow]would[/] [cyan]{batch.kind}[/]: {shown}")
    for reason in batch.failed:
        output.console().print(f"[red]✗[/] {reason.count:,} × {escape(reason.message or '')}")
