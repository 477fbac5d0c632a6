"""Forms at the command line: `deploy`, `validate`, `start --form`, `complete --form`."""

from __future__ import annotations

import json

from tests.cli.conftest import ROOT

_MODELS = (ROOT / "examples/expense-claim.bpmn", ROOT / "examples/expense-claim.form")


def test_form_is_deployed_beside_its_model(asked):
    found = asked("deploy", *_MODELS)["definitions"]
    assert {(each["kind"], each["key"]) for each in found} == {
        ("process", "expense-claim"),
        ("form", "expense-claim"),
    }


def test_faults_of_a_form_are_shown_with_their_lines(program, tmp_path):
    form = {"id": "f", "components": [{"type": "number", "key": "a", "defaultValue": "=1 +"}]}
    (tmp_path / "f.form").write_text(json.dumps(form, indent=1), encoding="utf-8")
    assert "f.form:4" in program("validate", tmp_path / "f.form", expected=2)
    assert "expense-claim.form" in program("validate", _MODELS[1])


def test_what_was_entered_is_held_against_the_form(program, asked):
    program("deploy", *_MODELS)
    told = program("start", "expense-claim", "--form", "--var", "amount=9000", expected=2)
    assert "amount: at most 5000; purpose: a value" in told
    program("start", "expense-claim", "--form", "--var", "amount=90", "--var", "purpose=Train")
    task = asked("tasks")["items"][0]["id"]
    assert "decision: a value" in program("complete", task, "--form", expected=2)
    program("complete", task, "--form", "--var", "decision=approve")
    assert asked("tasks")["items"] == []
