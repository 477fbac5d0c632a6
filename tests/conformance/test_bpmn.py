"""Every BPMN scenario of the suite passes."""

from __future__ import annotations

import pytest

from tests.conformance.__main__ import main
from tests.conformance.places import conformance_folder
from tests.conformance.runner import run
from tests.conformance.scenarios import Scenario, load

_SCENARIOS = load(conformance_folder() / "bpmn", None)


@pytest.mark.parametrize("scenario", _SCENARIOS, ids=lambda scenario: scenario.id)
def test_scenario_passes(scenario: Scenario):
    outcome = run(scenario)
    assert outcome.verdict == "passed", outcome.why


def test_suite_is_not_empty():
    assert len(_SCENARIOS) > 200


def test_runner_prints_the_tally_last(capsys: pytest.CaptureFixture[str]):
    folder = str(conformance_folder() / "bpmn")
    assert main([folder, "--only", "gateway.exclusive"]) == 0
    last = capsys.readouterr().out.strip().splitlines()[-1]
    assert last.startswith("passed ")
    assert last.endswith(", failed 0, unsupported 0")


def test_runner_counts_failures(tmp_path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "suite.yaml").write_text(
        "- id: broken\n  models: []\n  steps:\n    - start: {key: nothing}\n", encoding="utf-8"
    )
    assert main([str(tmp_path)]) == 1
    assert "passed 0, failed 1, unsupported 0" in capsys.readouterr().out


def test_refused_model_counts_as_unsupported(tmp_path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "m.bpmn").write_text(
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">'
        '<startEvent id="s"/><choreographyTask id="g"/><sequenceFlow id="f" sourceRef="s" targetRef="g"/>'
        "</process></definitions>",
        encoding="utf-8",
    )
    (tmp_path / "suite.yaml").write_text(
        "- id: complex\n  models: [m.bpmn]\n  steps:\n    - start: {key: p}\n", encoding="utf-8"
    )
    assert main([str(tmp_path), "--models", str(tmp_path)]) == 0
    assert "passed 0, failed 0, unsupported 1" in capsys.readouterr().out
