"""Clocks of cases and of the tasks in them."""

from __future__ import annotations

from pathlib import Path

import pytest

_CASE = Path(__file__).parents[2] / "examples" / "patient.cmmn"


@pytest.fixture
def case(engine, work):
    work.targets.put({"key": "task", "target": "PT4H"})
    work.targets.put({"key": "step", "scope": "element", "element": "admission", "target": "PT4H"})
    work.targets.put({"key": "stage", "scope": "element", "element": "acuteCare", "target": "P1D"})
    work.targets.put({"key": "all", "scope": "instance", "target": "P4D"})
    engine.deploy(_CASE)
    started = engine.start("patient")
    engine.cases.change_file(started.id, "referral", "create", {"name": "John"})
    engine.run_until_idle()
    return started


def standing(work):
    return sorted((clock.target, clock.element, clock.status) for clock in work.clocks.query())


def test_tasks_stages_and_cases_have_one_clock_each(engine, work, case):
    assert standing(work) == [
        ("all", None, "on-track"),
        ("step", "admission", "on-track"),
        ("task", "admission", "on-track"),
    ]
    engine.tasks.complete(engine.tasks.query(case.id)[0].id)
    engine.run_until_idle()
    assert standing(work) == [
        ("all", None, "on-track"),
        ("stage", "acuteCare", "on-track"),
        ("step", "admission", "met"),
        ("task", "admission", "met"),
        ("task", "assessment", "on-track"),
    ]
    engine.instances.terminate(case.id)
    engine.run_until_idle()
    assert {clock.status for clock in work.clocks.query(is_open=False)} == {"met", "cancelled"}
    assert list(work.clocks.query(is_open=True)) == []


def test_suspended_cases_hold_their_clocks(engine, work, case):
    engine.cases.transition(case.id, "suspend")
    engine.advance("P1D")
    assert {clock.holds for clock in work.clocks.query()} == {("suspended",)}
    engine.cases.transition(case.id, "reactivate")
    engine.advance("PT1H")
    assert {clock.holds for clock in work.clocks.query()} == {()}
    assert {clock.elapsed_ms for clock in work.clocks.query()} == {3_600_000}
