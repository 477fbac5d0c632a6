"""People, grants and keys on the command line, and a server that wants one to sign in."""

from __future__ import annotations

import json
import pickle
import stat
import subprocess
import sys
from datetime import timedelta

import httpx2
import pytest

from trivium.cli.people import People
from trivium.cli.serving import Serving
from trivium.identity import OidcProvider

PASSWORD = "correct horse"


def test_users_are_added_listed_and_locked(asked, program):
    program("user", "add", "mary", "--group", "sales", "--role", "clerk", stdin=f"{PASSWORD}\n")
    (mary,) = asked("user", "list")["items"]
    assert (mary["groups"], mary["roles"], mary["has_password"]) == (["sales"], ["clerk"], True)
    assert "mary may sign in no longer" in program("user", "lock", "mary")
    assert asked("user", "list")["items"][0]["state"] == "disabled"
    program("user", "unlock", "mary")
    assert "mary" in program("user", "list")
    program("user", "remove", "mary")
    assert "Nobody" in program("user", "list")


def test_one_time_passwords_are_made(asked, program):
    made = asked("user", "add", "tom", "--one-time")
    assert len(made["one_time_password"]) >= 16
    assert made["user"]["must_change_password"]
    assert "one-time password" in program("user", "password", "tom", "--one-time")


def test_weak_password_is_refused(program):
    assert "hard to guess" in program("user", "add", "mary", stdin="short\n", expected=2)


def test_last_admin_keeps_the_role(program):
    program("user", "add", "root", "--role", "admin", "--no-password")
    assert "last one" in program("user", "roles", "root", expected=2)
    program("user", "roles", "root", "admin", "operator")


def test_grants_are_given_and_taken_back(asked, program):
    program("user", "add", "mary", "--no-password")
    said = program("grant", "add", "work", "definition:invoice", "--user", "mary")
    assert "user mary may work definition invoice" in said
    (grant,) = asked("grant", "list")["items"]
    assert "definition:invoice" in program("grant", "list", "--user", "mary")
    program("grant", "remove", grant["id"][-12:])
    assert asked("grant", "list")["items"] == []
    program("grant", "add", "read", "case:*", "--everybody")
    program("grant", "add", "read", "case:*", expected=2)
    program("grant", "add", "fly", "case:*", "--everybody", expected=2)


def test_keys_are_made_and_revoked(asked, program):
    program("user", "add", "robot", "--service")
    key = asked("api-key", "add", "robot", "nightly", "--scope", "read")
    assert key["key"].startswith(key["info"]["prefix"])
    assert key["info"]["prefix"] in program("api-key", "list")
    assert "is revoked" in program("api-key", "revoke", key["info"]["prefix"])
    assert "revoked" in program("api-key", "list")


def test_secret_is_for_the_owner_alone(program, tmp_path):
    program("user", "list")
    secret = tmp_path / "cli.db.secret"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    before = secret.read_bytes()
    program("user", "list")
    assert secret.read_bytes() == before


def test_bad_list_of_providers_is_told(program, tmp_path, monkeypatch):
    file = tmp_path / "providers.json"
    monkeypatch.setenv("TRIVIUM_PROVIDERS_FILE", str(file))
    assert "cannot be read" in program("user", "list", expected=2)
    file.write_text('[{"name": "company"}]')
    assert "identity providers" in program("user", "list", expected=2)
    file.write_text('[{"name": "company", "issuer": "https://id.example", "client_id": "x"}]')
    program("user", "list")


@pytest.fixture
def server(environment):
    """A server where one has to sign in; what it says, and its process."""
    wanted = ("--port", "0", "--json", "--sign-in", "required")
    process = subprocess.Popen(
        [sys.executable, "-m", "trivium", "serve", *wanted],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    said = ""
    for line in iter(process.stdout.readline, ""):
        said += line
        if line == "}\n":
            break
    yield json.loads(said)
    process.terminate()
    process.communicate(timeout=30)


def test_first_start_prints_the_password_of_the_administrator(server, asked, program):
    assert (server["sign_in"], server["first_user"]) == ("required", "admin")
    with httpx2.Client(base_url=server["url"]) as http:
        assert http.get("/health").json()["sign_in"] == "required"
        assert http.get("/api/processes/tasks").status_code == 401
    once = server["one_time_password"]
    token = program("login", "admin", "--url", server["url"], stdin=f"{once}\n").strip()
    headers = {"Authorization": f"Bearer {token}"}
    with httpx2.Client(base_url=server["url"], headers=headers) as http:
        assert http.get("/api/processes/tasks").json()["code"] == "identity/password-due"
        body = {"old_password": once, "new_password": PASSWORD}
        token = http.post("/api/auth/password", json=body).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        assert http.get("/api/processes/tasks", headers=headers).status_code == 200
    wrong = program("login", "admin", "--url", server["url"], stdin="wrong horse\n", expected=2)
    assert "they are not" in wrong


def test_development_mode_is_for_this_machine_alone(program):
    said = program(
        "serve", "--host", "192.0.2.1", "--port", "0", "--sign-in", "development", expected=2
    )
    assert "others could reach" in said


def test_server_that_is_not_there_is_told(program):
    said = program("login", "admin", "--url", "http://127.0.0.1:9", stdin="x\n", expected=2)
    assert "Is it running?" in said


def test_each_server_process_is_given_who_signs_in_and_how(tmp_path):
    provider = OidcProvider(name="office", issuer="https://id.example", client_id="trivium")
    serving = Serving(
        "sqlite://",
        "0.0.0.0",  # noqa: S104  # where others reach it
        metrics_for="nobody",
        log_format="json",
        log_level="warning",
        log_messages=False,
        keep_history_for=None,
        keep_answers_for=timedelta(days=1),
        archive_to=None,
        people=People(tmp_path / "secret", (provider,)),
    )
    assert pickle.loads(pickle.dumps(serving)) == serving  # noqa: S301  # our own
