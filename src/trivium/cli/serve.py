"""`trivium serve`."""

from __future__ import annotations

import re
import signal
import socket
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
import uvicorn

from trivium.api import create_app
from trivium.cli import options, output, people
from trivium.cli.settings import Settings
from trivium.engine import Engine
from trivium.errors import InvalidInput, Unavailable
from trivium.identity import Identity

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType


class SignInMode(Enum):
    """Whether one has to sign in."""

    REQUIRED = "required"
    DEVELOPMENT = "development"


_PASSWORD = re.compile(r"(//[^:/@]*):[^@]*@")
_OUR_NAMES = ("127.0.0.1", "localhost", "::1")
_PATIENCE_SECONDS = 30
_BACKLOG = 2048


def serve(
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
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """Serve the HTTP interface, and do what is due.

    Where one has to sign in, the first start makes the user admin and prints a one-time password. In
    development mode everybody on this machine may do everything, and X-User says who it is.

    Ctrl-C or SIGTERM ends it: requests are answered, jobs that run are finished.
    """
    url = database or Settings().database
    is_local = host in _OUR_NAMES
    mode = _mode(sign_in, is_local=is_local)
    listening = _listen(host, port)
    with Engine.open(url) as engine, listening:
        if deploy:
            engine.deploy(deploy)
        identity = people.of(engine) if mode is SignInMode.REQUIRED else None
        first = None if identity is None else identity.first_start()
        at = f"http://{_shown(host)}:{listening.getsockname()[1]}"
        if json:
            told = {"url": at, "database": url, "sign_in": mode.value}
            if first is not None:
                told |= {"first_user": first[0], "one_time_password": first[1]}
            output.print_json(told)
        else:
            _tell(at, url, first, is_development=identity is None)
        _serve(engine, identity, listening, is_local=is_local)


def _mode(asked: SignInMode | None, *, is_local: bool) -> SignInMode:
    if asked is SignInMode.DEVELOPMENT and not is_local:
        raise InvalidInput(
            "Expected --host 127.0.0.1 with --sign-in development, but others could reach the server."
            " Leave out one of the two.",
            code="cli/options",
        )
    return asked or (SignInMode.DEVELOPMENT if is_local else SignInMode.REQUIRED)


def _tell(at: str, url: str, first: tuple[str, str] | None, *, is_development: bool) -> None:
    name = f"[bold]{at}[/]"
    shown = _PASSWORD.sub(r"\1:***@", url)
    output.done(f"Trivium serves {name} from {shown}; {name}/docs shows how. Ctrl-C ends it.")
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


def _serve(
    engine: Engine, identity: Identity | None, listening: socket.socket, *, is_local: bool
) -> None:
    app = create_app(engine, identity=identity, hosts=_OUR_NAMES if is_local else None)
    config = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE_SECONDS,
    )
    # uvicorn raises the signals again when it is done, which would end us before the engine is closed
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    _Server(config, app.state.polling.stop).run([listening])


class _Server(uvicorn.Server):
    """Sends those home who wait for work when it is told to end."""

    def __init__(self, config: uvicorn.Config, stop_polling: Callable[[], None]) -> None:
        super().__init__(config)
        self._stop_polling = stop_polling

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._stop_polling()
        super().handle_exit(sig, frame)
