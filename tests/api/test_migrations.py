"""Migrations over HTTP."""

from __future__ import annotations

from tests.models import chain

_PATH = "/api/processes/migrations"


def _versions(deploy):
    first = deploy(chain('<userTask id="a"/>', '<userTask id="old"/>'))["id"]
    second = deploy(chain('<userTask id="a"/>', '<userTask id="new"/>'))["id"]
    return {"source_definition_id": first, "target_definition_id": second}


def test_plan_says_what_is_mapped_left_out_and_wrong(http, deploy):
    versions = _versions(deploy)
    plan = http.post(f"{_PATH}/plan", json=versions).json()
    assert plan["activities"] == {"start": "start", "end": "end", "a": "a"}
    assert (plan["left_out"], plan["problems"]) == (["old"], [])
    wrong = {**versions, "activities": {"a": "end", "start": None}}
    plan = http.post(f"{_PATH}/plan", json=wrong).json()
    assert [each["code"] for each in plan["problems"]] == ["migration/kind-changed"]
    assert "start" in plan["left_out"]


def test_instances_move_each_by_itself(http, deploy, start, engine):
    versions = _versions(deploy)
    stuck, moved = start(version=1), start(version=1)
    engine.tasks.complete(engine.tasks.query(stuck)[0].id)
    body = {**versions, "process_instance_ids": [stuck, moved]}
    tried = http.post(
        _PATH, json={**body, "process_instance_ids": [moved]}, params={"dry_run": True}
    )
    assert tried.json()["steps"][0]["command"]["command"] == "migrate-instance"
    first, second = http.post(_PATH, json=body, headers={"X-User": "mary"}).json()["instances"]
    assert (first["migrated"], second["migrated"], second["message"]) == (False, True, None)
    assert first["problems"][0]["activity_id"] == "old"
    found = http.get(f"/api/processes/instances/{moved}").json()
    assert found["process_definition_version"] == 2


def test_unknown_definition_is_not_found(http):
    body = {"source_definition_id": "x", "target_definition_id": "y"}
    answer = http.post(f"{_PATH}/plan", json=body)
    assert (answer.status_code, answer.json()["code"]) == (404, "definition/not-found")
