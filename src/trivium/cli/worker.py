"""`trivium worker`."""

from __future__ import annotations

import importlib
import logging
import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.markup import escape

from trivium.cli import options, output
from trivium.cli.settings import Settings
from trivium.client import Event, Worker
from trivium.errors import InvalidInput

_MARKS = {
    "completed": "[green]✓[/]",
    "error": "[green]✓[/]",
    "escalated": "[green]✓[/]",
    "failed": "[red]✗[/]",
    "connected": "[green]·[/]",
}


def worker(
    place: Annotated[str, typer.Argument(metavar="MODULE:WORKER", help="Where the worker is.")],
    url: Annotated[
        str | None,
        typer.Option("--url", help="The server's address (or TRIVIUM_URL).", show_default=False),
    ] = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Do the work of topics with the handlers of a module.

    The module is looked for here first, and has a `trivium.client.Worker`. One line tells of each job; with
    --json each is an object of its own. A token comes from the worker itself or from TRIVIUM_TOKEN. Ctrl-C or
    SIGTERM ends it: it takes nothing new, finishes what runs, and hands back the rest; a second one does not
    wait.
    """
    found = _worker_at(place)
    settings = Settings()
    found.url = url or settings.url or found.url
    found.user = options.acting(user) or found.user
    if found.token is None and settings.token is not None:
        found.token = settings.token.get_secret_value()
    _tell_through(found, json=json)
    _show_tracebacks()
    found.run()


def _worker_at(place: str) -> Worker:
    module, _, name = place.partition(":")
    folder = str(Path.cwd())
    if folder not in sys.path:
        sys.path.insert(0, folder)
    try:
        found = getattr(importlib.import_module(module), name or "worker", None)
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        raise InvalidInput(
            f"Expected a module {module!r} with a worker, but to import it fails: {what}.",
            code="cli/no-worker",
        ) from error
    if not isinstance(found, Worker):
        raise InvalidInput(
            f"Expected a trivium.client.Worker at {place}, but found {type(found).__name__}. Name it as"
            " MODULE:WORKER.",
            code="cli/no-worker",
        )
    return found


def _tell_through(found: Worker, *, json: bool) -> None:
    """Prints what happens, and has the worker's own listener hear it, too."""
    own = found.on_event

    def tell(event: Event) -> None:
        try:
            _print_json(event) if json else _print(event)
        except BrokenPipeError:  # whoever read it has seen enough
            found.stop()
        if own is not None:
            own(event)

    found.on_event = tell


def _print_json(event: Event) -> None:
    sys.stdout.write(msgspec.json.encode(event).decode() + "\n")
    sys.stdout.flush()


def _print(event: Event) -> None:
    mark = _MARKS.get(event.kind, "[yellow]·[/]" if event.job_id else "[dim]·[/]")
    about = f"{event.topic} {output.short(event.job_id)}" if event.job_id else event.kind
    what = event.kind if event.job_id and event.kind != "completed" else ""
    took = "" if event.seconds is None else f"{event.seconds:.2f} s"
    left = "" if event.retries is None else f"({event.retries} retries left)"
    parts = (about, took, what, event.message or "", left)
    output.console().print(mark, escape("  ".join(part for part in parts if part)))


def _show_tracebacks() -> None:
    """Of what handlers raised, on standard error; the rest of the log stands on standard output already."""
    log = logging.getLogger("trivium.worker")
    if not log.hasHandlers():
        handler = logging.StreamHandler()
        handler.addFilter(lambda record: record.exc_info is not None)
        log.addHandler(handler)
