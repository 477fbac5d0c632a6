"""Playing an instance again over HTTP."""

from __future__ import annotations

from tests.models import bpmn, chain

_PATH = "/api/processes/instances"
_ASK = '<userTask id="ask" name="Ask" camunda:candidateGroups="clerks"/>'
_CHOICE = bpmn(
    '<startEvent id="start"/><userTask id="ask"/><exclusiveGateway id="choose"/><endEvent id="end"/>'
    '<endEvent id="never"/>\n'
    "start -> ask\nask -> choose\nchoose -> end : amount > 10\nchoose -> never : amount > 100"
)


def _replay(http, instance, **params):
    answer = http.get(f"{_PATH}/{instance}/replay", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def _told(step):
    return [(change["what"], change["activity_id"]) for change in step["changes"]]


def _tokens(steps):
    """What is open after the steps, as a player reckons it."""
    found = {}
    for step in steps:
        for change in step["changes"]:
            if change["what"] in {"entered", "moved"}:
                found[change["execution_id"]] = change["activity_id"]
            elif change["what"] in {"left", "cancelled"}:
                found.pop(change["execution_id"])
    return set(found.values())


def _finish(http, instance, **variables):
    tasks = http.get("/api/processes/tasks", params={"process_instance_id": instance}).json()
    (task,) = tasks["items"]
    http.post(f"/api/processes/tasks/{task['id']}/complete", json={"variables": variables})


def test_commands_are_told_with_what_they_did_to_the_elements(http, deploy, start):
    definition = deploy(chain(_ASK))
    instance = start(variables={"amount": 7})
    _finish(http, instance, approved=True)
    began, ended = _replay(http, instance)["items"]
    assert began["operation"] == "start-instance"
    assert began["process_definition_id"] == definition["id"]
    assert _told(began) == [
        ("entered", "p"),
        ("variables", "p"),
        ("passed", "start"),
        ("flow", "start-ask"),
        ("entered", "ask"),
    ]
    assert began["changes"][1]["values"] == {"amount": 7}
    assert ("left", "ask") in _told(ended)
    assert _told(ended)[-1] == ("left", "p")
    assert _tokens([began]) == {"p", "ask"}
    assert _tokens([began, ended]) == set()


def test_incident_is_told_where_it_was_and_how_it_went(http, deploy, start):
    deploy(_CHOICE)
    instance = start()
    _finish(http, instance, amount=1)
    (incident,) = http.get("/api/processes/incidents").json()["items"]
    path = f"/api/processes/incidents/{incident['id']}/retry"
    http.post(path, json={"variables": {"amount": 11}})
    steps = _replay(http, instance)["items"]
    found = [
        (change["what"], change["activity_id"], change["state"])
        for step in steps
        for change in step["changes"]
        if change["what"] in {"incident", "resolved"}
    ]
    assert found == [
        ("incident", "choose", "bpmn/no-flow-taken"),
        ("resolved", "choose", "retry"),
    ]


def test_called_instance_is_not_told_with_its_caller(http, deploy, start):
    deploy(chain(_ASK, key="called"), name="called.bpmn")
    deploy(chain('<callActivity id="call" calledElement="called"/>'))
    instance = start()
    (step,) = _replay(http, instance)["items"]
    assert ("entered", "ask") not in _told(step)
    everything = http.get(_PATH, params={"root_instance_id": instance}).json()["items"]
    (called,) = (each["id"] for each in everything if each["id"] != instance)
    assert ("entered", "ask") in _told(_replay(http, called)["items"][0])


def test_migrated_token_goes_on_as_what_it_became(http, deploy, start):
    old = deploy(chain(_ASK))
    new = deploy(chain(_ASK.replace('id="ask"', 'id="enquire"')))
    instance = start(version=1)
    body = {
        "source_definition_id": old["id"],
        "target_definition_id": new["id"],
        "activities": {"ask": "enquire"},
        "process_instance_ids": [instance],
    }
    assert http.post("/api/processes/migrations", json=body).json()["instances"][0]["migrated"]
    steps = _replay(http, instance)["items"]
    assert steps[-1]["process_definition_id"] == new["id"]
    assert ("moved", "enquire") in _told(steps[-1])
    assert _tokens(steps) == {"p", "enquire"}


def test_replay_of_a_case_tells_the_states_of_its_plan_items(http, deploy):
    case = b"""<definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL"><case id="c">
<casePlanModel id="plan"><planItem id="task" definitionRef="human"/><humanTask id="human"/>
</casePlanModel></case></definitions>"""
    deploy(case, name="c.cmmn")
    started = http.post("/api/cases", json={"case_definition_key": "c"}).json()["id"]
    (step,) = _replay(http, started)["items"]
    states = [
        change["state"]
        for change in step["changes"]
        if change["what"] == "state" and change["activity_id"] == "task"
    ]
    assert states[-1] == "active"


def test_long_replay_comes_in_pages(http, deploy, start):
    deploy(chain(_ASK))
    instance = start()
    for number in range(3):
        http.put(f"{_PATH}/{instance}/variables", json={"variables": {"n": number}})
    first = _replay(http, instance, limit=3)
    rest = _replay(http, instance, limit=3, cursor=first["next_cursor"])
    assert [len(first["items"]), len(rest["items"]), rest["next_cursor"]] == [3, 1, None]
    strange = http.get(f"{_PATH}/{instance}/replay", params={"cursor": "x"})
    assert (strange.status_code, strange.json()["code"]) == (422, "input/cursor")
    assert http.get(f"{_PATH}/nothing/replay").status_code == 404
