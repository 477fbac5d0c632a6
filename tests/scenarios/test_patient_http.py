"""A patient's case through HTTP: from the referral to the discharge, as the staff of a hospital would."""

from __future__ import annotations

from pathlib import Path

_MODEL = Path(__file__).parents[2] / "examples" / "patient.cmmn"


class _Ward:
    """What the staff does to one case."""

    def __init__(self, server):
        self.server = server
        body = {"case_definition_key": "patient", "business_key": "MRN123456"}
        answer = server.post("/api/cases", json=body, headers={"X-User": "case_manager_001"})
        assert answer.status_code == 201, answer.text
        self.path = f"/api/cases/{answer.json()['id']}"
        self.id = answer.json()["id"]

    def post(self, path, json=None, expected=204):
        answer = self.server.post(f"{self.path}/{path}", json=json or {})
        assert answer.status_code == expected, answer.text
        return answer

    def states(self):
        answer = self.server.get(f"{self.path}/plan-items", params={"limit": 100})
        found: dict[str, list[str]] = {}
        for item in answer.json()["items"]:
            found.setdefault(item["plan_item_id"], []).append(item["status"])
        return found

    def open_tasks(self):
        answer = self.server.get("/api/processes/tasks", params={"process_instance_id": self.id})
        return {task["task_definition_key"]: task["id"] for task in answer.json()["items"]}

    def complete(self, element, **variables):
        task = self.open_tasks()[element]
        answer = self.server.post(
            f"/api/processes/tasks/{task}/complete", json={"variables": variables}
        )
        assert answer.is_success, answer.text

    def record(self, item, operation, value):
        self.post(f"file/{item}/{operation}", {"value": value})


def _admitted(server):
    """A patient who was referred, admitted and assessed."""
    answer = server.post(
        "/api/processes/definitions",
        content=_MODEL.read_bytes(),
        headers={"content-type": "application/xml"},
    )
    assert answer.status_code == 201, answer.text
    ward = _Ward(server)
    assert ward.open_tasks() == {}
    why = server.get(f"{ward.path}/plan-items/admission/why").json()["items"]
    assert why[0]["criteria"][0]["missing"] == ["create of referral"]

    ward.record("referral", "create", {"name": "John Doe", "age": 65})
    ward.complete("admission")
    assert list(ward.open_tasks()) == ["assessment"]
    ward.complete("assessment", diagnosis="coronary artery disease")
    assert list(ward.open_tasks()) == ["treatment"]
    return ward


def test_patient_is_admitted_treated_and_discharged(server):
    ward = _admitted(server)
    offered = server.get(f"{ward.path}/actions", params={"role": "nurse"}).json()["items"]
    assert "secondOpinion" not in {each["plan_item_id"] for each in offered}
    planned = {"plan_item_id": "secondOpinion", "roles": ["physician"]}
    ward.post("discretionary", {**planned, "roles": ["nurse"]}, expected=409)
    ward.post("discretionary", planned)
    ward.complete("secondOpinion")

    stable = {"on": [{"item": "stabilized", "event": "occur"}]}
    call = {"id": "family", "name": "Call the family", "candidate_groups": ["nurse"]}
    ward.post("plan-items", {**call, "entry": [stable]}, expected=201)

    ward.record("vitalSigns", "create", {"potassium": 4, "stableHours": 0})
    ward.record("vitalSigns", "update", {"potassium": 6.4, "stableHours": 0})
    assert ward.states()["criticalResponse"] == ["active", "available"]
    ward.complete("criticalResponse")

    ward.post("plan-items/acuteCare/suspend")
    assert ward.states()["treatment"] == ["suspended"]
    ward.post("plan-items/treatment/complete", expected=409)
    ward.post("plan-items/acuteCare/resume")
    ward.complete("treatment")

    ward.record("vitalSigns", "update", {"potassium": 4.1, "stableHours": 13})
    states = ward.states()
    assert states["stabilized"] == ["completed"]
    assert states["acuteCare"] == ["completed"]
    assert states["discharge"] == ["available"]
    ward.record("outcomes", "create", {"goalsAchieved": True})
    assert ward.states()["goalsMet"] == ["completed"]
    ward.complete("family")
    ward.complete("discharge")

    assert server.get(ward.path).json()["status"] == "completed"
    ward.post("close")
    assert server.get(ward.path).json()["status"] == "closed"
    audit = server.get(f"{ward.path}/audit", params={"limit": 100}).json()["items"]
    assert audit[0]["user"] == "case_manager_001"
    done = {entry["operation"] for entry in audit}
    assert {"start-instance", "change-file", "plan-item", "add-plan-item"} <= done
    assert {"transition", "complete-task"} <= done
