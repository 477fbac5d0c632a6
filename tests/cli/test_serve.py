"""The server as a process: it says where it is, serves, and ends when it is told to."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading

import httpx2
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
