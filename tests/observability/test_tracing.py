"""Spans from request to command to job."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx2
import pytest
from fastapi.testclient import TestClient
from opentelemetry import trace
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF
from tests.models import chain

from trivium.api import create_app
from trivium.engine.observing.tracing import Tracing
from trivium.testing import TestEngine

HERE = ("127.0.0.1", 50000)
ROOT = Path(__file__).parents[2]
CONTINUES = chain('<task id="a" camunda:asyncBefore="true"/>', '<userTask id="ask"/>')
WORKS = chain('<serviceTask id="charge" camunda:type="external" camunda:topic="charge"/>')
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture
def provider():
    found = TracerProvider()
    yield found
    found.shutdown()


@pytest.fixture
def spans(provider):
    """What was recorded, by name; the last of a name stays."""
    exporter = InMemorySpanExporter()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return lambda: {span.name: span for span in exporter.get_finished_spans()}


@pytest.fixture
def http(engine, provider):
    with TestClient(create_app(engine, tracer_provider=provider), client=HERE) as client:
        yield client


def _start(http, **headers):
    body = {"process_definition_key": "p"}
    return http.post("/api/processes/instances", json=body, headers=headers)


def test_request_command_and_job_are_spans_of_one_story(engine, http, spans):
    engine.deploy(CONTINUES)
    parent = f"00-{TRACE}-00f067aa0ba902b7-01"
    instance = _start(http, traceparent=parent).json()["id"]
    engine.run_until_idle()
    found = spans()
    request, command, job, run = (
        found[name] for name in ("POST /api/processes/instances", "Start", "job async", "RunJob")
    )
    assert trace.format_trace_id(request.context.trace_id) == TRACE
    assert command.parent.span_id == request.context.span_id
    assert command.attributes["trivium.instance"] == instance
    assert command.attributes["trivium.batch_size"] == 1
    assert command.attributes["trivium.outcome"] == "done"
    assert job.parent is None
    assert [link.context.span_id for link in job.links] == [command.context.span_id]
    assert [link.context.trace_id for link in job.links] == [command.context.trace_id]
    assert run.parent.span_id == job.context.span_id
    assert {each.attributes["trivium.correlation_id"] for each in (command, job, run)} == {TRACE}


def test_correlation_id_that_is_made_is_the_trace(engine, http, spans):
    engine.deploy(CONTINUES)
    answer = _start(http)
    request = spans()["POST /api/processes/instances"]
    assert answer.headers["x-correlation-id"] == trace.format_trace_id(request.context.trace_id)


def test_work_of_handlers_is_linked_and_what_it_calls_is_below_it(engine, http, spans, provider):
    engine.deploy(WORKS)

    @engine.handler("charge")
    def charge(job):
        with provider.get_tracer("mine").start_as_current_span("call the bank"):
            return {}

    _start(http)
    engine.run_until_idle()
    found = spans()
    work = found["job work"]
    assert [link.context.span_id for link in work.links] == [found["Start"].context.span_id]
    assert work.attributes["trivium.topic"] == "charge"
    assert found["call the bank"].parent.span_id == work.context.span_id
    assert found["CompleteJob"].parent.span_id == work.context.span_id
    assert trace.get_current_span() is trace.INVALID_SPAN


def test_refusals_and_faults_are_told_apart(engine, http, spans, monkeypatch):
    http.post("/api/processes/tasks/gone/complete")
    refused = spans()["CompleteTask"]
    assert refused.attributes["trivium.code"] == "task/not-found"
    assert refused.status.status_code is trace.StatusCode.UNSET

    def broken(*_):
        raise ZeroDivisionError("hush")

    monkeypatch.setattr("trivium.engine.processor.processor.Answers", broken)
    assert _start(http).status_code == 500
    failed = spans()["Start"]
    assert failed.status.status_code is trace.StatusCode.ERROR
    assert "hush" not in failed.to_json() + spans()["POST /api/processes/instances"].to_json()


def test_probes_are_no_stories(http, spans):
    http.get("/health/live")
    http.get("/metrics")
    assert spans() == {}


def test_what_is_not_sampled_leaves_no_trace_in_jobs():
    with TestEngine() as engine:
        engine.observe(Tracing(TracerProvider(sampler=ALWAYS_OFF, shutdown_on_exit=False)))
        engine.deploy(CONTINUES)
        engine.start("p")
        (job,) = engine.jobs.query()
        assert (job.correlation_id, job.traceparent) == (None, None)
        assert engine.run_until_idle() == 1


def test_nobody_records_while_nobody_has_said_where_to():
    with TestEngine() as engine, TestClient(create_app(engine), client=HERE) as client:
        engine.deploy(CONTINUES)
        _start(client, **{"X-Correlation-Id": "order-7"})
        (job,) = engine.jobs.query()
        assert (job.correlation_id, job.traceparent) == ("order-7", None)


def test_server_works_without_the_extra(engine, monkeypatch, caplog):
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with TestClient(create_app(engine), client=HERE) as client:
        engine.deploy(CONTINUES)
        assert _start(client).status_code == 201
    assert "extra" in caplog.text


class _Collector(BaseHTTPRequestHandler):
    """Takes what an exporter sends."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.received.append((self.path, ExportTraceServiceRequest.FromString(body)))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        """Nothing."""


@pytest.fixture
def collector():
    with HTTPServer(("127.0.0.1", 0), _Collector) as server:
        server.received = []
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield server
        server.shutdown()
        serving.join()


def test_server_sends_spans_where_the_environment_says(collector, tmp_path, monkeypatch):
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{collector.server_port}")
    monkeypatch.setenv("TRIVIUM_DATABASE", f"sqlite:///{tmp_path / 'traced.db'}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    command = [sys.executable, "-m", "trivium", "serve", "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        said = "".join(iter(process.stdout.readline, "}\n")) + "}"
        with httpx2.Client(base_url=json.loads(said)["url"]) as http:
            http.post("/api/processes/signals", json={"name": "s"})
        process.send_signal(signal.SIGTERM)
        process.wait(20)
    assert {path for path, _ in collector.received} == {"/v1/traces"}
    sent = {
        span.name
        for _, request in collector.received
        for resource in request.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    }
    assert sent >= {"POST /api/processes/signals", "Broadcast"}
