"""`trivium notifications`."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from trivium.cli import options, output
from trivium.cli.commands import application
from trivium.cli.settings import Settings
from trivium.cli.telling import setup
from trivium.errors import InvalidInput
from trivium.kernel.moments import to_ms
from trivium.work import Work
from trivium.work.areas.notifications import Notifications
from trivium.work.notifications.channels import Message

_HELP = "What people were told, and what could not be delivered."
group = application(no_args_is_help=True, help=_HELP)
"""Its commands."""


class State(Enum):
    """What has become of a delivery."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


def _oneself(user: str | None) -> str:
    found = options.acting(user)
    if found is None:
        raise InvalidInput(
            "Expected --user or TRIVIUM_USER, since each has notifications of their own.",
            code="cli/options",
        )
    return found


@group.command("list")
def list_notifications(
    unread: Annotated[bool, typer.Option("--unread", help="Only what was not read.")] = False,
    user: options.User = None,
    limit: options.Limit = 50,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """List what a user was told, the newest first."""
    with options.opened(database) as engine:
        page = Work(engine).notifications.query(
            _oneself(user), is_unread=unread or None, limit=limit
        )
    if json:
        output.print_json(page)
        return
    rows = [
        (output.short(each.id), each.created_at, each.kind, each.subject, each.read_at)
        for each in page
    ]
    output.table(("id", "when", "kind", "what", "read"), rows, "Nothing was told.")
    output.more(page.next_cursor)


@group.command("read")
def read(
    user: options.User = None,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """Mark everything that a user was told as read."""
    with options.opened(database) as engine:
        count = Work(engine).notifications.read_all(_oneself(user))
    if json:
        output.print_json({"read": count})
        return
    output.done(f"{count} marked as read")


@group.command("preferences")
def preferences(
    file: Annotated[
        Path | None,
        typer.Argument(help="A JSON file with what is wanted; without it, it is shown."),
    ] = None,
    user: options.User = None,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """Show how a user wants to hear, or change it."""
    whose = _oneself(user)
    with options.opened(database) as engine:
        known = setup(Settings()).settings()
        notifications = Notifications(engine.database, engine.clock, known)
        if file is not None:
            notifications.put_preferences(whose, options.object_of(file))
        found = notifications.preferences(whose)
    if json:
        output.print_json(found)
        return
    rows = [(name, str(value)) for name, value in found.items()]
    output.table(("what", "how"), rows, "")


@group.command("deliveries")
def deliveries(
    state: Annotated[State | None, typer.Option("--state", help="Only those.")] = None,
    channel: Annotated[str | None, typer.Option("--channel", help="Only by this.")] = None,
    limit: options.Limit = 50,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """List what goes out by mail and the like, the newest first."""
    with options.opened(database) as engine:
        page = Work(engine).notifications.deliveries(
            state=None if state is None else state.value, channel=channel, limit=limit
        )
    if json:
        output.print_json(page)
        return
    rows = [
        (output.short(d.id), d.user, d.channel, d.address, d.state, d.attempts, d.error)
        for d in page
    ]
    columns = ("id", "user", "channel", "address", "state", "attempts", "what was said")
    output.table(columns, rows, "Nothing goes out.")
    output.more(page.next_cursor)


@group.command("retry")
def retry(
    delivery: Annotated[str, typer.Argument(help="The delivery's whole id.")],
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """Have a delivery that failed tried anew."""
    with options.opened(database) as engine:
        info = Work(engine).notifications.deliver_again(delivery)
    if json:
        output.print_json(info)
        return
    output.done(escape(f"{info.channel} to {info.address} is tried again"))


@group.command("test")
def test(
    channel: Annotated[str, typer.Argument(help="The channel, such as mail.")],
    address: Annotated[str, typer.Argument(help="Where to send to.")],
    json: options.Json = False,
) -> None:
    """Send a few words by a channel, to see whether the settings are right."""
    channels = setup(Settings()).settings().channels
    if channel not in channels:
        known = ", ".join(channels) or "none"
        raise InvalidInput(
            f"Expected a channel that is set up, of {known}, but found {channel!r}.",
            code="notification/channel",
        )
    now = to_ms(datetime.now(UTC))
    outcome = channels[channel].send(
        Message(f"trivium-test-{now}", address, "Trivium", "This is a test.", now)
    )
    if json:
        output.print_json({"state": outcome.state, "why": outcome.why})
    elif outcome.state == "sent":
        output.done(escape(f"{address} should have it soon"))
    else:
        output.console().print(f"[red]✗[/] {outcome.state}: {escape(outcome.why)}")
    if outcome.state != "sent":
        raise typer.Exit(1)
