"""`trivium history`."""

from __future__ import annotations

import json

import pytest
from tests.models import chain

_MODEL = chain('<userTask id="ask"/>').replace(
    b'<process id="p"', b'<process id="p" camunda:historyTimeToLive="P0D"'
)


@pytest.fixture
def ended(program, tmp_path):
    """An instance that is kept for no time at all, and another one after it."""
    (tmp_path / "p.bpmn").write_bytes(_MODEL)
    program("deploy", tmp_path / "p.bpmn")
    instance = json.loads(program("start", "p", "--json"))["instance"]["id"]
    program("complete", json.loads(program("tasks", "--json"))["items"][0]["id"])
    program("start", "p")
    return instance


def test_history_of_an_instance_is_shown_without_saying_show(program, ended):
    assert "complete task" in program("history", ended)
    assert program("history", "show", ended) == program("history", ended)
    assert json.loads(program("history", "--limit", "1", "--json", ended))["items"][0]["seq"] == 1


def test_dry_run_of_a_clean_up_says_what_would_go(program, ended):
    assert "p 1" in program("history", "clean", "--dry-run")
    assert json.loads(program("history", "clean", "--dry-run", "--json"))["removed"] == 0
    assert "1 instances are gone" in program("history", "clean")
    assert "Nothing is old enough" in program("history", "clean")
    assert "there is none" in program("history", ended, expected=2)
