"""Messages and signals over HTTP."""

from __future__ import annotations

from tests.models import bpmn, chain

_MESSAGES = "/api/processes/messages"
_SIGNALS = "/api/processes/signals"
_ROOTS = '<message id="m" name="paid"/><signal id="s" name="stop"/>'
_CATCH = (
    '<intermediateCatchEvent id="wait"><messageEventDefinition messageRef="m"/>'
    "</intermediateCatchEvent>"
)
_WAITING = chain(_CATCH, roots=_ROOTS)
_STARTED = bpmn(
    '<startEvent id="start"><messageEventDefinition messageRef="m"/></startEvent>'
    '<endEvent id="end"/>\nstart -> end',
    key="q",
    roots=_ROOTS,
)


def test_message_reaches_the_instance_that_waits_with_its_key(http, deploy, start):
    deploy(_WAITING)
    first, second = start(business_key="A"), start(business_key="B")
    body = {"name": "paid", "business_key": "B", "variables": {"amount": 5}}
    answer = http.post(_MESSAGES, json=body)
    assert answer.json() == {
        "result": "correlated",
        "process_instance_id": second,
        "process_definition_key": None,
    }
    assert http.get(f"/api/processes/instances/{first}").json()["status"] == "active"
    variables = f"/api/processes/instances/{second}/variables"
    assert http.get(variables, params={"plain": True}).json() == {"amount": 5}


def test_message_for_several_or_nobody_is_refused(http, deploy, start):
    deploy(_WAITING)
    nobody = http.post(_MESSAGES, json={"name": "paid"})
    assert (nobody.status_code, nobody.json()["code"]) == (404, "message/no-receiver")
    receivers = [start(), start()]
    several = http.post(_MESSAGES, json={"name": "paid"})
    assert (several.status_code, several.json()["code"]) == (409, "message/ambiguous")
    assert sorted(several.json()["receivers"]) == sorted(receivers)
    body = {"name": "paid", "process_instance_id": receivers[0]}
    assert http.post(_MESSAGES, json=body).status_code == 200


def test_correlation_values_choose_the_receiver(http, deploy, start):
    deploy(_WAITING)
    start(variables={"order": 1})
    wanted = start(variables={"order": 2})
    body = {"name": "paid", "correlation": {"order": {"value": "2", "type": "Integer"}}}
    assert http.post(_MESSAGES, json=body).json()["process_instance_id"] == wanted


def test_message_without_a_receiver_starts_one_or_waits(http, deploy, start):
    kept = {"name": "paid", "time_to_live": "PT1H", "message_id": "1"}
    assert http.post(_MESSAGES, json=kept).json()["result"] == "buffered"
    deploy(_WAITING)
    instance = start()
    assert http.get(f"/api/processes/instances/{instance}").json()["status"] == "completed"
    deploy(_STARTED)
    found = http.post(_MESSAGES, json={"name": "paid", "business_key": "K"}).json()
    assert (found["result"], found["process_definition_key"]) == ("started", "q")


def test_signal_reaches_all(http, deploy, start):
    caught = (
        '<intermediateCatchEvent id="wait"><signalEventDefinition signalRef="s"/>'
        "</intermediateCatchEvent>"
    )
    deploy(chain(caught, roots=_ROOTS))
    start()
    start()
    assert http.post(_SIGNALS, json={"name": "stop"}).json() == {"receivers": 2}
    assert http.post(_SIGNALS, json={"name": "stop"}).json() == {"receivers": 0}
    assert http.post(_SIGNALS, json={"name": ""}).status_code == 422
