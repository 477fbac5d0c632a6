"""The commands of the README, as typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_EXAMPLES = _ROOT / "examples"


@pytest.fixture
def trivium(tmp_path):
    """Runs the program on a database of its own."""

    def run(*arguments, stdin="", expected=0):
        done = subprocess.run(
            [sys.executable, "-m", "trivium", *map(str, arguments)],
            env={
                **os.environ,
                "PYTHONPATH": str(_ROOT / "src"),
                "TRIVIUM_DATABASE": f"sqlite:///{tmp_path / 'cli.db'}",
                "COLUMNS": "200",
            },
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == expected, done.stdout + done.stderr
        return done.stdout if expected == 0 else done.stdout + done.stderr

    return run


def test_invoice_from_deployment_to_its_end(trivium):
    assert "invoice version 1" in trivium("deploy", _EXAMPLES / "invoice.bpmn")
    started = trivium(
        "start", "invoice", "--var", "amount=1250", "--var", "creditor=Great Pizza", "--json"
    )
    instance = json.loads(started)["instance"]["id"]
    assert "Approve the invoice" in trivium("tasks", "--group", "management")
    task = json.loads(trivium("tasks", "--json"))["items"][0]["id"]
    shown = trivium("show", instance)
    assert "a member of management" in shown
    assert '"Great Pizza"' in shown
    assert "Prepare the bank transfer" in trivium("complete", task[-12:], "--var", "approved=true")
    following = json.loads(trivium("tasks", "--json"))["items"][0]["id"]
    assert "completed" in trivium("complete", following)
    assert "complete task" in trivium("history", instance)
    assert "the journal is whole: 3 entries of 1 instances" in trivium("audit", "verify")


def test_wrong_input_is_one_line_and_exit_code_2(trivium):
    trivium("deploy", _EXAMPLES / "invoice.bpmn")
    for arguments in (
        ("start", "nothing"),
        ("complete", "ffffffffffff"),
        ("show", "ffffffffffff"),
        ("start", "invoice", "--var", "amount"),
        ("deploy", "missing.bpmn"),
        ("frobnicate",),
        ("start",),
    ):
        said = trivium(*arguments, expected=2)
        assert said.startswith("error: ")
        assert len(said.strip().splitlines()) == 1


def test_no_database_says_what_to_do(trivium):
    assert "Deploy something first" in trivium("tasks", expected=2)


def test_validate_names_element_and_line(trivium, tmp_path):
    model = tmp_path / "wrong.bpmn"
    model.write_text(
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">\n<process id="p">\n'
        '<startEvent id="s"/>\n<choreographyTask id="g"/>\n</process></definitions>',
        encoding="utf-8",
    )
    said = trivium("validate", model, expected=2)
    assert "wrong.bpmn:4 g" in said
    findings = json.loads(trivium("validate", model, "--json", expected=2))[0]["findings"]
    assert findings[0]["code"] == "bpmn/unsupported-element"


@pytest.mark.parametrize("name", ["invoice", "loan-application", "employee-onboarding"])
def test_examples_run_in_memory_with_answers(trivium, tmp_path, name):
    answers = tmp_path / "answers.json"
    answers.write_text(
        '{"approve": {"approved": true}, "decide": {"granted": true}}', encoding="utf-8"
    )
    variables = {
        "invoice": ["amount=5"],
        "loan-application": ["amount=5000", "income=4000", "hasCollateral=false"],
        "employee-onboarding": ['equipment=["laptop"]', "daysUntilStart=3"],
    }[name]
    options = [part for pair in variables for part in ("--var", pair)]
    said = trivium("run", _EXAMPLES / f"{name}.bpmn", "--answers", answers, *options)
    assert f"{name} is completed" in said


def test_run_asks_at_the_prompt(trivium):
    said = trivium("run", _EXAMPLES / "invoice.bpmn", "--var", "amount=5", stdin="y\n\n")
    assert "Approved" in said
    assert "invoice is completed" in said


def test_feel_evaluates_exactly(trivium):
    assert trivium("feel", "0.1 + 0.2").strip() == "0.3"
    assert trivium("feel", "a * 2", "--var", "a=1.10").strip() == "2.2"
    assert "line 1, column" in trivium("feel", "1 +", expected=2)


def test_decisions_are_evaluated_tested_and_checked(trivium):
    model = _EXAMPLES / "invoice-route.dmn"
    said = trivium(
        "dmn", "evaluate", model, "--input", "amount=5000", "--input", "creditor known=true"
    )
    assert "management" in said
    assert "rules matched: 2" in said
    assert "3 passed, 0 failed" in trivium(
        "dmn", "test", model, _EXAMPLES / "invoice-route.cases.csv"
    )
    assert "✓" in trivium("dmn", "check", model)
