"""Decisions beside processes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.models import chain

from trivium.errors import EvaluationFailed
from trivium.testing import expect

_ROUTE = Path(__file__).parents[2] / "examples" / "invoice-route.dmn"
_ASKS = chain(
    '<businessRuleTask id="ask" camunda:decisionRef="invoice-route" '
    'camunda:mapDecisionResult="singleEntry" camunda:resultVariable="route"/>'
)


def test_decision_explains_itself(engine):
    engine.deploy(_ROUTE)
    result = engine.decisions.evaluate("invoice-route", {"amount": 5000, "creditor known": True})
    assert result["value"] == "management"
    assert [rule["number"] for rule in result["tables"][0]["rules"]] == [2]


def test_business_rule_task_asks_and_both_are_in_the_history(engine):
    engine.deploy([_ROUTE, _ASKS])
    instance = engine.start("p", {"amount": 10, "creditor known": False})
    expect(engine, instance).is_completed().has_variable("route", "compliance")
    engine.advance("PT1S")
    engine.decisions.evaluate("invoice-route", {"amount": 1}, user="mary")
    newest, oldest = engine.decisions.history("invoice-route")
    assert (newest.actor, newest.instance_id) == ("mary", None)
    assert (oldest.instance_id, oldest.element_id) == (instance.id, "ask")
    assert list(oldest.content["outputs"][0].values()) == ["compliance"]


def test_cases_are_run_without_being_kept(engine):
    engine.deploy(_ROUTE)
    cases = [
        {"inputs": {"amount": 5, "creditor known": True}, "expected": "accounting"},
        {"inputs": {"amount": 5, "creditor known": True}, "expected": "management"},
    ]
    report = engine.decisions.test("invoice-route", cases)
    assert (report["passed"], report["failed"]) == (1, 1)
    assert not engine.decisions.history("invoice-route").items


def test_unknown_decision_is_an_incident_until_it_is_deployed(engine):
    engine.deploy(_ASKS)
    instance = engine.start("p", {"amount": 2000, "creditor known": True})
    incident = engine.incidents.query(instance.id)[0]
    assert incident.code == "decision/unknown"
    engine.deploy(_ROUTE)
    engine.incidents.retry(incident.id)
    expect(engine, instance).is_completed().has_variable("route", "management")


def test_asking_an_unknown_decision_is_refused(engine):
    with pytest.raises(EvaluationFailed):
        engine.decisions.evaluate("nothing")
