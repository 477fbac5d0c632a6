"""What is said when something is not right."""

from __future__ import annotations

from tests.models import chain


def test_program_without_a_command_shows_its_help(program):
    said = program(expected=2)
    assert "Usage: trivium" in said
    assert "Instances:" in said


def test_version_is_told(program):
    assert program("--version").startswith("trivium 0.")


def test_typing_errors_name_the_command_whose_help_helps(program):
    assert "See `trivium --help`" in program("frobnicate", expected=2)
    assert "See `trivium start --help`" in program("start", expected=2)
    assert "No such option" in program("tasks", "--colour", expected=2)
    assert "See `trivium audit verify --help`" in program("audit", "verify", "x", expected=2)


def test_strange_files_are_told(program, tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text("[1]", encoding="utf-8")
    for arguments in (
        ("start", "p", "--vars", bad),
        ("start", "p", "--vars", tmp_path / "missing.json"),
        ("feel", "1", "--context", "{"),
        ("feel", "1", "--context", "[]"),
    ):
        said = program(*arguments, expected=2)
        assert said.startswith("error: Expected")


def test_validation_goes_on_after_a_file_that_is_no_xml(program, asked, model):
    good, bad = model(chain(), "good.bpmn"), model(b"<a>", "bad.bpmn")
    said = program("validate", bad, good, expected=2)
    assert "✗ bad.bpmn:1" in said
    assert "✓ good.bpmn" in said
    findings = asked("validate", bad, good, expected=2)
    assert [len(each["findings"]) for each in findings] == [1, 0]


def test_prompt_for_feel_keeps_values_and_survives_errors(program):
    said = program("feel", stdin="a := [1, 2]\ncount(a) * 0.10\n1 +\n:vars\n:quit\n")
    assert "0.2" in said
    assert "Expected an expression" in said
    assert "a = [1,2]" in said


def test_feel_prints_json_with_warnings(asked):
    assert asked("feel", "1.10 * 2") == {"value": 2.2, "warnings": []}
    found = asked("feel", 'number("x")')
    assert found["value"] is None
    assert found["warnings"]


def test_unchanged_model_is_told_so(program, model):
    path = model(chain())
    assert program("deploy", path) == "✓ process p version 1\n"
    assert "(unchanged)" in program("deploy", path)
    assert "p    1        process" in program("definitions")
