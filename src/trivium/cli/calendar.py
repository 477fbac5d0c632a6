"""`trivium calendar`: calendars of working time, and reckoning with them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from trivium.cli import options, output
from trivium.cli.commands import application
from trivium.errors import InvalidInput
from trivium.expressions.durations import parse_duration
from trivium.kernel.moments import from_ms, to_ms
from trivium.work import Work

group = application(no_args_is_help=True, help="Calendars of working time.")
_MILLISECOND = timedelta(milliseconds=1)


@group.command("list")
def list_calendars(database: options.Database = None, json: options.Json = False) -> None:
    """List the calendars that hold."""
    with options.opened(database) as engine:
        found = Work(engine).calendars.all()
    if json:
        output.print_json({"items": found})
        return
    rows = [(info.key, info.data["name"], info.data["zone"], info.version) for info in found]
    output.table(("calendar", "name", "zone", "version"), rows, "There are no calendars.")


@group.command("add")
def add(
    calendar: Annotated[str, typer.Argument(help="The calendar's key.")],
    duration: Annotated[str, typer.Argument(help="Working time, such as PT36H.")],
    start: Annotated[
        str | None, typer.Option(help="From when on, such as 2026-01-31T09:00+01:00; else now.")
    ] = None,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """Say when so much will have been worked."""
    found = parse_duration(duration)
    if found.months or found.days or found.is_negative:
        raise InvalidInput(
            f"Expected working hours such as PT36H, but found {duration!r}.",
            code="calendar/time-asked",
        )
    with options.opened(database) as engine:
        time = Work(engine).calendars.timeline(calendar)
        begins = engine.clock.now_ms() if start is None else to_ms(_moment(start))
    end = from_ms(time.add(begins, found.rest // _MILLISECOND))
    if json:
        output.print_json({"start": from_ms(begins), "end": end})
    else:
        output.console().print(output.moment(end))


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(
            f"Expected a time such as 2026-01-31T09:00+01:00, but found {text!r}.",
            code="calendar/time-asked",
        ) from error
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
