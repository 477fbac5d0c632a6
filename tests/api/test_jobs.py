"""External workers over HTTP."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.models import bpmn, chain

_PATH = "/api/processes/jobs"
_WORK = (
    '<serviceTask id="work" camunda:type="external" camunda:topic="charge"/>'
    '<boundaryEvent id="caught" attachedToRef="work"><errorEventDefinition errorRef="e"/>'
    '</boundaryEvent><endEvent id="bad"/>'
)
_MODEL = bpmn(
    f'<startEvent id="start"/>{_WORK}<endEvent id="end"/>\nstart -> work\nwork -> end\ncaught -> bad',
    roots='<error id="e" errorCode="declined"/>',
)


@pytest.fixture
def activate(http):
    def run(topic="charge", **body):
        asked = {"topics": [topic], "worker": "w", **body}
        answer = http.post(f"{_PATH}/activate", json=asked, params={"plain": True})
        assert answer.status_code == 200, answer.text
        return answer.json()["jobs"]

    return run


@pytest.fixture
def job(deploy, start, activate):
    """A job that was leased, with its path."""
    deploy(_MODEL)
    start(variables={"amount": 3})
    (found,) = activate()
    return found | {"path": f"{_PATH}/{found['id']}"}


def test_leased_job_has_its_variables_and_nobody_else_gets_it(job, activate):
    assert (job["topic"], job["lease_owner"], job["variables"]) == ("charge", "w", {"amount": 3})
    assert activate() == []


def test_completed_job_sets_its_variables(http, job):
    body = {"lease": job["lease"], "variables": {"receipt": "R-1"}}
    assert http.post(f"{job['path']}/complete", json=body).status_code == 204
    path = f"/api/processes/instances/{job['process_instance_id']}"
    found = http.get(path, params={"plain": True}).json()
    assert (found["status"], found["variables"]["receipt"]) == ("completed", "R-1")
    again = http.post(f"{job['path']}/complete", json=body)
    assert (again.status_code, again.json()["code"]) == (404, "job/not-found")


def test_result_under_a_lease_that_was_lost_is_refused(http, job, activate, engine):
    engine.advance("PT31S")
    (taken_over,) = activate()
    assert taken_over["lease"] == job["lease"] + 1
    answer = http.post(f"{job['path']}/complete", json={"lease": job["lease"]})
    assert (answer.status_code, answer.json()["code"]) == (409, "job/lease-lost")
    body = {"lease": taken_over["lease"]}
    assert http.post(f"{job['path']}/complete", json=body).status_code == 204


def test_extended_lease_is_kept_for_longer(http, job, activate, engine):
    body = {"lease": job["lease"], "lease_for": "PT5M"}
    assert http.post(f"{job['path']}/extend", json=body).status_code == 204
    engine.advance("PT2M")
    assert activate() == []
    answer = http.post(f"{job['path']}/extend", json=body | {"lease": 99})
    assert (answer.status_code, answer.json()["code"]) == (409, "job/lease-lost")


def test_lease_that_ran_out_is_extended_if_nobody_has_taken_it(http, job, activate, engine):
    body = {"lease": job["lease"], "lease_for": "PT5M"}
    engine.advance("PT31S")
    assert http.post(f"{job['path']}/extend", json=body).status_code == 204
    assert activate() == []
    engine.advance("PT6M")
    assert len(activate()) == 1
    assert http.post(f"{job['path']}/extend", json=body).json()["code"] == "job/lease-lost"


def test_lease_of_a_job_that_failed_is_not_extended(http, job):
    failure = {"lease": job["lease"], "error_message": "timeout"}
    assert http.post(f"{job['path']}/fail", json=failure).status_code == 200
    body = {"lease": job["lease"], "lease_for": "PT5M"}
    assert http.post(f"{job['path']}/extend", json=body).json()["code"] == "job/lease-lost"


def test_failed_job_is_tried_again_later_and_at_last_is_an_incident(http, job, activate, engine):
    body = {"lease": job["lease"], "error_message": "timeout", "retries": 1, "retry_in": "PT10S"}
    assert http.post(f"{job['path']}/fail", json=body).json() == {"retries": 1}
    assert activate() == []
    engine.advance("PT11S")
    (again,) = activate()
    assert again["error_message"] == "timeout"
    body = {"lease": again["lease"], "error_message": "still"}
    assert http.post(f"{job['path']}/fail", json=body).json() == {"retries": 0}
    (incident,) = http.get("/api/processes/incidents").json()["items"]
    assert (incident["incident_type"], incident["incident_message"]) == (
        "failedExternalTask",
        "still",
    )
    assert incident["configuration"] == job["id"]
    assert http.post(f"/api/processes/incidents/{incident['id']}/retry").status_code == 204
    assert len(activate()) == 1
    assert http.get("/api/processes/incidents", params={"count": True}).json()["total"] == 0


def test_error_of_a_job_is_caught_in_the_model(http, job):
    body = {"lease": job["lease"], "error_code": "declined", "variables": {"why": "limit"}}
    assert http.post(f"{job['path']}/error", json=body).status_code == 204
    path = f"/api/processes/instances/{job['process_instance_id']}/path"
    assert http.get(path).json()["items"][-1]["activity_id"] == "bad"


def test_list_has_work_and_timers(http, deploy, start):
    deploy(_MODEL)
    wait = (
        '<intermediateCatchEvent id="wait"><timerEventDefinition>'
        "<timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>"
    )
    deploy(chain(wait, key="q"))
    start()
    start("q")
    found = http.get(_PATH, params={"count": True, "sort": "-due"}).json()
    assert [(job["kind"], job["activity_id"]) for job in found["items"]] == [
        ("timer", "wait"),
        ("work", "work"),
    ]
    assert found["total"] == 2
    assert len(http.get(_PATH, params={"topic": "charge"}).json()["items"]) == 1
    assert len(http.get(_PATH, params={"kind": "timer"}).json()["items"]) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"topics": []},
        {"worker": ""},
        {"limit": 0},
        {"lease_for": "PT0S"},
        {"lease_for": "soon"},
        {"wait_for": "PT2M"},
    ],
)
def test_strange_wishes_do_not_fit(http, change):
    answer = http.post(f"{_PATH}/activate", json={"topics": ["t"], "worker": "w"} | change)
    assert (answer.status_code, answer.json()["code"]) == (422, "http/invalid-input")


def test_long_poll_is_answered_as_soon_as_there_is_work(deploy, start, activate):
    deploy(_MODEL)
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(activate, wait_for="PT30S")
        began = time.monotonic()
        start()
        (found,) = waiting.result(10)
    assert found["topic"] == "charge"
    assert time.monotonic() - began < 5


def test_many_workers_wait_without_keeping_others_from_being_served(http, activate, deploy, start):
    deploy(_MODEL)
    begun = threading.Barrier(151)

    def worker(number):
        begun.wait(30)
        return activate("charge" if number == 0 else f"other-{number}", wait_for="PT3S")

    with ThreadPoolExecutor(150) as pool:
        waiting = [pool.submit(worker, number) for number in range(150)]
        begun.wait(30)
        start()
        assert http.get("/health").status_code == 200
        assert sum(len(each.result(30)) for each in waiting) == 1


_LISTENED = chain(
    '<userTask id="ask"><extensionElements><zeebe:taskListeners>'
    '<zeebe:taskListener eventType="assigning" type="charge"/></zeebe:taskListeners>'
    "</extensionElements></userTask>"
)


def test_listener_of_a_task_answers_and_the_task_shows_what_it_waits_for(
    http, deploy, start, activate
):
    deploy(_LISTENED)
    start()
    (task,) = http.get("/api/processes/tasks").json()["items"]
    path = f"/api/processes/tasks/{task['id']}"
    assert http.post(f"{path}/claim", json={"user_id": "mary"}).status_code == 204
    assert http.get(path).json()["status"] == "assigning"
    refused = http.post(f"{path}/complete", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "task/in-transition")
    (job,) = activate()
    body = {"answer": {"corrections": {"colour": "red"}}}
    refused = http.post(f"{_PATH}/{job['id']}/complete", json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, "task/unknown-field")
    body = {"answer": {"corrections": {"assignee": "john", "priority": 80}}}
    assert http.post(f"{_PATH}/{job['id']}/complete", json=body).status_code == 204
    task = http.get(path).json()
    assert (task["status"], task["assignee"], task["priority"]) == ("assigned", "john", 80)
