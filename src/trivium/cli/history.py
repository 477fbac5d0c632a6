"""`trivium history`: the journal of an instance."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from trivium.cli import options, output
from trivium.cli.naming import whole_id


def register(app: typer.Typer) -> None:
    app.command("history")(history)


def history(
    instance: Annotated[str, typer.Argument(help="The instance's id, or its end.")],
    limit: Annotated[int, typer.Option(help="At most so many entries.")] = 100,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """Show every command on an instance, and what it caused."""
    from rich.markup import escape  # keeps `trivium --help` fast

    with options.opened(database) as engine:
        page = engine.instances.history(whole_id(engine, "instance", instance), limit=limit)
    if json:
        output.print_json(page)
        return
    out = output.console()
    for entry in page:
        actor = f" by {entry.actor}" if entry.actor else ""
        name = entry.command["command"]
        out.print(f"[bold]{entry.seq:>4}[/] {output.text(entry.at)} [cyan]{name}[/]{escape(actor)}")
        for event in entry.events:
            out.print(f"       {escape(_sentence(event))}")
    if page.next_cursor is not None:
        out.print("     … more: raise --limit")


def _sentence(event: dict[str, Any]) -> str:
    details = {
        k: v for k, v in event.items() if k not in {"event", "item"} and v not in (None, [], ())
    }
    return f"{event['event']:<20} " + ", ".join(f"{k} {_brief(v)}" for k, v in details.items())


def _brief(value: object) -> str:
    shown = str(value)
    most = 120
    return shown if len(shown) <= most else f"{shown[:most]}…"
