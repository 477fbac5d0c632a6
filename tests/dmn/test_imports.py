import pytest

from tests.dmn.build import (
    NAMESPACES,
    decision,
    input_data,
    item,
    knowledge,
    literal,
    model,
    service,
)
from trivium import dmn
from trivium.errors import InvalidModel


def imported(name, namespace):
    return f'<import name="{name}" namespace="{namespace}" importType="{NAMESPACES["1.5"]}"/>'


LIBRARY = model(
    item("tAge", "number", allowed=">= 0"),
    input_data("the age", "tAge"),
    decision("next age", literal("the age + 1"), inputs=["the age"]),
    knowledge("say hello", ["name"], literal('"Hello " + name')),
    service("s", ["next age"], inputs=["the age"]),
    namespace="urn:lib",
    name="library",
)


def resolve(namespace, _location):
    return {"urn:lib": LIBRARY}.get(namespace)


def load(*elements, finder=resolve, **options):
    return dmn.load(model(*elements), resolve=finder, **options)


def test_imported_elements_stand_behind_the_name_of_the_import():
    loaded = load(
        imported("lib", "urn:lib"),
        decision(
            "d",
            literal('[lib.next age, lib.the age, lib.say hello("A"), lib.s(7)]'),
            inputs=["urn:lib#the age"],
            decisions=["urn:lib#next age"],
            knowledge=["urn:lib#say hello", "urn:lib#s"],
        ),
    )
    found = loaded.evaluate("d", {"lib": {"the age": 4}})
    assert found.value == [5, 4, "Hello A", 8]
    assert found.inputs == {"lib.the age": 4}
    assert found.decisions["lib.next age"] == 5


def test_imported_types_are_qualified():
    loaded = load(
        imported("lib", "urn:lib"),
        input_data("x", "lib.tAge"),
        decision("d", literal("[x, 3 instance of lib.tAge]"), inputs=["x"]),
    )
    assert loaded.evaluate("d", {"x": 4}).value == [4, True]
    assert loaded.evaluate("d", {"x": -4}).value == [None, True]


def test_an_import_without_a_name_needs_no_qualification():
    loaded = load(
        imported("", "urn:lib"),
        input_data("x", "tAge"),
        decision(
            "d",
            literal('next age + x + string length(say hello(""))'),
            inputs=["x"],
            decisions=["urn:lib#next age"],
            knowledge=["urn:lib#say hello"],
        ),
    )
    assert loaded.evaluate("d", {"the age": 1, "x": 10}).value == 18


def test_an_input_reached_by_two_ways_has_a_value_for_each():
    middle = {
        name: model(
            imported("lib", "urn:lib"),
            decision("value", literal("lib.the age"), inputs=["urn:lib#the age"]),
            namespace=f"urn:{name}",
        )
        for name in ("one", "two")
    }
    sources = {"urn:lib": LIBRARY} | {f"urn:{name}": data for name, data in middle.items()}
    loaded = load(
        imported("One", "urn:one"),
        imported("Two", "urn:two"),
        decision(
            "d", literal("One.value - Two.value"), decisions=["urn:one#value", "urn:two#value"]
        ),
        finder=lambda namespace, _: sources.get(namespace),
    )
    apart = {"One": {"lib": {"the age": 30}}, "Two": {"lib": {"the age": 10}}}
    assert loaded.evaluate("d", apart).value == 20
    together = {"the age": 5}
    assert loaded.evaluate("d", together).value == 0


def test_an_import_that_is_not_found_is_refused():
    with pytest.raises(InvalidModel) as refused:
        load(imported("lib", "urn:nowhere"))
    assert [finding.code for finding in refused.value.findings] == ["dmn/missing-import"]


def test_models_that_import_each_other_are_refused():
    one = model(imported("two", "urn:two"), namespace="urn:one")
    two = model(imported("one", "urn:one"), namespace="urn:two")
    with pytest.raises(InvalidModel) as refused:
        dmn.load(one, resolve=lambda namespace, _: two if namespace == "urn:two" else one)
    assert {finding.code for finding in refused.value.findings} == {"dmn/import-cycle"}


def test_faults_of_an_imported_model_refuse_the_importing_one():
    broken = model(decision("d", literal("1 +")), namespace="urn:broken")
    with pytest.raises(InvalidModel) as refused:
        load(imported("b", "urn:broken"), finder=lambda *_: broken)
    assert "dmn/expression" in [finding.code for finding in refused.value.findings]


def test_a_model_that_is_loaded_already_may_be_given():
    library = dmn.load(LIBRARY)
    loaded = load(
        imported("lib", "urn:lib"),
        decision("d", literal('lib.say hello("B")'), knowledge=["urn:lib#say hello"]),
        finder=lambda *_: library,
    )
    assert loaded.evaluate("d").value == "Hello B"


def test_files_beside_a_model_are_found_by_their_namespace(tmp_path):
    (tmp_path / "any name.dmn").write_bytes(LIBRARY)
    (tmp_path / "broken.dmn").write_bytes(b"<no")
    (tmp_path / "main.dmn").write_bytes(
        model(
            imported("lib", "urn:lib"),
            decision("d", literal('lib.say hello("C")'), knowledge=["urn:lib#say hello"]),
        )
    )
    assert dmn.load(tmp_path / "main.dmn").evaluate("d").value == "Hello C"


def test_an_import_of_another_kind_is_told_and_left():
    loaded = load(
        '<import name="x" namespace="urn:x" importType="http://www.w3.org/2001/XMLSchema"/>'
    )
    assert [finding.code for finding in loaded.findings] == ["dmn/import-not-read"]
