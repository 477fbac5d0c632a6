import pytest

from tests.dmn.build import decision, input_data, item, literal, load
from trivium.feel.temporal import Date, DateTime


def result(kind, value, *items):
    loaded = load(*items, input_data("x", kind), decision("d", literal("x"), inputs=["x"]))
    return loaded.evaluate("d", {"x": value})


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("number", 1, 1),
        ("number", "1", None),
        ("number", [1], 1),
        ("number", True, None),
        ("string", "a", "a"),
        ("string", None, None),
        ("boolean", 1, None),
        ("Any", {"a": [1]}, {"a": [1]}),
    ],
)
def test_inputs_are_coerced_to_their_type(kind, value, expected):
    assert result(kind, value).value == expected


def test_a_date_becomes_a_date_and_time_where_one_is_asked_for():
    found = result("date and time", Date(2024, 2, 29)).value
    assert isinstance(found, DateTime)
    assert found.date == Date(2024, 2, 29)


def test_an_input_of_the_wrong_type_warns():
    found = result("number", "one")
    assert [warning.code for warning in found.warnings] == ["dmn/wrong-type"]
    assert "'x'" in found.warnings[0].message


def test_allowed_values_hold_for_each_item_and_the_constraint_for_the_whole():
    sizes = item("tSizes", "number", allowed="[1..9]", constraint="count(?) < 3", collection=True)
    assert result("tSizes", [1, 9], sizes).value == [1, 9]
    assert result("tSizes", [1, 10], sizes).value is None
    assert result("tSizes", [1, 2, 3], sizes).value is None
    assert result("tSizes", 5, sizes).value == [5]


def test_a_structure_needs_its_components_and_may_have_more():
    person = item("tPerson", components=[("name", "string"), ("age", "number")])
    adult = {"name": "A", "age": 20, "size": 1}
    assert result("tPerson", adult, person).value == adult
    assert result("tPerson", {"name": "A"}, person).value is None
    assert result("tPerson", {"name": "A", "age": "old"}, person).value is None


def test_a_type_may_hold_itself():
    tree = (
        '<itemDefinition name="tTree"><itemComponent name="value"><typeRef>number</typeRef>'
        '</itemComponent><itemComponent name="children" isCollection="true">'
        "<typeRef>tTree</typeRef></itemComponent></itemDefinition>"
    )
    good = {"value": 1, "children": [{"value": 2, "children": []}]}
    bad = {"value": 1, "children": [{"value": "x", "children": []}]}
    assert result("tTree", good, tree).value == good
    assert result("tTree", bad, tree).value is None


def test_a_type_that_is_its_own_base_is_found():
    loaded = load(item("tA", "tB"), item("tB", "tA"), strict=False)
    assert [finding.code for finding in loaded.findings] == ["dmn/type-cycle"]


def test_an_unknown_type_is_found():
    loaded = load(input_data("x", "tNothing"), strict=False)
    assert [finding.code for finding in loaded.findings] == ["dmn/unknown-type"]


def test_function_types_are_held_to_parameters_and_result():
    kind = (
        '<itemDefinition name="tTest"><functionItem outputTypeRef="boolean">'
        '<parameters name="n" typeRef="number"/></functionItem></itemDefinition>'
    )
    loaded = load(
        kind,
        decision("good", literal("function(n: number) n > 1"), kind="tTest"),
        decision("bad", literal('function(n: number) "x"'), kind="tTest"),
        decision("d", literal("good(2)"), decisions=["good"]),
    )
    assert loaded.evaluate("d").value is True
    assert loaded.evaluate("bad").value is None


def test_item_definitions_are_known_to_instance_of():
    loaded = load(
        item("tAge", "number", allowed=">= 0"),
        decision("d", literal('[5 instance of tAge, "x" instance of tAge]')),
    )
    assert loaded.evaluate("d").value == [True, False]


def test_the_output_of_a_decision_is_held_to_its_type():
    loaded = load(decision("d", literal('"x"'), kind="number"))
    found = loaded.evaluate("d")
    assert found.value is None
    assert "the decision 'd'" in found.warnings[0].message
