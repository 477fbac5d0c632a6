"""What is answered while a server starts."""

from __future__ import annotations

import socket

import httpx2
import pytest

from trivium.cli.waiting_room import waiting_room


@pytest.fixture
def listening():
    with socket.create_server(("127.0.0.1", 0)) as found:
        yield found


def test_server_that_starts_is_alive_but_not_ready(listening):
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    with waiting_room(listening, after_seconds=0), httpx2.Client(base_url=url) as http:
        live, ready = http.get("/health/live"), http.get("/health/ready?x=1")
        assert (live.status_code, live.json()["status"]) == (200, "healthy")
        assert ready.status_code == 503
        assert "migrated" in ready.json()["reason"]
        other = http.post("/api/processes/signals", json={"name": "s"})
        assert (other.status_code, other.headers["retry-after"]) == (503, "1")
        assert other.json()["code"] == "http/starting"
        assert http.head("/").content == b""


def test_socket_is_left_to_who_comes_after(listening):
    with waiting_room(listening):  # it starts quickly: who comes meanwhile waits
        waiting = socket.create_connection(listening.getsockname())
    accepted, _ = listening.accept()
    accepted.close()
    waiting.close()
