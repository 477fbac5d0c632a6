"""`trivium history`: the journal of an instance, and taking away what is old."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.progress import Progress, TextColumn
from typer.core import TyperGroup

from trivium.cli import options, output
from trivium.cli.commands import application
from trivium.cli.naming import whole_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trivium.engine.infos import JournalEntry


class _ShowsByDefault(TyperGroup):
    """`trivium history ID` is short for `trivium history show ID`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in {*self.commands, "-h", "--help"}:
            args = ["show", *args]
        return super().parse_args(ctx, args)


group = application(
    cls=_ShowsByDefault,
    no_args_is_help=True,
    help="Show what was done with an instance, or clean up.",
)
_PLUMBING = frozenset({"event", "item", "scope", "parent", "definition_id", "instance_id"})


@group.command("show")
def show(
    instance: Annotated[str, typer.Argument(help="The instance's id, or its end.")],
    limit: options.Limit = 100,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """Show every command on an instance and its effects."""
    with options.opened(database) as engine:
        page = engine.instances.history(whole_id(engine, "instance", instance), limit=limit)
    if json:
        output.print_json(page)
        return
    for entry in page:
        _print(entry)
    output.more(page.next_cursor)


@group.command("clean")
def clean(
    dry_run: options.DryRun = False,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """Take away ended instances that are older than they are to be kept.

    How long that is says camunda:historyTimeToLive of their models, else TRIVIUM_KEEP_HISTORY_FOR. A
    server does this by itself once an hour. Statistics keep what they have counted.
    """
    with (
        options.opened(database) as engine,
        Progress(TextColumn("{task.completed:,} instances"), transient=True, disable=json) as bar,
    ):
        task = bar.add_task("clean")
        report = engine.journal.clean_up(
            dry_run=dry_run, progress=lambda count: bar.update(task, completed=count)
        )
    if json:
        output.print_json(report)
        return
    rows = [
        (f"{each.key} {each.version}", each.kept_for, each.instances, each.entries)
        for each in report.definitions
    ]
    output.table(
        ("definition", "kept for", "instances", "entries"), rows, "Nothing is old enough to go."
    )
    if rows and not dry_run:
        output.done(f"{report.removed:,} instances are gone")


@group.command("read")
def read(
    folder: Annotated[Path, typer.Argument(help="The folder of an archive.")],
    instance: Annotated[str, typer.Argument(help="The whole id of a root instance.")],
    json: options.Json = False,
) -> None:
    """Show what was done with an instance that is gone, from an archive."""
    from trivium.engine.areas.journal import Journal

    entries = Journal.archived(folder, instance)
    if json:
        output.print_json({"items": entries})
        return
    for entry in entries:
        _print(entry)


def _print(entry: JournalEntry) -> None:
    out = output.console()
    actor = f" by {entry.actor}" if entry.actor else ""
    name = str(entry.command["command"]).replace("-", " ")
    when = f"{entry.at.astimezone():%Y-%m-%d %H:%M:%S}"
    out.print(f"[bold]{entry.seq:>4}[/]  [dim]{when}[/]  [cyan]{name}[/]{escape(actor)}")
    print_events(entry.events)


def print_events(events: Iterable[dict[str, Any]]) -> None:
    """What happened, a line each; what a token ran through in one go is one line."""
    out = output.console()
    path: list[str] = []
    for event in events:
        if event["event"] in {"passed", "flow"}:
            path.append(event.get("element") or "")
            continue
        _print_path(path)
        out.print(f"      {_sentence(event)}")
    _print_path(path)


def _print_path(path: list[str]) -> None:
    """What a token ran through in one go, on one line."""
    passed = [element for element in path if element]
    if passed:
        output.console().print(f"      [dim]passed[/]  {escape(' → '.join(passed))}")
    path.clear()


def _sentence(event: dict[str, Any]) -> str:
    details = {
        name: value
        for name, value in event.items()
        if name not in _PLUMBING and value not in (None, [], ())
    }
    shown = ", ".join(f"[dim]{name}[/] {escape(_brief(name, v))}" for name, v in details.items())
    return f"[dim]{str(event['event']).replace('-', ' ')}[/]  {shown}"


def _brief(name: str, value: Any) -> str:
    if name.endswith("_id") and isinstance(value, str):
        return output.short(value)
    return value if isinstance(value, str) else output.value(value)
