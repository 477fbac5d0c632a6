"""What is in the logs of a server, and what is not."""

from __future__ import annotations

import io
import json
import logging
import threading

import pytest
from fastapi.testclient import TestClient
from tests.models import chain

from trivium.api import create_app, logs
from trivium.engine import correlated
from trivium.engine.observing.log import WorkLog
from trivium.testing import TestEngine

HERE = ("127.0.0.1", 50000)
CONTINUES = chain('<task id="a" camunda:asyncBefore="true"/>', '<userTask id="ask"/>')
WORKS = chain('<serviceTask id="charge" camunda:type="external" camunda:topic="charge"/>')
SECRET = "hush-4111"


@pytest.fixture
def written():
    """Has everything logged as JSON; gives what was, so far."""
    stream = io.StringIO()
    root, ours = logging.getLogger(), logging.getLogger("trivium")
    before = root.handlers[:], root.level, ours.level
    logs.configure("json", "info", stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    for handler in root.handlers[:]:
        root.removeHandler(handler)
    for handler in before[0]:
        root.addHandler(handler)
    root.setLevel(before[1])
    ours.setLevel(before[2])


@pytest.fixture
def http(engine):
    with TestClient(create_app(engine), client=HERE) as client:
        yield client


def _start(http, **headers):
    body = {"process_definition_key": "p"}
    return http.post("/api/processes/instances", json=body, headers=headers)


def test_request_command_and_job_share_a_correlation_id(engine, http, written):
    engine.deploy(CONTINUES)
    instance = _start(http, **{"X-Correlation-Id": "order-7"}).json()["id"]
    engine.run_until_idle()
    lines = [line for line in written() if line.get("correlation_id") == "order-7"]
    assert [line["event"] for line in lines] == [
        "command done",
        "request",
        "command done",
        "job done",
    ]
    command, request, _, job = lines
    assert (command["command"], command["instance"], command["batch_size"]) == (
        "Start",
        instance,
        1,
    )
    assert 0 <= command["wait_ms"] <= command["duration_ms"]
    assert (request["method"], request["path"]) == ("POST", "/api/processes/instances")
    assert request["status"] == 201
    assert (job["job_kind"], job["instance"], job["late_ms"]) == ("async", instance, 0)
    assert all(line["at"].endswith("Z") and line["level"] == "info" for line in lines)


def test_trace_of_the_caller_is_the_correlation_id_if_there_is_no_other(http):
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    parent = f"00-{trace}-00f067aa0ba902b7-01"
    for headers, expected in (
        ({"traceparent": parent}, trace),
        ({"traceparent": parent, "X-Correlation-Id": "mine"}, "mine"),
    ):
        answer = http.get("/nowhere", headers=headers)
        assert answer.headers["x-correlation-id"] == answer.json()["correlation_id"] == expected
    for broken in (f"00-{'0' * 32}-00f067aa0ba902b7-01", "00-xyz", ""):
        answer = http.get("/nowhere", headers={"traceparent": broken})
        assert len(answer.headers["x-correlation-id"]) == 16


def test_worker_is_told_the_correlation_id_and_sends_it_on(engine, http, written):
    engine.deploy(WORKS)
    _start(http, **{"X-Correlation-Id": "order-7"})
    asked = {"topics": ["charge"], "worker": "w"}
    (job,) = http.post("/api/processes/jobs/activate", json=asked).json()["jobs"]
    assert (job["correlation_id"], job["traceparent"]) == ("order-7", None)
    headers = {"X-Correlation-Id": job["correlation_id"]}
    http.post(f"/api/processes/jobs/{job['id']}/complete", json={}, headers=headers)
    (line,) = [each for each in written() if each.get("command") == "CompleteJob"]
    assert line["correlation_id"] == "order-7"


def test_refusals_say_their_code(engine, http, written):
    engine.deploy(CONTINUES)
    http.post("/api/processes/tasks/gone/complete")
    (line,) = [each for each in written() if each["event"] == "command refused"]
    assert (line["command"], line["code"]) == ("CompleteTask", "task/not-found")


def test_neither_variables_nor_secrets_are_logged(engine, http, written, monkeypatch):
    engine.deploy([WORKS, chain('<userTask id="ask"/>', key="q")])

    @engine.handler("charge")
    def charge(job):
        raise ValueError(f"cannot charge {job.variables['card']}")

    refused = _start(http, Authorization=f"Bearer {SECRET}")
    assert refused.status_code == 401
    assert SECRET not in refused.text
    headers = {
        "Cookie": f"session={SECRET}",
        "Idempotency-Key": SECRET,
        "X-User": SECRET,
        "X-Correlation-Id": f"{SECRET} {SECRET}",
    }
    body = {"business_key": SECRET, "variables": {"card": SECRET, SECRET: [SECRET]}}
    for key in ("p", "q"):
        asked = {"process_definition_key": key, **body}
        assert http.post("/api/processes/instances", json=asked, headers=headers).status_code in {
            201,
            409,
        }
    engine.run_until_idle()
    http.get("/api/processes/instances", params={"business_key": SECRET})
    http.post("/api/processes/messages", json={"name": SECRET, "variables": {"a": SECRET}})

    def broken(*_):
        raise ZeroDivisionError(f"[parameters: {SECRET}]") from KeyError(SECRET)

    monkeypatch.setattr("trivium.engine.processor.processor.Answers", broken)
    with TestClient(http.app, client=HERE, raise_server_exceptions=False) as client:
        assert _start(client, **headers).status_code == 500
    kinds = {line["event"].split()[0] for line in written()}
    assert kinds >= {"command", "job", "request", "handler", "defect"}
    assert SECRET not in json.dumps(written())


def test_defect_is_logged_with_where_it_was_and_for_whom(engine, http, written, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError(SECRET)

    monkeypatch.setattr("trivium.engine.processor.processor.Answers", broken)
    answer = _start(http, **{"X-Correlation-Id": "order-9"})
    lines = [line for line in written() if "exception" in line]
    assert {line["correlation_id"] for line in lines} == {"order-9"}
    assert lines[0]["exception"][0] == "ZeroDivisionError"
    assert any("processor.py" in place for place in lines[0]["exception"])
    assert answer.json()["reference"] in lines[-1]["event"]


def test_command_of_nobody_is_not_logged_under_who_led_its_batch(engine, written):
    engine.observe(WorkLog())
    engine.deploy(CONTINUES)
    processor = engine._processor
    with processor._seats[0]:
        waiting = threading.Thread(target=engine.start_id, args=("p",))
        waiting.start()
        while not processor._queue:
            pass
    with correlated("order-7"):
        engine.start_id("p")  # leads, for the one that waits as well
    waiting.join()
    lines = written()[-2:]
    assert [line["batch_size"] for line in lines] == [2, 2]
    assert [line["correlation_id"] for line in lines] == [None, "order-7"]


def test_lines_for_people_and_messages_of_exceptions_if_wanted():
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = io.StringIO()
    try:
        logs.configure("console", "info", with_messages=True, stream=stream)
        try:
            int("seven")
        except ValueError:
            logging.getLogger("trivium.engine").exception("it failed")
    finally:
        root.handlers[:], root.level = before
        logging.getLogger("trivium").setLevel(logging.NOTSET)
    assert "it failed" in stream.getvalue()
    assert "ValueError: invalid literal" in stream.getvalue()


def test_nothing_is_logged_for_commands_while_nobody_wants_to_read_it(monkeypatch):
    monkeypatch.setattr("trivium.engine.observing.log.outcome_of", None)
    with TestEngine() as engine, TestClient(create_app(engine), client=HERE) as client:
        engine.deploy(CONTINUES)
        assert _start(client).status_code == 201
