"""Calendars, targets, clocks and assignment over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.models import chain

_OFFICE = {
    "zone": "Europe/Berlin",
    "hours": {"monday-friday": "09:00-17:00"},
    "holidays": [{"country": "DE", "region": "BY"}],
}
_TARGET = {"target": "PT4H", "measure": "working", "calendar": "office"}
_CASE = Path(__file__).parents[2] / "examples" / "patient.cmmn"
_MODEL = chain('<userTask id="a" camunda:candidateGroups="analysts"/>')


@pytest.fixture
def office(http):
    answer = http.put("/api/calendars/office", json=_OFFICE, headers={"X-User": "ada"})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def target(http, office):
    answer = http.put("/api/sla/targets/t", json=_TARGET)
    assert answer.status_code == 200, answer.text
    return answer.json()


def code(answer):
    return answer.status_code, answer.json()["code"]


def test_calendar_is_kept_in_versions(http, office):
    assert (office["version"], office["created_by"]) == (1, "ada")
    assert http.put("/api/calendars/office", json=_OFFICE).json() == office
    free = [{"name": "Moving", "date": "2026-03-02"}]
    changed = http.put("/api/calendars/office", json={**_OFFICE, "days": free}).json()
    assert changed["version"] == 2
    versions = http.get("/api/calendars/office/versions").json()["items"]
    assert [each["state"] for each in versions] == ["current", "old"]
    assert http.get("/api/calendars").json()["items"] == [changed]
    assert http.get("/api/calendars/office").json() == changed
    assert http.delete("/api/calendars/office").status_code == 204
    assert code(http.get("/api/calendars/office")) == (404, "calendar/not-found")


def test_faults_of_a_calendar_are_listed(http):
    answer = http.put("/api/calendars/x", json={"zone": "Mars", "hours": {"monday": "9-5"}})
    assert code(answer) == (400, "model/invalid")
    assert [each["code"] for each in answer.json()["findings"]] == [
        "calendar/invalid",
        "calendar/hours",
    ]


def test_calendar_reckons(http, office):
    def ask(**asked):
        return http.get("/api/calendars/office/time", params=asked)

    friday = "2026-01-16T15:00:00+01:00"
    added = ask(start=friday, duration="PT4H").json()
    assert added["end"] == "2026-01-19T10:00:00Z"
    assert (added["worked"], added["is_open"]) == ("PT4H", True)
    between = ask(start=friday, end="2026-01-17T12:00:00Z").json()
    assert (between["worked"], between["next_open"]) == ("PT2H", "2026-01-19T08:00:00Z")
    assert code(ask(start=friday)) == (422, "calendar/time-asked")
    assert code(ask(start=friday, duration="P1D")) == (422, "calendar/time-asked")
    assert code(ask(start=friday, duration="soon"))[0] == 422
    assert code(ask(start="2300-01-01T00:00:00Z", duration="PT1H")) == (
        422,
        "calendar/out-of-range",
    )


def test_target_needs_its_calendar(http, target):
    assert target["data"]["calendar"] == "office"
    assert code(http.delete("/api/calendars/office")) == (409, "calendar/in-use")
    answer = http.put("/api/sla/targets/x", json={**_TARGET, "calendar": "shop"})
    assert code(answer) == (404, "calendar/not-found")
    assert [each["key"] for each in http.get("/api/sla/targets").json()["items"]] == ["t"]
    assert http.get("/api/sla/targets/t/versions").json()["items"] == [target]
    assert http.delete("/api/sla/targets/t").status_code == 204
    assert code(http.get("/api/sla/targets/t")) == (404, "sla/target-not-found")


def test_clock_is_seen_held_and_released(http, engine, target, deploy, start):
    deploy(_MODEL)
    instance = start()
    engine.run_until_idle()
    listed = http.get("/api/sla/clocks", params={"instance_id": instance, "count": True}).json()
    (clock,) = listed["items"]
    assert listed["total"] == 1
    assert (clock["status"], clock["allowed"], clock["due"]) == (
        "on-track",
        "PT4H",
        "2026-01-02T12:00:00Z",
    )
    path = f"/api/sla/clocks/{clock['id']}"
    held = http.post(f"{path}/hold", json={"reason": "customer"}).json()
    assert (held["due"], held["holds"]) == (None, ["person:customer"])
    engine.advance("P1D")
    released = http.post(f"{path}/release", json={"reason": "customer"}).json()
    assert released["due"] == "2026-01-02T16:00:00Z"
    found = http.get(path).json()
    assert [each["kind"] for each in found["events"]] == ["started", "held", "released"]
    assert code(http.get("/api/sla/clocks/x")) == (404, "sla/clock-not-found")
    engine.instances.terminate(instance)
    engine.run_until_idle()
    answer = http.post(f"{path}/hold", json={"reason": "customer"})
    assert code(answer) == (404, "sla/clock-ended")


def test_compliance_is_told_by_group(http, engine, target, deploy, start):
    deploy(_MODEL)
    for _ in range(3):
        start()
    engine.run_until_idle()
    tasks = [task.id for task in engine.tasks.query()]
    engine.tasks.complete(tasks[0])
    engine.advance("P1D")
    engine.tasks.complete(tasks[1])
    engine.run_until_idle()
    answer = http.get("/api/monitoring/sla-compliance", params={"by": ["target", "element"]})
    (found,) = answer.json()["items"]
    assert found["by"] == {"target": "t", "element": "a"}
    assert (found["met"], found["breached"], found["open_breached"]) == (1, 1, 1)
    assert found["compliance"] == 0.5
    assert found["times"]["shortest"] == "PT0S"
    answer = http.get("/api/monitoring/sla-compliance", params={"by": "colour"})
    assert code(answer) == (422, "sla/unknown-dimension")
    answer = http.get("/api/monitoring/sla-compliance", params={"zone": "Mars"})
    assert code(answer) == (422, "input/time-zone")


def test_cases_show_their_clocks_and_their_age(http, engine):
    http.put("/api/sla/targets/stay", json={"scope": "instance", "target": "P2D"})
    engine.deploy(_CASE)
    engine.deploy(_MODEL)
    case = engine.start("patient", business_key="4711")
    engine.start("p")
    engine.run_until_idle()
    engine.advance("P1D")
    (found,) = http.get("/api/cases/sla", params={"is_open": True}).json()["items"]
    assert (found["clock"]["instance_id"], found["business_key"]) == (case.id, "4711")
    assert (found["age"], found["clock"]["elapsed"]) == ("PT24H", "PT24H")


def test_rule_assigns_and_says_why(http, engine, deploy, start):
    profile = {"groups": ["analysts"], "skills": {"credit": 2}, "capacity": 5}
    assert http.put("/api/profiles/eva", json=profile).json()["is_available"]
    away = {"user": "eva", "start": "2025-12-31T00:00:00Z", "end": "2026-01-02T00:00:00Z"}
    made = http.post("/api/absences", json={**away, "substitute": "adam"})
    assert made.status_code == 201
    assert http.get("/api/absences", params={"user": "eva"}).json()["items"] == [made.json()]
    assert not http.get("/api/profiles/eva").json()["is_available"]
    assert http.put("/api/assignment-rules/r", json={"strategies": ["round-robin"]}).json()
    deploy(_MODEL)
    instance = start()
    engine.run_until_idle()
    asked = {"instance_id": instance, "status": "assigned"}
    (found,) = http.get("/api/assignments", params=asked).json()["items"]
    assert (found["user"], found["rule"]) == ("adam", "r")
    assert found["considered"] == [{"user": "eva", "why": "is away until 2026-01-02 00:00 UTC"}]
    path = f"/api/absences/{made.json()['id']}"
    assert http.delete(path).status_code == 204
    assert code(http.delete(path)) == (404, "assignment/absence-not-found")
    backwards = {**away, "end": away["start"]}
    assert code(http.post("/api/absences", json=backwards)) == (422, "assignment/absence")


def test_rules_are_kept_in_versions(http):
    made = http.put("/api/assignment-rules/r", json={"strategies": ["round-robin"]}).json()
    assert http.get("/api/assignment-rules").json()["items"] == [made]
    assert http.get("/api/assignment-rules/r").json() == made
    assert http.get("/api/assignment-rules/r/versions").json()["items"] == [made]
    answer = http.put("/api/assignment-rules/r", json={"strategies": ["luck"]})
    assert code(answer) == (400, "model/invalid")
    assert http.delete("/api/assignment-rules/r").status_code == 204
    assert code(http.get("/api/assignment-rules/r")) == (404, "assignment/rule-not-found")


def test_nothing_of_it_is_tried_out(http, office):
    answer = http.delete("/api/calendars/office", params={"dry_run": True})
    assert code(answer) == (422, "http/invalid-input")
    assert http.get("/api/calendars/office").status_code == 200
