"""Human tasks over HTTP."""

from __future__ import annotations

import pytest
from tests.models import bpmn, chain

_PATH = "/api/processes/tasks"
_ASK = (
    '<userTask id="ask" name="Ask" camunda:candidateGroups="clerks" camunda:candidateUsers="ann">'
    "<extensionElements><camunda:formData>"
    '<camunda:formField id="ok" label="OK?" type="boolean"/>'
    "</camunda:formData></extensionElements></userTask>"
)
_CAUGHT = (
    '<boundaryEvent id="caught" attachedToRef="ask"><errorEventDefinition errorRef="e"/>'
    '</boundaryEvent><endEvent id="bad"/>'
)
_MODEL = bpmn(
    f'<startEvent id="start"/>{_ASK}{_CAUGHT}<endEvent id="end"/>\nstart -> ask\nask -> end\ncaught -> bad',
    roots='<error id="e" errorCode="wrong"/>',
)


@pytest.fixture
def task(deploy, start, engine):
    """The path of a task that is open."""
    deploy(_MODEL)
    found = engine.tasks.query(start(variables={"amount": 3}))[0]
    return f"{_PATH}/{found.id}"


def test_task_has_what_its_element_says_and_the_variables_that_it_sees(http, task):
    found = http.get(task, params={"plain": True}).json()
    assert (found["name"], found["task_definition_key"], found["status"]) == (
        "Ask",
        "ask",
        "created",
    )
    assert (found["candidate_users"], found["candidate_groups"]) == (["ann"], ["clerks"])
    assert found["variables"] == {"amount": 3}
    assert http.get(f"{task}/form").json()["form"]["fields"][0]["label"] == "OK?"


def test_completed_task_takes_its_variables_and_the_process_on(http, task):
    instance = http.get(task).json()["process_instance_id"]
    body = {"variables": {"ok": {"value": "true", "type": "Boolean"}}}
    assert http.post(f"{task}/complete", json=body).status_code == 204
    found = http.get(f"/api/processes/instances/{instance}").json()
    assert (found["status"], found["variables"]["ok"]["value"]) == ("completed", True)
    again = http.post(f"{task}/complete", json=body)
    assert (again.status_code, again.json()["code"]) == (404, "task/not-found")


def test_claimed_task_is_one_persons_until_it_is_given_back(http, task):
    assert http.post(f"{task}/claim", headers={"X-User": "mary"}).status_code == 204
    found = http.get(task).json()
    assert (found["assignee"], found["status"]) == ("mary", "assigned")
    refused = http.post(f"{task}/claim", json={"user_id": "joe"})
    assert (refused.status_code, refused.json()["code"]) == (409, "task/claimed-by-another")
    assert (refused.json()["assignee"], refused.json()["element"]) == ("mary", "ask")
    assert http.post(f"{task}/unclaim").status_code == 204
    assert http.post(f"{task}/claim", json={"user_id": "joe"}).status_code == 204


def test_claim_without_a_name_is_refused(http, task):
    answer = http.post(f"{task}/claim")
    assert (answer.status_code, answer.json()["code"]) == (422, "task/user-missing")


def test_assigned_task_is_taken_from_whoever_had_it(http, task):
    http.post(f"{task}/claim", json={"user_id": "mary"})
    assert http.post(f"{task}/assign", json={"user_id": "joe"}).status_code == 204
    assert http.get(task).json()["assignee"] == "joe"


def test_delegated_task_is_resolved_before_its_owner_completes_it(http, task):
    http.post(f"{task}/claim", json={"user_id": "mary"})
    assert http.post(f"{task}/delegate", json={"user_id": "joe"}).status_code == 204
    found = http.get(task).json()
    assert (found["owner"], found["assignee"], found["status"]) == ("mary", "joe", "delegated")
    refused = http.post(f"{task}/complete")
    assert (refused.status_code, refused.json()["code"]) == (409, "task/delegation-pending")
    assert http.post(f"{task}/resolve", json={"variables": {"ok": True}}).status_code == 204
    found = http.get(task, params={"plain": True}).json()
    assert (found["assignee"], found["delegation_state"]) == ("mary", "resolved")
    assert found["variables"]["ok"] is True
    again = http.post(f"{task}/resolve")
    assert (again.status_code, again.json()["code"]) == (409, "task/not-delegated")
    assert http.post(f"{task}/complete").status_code == 204


def test_changes_change_only_what_is_given(http, task):
    body = {"priority": 80, "due": "2026-12-24T12:00:00+02:00", "candidate_groups": ["chiefs"]}
    assert http.patch(task, json=body).status_code == 204
    found = http.get(task).json()
    assert (found["priority"], found["due"]) == (80, "2026-12-24T10:00:00Z")
    assert (found["candidate_groups"], found["candidate_users"]) == (["chiefs"], ["ann"])
    http.patch(task, json={"due": None})
    found = http.get(task).json()
    assert (found["due"], found["priority"], found["name"]) == (None, 80, "Ask")
    assert http.patch(task, json={"due": "tomorrow"}).status_code == 422


def test_error_of_a_task_is_caught_in_the_model(http, task):
    instance = http.get(task).json()["process_instance_id"]
    body = {"error_code": "wrong", "error_message": "no", "variables": {"why": "x"}}
    assert http.post(f"{task}/error", json=body).status_code == 204
    steps = http.get(f"/api/processes/instances/{instance}/path").json()["items"]
    assert steps[-1]["activity_id"] == "bad"


def test_list_is_filtered_by_person_group_process_and_instance(http, deploy, start, engine):
    deploy(chain(_ASK))
    deploy(chain('<userTask id="own" camunda:assignee="mary"/>', key="q"))
    first = start()
    start()
    start("q")
    taken = engine.tasks.query(first)[0].id
    http.post(f"{_PATH}/{taken}/claim", json={"user_id": "joe"})

    def names(**params):
        answer = http.get(_PATH, params={**params, "count": True}).json()
        assert answer["total"] == len(answer["items"])
        return [(task["task_definition_key"], task["assignee"]) for task in answer["items"]]

    assert len(names()) == 3
    assert names(assignee="mary") == [("own", "mary")]
    assert names(process_definition_key="q") == [("own", "mary")]
    assert names(task_definition_key="ask", unassigned=True) == [("ask", None)]
    assert names(process_instance_id=first) == [("ask", "joe")]
    assert len(names(candidate_group=["clerks", "x"])) == 2
    assert names(candidate_group="x") == []
    assert names(user="joe") == [("ask", "joe")]
    assert names(user="ann") == [("ask", None)]
    assert set(names(user="joe", candidate_group="clerks")) == {("ask", "joe"), ("ask", None)}


def test_tasks_without_a_date_come_last_when_sorted_by_it(http, deploy, start, engine):
    deploy(chain(_ASK))
    instances = [start() for _ in range(5)]
    dates = ["2026-03-01", None, "2026-01-01", "2026-02-01", None]
    for instance, date in zip(instances, dates, strict=True):
        task = engine.tasks.query(instance)[0].id
        if date:
            http.patch(f"{_PATH}/{task}", json={"due": f"{date}T00:00:00Z"})
    for sort, expected in (
        ("due", ["2026-01-01", "2026-02-01", "2026-03-01", None, None]),
        ("-due", ["2026-03-01", "2026-02-01", "2026-01-01", None, None]),
    ):
        found, cursor = [], None
        while True:
            params = {"sort": sort, "limit": 2, **({"cursor": cursor} if cursor else {})}
            page = http.get(_PATH, params=params).json()
            found += page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert [each["due"] and each["due"][:10] for each in found] == expected
        assert len({each["id"] for each in found}) == 5
