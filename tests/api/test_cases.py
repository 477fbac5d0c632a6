"""Cases over HTTP."""

from __future__ import annotations

import pytest

_PATH = "/api/cases"
_MODEL = b"""<definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL"><case id="c" name="C">
<caseFileModel><caseFileItem id="report" name="report"/></caseFileModel><casePlanModel id="plan">
<planItem id="ask" name="Ask" definitionRef="task"/>
<planItem id="free" definitionRef="task"><itemControl><manualActivationRule/></itemControl></planItem>
<planItem id="bell" definitionRef="listener"/>
<planItem id="goal" definitionRef="reached"><entryCriterion id="e" sentryRef="s"/></planItem>
<sentry id="s"><planItemOnPart sourceRef="bell"><standardEvent>occur</standardEvent></planItemOnPart></sentry>
<planningTable id="t"><discretionaryItem id="extra" definitionRef="task"/></planningTable>
<humanTask id="task"/><milestone id="reached"/><userEventListener id="listener"/>
</casePlanModel></case></definitions>"""


@pytest.fixture
def case(http, deploy):
    deploy(_MODEL)
    answer = http.post(
        _PATH,
        json={"case_definition_key": "c", "business_key": "b", "variables": {"n": 1}},
        headers={"X-User": "ada"},
    )
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{_PATH}/{answer.json()['id']}"
    return answer.json()


def _states(http, case):
    items = http.get(f"{_PATH}/{case['id']}/plan-items").json()["items"]
    return {each["plan_item_id"]: each["status"] for each in items}


def test_definitions_and_cases_are_listed(http, case, deploy, start):
    (definition,) = http.get(f"{_PATH}/definitions", params={"latest": True}).json()["items"]
    assert (definition["kind"], definition["key"]) == ("case", "c")
    found = http.get(_PATH, params={"status": "active", "count": True}).json()
    assert (found["items"], found["total"]) == ([case], 1)
    assert http.get(f"{_PATH}/{case['id']}").json() == case
    assert (case["status"], case["business_key"], case["created_by"]) == ("active", "b", "ada")


def test_actions_are_offered_and_taken(http, case):
    path = f"{_PATH}/{case['id']}"
    offered = {
        (each["action"], each["plan_item_id"])
        for each in http.get(f"{path}/actions").json()["items"]
    }
    assert {("manualStart", "free"), ("occur", "bell"), ("plan", "extra")} <= offered
    assert http.post(f"{path}/plan-items/free/manualStart").status_code == 204
    assert http.post(f"{path}/events", json={"plan_item_id": "bell"}).status_code == 204
    assert http.post(f"{path}/discretionary", json={"plan_item_id": "extra"}).status_code == 204
    assert _states(http, case) == {
        "ask": "active",
        "free": "active",
        "bell": "completed",
        "goal": "completed",
        "extra": "active",
    }
    body = {"variables": {"answer": 42}}
    assert http.post(f"{path}/plan-items/ask/complete", json=body).status_code == 204


def test_illegal_transition_names_those_that_are_legal(http, case):
    answer = http.post(f"{_PATH}/{case['id']}/plan-items/ask/manualStart")
    assert (answer.status_code, answer.json()["code"]) == (409, "case/illegal-transition")
    assert answer.json()["legal"] == ["suspend", "fault", "complete", "terminate"]


def test_case_is_suspended_resumed_terminated_and_closed(http, case):
    path = f"{_PATH}/{case['id']}"
    for what, status in (
        ("suspend", "suspended"),
        ("resume", "active"),
        ("terminate", "terminated"),
        ("close", "closed"),
    ):
        assert http.post(f"{path}/{what}").status_code == 204
        assert http.get(path).json()["status"] == status
    assert http.get(f"{path}/actions").status_code == 404


def test_status_may_be_asked_for(http, case):
    path = f"{_PATH}/{case['id']}"
    refused = http.post(f"{path}/transition", json={"status": "completed"})
    assert refused.json()["code"] == "case/not-complete"
    assert http.post(f"{path}/transition", json={"status": "terminated"}).status_code == 204
    assert http.post(f"{path}/transition", json={"status": "active"}).status_code == 204
    assert http.get(path).json()["status"] == "active"


