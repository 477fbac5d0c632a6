import pytest

from tests.dmn.build import (
    NAMESPACES,
    decision,
    input_data,
    item,
    knowledge,
    literal,
    load,
    model,
    table,
)
from trivium import dmn
from trivium.dmn import model as structs
from trivium.errors import InvalidModel
from trivium.xml import parse


def codes(loaded):
    return [finding.code for finding in loaded.findings]


@pytest.mark.parametrize("version", NAMESPACES)
def test_every_version_is_read_by_its_namespace(version):
    loaded = load(decision("d", literal("1 + 1")), version=version)
    assert loaded.definitions.version == version
    assert loaded.evaluate("d").value == 2


def test_what_is_no_dmn_is_refused_with_its_root():
    with pytest.raises(InvalidModel) as refused:
        dmn.load(b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>')
    assert refused.value.findings[0].code == "dmn/not-dmn"
    assert "BPMN" in refused.value.findings[0].message


def test_writing_a_model_back_loses_nothing():
    data = model(
        "<!-- kept --><extensionElements><x:y xmlns:x='urn:x' z='1'/></extensionElements>",
        decision("d", literal("1 < 2")),
    )
    written = dmn.load(data).write()
    assert b"<!-- kept -->" in written
    assert parse(written).root.find("extensionElements").children[0].get("z") == "1"
    assert dmn.load(written).evaluate("d").value is True


def test_types_of_dmn_1_1_are_qualified_names():
    loaded = load(
        item("tAge", "feel:number"),
        input_data("age", "own:tAge"),
        decision("d", literal("age"), inputs=["age"]),
        version="1.1",
        attributes='xmlns:feel="http://www.omg.org/spec/FEEL/20140401" xmlns:own="test"',
    )
    assert loaded.definitions.item_definitions[0].type_ref == "number"
    assert loaded.evaluate("d", {"age": "young"}).value is None
    assert loaded.evaluate("d", {"age": 3}).value == 3


def test_all_faults_are_found_at_once():
    with pytest.raises(InvalidModel) as refused:
        load(
            '<decision id="a"><informationRequirement><requiredInput href=""/>'
            "</informationRequirement></decision>",
            decision("b", '<decisionTable hitPolicy="UNIK"><output/></decisionTable>'),
            decision("c", "<conditional><if/></conditional>"),
        )
    found = [finding.code for finding in refused.value.findings]
    assert found.count("dmn/no-expression") == 3
    assert {"dmn/no-name", "dmn/no-reference", "dmn/unknown-hit-policy"} <= set(found)


def test_a_rule_with_too_few_cells_is_found_with_its_line():
    loaded = load(
        decision("d", table(["1", "2"], [{}], [(["1"], ["1"])])),
        strict=False,
    )
    assert "dmn/wrong-cell-count" in codes(loaded)


def test_a_reference_to_nothing_is_found():
    loaded = load(decision("d", literal("1"), inputs=["nowhere"]), strict=False)
    assert codes(loaded) == ["dmn/unknown-reference"]


def test_a_requirement_of_the_wrong_kind_is_found():
    loaded = load(
        knowledge("f", [], literal("1")),
        decision("d", literal("1"), decisions=["f"]),
        strict=False,
    )
    assert codes(loaded) == ["dmn/wrong-requirement"]


def test_the_same_name_twice_is_found():
    loaded = load(
        input_data("x"),
        '<decision id="other" name="x"><literalExpression><text>1</text></literalExpression>'
        "</decision>",
        strict=False,
    )
    assert codes(loaded) == ["dmn/repeated-name"]


def test_an_unreadable_expression_is_found_and_evaluates_to_null():
    loaded = load(decision("d", literal("1 +")), strict=False)
    assert codes(loaded) == ["dmn/expression"]
    result = loaded.evaluate("d")
    assert result.value is None
    assert [warning.code for warning in result.warnings] == ["dmn/expression"]


def test_an_expression_in_another_language_is_found():
    body = '<literalExpression expressionLanguage="groovy"><text>1</text></literalExpression>'
    assert codes(load(decision("d", body), strict=False)) == ["dmn/unknown-language"]


def test_the_model_is_frozen():
    loaded = load(decision("d", literal("1")))
    with pytest.raises(AttributeError):
        loaded.definitions.elements[0].name = "e"
    assert isinstance(loaded.definitions.elements[0], structs.Decision)
