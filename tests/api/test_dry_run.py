"""Trying requests out, and moving tokens by hand, over HTTP."""

from __future__ import annotations

import pytest
from tests.models import chain

from trivium.api import dry_run

_PATH = "/api/processes/instances"


@pytest.fixture
def instance(deploy, start):
    deploy(chain('<userTask id="first"/>', '<userTask id="last"/>'))
    return start()


def _open(http, instance):
    tree = http.get(f"{_PATH}/{instance}/tree").json()
    return [child["activity_id"] for child in tree["root"]["children"]]


def test_modification_moves_tokens(http, instance):
    instructions = [
        {"type": "cancel", "activity_id": "first"},
        {"type": "startBeforeActivity", "activity_id": "last"},
    ]
    answer = http.post(f"{_PATH}/{instance}/modify", json={"instructions": instructions})
    assert answer.status_code == 204
    assert _open(http, instance) == ["last"]


def test_unknown_element_is_refused(http, instance):
    instructions = [{"type": "startTransition", "transition_id": "nothing"}]
    answer = http.post(f"{_PATH}/{instance}/modify", json={"instructions": instructions})
    assert (answer.status_code, answer.json()["code"]) == (422, "modification/unknown-element")


@pytest.mark.parametrize(
    ("method", "path", "body", "kind"),
    [
        ("POST", "/{}/modify", {"instructions": [{"type": "cancel", "activity_id": "first"}]}, "modify-instance"),
        ("DELETE", "/{}", None, "terminate-instance"),
        ("PUT", "/{}/variables", {"variables": {"x": 1}}, "set-variables"),
        ("PUT", "/{}/suspended", {"suspended": True}, "suspend-instance"),
        ("POST", "", {"process_definition_key": "p"}, "start-instance"),
    ],
)  # fmt: skip
def test_any_write_can_be_tried_out(http, instance, method, path, body, kind):
    answer = http.request(
        method, f"{_PATH}{path.format(instance)}", json=body, params={"dry_run": "true"}
    )
    assert answer.status_code == 200, answer.text
    (step,) = answer.json()["steps"]
    assert (answer.json()["dry_run"], step["command"]["command"]) == (True, kind)
    assert _open(http, instance) == ["first"]
    assert len(http.get(_PATH).json()["items"]) == 1


def test_refusal_is_the_same(http, instance):
    answer = http.post("/api/processes/tasks/nothing/complete", params={"dry_run": "true"})
    assert (answer.status_code, answer.json()["code"]) == (404, "task/not-found")


def test_what_is_neither_true_nor_false_is_refused(http, instance):
    answer = http.delete(f"{_PATH}/{instance}", params={"dry_run": "maybe"})
    assert (answer.status_code, answer.json()["code"]) == (422, "http/invalid-input")
    assert _open(http, instance) == ["first"]


def test_every_operation_that_writes_documents_it(http):
    document = http.get("/openapi.json").json()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            names = {each["name"] for each in operation.get("parameters", ())}
            is_tried = path.startswith("/api/") and not path.startswith(dry_run.NOT_TRIED)
            assert ("dry_run" in names) == (method != "get" and is_tried), path


def test_ended_instance_is_started_again(http, instance):
    assert http.delete(f"{_PATH}/{instance}").status_code == 204
    instructions = [{"type": "startBeforeActivity", "activity_id": "last"}]
    answer = http.post(f"{_PATH}/{instance}/restart", json={"instructions": instructions})
    assert answer.status_code == 201
    assert _open(http, answer.json()["id"]) == ["last"]
    again = http.post(f"{_PATH}/{answer.json()['id']}/restart", json={})
    assert (again.status_code, again.json()["code"]) == (409, "instance/not-ended")
