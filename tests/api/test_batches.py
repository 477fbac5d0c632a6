"""Operations on many instances over HTTP."""

from __future__ import annotations

import pytest
from tests.models import chain

_PATH = "/api/processes/batches"
_MODEL = chain('<userTask id="a"/>', '<userTask id="b"/>')


@pytest.fixture
def ids(deploy, start):
    deploy(_MODEL)
    return [start() for _ in range(4)]


def _made(http, **body):
    answer = http.post(_PATH, json=body, headers={"X-User": "ada"})
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == f"{_PATH}/{answer.json()['id']}"
    return answer.json()


def test_is_accepted_worked_off_and_told(http, engine, ids):
    made = _made(http, type="terminate", process_instance_ids=[*ids, "nobody"], reason="x")
    assert (made["status"], made["total"], made["created_by"]) == ("running", 5, "ada")
    engine.run_until_idle()
    found = http.get(f"{_PATH}/{made['id']}").json()
    assert found["batch"]["status"] == "completed"
    assert (found["batch"]["completed"], found["batch"]["failed"]) == (4, 1)
    (reason,) = found["reasons"]
    assert (reason["code"], reason["count"]) == ("instance/not-found", 1)
    failed = http.get(f"{_PATH}/{made['id']}/instances", params={"status": "failed"}).json()
    assert [each["process_instance_id"] for each in failed["items"]] == ["nobody"]
    listed = http.get(_PATH, params={"type": "terminate", "status": "completed"}).json()
    assert [each["id"] for each in listed["items"]] == [made["id"]]


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ({"type": "suspend"}, "suspended"),
        ({"type": "setVariables", "variables": {"x": 1}}, "active"),
        (
            {
                "type": "modify",
                "instructions": [
                    {"type": "startAfterActivity", "activity_id": "b"},
                    {"type": "cancel", "activity_id": "a"},
                ],
            },
            "completed",
        ),
        ({"type": "resolveIncidents"}, "active"),
        ({"type": "restart"}, "active"),
        ({"type": "correlate", "message_name": "m"}, "active"),
    ],
)
def test_everything_can_be_asked_for_by_a_query(http, engine, ids, body, state):
    made = _made(http, query={"process_definition_key": "p"}, **body)
    assert made["total"] == (0 if body["type"] == "restart" else 4)
    engine.run_until_idle()
    instance = http.get(f"/api/processes/instances/{ids[0]}").json()
    assert instance["status"] == state


def test_migration_takes_all_of_its_source(http, engine, deploy, ids):
    second = deploy(_MODEL.replace(b'id="b"', b'id="b" name="B"'))["id"]
    first = http.get(f"/api/processes/instances/{ids[0]}").json()["process_definition_id"]
    made = _made(http, type="migrate", source_definition_id=first, target_definition_id=second)
    engine.run_until_idle()
    assert http.get(f"{_PATH}/{made['id']}").json()["batch"]["completed"] == 4


def test_is_steered(http, engine, ids):
    made = _made(http, type="suspend", process_instance_ids=ids)
    path = f"{_PATH}/{made['id']}"
    assert http.post(f"{path}/pause").status_code == 204
    assert http.post(f"{path}/pause").json()["code"] == "batch/wrong-state"
    engine.run_until_idle()
    assert http.get(path).json()["batch"]["status"] == "paused"
    assert http.post(f"{path}/resume").status_code == 204
    engine.run_until_idle()
    assert http.post(f"{path}/retry").status_code == 204
    assert http.post(f"{path}/cancel").status_code == 409
    assert http.post(f"{_PATH}/nobody/cancel").status_code == 404


def test_trial_counts_what_would_be_done_and_why_not(http, ids):
    body = {"type": "suspend", "process_instance_ids": [*ids, "nobody"]}
    found = http.post(_PATH, json=body, params={"dry_run": True}).json()
    assert (found["batch"]["total"], found["batch"]["passed"]) == (5, 4)
    assert found["batch"]["failed"][0]["code"] == "instance/not-found"
    assert http.get(_PATH).json()["items"] == []


def test_unknown_type_is_refused(http):
    answer = http.post(_PATH, json={"type": "forget"})
    assert answer.status_code == 422
