"""`trivium sla`: targets, clocks and how targets were kept."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trivium.cli import options, output
from trivium.cli.commands import application
from trivium.cli.work_files import read
from trivium.kernel.moments import from_ms
from trivium.work import Work
from trivium.work.sla.reading import duration_text

if TYPE_CHECKING:
    from trivium.work.infos import ClockInfo

group = application(no_args_is_help=True, help="Targets, their clocks, and how they were kept.")
_Clock = Annotated[str, typer.Argument(help="The clock's id, as lists have it with --json.")]
_Reason = Annotated[str, typer.Argument(help="What is waited for, such as customer.")]


class Status(StrEnum):
    """How a clock stands."""

    ON_TRACK = "on-track"
    AT_RISK = "at-risk"
    BREACHED = "breached"
    MET = "met"
    CANCELLED = "cancelled"


@group.command("load")
def load(
    file: Annotated[Path, typer.Argument(help="A TOML or JSON file.")],
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Load calendars, targets, rules of assignment and templates from a file.

    The file has the lists calendars, targets, rules and templates. What has not changed keeps its version.
    """
    data = read(file)
    with options.opened(database, create=True) as engine:
        found = Work(engine).load(data, user=options.acting(user))
    if json:
        output.print_json({"items": found})
        return
    rows = [(info.kind, info.key, info.version) for info in found]
    output.table(("kind", "key", "version"), rows, f"There is nothing in {file}.")


@group.command("targets")
def targets(database: options.Database = None, json: options.Json = False) -> None:
    """List the targets that hold."""
    with options.opened(database) as engine:
        found = Work(engine).targets.all()
    if json:
        output.print_json({"items": found})
        return
    rows = [
        (info.key, info.data.get("target"), info.data["measure"], info.data.get("calendar"))
        for info in found
    ]
    output.table(("target", "allowed", "counted in", "calendar"), rows, "There are no targets.")


@group.command("clocks")
def clocks(
    status: Annotated[Status | None, typer.Option(help="Only those that stand so.")] = None,
    target: Annotated[str | None, typer.Option(help="Only those of this target.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what has ended.")] = False,
    limit: options.Limit = 50,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """List clocks, the next due first."""
    is_open = None if everything or status in {Status.MET, Status.CANCELLED} else True
    with options.opened(database) as engine:
        page = Work(engine).clocks.query(
            status=None if status is None else status.value,
            target=target,
            is_open=is_open,
            sort="due_at",
            limit=limit,
        )
    if json:
        output.print_json(page)
        return
    columns = ("clock", "target", "what", "status", "elapsed", "allowed", "due")
    output.table(columns, [_row(clock) for clock in page], "No clock counts.")
    output.more(page.next_cursor)


def _row(clock: ClockInfo) -> tuple[object, ...]:
    what = clock.element or clock.definition
    elapsed, allowed = (
        duration_text(clock.elapsed_ms // 1000 * 1000),
        duration_text(clock.target_ms),
    )
    held = f"held: {', '.join(clock.holds)}" if clock.holds else clock.due_at
    return (clock.id, clock.target, what, clock.status, elapsed, allowed, held)


@group.command("show")
def show(clock: _Clock, database: options.Database = None, json: options.Json = False) -> None:
    """Show what happened to a clock."""
    with options.opened(database) as engine:
        work = Work(engine)
        info, events = work.clocks.get(clock), work.clocks.events(clock)
    if json:
        output.print_json({"clock": info, "events": events})
        return
    rows = [
        (event.at, event.kind, event.state, ", ".join(f"{k} {v}" for k, v in event.content.items()))
        for event in events
    ]
    output.table(("at", "what", "state", "facts"), rows, "Nothing has happened to it.")


@group.command("hold")
def hold(
    clock: _Clock, reason: _Reason, database: options.Database = None, json: options.Json = False
) -> None:
    """Stop a clock until it is released for the same reason."""
    with options.opened(database) as engine:
        info = Work(engine).clocks.hold(clock, reason)
    _say(info, json=json)


@group.command("release")
def release(
    clock: _Clock, reason: _Reason, database: options.Database = None, json: options.Json = False
) -> None:
    """Let a clock go on that was held."""
    with options.opened(database) as engine:
        info = Work(engine).clocks.release(clock, reason)
    _say(info, json=json)


def _say(info: ClockInfo, *, json: bool) -> None:
    if json:
        output.print_json(info)
    elif info.due_at is None:
        output.done(f"The clock of {info.target} stands still: {', '.join(info.holds)}.")
    else:
        output.done(f"The clock of {info.target} runs; it is due {output.moment(info.due_at)}.")


@group.command("report")
def report(
    by: Annotated[
        list[str] | None,
        typer.Option(
            help="target, goal, definition, element, priority or day; several if need be."
        ),
    ] = None,
    days: Annotated[int, typer.Option(help="Of the last so many days.", min=1, max=36500)] = 30,
    zone: Annotated[str, typer.Option(help="Whose days they are.")] = "UTC",
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """Say how targets were kept."""
    chosen = tuple(by or ("target",))
    with options.opened(database) as engine:
        end = from_ms(engine.clock.now_ms() + 1)
        found = Work(engine).clocks.figures(end - timedelta(days=days), end, chosen, zone=zone)
    if json:
        output.print_json({"items": found})
        return
    columns = (*chosen, "met", "breached", "kept", "at risk", "mean", "p90")
    rows = [
        (
            *each.by.values(),
            each.met,
            each.breached,
            None if each.compliance is None else f"{each.compliance * 100:.1f} %",
            each.open_at_risk,
            None if each.times is None else duration_text(each.times.mean // 1000 * 1000),
            None if each.times is None else duration_text(each.times.p90 // 1000 * 1000),
        )
        for each in found
    ]
    output.table(columns, rows, "No target was met or breached.")
