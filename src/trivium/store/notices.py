"""How nodes on one PostgreSQL wake each other: LISTEN and NOTIFY, on connections of their own.

Within the transaction that makes the work a NOTIFY would make all commits wait for one another; so it follows
the commit, and several become one. One that is lost costs a poll's delay.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

import psycopg

if TYPE_CHECKING:
    from collections.abc import Callable

_CHANNEL = "trivium"
_RETRY_SECONDS = 1.0
_AT_MOST_EVERY_SECONDS = 0.01
_log = logging.getLogger("trivium.store")


class Notices:
    """Sends and hears that there is work."""

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._wanted = threading.Event()
        self._closed = threading.Event()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._sender = 0

    def send(self) -> None:
        """Soon the other nodes know."""
        if not self._wanted.is_set():
            self._start_once("trivium-notify", self._send_all)
            self._wanted.set()

    def listen(self, callback: Callable[[], None]) -> None:
        """From now on `callback` is called when another node has sent."""
        self._start_once("trivium-listen", lambda: self._hear_all(callback))

    def close(self) -> None:
        """Ends both."""
        self._closed.set()
        if self._threads:
            self.send()  # which also wakes our own listener
        for thread in self._threads:
            thread.join()

    def _start_once(self, name: str, run: Callable[[], None]) -> None:
        with self._lock:
            if not any(thread.name == name for thread in self._threads):
                thread = threading.Thread(target=self._keep_on, args=(run,), name=name, daemon=True)
                self._threads.append(thread)
                thread.start()

    def _keep_on(self, run: Callable[[], None]) -> None:
        while not self._closed.is_set():
            try:
                run()
            except psycopg.Error as error:
                if not self._closed.is_set():
                    _log.info("the line to the other nodes is broken: %s", error)
            self._closed.wait(_RETRY_SECONDS)

    def _send_all(self) -> None:
        with psycopg.connect(self._conninfo, autocommit=True) as connection:
            self._sender = connection.info.backend_pid
            while True:
                self._wanted.wait()
                self._wanted.clear()
                connection.execute(f"NOTIFY {_CHANNEL}")
                if self._closed.wait(_AT_MOST_EVERY_SECONDS):
                    return

    def _hear_all(self, callback: Callable[[], None]) -> None:
        with psycopg.connect(self._conninfo, autocommit=True) as connection:
            connection.execute(f"LISTEN {_CHANNEL}")
            callback()  # what was sent while the line was broken is not known
            while not self._closed.is_set():
                for notice in connection.notifies(timeout=_RETRY_SECONDS, stop_after=1):
                    if notice.pid != self._sender:
                        callback()
