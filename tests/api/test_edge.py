"""What every request meets: correlation, strangers, problems, defects."""

from __future__ import annotations

import logging

import pytest
from fastapi.testclient import TestClient
from tests.api.conftest import HERE
from tests.models import chain

from trivium.api import create_app
from trivium.errors import Unavailable
from trivium.testing import TestEngine


def test_correlation_id_is_given_or_taken_over(http):
    given = http.get("/health", headers={"X-Correlation-Id": "order-7"})
    assert given.headers["x-correlation-id"] == "order-7"
    problem = http.get("/nowhere", headers={"X-Correlation-Id": "order-8"})
    assert problem.json()["correlation_id"] == problem.headers["x-correlation-id"] == "order-8"
    made = http.get("/health", headers={"X-Correlation-Id": "a b" * 100})
    assert len(made.headers["x-correlation-id"]) == 16


def test_unknown_path_and_method_are_problems(http):
    answer = http.get("/api/nothing")
    assert (answer.status_code, answer.json()["code"]) == (404, "http/no-such-path")
    assert answer.headers["content-type"] == "application/problem+json"
    answer = http.patch("/api/processes/definitions/x")
    assert (answer.status_code, answer.json()["code"]) == (405, "http/method-not-allowed")
    assert answer.headers["allow"] == "DELETE, GET, PUT"


def test_problem_names_element_and_state(http, deploy, start, engine):
    deploy(chain('<userTask id="ask"/>'))
    instance = start()
    engine.instances.suspend(instance)
    task = engine.tasks.query(instance)[0].id
    problem = http.post(f"/api/processes/tasks/{task}/complete").json()
    assert problem["type"] == "/docs/errors#instance-suspended"
    assert problem["title"] == "Instance: suspended"
    assert problem["instance"] == f"/api/processes/tasks/{task}/complete"


def test_body_beyond_the_limit_is_refused_however_it_comes(engine):
    body = b'{"name": "' + b"x" * 1000 + b'"}'
    headers = {"content-type": "application/json"}
    app = create_app(engine, largest_body_bytes=1000)
    with TestClient(app, client=("127.0.0.1", 1)) as client:
        for content in (body, iter([body[:500], body[500:]])):
            answer = client.post("/api/processes/signals", content=content, headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (413, "http/body-too-large")
        files = [("f", ("a.bpmn", b"x" * 2000, "application/xml"))]
        answer = client.post("/api/processes/definitions", files=files)
        assert (answer.status_code, answer.json()["code"]) == (413, "http/body-too-large")
        assert client.post("/api/processes/signals", json={"name": "x"}).status_code == 200


def test_name_of_the_actor_is_believed_from_this_machine_only(engine):
    with TestClient(create_app(engine), client=("192.0.2.7", 1)) as stranger:
        answer = stranger.post(
            "/api/processes/signals", json={"name": "x"}, headers={"X-User": "a"}
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "identity/header-not-trusted")
        assert stranger.post("/api/processes/signals", json={"name": "x"}).status_code == 200
    with TestClient(create_app(engine), client=("::1", 1)) as local:
        answer = local.post("/api/processes/signals", json={"name": "x"}, headers={"X-User": "a"})
        assert answer.status_code == 200


def test_pages_of_other_origins_change_nothing(http):
    elsewhere = {"Origin": "https://elsewhere.example"}
    answer = http.post("/api/processes/signals", json={"name": "x"}, headers=elsewhere)
    assert (answer.status_code, answer.json()["code"]) == (403, "http/cross-origin")
    assert http.get("/health", headers=elsewhere).status_code == 200
    own = {"Origin": "http://testserver"}
    assert http.post("/api/processes/signals", json={"name": "x"}, headers=own).status_code == 200


def test_local_server_answers_to_its_own_names_only(engine):
    app = create_app(engine, hosts=["127.0.0.1", "localhost", "::1"])
    with TestClient(app, base_url="http://localhost:8080") as client:
        assert client.get("/health").status_code == 200
        assert client.get("/health", headers={"Host": "[::1]:8080"}).status_code == 200
        for host in ("elsewhere.example", "localhost.elsewhere.example:8080", "[", ""):
            answer = client.get("/health", headers={"Host": host})
            assert (answer.status_code, answer.json()["code"]) == (403, "http/host-not-ours")


class _Broken(TestEngine):
    def counts(self):
        raise ZeroDivisionError("the secret of the database")


def test_defect_is_logged_once_and_says_nothing_but_its_reference(caplog):
    with (
        _Broken() as engine,
        TestClient(create_app(engine)) as client,
        caplog.at_level(logging.ERROR),
    ):
        answer = client.get("/health", headers={"X-Correlation-Id": "c"})
    assert (answer.status_code, answer.json()["code"]) == (500, "http/defect")
    assert "secret" not in answer.text
    assert answer.headers["x-correlation-id"] == "c"
    (record,) = [each for each in caplog.records if each.exc_info]
    assert answer.json()["reference"] in record.getMessage()


def test_database_that_does_not_answer_is_to_be_asked_again(engine, http, monkeypatch):
    def away(*_, **__):
        raise Unavailable("Expected the database to answer, but it does not. Try again.")

    monkeypatch.setattr(engine.tasks, "query", away)
    answer = http.get("/api/processes/tasks")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


@pytest.mark.parametrize("path", ["/", "/docs", "/docs/errors"])
def test_pages_load_nothing_from_elsewhere(http, path):
    page = http.get(path)
    assert page.status_code == 200
    for mark in ('src="http', 'href="http', "@import", "url(http"):
        assert mark not in page.text


def test_pages_explain_themselves(http, engine, deploy, start):
    deploy(chain('<userTask id="ask"/>', key="a-process"))
    start("a-process")
    with TestClient(create_app(engine, with_web=False), client=HERE) as without:
        assert "a-process" in without.get("/").text
    assert 'id="task-not-found"' in http.get("/docs/errors").text
    assert http.get("/docs/files/swagger-ui-bundle.js").status_code == 200
