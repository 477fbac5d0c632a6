"""Several processes at one port, where one has to sign in: they are one installation."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import httpx2
import pytest

_PASSWORD = "correct horse battery"
_ENOUGH = 12
"""After so many connections in a row with the same answer both processes are meant to have given it."""
_SURELY = 100
_STARTED = re.compile(r"^process_start_time_seconds (\S+)$", re.MULTILINE)


@pytest.fixture
def server(environment, postgresql_url, tmp_path):
    """What a server of two processes says."""
    options = ["--port", "0", "--json", "--workers", "2", "--sign-in", "required"]
    with subprocess.Popen(
        [sys.executable, "-m", "trivium", "serve", *options, "--database", postgresql_url],
        env=environment | {"TRIVIUM_SECRET_FILE": str(tmp_path / "secret")},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield json.loads("".join(iter(process.stdout.readline, "}\n")) + "}")
        process.terminate()


def _ask(server, path, token=None, method="GET", **options):
    """On a connection of its own, which either of the processes may take."""
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    with httpx2.Client(base_url=server["url"], headers=headers, timeout=30) as http:
        return http.request(method, path, **options)


def _wait_for_both(server):
    """Until both have answered; they may have started in the same hundredth of a second, and look alike."""
    found = set()
    for _ in range(_SURELY):
        found.update(_STARTED.findall(_ask(server, "/metrics").text))
        if len(found) == 2:
            return


def _always(ask):
    """What is answered once it is the same from everybody; what a node knows of rights is a second old."""
    before, times = None, 0
    while times < _ENOUGH:
        found = ask()
        times = times + 1 if found == before else 1
        before = found
    return before


def test_processes_share_signing_keys_and_what_is_revoked(server):
    _wait_for_both(server)
    bad = {_ask(server, "/api/auth/me", "a.b.c").status_code for _ in range(_ENOUGH)}
    assert bad == {401}
    user, once = server["first_user"], server["one_time_password"]
    first = _ask(
        server, "/api/auth/token", method="POST", json={"username": user, "password": once}
    ).json()["access_token"]
    changed = {"old_password": once, "new_password": _PASSWORD}
    answer = _ask(server, "/api/auth/password", first, method="POST", json=changed)
    token = answer.json()["access_token"]
    assert _always(lambda: _ask(server, "/api/auth/me", token).status_code) == 200
    keys = _always(lambda: {each["kid"] for each in _ask(server, "/api/auth/keys").json()["keys"]})
    assert keys
    (session,) = (
        each["id"]
        for each in _ask(server, "/api/auth/sessions", token).json()["items"]
        if each["is_this"]
    )
    ended = _ask(server, f"/api/auth/sessions/{session}", token, method="DELETE")
    assert ended.status_code == 204
    assert _always(lambda: _ask(server, "/api/auth/me", token).status_code) == 401
