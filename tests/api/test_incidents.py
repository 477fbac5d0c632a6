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
    assert http.get(f"{_PATH}/{incident['id']}").json() == incident
    found = http.get(f"/api/processes/instances/{incident['process_instance_id']}/incidents").json()
    assert found["items"] == [incident]


def test_retry_with_corrected_variables_goes_on(http, incident):
    answer = http.post(f"{_PATH}/{incident['id']}/retry", json={"variables": {"amount": 11}})
    assert answer.status_code == 204
    instance = http.get(f"/api/processes/instances/{incident['process_instance_id']}").json()
    assert instance["status"] == "completed"
    gone = http.get(f"{_PATH}/{incident['id']}")
    assert (gone.status_code, gone.json()["code"]) == (404, "incident/not-found")


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
