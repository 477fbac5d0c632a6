"""What probes are told."""

from __future__ import annotations

import sqlite3
import threading

import pytest
from fastapi.testclient import TestClient
from tests.api.conftest import CheckedClient

from trivium import Engine
from trivium.api import create_app
from trivium.api.routes import health
from trivium.testing import TestEngine


@pytest.fixture
def http(engine):
    with CheckedClient(create_app(engine)) as client:
        yield client


def test_health_tells_of_dependencies_engine_and_counts(http):
    found = http.get("/health").json()
    assert found["status"] == "healthy"
    database = found["dependencies"]["database"]
    assert (database["type"], database["status"], database["reason"]) == ("sqlite", "healthy", None)
    assert database["latency_ms"] > 0
    assert found["engine"] == {
        "type": "trivium",
        "status": "healthy",
        "reason": None,
        "scheduler": False,
    }
    assert found["counts"]["active_instances"] == 0
    for probe in ("live", "ready"):
        assert http.get(f"/health/{probe}").json() == {"status": "healthy", "reason": None}


def test_database_that_goes_away_and_comes_back(tmp_path):
    """The folder of the database is not there for a while."""
    folder = tmp_path / "here"
    with (
        Engine.open(f"sqlite:///{folder / 'work.db'}", scheduler=False) as engine,
        CheckedClient(create_app(engine)) as http,
    ):
        assert http.get("/health/ready").status_code == 200
        engine._database.engine.dispose()  # connections that are open would not notice
        folder.rename(tmp_path / "elsewhere")
        answer = http.get("/health")
        assert (answer.status_code, answer.json()["status"]) == (503, "unhealthy")
        database = answer.json()["dependencies"]["database"]
        assert (database["status"], database["latency_ms"]) == ("unhealthy", None)
        assert "unable to open database file" in database["reason"]
        assert answer.json()["engine"]["status"] == "healthy"
        assert answer.json()["counts"] is None
        ready = http.get("/health/ready")
        assert (ready.status_code, ready.json()["reason"]) == (503, database["reason"])
        assert http.get("/health/live").status_code == 200
        assert "trivium_database_up 0.0" in http.get("/metrics").text
        (tmp_path / "elsewhere").rename(folder)
        assert http.get("/health/ready").status_code == 200
        assert http.get("/health").json()["status"] == "healthy"


def test_database_that_is_locked_is_still_read(tmp_path):
    path = tmp_path / "work.db"
    with (
        Engine.open(f"sqlite:///{path}", scheduler=False) as engine,
        CheckedClient(create_app(engine)) as http,
    ):
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert http.get("/health/ready").status_code == 200
        other.execute("ROLLBACK")
        other.close()


def test_database_that_says_nothing_is_not_waited_for(engine, http, monkeypatch):
    answers = threading.Event()
    monkeypatch.setattr("trivium.api.readiness._PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr(engine, "ping", answers.wait)
    for _ in range(6):  # no more threads than a few hang there
        answer = http.get("/health/ready")
        assert answer.status_code == 503
        assert "has not answered" in answer.json()["reason"]
    assert http.app.state.readiness._asking == 4
    assert http.get("/health/live").status_code == 200
    answers.set()


def test_server_that_stops_is_not_ready_but_alive(http):
    http.app.state.stop()
    answer = http.get("/health/ready")
    assert (answer.status_code, answer.json()["reason"]) == (503, "The server is stopping.")
    assert http.get("/health").json()["engine"]["status"] == "unhealthy"
    assert http.get("/health/live").status_code == 200


def test_scheduler_that_has_died_is_told():
    with Engine.open("sqlite://") as engine, CheckedClient(create_app(engine)) as http:
        assert http.get("/health").json()["engine"]["scheduler"] is True
        assert http.get("/health/live").status_code == 200
        engine._scheduler.stop()
        answer = http.get("/health/live")
        assert answer.status_code == 503
        assert "Restart" in answer.json()["reason"]
        assert http.get("/health/ready").status_code == 503


def test_counts_that_fail_after_all_are_left_out(monkeypatch):
    monkeypatch.setattr(health, "_counts", lambda _: None)
    with TestEngine() as engine, TestClient(create_app(engine)) as http:
        answer = http.get("/health")
    assert (answer.status_code, answer.json()["counts"]) == (503, None)
