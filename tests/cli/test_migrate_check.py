"""`trivium migrate-check`: what models of other engines would do here."""

from __future__ import annotations

import pytest
from tests.models import chain

_RUNS = chain('<userTask id="ask"/>', key="plain")
_NAMED = chain(
    '<serviceTask id="ship" camunda:class="com.example.Ship"/>',
    '<serviceTask id="pay" camunda:type="external" camunda:topic="pay"/>',
    '<serviceTask id="bill" camunda:topic="pay"/>',
    key="named",
)
_REFUSED = chain(
    '<userTask id="ask"/>',
    '<scriptTask id="calc" scriptFormat="groovy"><script>x = 1</script></scriptTask>',
    key="refused",
)
_CASE = (
    b'<definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL"'
    b' xmlns:flowable="http://flowable.org/cmmn"><case id="c"><casePlanModel id="plan">'
    b'<planItem id="x" definitionRef="t"/><planItem id="y" definitionRef="h"/>'
    b'<task id="t" flowable:type="java" flowable:class="com.example.Tell"/><humanTask id="h"/>'
    b"</casePlanModel></case></definitions>"
)
_DECISION = (
    b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="n" id="d"'
    b' name="d"><decision id="price" name="price"><variable name="price"/><literalExpression>'
    b"<text>1</text></literalExpression></decision></definitions>"
)


@pytest.fixture
def folder(tmp_path):
    """Models of each sort, in folders of different depth."""
    inner = tmp_path / "models" / "deep"
    inner.mkdir(parents=True)
    for path, content in {
        inner / "plain.bpmn20.xml": _RUNS,
        inner / "named.bpmn": _NAMED,
        inner.parent / "refused.bpmn": _REFUSED,
        inner.parent / "case.cmmn": _CASE,
        inner.parent / "price.dmn": _DECISION,
        inner.parent / "notes.xml": b"<notes/>",
        inner.parent / "read.me": b"",
    }.items():
        path.write_bytes(content)
    return inner.parent


def test_report_says_what_runs_what_needs_work_and_what_is_refused(asked, folder):
    said = asked("migrate-check", folder)
    assert said["summary"] == {
        "models": 5,
        "runs": 2,
        "needs handlers": 2,
        "refused": 1,
        "unreadable": 0,
    }
    by_file = {each["file"]: each for each in said["models"]}
    assert by_file["deep/plain.bpmn20.xml"]["runs"]["userTask"] == 1
    assert by_file["deep/named.bpmn"]["handlers"] == [
        {"name": "com.example.Ship", "elements": ["ship"], "is_named": True},
        {"name": "pay", "elements": ["pay", "bill"], "is_named": False},
    ]
    (fault,) = by_file["refused.bpmn"]["refused"]
    assert (fault["element"], fault["line"]) == ("calc", 1)
    assert "groovy" in fault["message"]
    assert fault["remedy"]
    assert "scriptTask" not in by_file["refused.bpmn"]["runs"]
    assert by_file["case.cmmn"]["runs"] == {"humanTask": 1, "task": 1}
    assert [each["name"] for each in by_file["case.cmmn"]["handlers"]] == ["com.example.Tell"]
    assert by_file["price.dmn"]["definitions"] == ["price"]


def test_people_read_the_same(program, folder):
    said = program("migrate-check", folder)
    assert "5 models: 2 runs, 2 needs handlers, 1 refused" in said
    assert "needs a handler: com.example.Ship (ship)" in said
    assert "line 1 calc Expected a script in FEEL, JavaScript or Starlark" in said


def test_what_cannot_be_read_is_said_and_is_exit_code_2(program, folder):
    (folder / "broken.bpmn").write_bytes(b"<definitions")
    said = program("migrate-check", folder, expected=2)
    assert "broken.bpmn unreadable" in said
    assert "5 models" not in said


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_no_models_are_exit_code_2(program, tmp_path, name):
    (tmp_path / "empty").mkdir()
    assert "error: Expected" in program("migrate-check", tmp_path / name, expected=2)


def test_one_model_may_be_named(asked, folder):
    said = asked("migrate-check", folder / "refused.bpmn")
    assert [each["file"] for each in said["models"]] == ["refused.bpmn"]
