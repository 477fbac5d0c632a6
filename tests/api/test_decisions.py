"""Decisions over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest

_PATH = "/api/decisions"
_MODEL = Path(__file__).parents[2] / "examples" / "invoice-route.dmn"


@pytest.fixture(autouse=True)
def deployed(http):
    answer = http.post(
        f"{_PATH}/definitions",
        content=_MODEL.read_bytes(),
        params={"name": "invoice-route.dmn"},
        headers={"content-type": "application/xml"},
    )
    assert answer.status_code == 201


def test_evaluation_explains_its_value_and_is_remembered(http):
    inputs = {"amount": {"value": "5000", "type": "Integer"}, "creditor known": True}
    answer = http.post(
        f"{_PATH}/invoice-route/evaluate", json={"inputs": inputs}, headers={"X-User": "mary"}
    )
    found = answer.json()
    assert found["value"] == "management"
    assert [rule["number"] for rule in found["tables"][0]["rules"]] == [2]
    (remembered,) = http.get(f"{_PATH}/invoice-route/history").json()["items"]
    assert (remembered["user"], remembered["result"]["value"]) == ("mary", "management")


def test_table_of_cases_is_run_and_not_remembered(http):
    cases = [
        {"inputs": {"amount": 5, "creditor known": True}, "expected": "accounting"},
        {"inputs": {"amount": 5, "creditor known": True}, "expected": "management"},
    ]
    report = http.post(f"{_PATH}/invoice-route/test", json={"cases": cases}).json()
    assert (report["passed"], report["failed"]) == (1, 1)
    assert http.get(f"{_PATH}/invoice-route/history").json()["items"] == []
    strange = http.post(f"{_PATH}/invoice-route/test", json={"cases": [{"outputs": 1}]})
    assert (strange.status_code, strange.json()["code"]) == (422, "dmn/invalid-case")


def test_unknown_decision_and_version_are_not_found(http):
    for path, params in (("nothing/evaluate", {}), ("invoice-route/evaluate", {"version": 7})):
        answer = http.post(f"{_PATH}/{path}", json={}, params=params)
        assert (answer.status_code, answer.json()["code"]) == (404, "decision/unknown")
    assert http.post(f"{_PATH}/nothing/test", json={"cases": []}).status_code == 404


def test_list_has_decisions_only(http, deploy):
    found = http.get(f"{_PATH}/definitions", params={"count": True}).json()
    assert ([each["kind"] for each in found["items"]], found["total"]) == (["decision"], 1)


_HOLED = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="n">
<inputData id="amount" name="amount"><variable name="amount" typeRef="number"/></inputData>
<decision id="holed" name="Holed"><variable name="Holed" typeRef="string"/><informationRequirement id="q">
<requiredInput href="#amount"/></informationRequirement><decisionTable id="t" hitPolicy="UNIQUE"><input id="i">
<inputExpression id="ie" typeRef="number"><text>amount</text></inputExpression></input>
<output id="o" typeRef="string"/><rule id="r1"><inputEntry id="e1"><text>&lt; 10</text></inputEntry>
<outputEntry id="o1"><text>"a"</text></outputEntry></rule><rule id="r2"><inputEntry id="e2">
<text>[8..20]</text></inputEntry><outputEntry id="o2"><text>"b"</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


def test_gaps_and_overlaps_are_told_with_examples(http, deploy):
    deploy(_HOLED, name="holed.dmn")
    found = http.get("/api/decisions/holed/findings").json()["items"]
    assert {each["code"] for each in found} == {"dmn/gap", "dmn/overlap"}
    assert {each["severity"] for each in found} == {"warning"}
    assert all("{amount: " in each["message"] for each in found)
    unknown = http.get("/api/decisions/nothing/findings")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "decision/unknown")
