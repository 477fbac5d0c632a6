"""The server as a process: it says where it is, serves, and ends when it is told to."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading

import httpx2
import psutil
import pytest
from tests.models import chain


@pytest.fixture
def server(environment, model, tmp_path):
    """A server at any free port; its address and its process."""
    environment["TRIVIUM_DATABASE"] = f"sqlite:///{tmp_path / 'new' / 'folder' / 'trivium.db'}"
    path = model(chain('<userTask id="ask"/>'))
    process = subprocess.Popen(
        [sys.executable, "-m", "trivium", "serve", "--port", "0", "--json", "--deploy", path],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    lines = iter(process.stdout.readline, "")
    said = ""
    for line in lines:
        said += line
        if line == "}\n":
            break
    yield json.loads(said)["url"], process
    if process.poll() is None:
        process.kill()
    process.communicate()


def test_server_makes_its_folder_deploys_and_serves(server):
    url, _ = server
    with httpx2.Client(base_url=url) as http:
        assert http.get("/health").json()["engine"]["scheduler"] is True
        body = {"process_definition_key": "p"}
        assert http.post("/api/processes/instances", json=body).status_code == 201
        assert http.get("/health", headers={"Host": "elsewhere.example"}).status_code == 403


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_server_ends_cleanly_and_sends_waiting_workers_home(server, number):
    url, process = server
    asked = {"topics": ["none"], "worker": "w", "wait_for": "PT60S"}
    found = []
    begun = threading.Event()

    def wait():
        with httpx2.Client(base_url=url, timeout=60) as http:
            http.get("/health")
            begun.set()
            found.append(http.post("/api/processes/jobs/activate", json=asked).json())

    worker = threading.Thread(target=wait)
    worker.start()
    assert begun.wait(20)
    process.send_signal(number)
    _, errors = process.communicate(timeout=20)
    worker.join(20)
    assert (process.returncode, errors) == (0, "")
    assert found in ([{"jobs": []}], [])


def test_port_that_is_taken_is_told(server, program):
    port = server[0].rpartition(":")[2]
    said = program("serve", "--port", port, expected=2)
    assert "Choose another --port" in said


def test_several_processes_serve_one_database_and_one_that_dies_is_replaced(
    environment, model, postgresql_url
):
    path = model(chain('<userTask id="ask"/>'))
    options = ["--port", "0", "--json", "--workers", "2", "--database", postgresql_url]
    process = subprocess.Popen(
        [sys.executable, "-m", "trivium", "serve", *options, "--deploy", path],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    said = "".join(iter(process.stdout.readline, "}\n")) + "}"
    server = psutil.Process(process.pid)
    with httpx2.Client(base_url=json.loads(said)["url"], timeout=30) as http:
        before = _serving(server)
        os.kill(before.pop(), signal.SIGKILL)
        for _ in range(20):
            body = {"process_definition_key": "p"}
            assert http.post("/api/processes/instances", json=body).status_code == 201
        assert len(_serving(server) - before) == 1
        found = http.get("/api/processes/instances", params={"count": "true", "limit": 1})
        assert found.json()["total"] == 20
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert errors.count("has ended with -9") == 1


def _serving(server):
    """The process ids of the two that serve, once there are two."""
    while True:
        found = {each.pid for each in server.children() if "spawn_main" in " ".join(each.cmdline())}
        if len(found) == 2:
            return found


def test_sqlite_is_served_by_one_process(environment):
    found = subprocess.run(
        [sys.executable, "-m", "trivium", "serve", "--workers", "2"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 2
    assert "PostgreSQL" in found.stderr


def test_setting_that_is_none_is_told(program, monkeypatch):
    monkeypatch.setenv("TRIVIUM_LOG_LEVEL", "loud")
    assert "TRIVIUM_LOG_LEVEL" in program("serve", expected=2)


def test_server_logs_as_json_what_it_is_asked_to(environment, tmp_path):
    environment |= {"TRIVIUM_LOG_LEVEL": "info"}
    command = [sys.executable, "-m", "trivium", "serve", "--port", "0", "--json"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        said = "".join(iter(process.stdout.readline, "}\n")) + "}"
        with httpx2.Client(base_url=json.loads(said)["url"]) as http:
            http.get("/health/live", headers={"X-Correlation-Id": "probe-1"})
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=20)
    lines = [json.loads(line) for line in errors.splitlines()]
    (line,) = [each for each in lines if each["logger"] == "trivium.http"]
    assert (line["path"], line["correlation_id"]) == ("/health/live", "probe-1")


def test_database_in_memory_has_what_was_deployed(environment, model):
    path = model(chain('<userTask id="ask"/>'))
    options = ["--port", "0", "--json", "--database", "sqlite://", "--deploy", path]
    process = subprocess.Popen(
        [sys.executable, "-m", "trivium", "serve", *options],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    said = "".join(iter(process.stdout.readline, "}\n")) + "}"
    with httpx2.Client(base_url=json.loads(said)["url"], timeout=30) as http:
        found = http.get("/api/processes/definitions").json()["items"]
    process.terminate()
    process.communicate(timeout=30)
    assert [each["key"] for each in found] == ["p"]