def test_file_is_changed_and_read(http, case):
    path = f"{_PATH}/{case['id']}/file"
    assert http.post(f"{path}/report/update", json={"value": 1}).status_code == 409
    assert http.post(f"{path}/report/create", json={"value": {"page": 1}}).status_code == 204
    (item,) = http.get(path).json()["items"]
    assert (item["state"], item["value"]) == ("available", {"page": 1})
    assert http.post(f"{path}/nothing/create").status_code == 404


def test_why_and_audit(http, case):
    path = f"{_PATH}/{case['id']}"
    (reason,) = http.get(f"{path}/plan-items/goal/why").json()["items"]
    assert reason["criteria"][0]["missing"] == ["occur of bell"]
    assert http.get(f"{path}/plan-items/nothing/why").status_code == 404
    assert http.get(f"{path}/audit").json()["items"][0]["user"] == "ada"


def test_what_is_not_there_is_told(http):
    assert http.get(f"{_PATH}/nobody").status_code == 404
    assert http.post(f"{_PATH}/nobody/close").status_code == 404
    assert http.post(_PATH, json={"case_definition_key": "x"}).status_code == 404


def test_what_the_model_did_not_foresee_is_added(http, case):
    path = f"{_PATH}/{case['id']}/plan-items"
    after = {"on": [{"item": "ask", "event": "complete"}]}
    body = {"name": "Call", "entry": [after], "required": True, "repetition": "n < 0"}
    answer = http.post(path, json=body, headers={"X-User": "ada"})
    assert answer.status_code == 201
    added = answer.json()["item"]
    assert (added["name"], added["status"], added["required"]) == ("Call", "available", True)
    assert answer.json()["warnings"] == []
    assert http.post(f"{path}/ask/complete").status_code == 204
    assert _states(http, case)[added["plan_item_id"]] == "active"
    stage = {"kind": "stage", "id": "home", "items": [{"name": "Pack"}]}
    home = http.post(path, json=stage).json()["item"]
    more = {"kind": "milestone", "stage_execution_id": home["execution_id"]}
    inside = http.post(path, json=more).json()["item"]
    assert inside["stage_execution_id"] == home["execution_id"]


def test_field_of_an_addition_that_is_wrong_is_named(http, case):
    path = f"{_PATH}/{case['id']}/plan-items"
    wrong = {"on": [{"item": "ghost", "event": "complete"}], "condition": "n >"}
    answer = http.post(path, json={"entry": [wrong]})
    assert (answer.status_code, answer.json()["code"]) == (422, "case/invalid-plan-item")
    fields = {(each["field"], each["code"]) for each in answer.json()["faults"]}
    assert ("entry[0].condition", "feel/syntax") in fields
    assert ("entry[0].on[0]", "cmmn/unknown-reference") in fields
    assert http.post(path, json={"kind": "gateway"}).status_code == 422
    suspended = http.post(f"{_PATH}/{case['id']}/suspend")
    assert suspended.status_code == 204
    answer = http.post(path, json={})
    assert (answer.status_code, answer.json()["code"]) == (409, "case/stage-not-active")


def test_tokens_of_a_case_cannot_be_moved(http, case):
    path = f"/api/processes/instances/{case['id']}"
    instruction = {"type": "startBeforeActivity", "activity_id": "ask"}
    same = case["case_definition_id"]
    plan = {"source_definition_id": same, "target_definition_id": same}
    migrations = "/api/processes/migrations"
    answers = [
        http.post(f"{path}/modify", json={"instructions": [instruction]}),
        http.post(f"{migrations}/plan", json=plan),
        http.post(migrations, json={**plan, "process_instance_ids": [case["id"]]}),
    ]
    http.post(f"{_PATH}/{case['id']}/terminate")
    answers.append(http.post(f"{path}/restart", json={"instructions": [instruction]}))
    assert {(a.status_code, a.json()["code"]) for a in answers} == {(409, "case/not-a-process")}
