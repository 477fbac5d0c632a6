"""Incidents over HTTP."""

from __future__ import annotations

import pytest
from tests.models import bpmn

_PATH = "/api/processes/incidents"
_MODEL = bpmn(
    '<startEvent id="start"/><exclusiveGateway id="choose"/><endEvent id="end"/>'
    '<endEvent id="never"/>\n'
    "start -> choose\nchoose -> end : amount > 10\nchoose -> never : amount > 100"
)


@pytest.fixture
def incident(http, deploy, start):
    deploy(_MODEL)
    start(variables={"amount": 1})
    (found,) = http.get(_PATH).json()["items"]
    return found


def test_incident_says_where_and_why(http, incident):
    assert (incident["activity_id"], incident["code"]) == ("choose", "bpmn/no-flow-taken")
    assert incident["process_definition_key"] == "p"
    details = http.get(f"{_PATH}/{incident['id']}").json()
    assert [each["action"] for each in details.pop("history")] == ["created"]
    assert details == incident
    assert incident["incident_type"] == "conditionError"
    found = http.get(f"/api/processes/instances/{incident['process_instance_id']}/incidents").json()
    assert found["items"] == [incident]


def test_retry_with_corrected_variables_goes_on(http, incident):
    answer = http.post(f"{_PATH}/{incident['id']}/retry", json={"variables": {"amount": 11}})
    assert answer.status_code == 204
    instance = http.get(f"/api/processes/instances/{incident['process_instance_id']}").json()
    assert instance["status"] == "completed"
    over = http.get(f"{_PATH}/{incident['id']}").json()
    assert (over["status"], over["resolution"]["resolution_type"]) == ("resolved", "retry")
    assert http.get(f"{_PATH}/nobody").json()["code"] == "incident/not-found"


def test_retry_that_fails_again_is_open_again(http, incident):
    http.post(f"{_PATH}/{incident['id']}/retry")
    (found,) = http.get(_PATH).json()["items"]
    assert found["id"] != incident["id"]


def test_list_is_filtered_and_counted(http, deploy, start, incident):
    deploy(_MODEL.replace(b'id="p"', b'id="q"'))
    start("q")
    assert http.get(_PATH, params={"count": True}).json()["total"] == 2
    found = http.get(_PATH, params={"process_definition_key": "q", "count": True}).json()
    assert (len(found["items"]), found["total"]) == (1, 1)
    assert incident["id"] not in {each["id"] for each in found["items"]}
    wanted = {"process_instance_id": incident["process_instance_id"], "sort": "-created"}
    assert http.get(_PATH, params=wanted).json()["items"] == [incident]


def test_is_skipped_by_the_flow_that_is_said(http, incident):
    path = f"{_PATH}/{incident['id']}"
    refused = http.post(f"{path}/resolve", json={"resolution_type": "skip"})
    assert (refused.status_code, refused.json()["code"]) == (422, "incident/flow-needed")
    assert "choose-end, choose-never" in refused.json()["detail"]
    body = {
        "resolution_type": "skip",
        "transition_id": "choose-never",
        "resolution_message": "as agreed",
    }
    assert http.post(f"{path}/resolve", json=body).status_code == 204
    instance = http.get(f"/api/processes/instances/{incident['process_instance_id']}").json()
    assert instance["status"] == "completed"
    again = http.post(f"{path}/resolve", json=body)
    assert again.status_code == 409
    found = http.get(_PATH, params={"status": "resolved"}).json()["items"]
    assert [each["resolution"]["resolution_message"] for each in found] == ["as agreed"]
    assert http.get(_PATH, params={"status": "deleted"}).json()["items"] == []


def test_is_modified(http, incident):
    body = {
        "resolution_type": "modify",
        "instructions": [{"type": "startBeforeActivity", "activity_id": "never"}],
    }
    answer = http.post(f"{_PATH}/{incident['id']}/resolve", json=body)
    assert answer.status_code == 204
    instance = http.get(f"/api/processes/instances/{incident['process_instance_id']}").json()
    assert instance["status"] == "completed"


def test_history_tells_what_was_said_and_who_it_was_given_to(http, incident):
    path = f"{_PATH}/{incident['id']}"
    for action, body in (
        ("comment", {"message": "amount is missing"}),
        ("assign", {"to": "bob"}),
        ("escalate", {"to": "operations", "message": "by noon"}),
    ):
        assert http.post(f"{path}/{action}", json=body).status_code == 204
    found = http.get(path).json()
    assert [(each["action"], each["to"], each["message"]) for each in found["history"][1:]] == [
        ("commented", None, "amount is missing"),
        ("assigned", "bob", None),
        ("escalated", "operations", "by noon"),
    ]
    assert (found["assignee"], found["escalated_to"]) == ("bob", "operations")
    wanted = {"assignee": "bob", "incident_type": "conditionError"}
    assert len(http.get(_PATH, params=wanted).json()["items"]) == 1
    assert http.get(_PATH, params={"incident_type": "failedJob"}).json()["items"] == []


def test_incidents_with_one_cause_are_told_together_and_the_most_frequent_first(
    engine, http, deploy, start, incident
):
    deploy(_MODEL.replace(b'id="p"', b'id="q"'))
    start("q")
    engine.advance("PT1S")
    newest = start("q")
    causes = http.get(f"{_PATH}/causes").json()["items"]
    assert [(each["process_definition_key"], each["count"]) for each in causes] == [
        ("q", 2),
        ("p", 1),
    ]
    assert (causes[0]["code"], causes[0]["activity_id"]) == ("bpmn/no-flow-taken", "choose")
    assert (causes[0]["instances"], causes[0]["newest"]["process_instance_id"]) == (2, newest)
    assert causes[1]["newest"] == incident
    only = http.get(f"{_PATH}/causes", params={"process_definition_key": "p"}).json()["items"]
    assert only == causes[1:]


def test_incidents_of_a_cause_are_listed(http, deploy, start, incident):
    wanted = {"code": incident["code"], "activity_id": "choose"}
    assert http.get(_PATH, params=wanted).json()["items"] == [incident]
    for other in ({"code": "bpmn/other"}, {"activity_id": "end"}):
        assert http.get(_PATH, params={**wanted, **other}).json()["items"] == []


def test_cause_that_is_no_more_is_told_only_when_asked_for(http, incident):
    http.post(f"{_PATH}/{incident['id']}/retry", json={"variables": {"amount": 11}})
    assert http.get(f"{_PATH}/causes").json()["items"] == []
    (cause,) = http.get(f"{_PATH}/causes", params={"status": "resolved"}).json()["items"]
    assert cause["newest"]["id"] == incident["id"]
