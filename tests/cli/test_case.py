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
