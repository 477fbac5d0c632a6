"""A request that is sent twice is carried out once."""

from __future__ import annotations

import pytest
from tests.models import chain

_INSTANCES = "/api/processes/instances"
_ASK = '<userTask id="ask"/>'
_KEY = {"Idempotency-Key": "1"}


def test_start_sent_twice_is_one_instance(http, deploy):
    deploy(chain(_ASK))
    body = {"process_definition_key": "p", "variables": {"a": 1.50}}
    first = http.post(_INSTANCES, json=body, headers=_KEY)
    second = http.post(_INSTANCES, json=body, headers=_KEY)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert http.get(_INSTANCES, params={"count": True}).json()["total"] == 1


def test_key_belongs_to_the_request_that_it_came_with(http, deploy):
    deploy(chain(_ASK))
    http.post(_INSTANCES, json={"process_definition_key": "p"}, headers=_KEY)
    other = {"process_definition_key": "p", "business_key": "other"}
    answer = http.post(_INSTANCES, json=other, headers=_KEY)
    assert (answer.status_code, answer.json()["code"]) == (409, "command/idempotency-key-reused")
    by_another = http.post(
        _INSTANCES, json={"process_definition_key": "p"}, headers=_KEY | {"X-User": "joe"}
    )
    assert by_another.status_code == 409


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("complete", {"variables": {"a": 1}}),
        ("error", {"error_code": "x"}),
        ("delegate", {"user_id": "joe"}),
    ],
)
def test_command_on_a_task_sent_twice_is_carried_out_once(http, deploy, start, engine, verb, body):
    deploy(chain(_ASK, '<userTask id="next"/>'))
    instance = start()
    path = f"/api/processes/tasks/{engine.tasks.query(instance)[0].id}/{verb}"
    assert http.post(path, json=body, headers=_KEY).status_code == 204
    entries = len(engine.instances.history(instance))
    assert http.post(path, json=body, headers=_KEY).status_code == 204
    assert len(engine.instances.history(instance)) == entries


def test_keys_of_two_paths_do_not_meet(http, deploy, start, engine):
    deploy(chain(_ASK))
    for instance in (start(), start()):
        path = f"/api/processes/tasks/{engine.tasks.query(instance)[0].id}/complete"
        assert http.post(path, headers=_KEY).status_code == 204
    assert not engine.tasks.query().items


def test_refused_request_is_tried_afresh_under_the_same_key(http, deploy):
    body = {"process_definition_key": "p"}
    assert http.post(_INSTANCES, json=body, headers=_KEY).status_code == 404
    deploy(chain(_ASK))
    assert http.post(_INSTANCES, json=body, headers=_KEY).status_code == 201


def test_signal_and_message_sent_twice_are_received_once(http, deploy, start):
    roots = '<message id="m" name="go"/><signal id="s" name="go"/>'
    caught = (
        '<intermediateCatchEvent id="wait"><signalEventDefinition signalRef="s"/>'
        "</intermediateCatchEvent>"
    )
    deploy(chain(caught, roots=roots))
    start()
    for _ in range(2):
        answer = http.post("/api/processes/signals", json={"name": "go"}, headers=_KEY)
        assert answer.json() == {"receivers": 1}
    started = (
        '<startEvent id="start"><messageEventDefinition messageRef="m"/></startEvent>'
        '<endEvent id="end"/><sequenceFlow id="f" sourceRef="start" targetRef="end"/>'
    )
    model = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
        f'{roots}<process id="q" isExecutable="true">{started}</process></definitions>'
    )
    deploy(model.encode())
    answers = [
        http.post("/api/processes/messages", json={"name": "go"}, headers=_KEY).json()
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert len(http.get(_INSTANCES, params={"process_definition_key": "q"}).json()["items"]) == 1
