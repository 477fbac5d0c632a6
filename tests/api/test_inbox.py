"""Inbox, many tasks at once and saved filters over HTTP."""

from __future__ import annotations

import pytest
from tests.api.conftest import HERE, CheckedClient
from tests.models import chain

from trivium.api import create_app
from trivium.work import Work

_TASKS = "/api/processes/tasks"
_FILTERS = "/api/filters"
_TOM = {"X-User": "tom"}


@pytest.fixture
def http(engine):
    work = Work(engine)
    work.people.put("tom", manager="head")
    with CheckedClient(create_app(engine, work=work), client=HERE) as client:
        yield client


@pytest.fixture
def tasks(deploy, start, engine):
    deploy(chain('<userTask id="ask" name="Ask" camunda:candidateUsers="tom"/>'))
    for number in range(3):
        start(variables={"amount": number})
    return [each.id for each in engine.tasks.query()]


def test_inbox_has_tasks_in_the_words_of_the_document(http, engine, tasks):
    engine.tasks.update(tasks[0], {"priority": 80})
    found = http.get("/api/tasks/inbox", headers=_TOM).json()["items"]
    assert len(found) == 3
    first = next(each for each in found if each["id"] == tasks[0])
    assert (first["status"], first["priority"], first["atom_id"]) == ("pending", "high", "ask")
    assert set(first["data"]) == {"amount"}
    other = http.get("/api/tasks/inbox", params={"user_id": "ann"}, headers=_TOM)
    assert other.json()["items"] == []
    assert http.get("/api/tasks/inbox").status_code == 401


def test_task_is_started_counted_and_completed(http, tasks):
    path = f"/api/tasks/{tasks[0]}"
    assert http.post(f"{path}/start", headers=_TOM).status_code == 204
    inbox = {"status": "in_progress"}
    assert len(http.get("/api/tasks/inbox", params=inbox, headers=_TOM).json()["items"]) == 1
    refused = http.post(f"{path}/start", headers={"X-User": "ann"})
    assert (refused.status_code, refused.json()["code"]) == (409, "task/claimed-by-another")
    found = http.get("/api/tasks/stats", headers=_TOM).json()
    assert (found["pending"], found["in_progress"], found["completed"]) == (2, 1, 0)
    assert (
        http.post(f"{path}/complete", json={"result": {"ok": True}}, headers=_TOM).status_code
        == 204
    )
    found = http.get("/api/tasks/stats", headers=_TOM).json()
    assert (found["in_progress"], found["completed"]) == (0, 1)


def test_task_is_reassigned_and_escalated_with_a_reason(http, engine, tasks):
    path = f"/api/tasks/{tasks[0]}"
    body = {"new_assignee": "tom", "reason": "Ann is ill."}
    assert http.post(f"{path}/reassign", json=body, headers={"X-User": "chief"}).status_code == 204
    answer = http.post(f"{path}/escalate", json={"reason": "Too large."}, headers=_TOM)
    assert answer.json() == {"task_id": tasks[0], "assigned_to": "head"}
    history = engine.instances.history(engine.tasks.get(tasks[0]).root_id).items
    assert [entry.command.get("reason") for entry in history[-2:]] == ["Ann is ill.", "Too large."]
    refused = http.post(f"{path}/escalate")
    assert (refused.status_code, refused.json()["code"]) == (409, "task/nobody-above")


def test_many_tasks_are_claimed_with_a_report_for_each(http, engine, tasks):
    engine.tasks.claim(tasks[1], "ann")
    body = {"action": "claim", "task_ids": [*tasks, "none"]}
    found = http.post(f"{_TASKS}/bulk", json=body, headers=_TOM).json()
    assert (found["done"], found["refused"]) == (2, 2)
    assert [each["code"] for each in found["results"]] == [
        None,
        "task/claimed-by-another",
        None,
        "task/not-found",
    ]
    none = http.post(f"{_TASKS}/bulk", json={"action": "complete"})
    assert (none.status_code, none.json()["code"]) == (422, "task/too-many")


def test_filter_is_saved_counted_used_and_deleted(http, tasks):
    amount = {"variable": "amount", "operator": "above", "value": 0}
    body = {"name": "Large", "conditions": [amount], "sort": "-created", "columns": ["amount"]}
    made = http.post(_FILTERS, json=body, headers=_TOM)
    assert made.status_code == 201, made.text
    path = f"{_FILTERS}/{made.json()['id']}"
    assert http.get(path).json() == made.json()
    listed = http.get(_FILTERS, params={"counts": True}, headers=_TOM).json()["items"]
    assert [(each["name"], each["count"]) for each in listed] == [("Large", 2)]
    query = {"filter": made.json()["id"], "variables": "amount", "plain": True}
    found = http.get(_TASKS, params=query, headers=_TOM).json()["items"]
    assert {each["variables"]["amount"] for each in found} == {1, 2}
    many = {"action": "claim", "filter_id": made.json()["id"]}
    assert http.post(f"{_TASKS}/bulk", json=many, headers=_TOM).json()["done"] == 2
    changed = http.put(path, json={"name": "All", "groups": ["clerks"]}, headers=_TOM).json()
    assert (changed["conditions"], changed["groups"]) == ([], ["clerks"])
    assert http.delete(path, headers=_TOM).status_code == 204
    gone = http.get(_TASKS, params=query)
    assert (gone.status_code, gone.json()["code"]) == (404, "filter/not-found")


def test_filter_that_is_not_right_is_refused_with_all_its_faults(http):
    body = {"name": "x", "conditions": [{"field": "no", "operator": "is"}], "sort": "no"}
    answer = http.post(_FILTERS, json=body, headers=_TOM)
    assert (answer.status_code, answer.json()["code"]) == (422, "filter/invalid")
    assert len(answer.json()["faults"]) == 2
    nobody = http.post(_FILTERS, json={"name": "x"})
    assert (nobody.status_code, nobody.json()["code"]) == (422, "task/user-missing")
