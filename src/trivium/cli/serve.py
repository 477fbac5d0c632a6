"""`trivium serve`."""

from __future__ import annotations

import socket
import sys
from contextlib import ExitStack
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from trivium.api import logs
from trivium.cli import options, output, people, telling
from trivium.cli.serving import OUR_NAMES, Serving, supervise
from trivium.cli.settings import Settings
from trivium.cli.waiting_room import waiting_room
from trivium.errors import InvalidInput, Unavailable

if TYPE_CHECKING:
    from trivium.api.metrics import MetricsFor

_BACKLOG = 2048


class SignInMode(Enum):
    """Whether one has to sign in."""

    REQUIRED = "required"
    DEVELOPMENT = "development"


def serve(  # its options
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(help="The port to listen at; 0 takes any that is free.", min=0, max=65535)
    ] = 8080,
    sign_in: Annotated[
        SignInMode | None,
        typer.Option(
            help="Whether one has to sign in: by default where others than this machine can reach it.",
            show_default=False,
        ),
    ] = None,
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

    Where one has to sign in, the first start makes the user admin and prints a one-time password. In
    development mode everybody on this machine may do everything, and X-User says who it is.

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
    mode = _mode(sign_in, is_local=host in OUR_NAMES)
    form, level = _log_of(settings)
    serving = Serving(
        url,
        host,
        metrics_for=_metrics_for(settings),
        log_format=form,
        log_level=level,
        log_messages=settings.log_messages,
        keep_history_for=settings.keep_history_for,
        keep_answers_for=settings.keep_answers_for,
        archive_to=settings.archive_to,
        people=people.setup() if mode is SignInMode.REQUIRED else None,
        telling=telling.setup(settings),
        largest_attachment_bytes=settings.largest_attachment_bytes,
    )
    listening = _listen(host, port)
    serving.configure_logs()
    with listening, ExitStack() as stack:
        with waiting_room(listening):  # until it is deployed, probes are told why
            engine = stack.enter_context(serving.opened(scheduler=workers == 1))
            name = engine.database_name
            if deploy:
                engine.deploy(deploy)
            identity = None if serving.people is None else serving.people.of(engine)
            first = None if identity is None else identity.first_start()
        at = f"http://{_shown(host)}:{listening.getsockname()[1]}"
        if json:
            told = {"url": at, "database": name, "workers": workers, "sign_in": mode.value}
            if first is not None:
                told |= {"first_user": first[0], "one_time_password": first[1]}
            output.print_json(told)
        else:
            many = f" with {workers} processes" if workers > 1 else ""
            _tell(at, f"{name}{many}", first, is_development=mode is SignInMode.DEVELOPMENT)
        if workers == 1:
            serving.serve(engine, listening)
        else:
            stack.close()  # each process opens its own
            supervise(serving, listening, workers)


def _mode(asked: SignInMode | None, *, is_local: bool) -> SignInMode:
    if asked is SignInMode.DEVELOPMENT and not is_local:
        raise InvalidInput(
            "Expected --host 127.0.0.1 with --sign-in development, but others could reach the server."
            " Leave out one of the two.",
            code="cli/options",
        )
    return asked or (SignInMode.DEVELOPMENT if is_local else SignInMode.REQUIRED)


def _tell(at: str, served: str, first: tuple[str, str] | None, *, is_development: bool) -> None:
    shown = f"[bold]{at}[/]"
    output.done(f"Trivium serves {shown} from {served}; {shown}/docs shows how. Ctrl-C ends it.")
    if is_development:
        output.console().print(
            "[bold black on yellow] DEVELOPMENT MODE [/] [yellow]Nobody needs to sign in: everybody on this"
            " machine may do everything. Serve with --sign-in required to change that.[/]"
        )
    if first is not None:
        output.console().print(
            f"  Sign in as [bold]{first[0]}[/] with the one-time password [bold]{first[1]}[/] and change it;"
            " it is shown only now."
        )


def _log_of(settings: Settings) -> tuple[logs.Form, str]:
    form = _one_of("log_format", settings.log_format, ("auto", "json", "console"))
    if form == "auto":
        form = "console" if sys.stderr.isatty() else "json"
    return form, _one_of("log_level", settings.log_level, ("debug", "info", "warning", "error"))


def _metrics_for(settings: Settings) -> MetricsFor | None:
    known = ("auto", "anywhere", "loopback", "signed-in", "nobody")
    found: MetricsFor | Literal["auto"] = _one_of("metrics", settings.metrics, known)
    return None if found == "auto" else found


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
