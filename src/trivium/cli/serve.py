"""`trivium serve`."""

from __future__ import annotations

import signal
import socket
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
import uvicorn

from trivium.api import create_app, logs
from trivium.cli import options, output
from trivium.cli.settings import Settings
from trivium.cli.waiting_room import waiting_room
from trivium.engine import Engine
from trivium.errors import InvalidInput, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from fastapi import FastAPI

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
    form, level = _log_of(settings)
    metrics_for = _one_of("metrics", settings.metrics, ("anywhere", "loopback", "nobody"))
    url = database or settings.database
    listening = _listen(host, port)
    logs.configure(form, level, with_messages=settings.log_messages)
    with listening, _opened(url, deploy, listening) as engine:
        at = f"http://{_shown(host)}:{listening.getsockname()[1]}"
        if json:
            output.print_json({"url": at, "database": url})
        else:
            name = f"[bold]{at}[/]"
            output.done(f"Trivium serves {name} from {url}; {name}/docs shows how. Ctrl-C ends it.")
        app = create_app(
            engine, hosts=_OUR_NAMES if host in _OUR_NAMES else None, metrics_for=metrics_for
        )
        _serve(app, listening)


@contextmanager
def _opened(url: str, deploy: list[Path] | None, listening: socket.socket) -> Iterator[Engine]:
    """The engine; until it is there, probes are told why."""
    with ExitStack() as stack:
        with waiting_room(listening):
            engine = stack.enter_context(Engine.open(url))
            if deploy:
                engine.deploy(deploy)
        yield engine


def _log_of(settings: Settings) -> tuple[logs.Form, str]:
    form = _one_of("log_format", settings.log_format, ("auto", "json", "console"))
    if form == "auto":
        form = "console" if sys.stderr.isatty() else "json"
    return form, _one_of("log_level", settings.log_level, ("debug", "info", "warning", "error"))


def _one_of(name: str, value: str, known: tuple[str, ...]) -> Any:
    if value not in known:
        raise InvalidInput(
            f"Expected TRIVIUM_{name.upper()} to be one of {', '.join(known)}, but found {value!r}.",
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


def _serve(app: FastAPI, listening: socket.socket) -> None:
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE_SECONDS,
    )
    # uvicorn raises the signals again when it is done, which would end us before the engine is closed
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    _Server(config, app.state.stop).run([listening])


class _Server(uvicorn.Server):
    """Sends those home who wait for work when it is told to end, and tells that it is not ready any more."""

    def __init__(self, config: uvicorn.Config, stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._stop = stop

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._stop()
        super().handle_exit(sig, frame)
