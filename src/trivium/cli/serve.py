"""`trivium serve`."""

from __future__ import annotations

import signal
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
import uvicorn

from trivium.api import create_app
from trivium.cli import options, output
from trivium.cli.settings import Settings
from trivium.engine import Engine
from trivium.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

_OUR_NAMES = ("127.0.0.1", "localhost", "::1")
_PATIENCE_SECONDS = 30
_BACKLOG = 2048


def serve(
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(help="The port to listen at; 0 takes any that is free.", min=0, max=65535)
    ] = 8080,
    deploy: Annotated[
        list[Path] | None, typer.Option(help="Models, or folders of them, to deploy first.")
    ] = None,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """Serve the HTTP interface, and do what is due.

    Ctrl-C or SIGTERM ends it: requests are answered, jobs that run are finished.
    """
    settings = Settings()
    url = database or settings.database
    listening = _listen(host, port)
    opened = Engine.open(
        url, keep_history_for=settings.keep_history_for, archive_to=settings.archive_to
    )
    with opened as engine, listening:
        if deploy:
            engine.deploy(deploy)
        at = f"http://{_shown(host)}:{listening.getsockname()[1]}"
        if json:
            output.print_json({"url": at, "database": url})
        else:
            name = f"[bold]{at}[/]"
            output.done(f"Trivium serves {name} from {url}; {name}/docs shows how. Ctrl-C ends it.")
        _serve(engine, listening, is_local=host in _OUR_NAMES)


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


def _serve(engine: Engine, listening: socket.socket, *, is_local: bool) -> None:
    app = create_app(engine, hosts=_OUR_NAMES if is_local else None)
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
