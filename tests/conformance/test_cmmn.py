"""Every CMMN scenario of the suites passes: those read from other engines, and ours from the standard."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.places import conformance_folder
from tests.conformance.runner import run
from tests.conformance.scenarios import Scenario, load

_OURS = Path(__file__).with_name("cmmn")
_SCENARIOS = [*load(conformance_folder() / "cmmn", None), *load(_OURS, None)]


@pytest.mark.parametrize("scenario", _SCENARIOS, ids=lambda scenario: scenario.id)
def test_scenario_passes(scenario: Scenario):
    outcome = run(scenario)
    assert outcome.verdict == "passed", outcome.why


def test_suite_is_not_empty():
    assert len(_SCENARIOS) > 100
