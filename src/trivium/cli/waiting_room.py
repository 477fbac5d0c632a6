"""Answers while a server starts: a migration may take long, and whoever probes must not take it for dead."""

from __future__ import annotations

import json
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

_WHY = "The server is starting: its database is opened and migrated, and models are deployed."
_LOOK_SECONDS = 0.02
_AFTER_SECONDS = 15.0
_OK, _NOT_YET = 200, 503


class _Answers(BaseHTTPRequestHandler):
    """Alive, but not ready; to anything else to come again."""

    timeout = 5
    server_version = "trivium"
    sys_version = ""

    def answer(self) -> None:
        """Whatever is asked."""
        path = self.path.partition("?")[0]
        if path == "/health/live":
            self._send(_OK, "application/json", {"status": "healthy", "reason": None})
        elif path == "/health/ready":
            self._send(_NOT_YET, "application/json", {"status": "unhealthy", "reason": _WHY})
        else:
            problem = {
                "type": "/docs/errors#http-starting",
                "title": "Http: starting",
                "status": _NOT_YET,
                "detail": f"{_WHY} Try again.",
                "code": "http/starting",
                "instance": path,
            }
            self._send(_NOT_YET, "application/problem+json", problem)

    def _send(self, status: int, kind: str, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        if status == _NOT_YET:
            self.send_header("retry-after", "1")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: nobody has asked for these."""


for _method in ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"):
    setattr(_Answers, f"do_{_method}", _Answers.answer)


class _Room(ThreadingHTTPServer):
    """Does not mind who hangs up."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


@contextmanager
def waiting_room(
    listening: socket.socket, *, after_seconds: float = _AFTER_SECONDS
) -> Iterator[None]:
    """Within it requests at the socket are answered so; it stays open for who comes after.

    Not at once: who comes while a server starts quickly waits for it, and is answered by it.
    """
    server = _Room(("", 0), _Answers, bind_and_activate=False)
    server.socket.close()
    server.socket = listening.dup()
    server.timeout = _LOOK_SECONDS
    is_over = threading.Event()

    def serve() -> None:
        is_over.wait(after_seconds)
        while not is_over.is_set():
            server.handle_request()

    serving = threading.Thread(target=serve, daemon=True)
    serving.start()
    try:
        yield
    finally:
        is_over.set()
        serving.join()
        server.server_close()
