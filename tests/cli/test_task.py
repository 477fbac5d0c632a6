"""Tasks that no model has, filters, and many tasks at once, on the command line."""

from __future__ import annotations

import json

import pytest
from tests.models import chain


@pytest.fixture(autouse=True)
def database(program, tmp_path):
    """What commands work on: a deployment makes it."""
    (tmp_path / "work.bpmn").write_bytes(chain('<userTask id="ask"/>', key="work"))
    program("deploy", "work.bpmn")


def test_task_is_made_divided_handed_on_and_done(asked, program):
    whole = asked("task", "new", "Call them", "--assignee", "tom", "--due", "2026-12-24T12:00:00Z")
    assert (whole["name"], whole["assignee"], whole["priority"]) == ("Call them", "tom", 50)
    part = asked("task", "new", "Find the number", "--parent", whole["id"])
    assert part["parent_id"] == whole["id"]
    assert "1 are open" in program("complete", whole["id"], expected=2)
    program("complete", part["id"])
    assert "ann" in program("task", "reassign", whole["id"], "ann", "--reason", "Tom is ill")
    assert "nobody who" in program("task", "escalate", whole["id"], expected=2)
    program("complete", whole["id"])
    assert asked("tasks")["items"] == []
    assert "2026-12-24" in program("task", "new", "x", "--due", "2026-12-24", expected=2)


def test_many_tasks_of_a_filter_are_claimed(asked, program, tmp_path):
    ids = [asked("task", "new", f"No {number}", "--priority", number)["id"] for number in range(3)]
    wanted = {"conditions": [{"field": "priority", "operator": "above", "value": 0}]}
    (tmp_path / "f.json").write_text(json.dumps(wanted))
    made = asked("filter", "add", "Some", "f.json", "--user", "tom")
    (found,) = asked("filter", "list")
    assert (found["name"], found["count"]) == ("Some", 2)
    assert len(asked("tasks", "--filter", made["id"])["items"]) == 2
    told = program("task", "many", "claim", "--filter", made["id"], "--user", "tom")
    assert "done with 2 of 2" in told
    refused = program("task", "many", "claim", *ids, "--user", "ann", expected=2)
    assert "done with 1 of 3" in refused
    assert "tom has it" in refused
    program("filter", "delete", made["id"])
    assert asked("filter", "list") == []
