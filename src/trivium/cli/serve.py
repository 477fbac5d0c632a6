"""`trivium serve`."""

from __future__ import annotations

import socket
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer

from trivium.api import logs
from trivium.cli import options, output
from trivium.cli.serving import Serving, supervise
from trivium.cli.settings import Settings
from trivium.cli.waiting_room import waiting_room
from trivium.errors import InvalidInput, Unavailable

_BACKLOG = 2048


def serve(  # its options
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(help="The port to listen at; 0 takes any that is free.", min=0, max=65535)
    ] = 8080,
    deploy: Annotated[
        list[Path] | None, typer.Option(help="Models, or folders of them, to deploy first.")
    ] = None,
    workers: Annotated[
        int, typer.Option(help="So many processes; more than one need PostgreSQL.", min=1, max=256)
    ] = 1,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """Serve the HTTP interface, and do what is due.

    Ctrl-C or SIGTERM ends it: requests are answered, jobs that run are finished.
    """
    settings = Settings()
    url = database or settings.database
    if workers > 1 and url.startswith("sqlite"):
        raise InvalidInput(
            f"Expected a PostgreSQL database for {workers} processes, but found SQLite: one process"
            " writes it at a time. Leave --workers out, or name one with --database.",
            code="cli/workers-need-postgresql",
        )
    form, level = _log_of(settings)
    serving = Serving(
        url,
        host,
        metrics_for=_one_of("metrics", settings.metrics, ("anywhere", "loopback", "nobody")),
        log_format=form,
        log_level=level,
        log_messages=settings.log_messages,
        keep_history_for=settings.keep_history_for,
        archive_to=settings.archive_to,
    )
    listening = _listen(host, port)
    serving.configure_logs()
    with listening, ExitStack() as stack:
        with waiting_room(listening):  # until it is deployed, probes are told why
            engine = stack.enter_context(serving.opened(scheduler=workers == 1))
            name = engine.database_name
            if deploy:
                engine.deploy(deploy)
        at = f"http://{_shown(host)}:{listening.getsockname()[1]}"
        if json:
            output.print_json({"url": at, "database": name, "workers": workers})
        else:
            shown = f"[bold]{at}[/]"
            many = f" with {workers} processes" if workers > 1 else ""
            output.done(
                f"Trivium serves {shown} from {name}{many}; {shown}/docs shows how. Ctrl-C ends it."
            )
        if workers == 1:
            serving.serve(engine, listening)
        else:
            stack.close()  # each process opens its own
            supervise(serving, listening, workers)


def _log_of(settings: Settings) -> tuple[logs.Form, str]:
    form = _one_of("log_format", settings.log_format, ("auto", "json", "console"))
    if form == "auto":
        form = "console" if sys.stderr.isatty() else "json"
    return form, _one_of("log_level", settings.log_level, ("debug", "info", "warning", "error"))


def _one_of(name: str, given: str, known: tuple[str, ...]) -> Any:
    value = given.lower()
    if value not in known:
        raise InvalidInput(
            f"Expected TRIVIUM_{name.upper()} to be one of {', '.join(known)}, but found {given!r}.",
            code="cli/setting",
        )
    return value


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        raise Unavailable(
            f"Expected to listen at {host}:{port}, but: {error.strerror}. Choose another --port.",
            code="cli/port-taken",
        ) from error
    return listening


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
