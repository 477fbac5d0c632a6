"""A line between a node and PostgreSQL that breaks when a COMMIT goes through it."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Literal

from sqlalchemy import make_url

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Cut = Literal["before", "after"]
_NAME = ".s.PGSQL.5432"


class Proxy:
    """Listens in a folder, as PostgreSQL does, and forwards to the server behind it.

    `decide` is asked at every COMMIT: None lets it pass, `before` breaks the line before it has gone
    through, `after` when it has, before its answer comes back. While `is_shut`, nobody gets through.
    """

    def __init__(self, server_url: str, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._target = f"{make_url(server_url).query['host']}/{_NAME}"
        self._folder = folder
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / _NAME))
        self._listener.listen(64)
        self._open = threading.Event()
        self._open.set()
        self.decide: Callable[[], Cut | None] = lambda: None
        self.cuts: list[Cut] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self, server_url: str) -> str:
        """The same database, through here."""
        found = make_url(server_url).set(query={"host": str(self._folder)})
        return found.render_as_string(hide_password=False)

    def shut(self) -> None:
        """Lets nobody connect from now on."""
        self._open.clear()

    def open(self) -> None:
        """Lets who waits and who comes through."""
        self._open.set()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:  # it is closed
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        self._open.wait()
        server = socket.socket(socket.AF_UNIX)
        try:
            server.connect(self._target)
        except OSError:
            client.close()
            server.close()
            return
        back = threading.Thread(target=_pump, args=(server, client), daemon=True)
        back.start()
        with suppress(OSError):
            self._forward(client, server)
        with suppress(OSError):
            server.shutdown(socket.SHUT_WR)
        back.join()
        client.close()
        server.close()

    def _forward(self, client: socket.socket, server: socket.socket) -> None:
        reader = client.makefile("rb")
        length = reader.read(4)
        server.sendall(length + reader.read(int.from_bytes(length) - 4))
        statements: dict[bytes, bytes] = {}
        cut: Cut | None = None
        while head := reader.read(5):
            body = reader.read(int.from_bytes(head[1:]) - 4)
            if _is_commit(head[:1], body, statements):
                cut = self.decide()
                if cut is not None:
                    self.cuts.append(cut)
                if cut == "before":
                    break
            if cut == "after":
                with suppress(OSError):
                    client.shutdown(socket.SHUT_WR)  # no answer reaches the client
            server.sendall(head + body)
            if cut == "after" and head[:1] == b"S":
                break
        with suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)


def _is_commit(kind: bytes, body: bytes, statements: dict[bytes, bytes]) -> bool:
    """Whether this message has the server commit; prepared statements are known by name."""
    if kind == b"P":
        name, sql, _ = body.split(b"\0", 2)
        statements[name] = sql
    if kind == b"B":
        return statements.get(body.split(b"\0", 2)[1], b"") == b"COMMIT"
    return kind == b"Q" and body.rstrip(b"\0") == b"COMMIT"


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            with suppress(OSError):  # the client hears nothing any more; the server is not told
                target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)
