"""Cases on the command line."""

from __future__ import annotations

from pathlib import Path

_MODEL = Path(__file__).parents[2] / "examples" / "patient.cmmn"


def test_patient_is_admitted_by_hand(program, asked):
    program("deploy", _MODEL)
    program("start", "patient")
    case = asked("instances")["items"][0]["id"]
    assert "admissionTask" not in program("case", "show", case)
    assert "Patient admission admission available required" in program("case", "show", case)
    assert "not yet heard: create of referral" in program("case", "why", case, "admission")
    program("case", "file", case, "referral", "create", '{"name": "John"}')
    assert '{"name":"John"}' in program("case", "file", case)
    assert "the case is active" in program("case", "do", case, "complete", "admission")
    assert "secondOpinion" in program("case", "actions", case, "--role", "physician")
    assert "secondOpinion" not in program("case", "actions", case, "--role", "nurse")
    assert "would" in program("case", "plan", case, "secondOpinion", "--dry-run")
    assert "secondOpinion is planned, and active" in program("case", "plan", case, "secondOpinion")
    refused = program("case", "do", case, "complete", expected=2)
    assert "2 are active" in refused or "1 are active" in refused
    assert "terminated" in program("case", "do", case, "terminate")
    assert "closed" in program("case", "do", case, "close")


def test_what_the_model_did_not_foresee_is_added(program, asked, tmp_path):
    program("deploy", _MODEL)
    program("start", "patient")
    case = asked("instances")["items"][0]["id"]
    add = ("case", "add", case)
    assert "would" in program(*add, "Call the family", "--dry-run")
    said = program(*add, "Call the family", "--id", "call", "--group", "nurse", "--required")
    assert "Call the family is added as call, and active" in said
    said = program(
        *add, "--kind", "milestone", "--id", "called", "--after", "call", "--if", "n > 1"
    )
    assert "called is added as called, and available" in said
    assert "not yet heard: complete of call" in program("case", "why", case, "called")
    item = tmp_path / "item.json"
    item.write_text('{"kind": "stage", "id": "home", "items": [{"name": "Pack"}]}')
    found = asked(*add, "--file", item)
    assert (found["item"]["kind"], found["warnings"]) == ("stage", [])
    assert "Look" in program(*add, "Look", "--stage", "home")
    assert "`entry[0].on[0]` is wrong" in program(*add, "--after", "ghost:occur", expected=2)
    item.write_text('{"colour": "red"}')
    assert "unknown field" in program(*add, "--file", item, expected=2)


def test_tokens_of_a_case_cannot_be_moved(program, asked):
    program("deploy", _MODEL)
    program("start", "patient")
    case = asked("instances")["items"][0]["id"]
    assert "is a case" in program("modify", case, "--before", "admission", expected=2)
    program("deploy", _MODEL)
    said = program("migrate", "patient", "--from", "1", "--to", "2", "--all", expected=2)
    assert "of the process" in said
