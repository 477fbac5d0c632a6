import pytest

from tests.dmn.build import decision, input_data, knowledge, literal, load, service
from trivium import feel
from trivium.errors import InvalidModel, NotFound


def test_a_shared_decision_is_evaluated_once():
    calls = []
    external = 'function(x) external {java: {class: "C", method signature: "f(int)"}}'
    loaded = load(
        input_data("x"),
        decision("base", literal(f"({external})(x)"), inputs=["x"]),
        decision("left", literal("base + 1"), decisions=["base"]),
        decision("right", literal("base + 2"), decisions=["base"]),
        decision("top", literal("left + right + base"), decisions=["left", "right", "base"]),
    )
    context = feel.Context(externals={"C.f(int)": lambda x: calls.append(x) or x * 10})
    assert loaded.evaluate("top", {"x": 1}, context).value == 33
    assert calls == [1]


def test_a_long_chain_does_not_exhaust_the_stack():
    count = 3000
    chain = [decision("d0", literal("0"))]
    chain += [
        decision(f"d{n}", literal(f"d{n - 1} + 1"), decisions=[f"d{n - 1}"])
        for n in range(1, count)
    ]
    assert load(*reversed(chain)).evaluate(f"d{count - 1}").value == count - 1


def test_a_cycle_is_refused_and_told_in_full():
    elements = [
        decision("a", literal("b"), decisions=["b"]),
        decision("b", literal("c"), decisions=["c"]),
        decision("c", literal("a"), decisions=["a"]),
    ]
    with pytest.raises(InvalidModel) as refused:
        load(*elements)
    (finding,) = refused.value.findings
    assert finding.code == "dmn/requirement-cycle"
    assert "a → b → c → a" in finding.message
    assert load(*elements, strict=False).evaluate("a").value is None


def test_a_name_that_is_not_required_is_refused():
    elements = [input_data("x"), decision("d", literal("x"))]
    with pytest.raises(InvalidModel) as refused:
        load(*elements)
    assert refused.value.findings[0].code == "dmn/unknown-name"
    assert load(*elements, strict=False).evaluate("d", {"x": 1}).value is None


def test_a_name_that_nothing_declares_is_taken_from_the_inputs():
    loaded = load(decision("d", literal("amount * 2")))
    (finding,) = loaded.findings
    assert (finding.code, finding.severity) == ("dmn/undeclared-input", "warning")
    assert loaded.evaluate("d", {"amount": 2}).value == 4
    assert loaded.evaluate("d").warnings[0].code == "feel/no-such-variable"


def test_names_in_filters_may_be_entries_and_are_no_finding():
    loaded = load(
        input_data("people"), decision("d", literal("people[age > 1]"), inputs=["people"])
    )
    assert loaded.findings == ()
    assert loaded.evaluate("d", {"people": [{"age": 1}, {"age": 2}]}).value == [{"age": 2}]


def test_names_with_spaces_and_operators_are_known_by_the_requirements():
    loaded = load(
        input_data("Applicant's age"),
        input_data("a-b"),
        input_data("a"),
        decision("d", literal("a-b + a + Applicant's age"), inputs=["Applicant's age", "a-b", "a"]),
    )
    assert loaded.evaluate("d", {"Applicant's age": 1, "a-b": 10, "a": 100}).value == 111


def test_outputs_of_required_tables_are_known_as_in_camunda():
    body = (
        '<decisionTable><output name="season"/><output name="mood"/>'
        '<rule><outputEntry><text>"summer"</text></outputEntry>'
        '<outputEntry><text>"good"</text></outputEntry></rule></decisionTable>'
    )
    loaded = load(
        decision("Season decision", body),
        decision("d", literal('season + " " + mood'), decisions=["Season decision"]),
    )
    assert {finding.code for finding in loaded.findings} == {"dmn/output-as-name"}
    assert loaded.evaluate("d").value == "summer good"


def test_a_missing_input_is_null_with_a_warning():
    loaded = load(input_data("x"), decision("d", literal("x"), inputs=["x"]))
    found = loaded.evaluate("d")
    assert found.value is None
    assert [warning.code for warning in found.warnings] == ["dmn/missing-input"]


def test_a_decision_without_logic_is_null():
    assert load(decision("d")).evaluate("d").value is None


def test_a_decision_is_found_by_id_and_by_name():
    body = f'<decision id="the-id" name="The name">{literal("1")}</decision>'
    loaded = load(body)
    assert loaded.evaluate("the-id").value == loaded.evaluate("The name").value == 1
    assert loaded.decisions == ("The name",)
    with pytest.raises(NotFound, match="it has The name"):
        loaded.evaluate("other")


def test_python_values_are_taken_as_inputs():
    loaded = load(input_data("x"), decision("d", literal("x"), inputs=["x"]))
    assert str(loaded.evaluate("d", {"x": 0.1}).value) == "0.1"
    assert loaded.evaluate("d", {"x": (1, 2)}).value == [1, 2]


# services


SERVICE = [
    input_data("x", "number"),
    decision("base", literal('"not called"'), kind="number"),
    decision("sum", literal("x + base"), inputs=["x"], decisions=["base"]),
    decision("product", literal("x * base"), inputs=["x"], decisions=["base"]),
]


def test_a_service_takes_input_data_then_input_decisions():
    loaded = load(
        *SERVICE,
        service("s", ["sum"], inputs=["x"], input_decisions=["base"]),
        decision("d", literal("s(1, 20) + s(base: 300, x: 4000)"), knowledge=["s"]),
    )
    assert loaded.evaluate("d").value == 4321
    assert loaded.evaluate_service("s", {"x": 1, "base": 2}).value == 3


def test_a_service_of_several_outputs_gives_a_context():
    loaded = load(
        *SERVICE,
        service("s", ["sum", "product"], inputs=["x"], input_decisions=["base"]),
        decision("d", literal("s(3, 4).product"), knowledge=["s"]),
    )
    found = loaded.evaluate_service("s", {"x": 3, "base": 4})
    assert found.value == {"sum": 7, "product": 12}
    assert found.decisions == {"sum": 7, "product": 12}
    assert loaded.evaluate("d").value == 12


@pytest.mark.parametrize("call", ["s()", "s(1)", "s(1, 2, 3)", 's(1, "x")', "s(x: 1, b: 2)"])
def test_a_service_is_not_called_with_wrong_arguments(call):
    loaded = load(
        *SERVICE,
        service("s", ["sum"], inputs=["x"], input_decisions=["base"]),
        decision("d", literal(call), knowledge=["s"]),
    )
    assert loaded.evaluate("d").value is None


def test_a_service_does_not_change_what_its_caller_sees():
    loaded = load(
        input_data("x"),
        decision("base", literal("1")),
        decision("sum", literal("x + base"), inputs=["x"], decisions=["base"]),
        service("s", ["sum"], inputs=["x"], input_decisions=["base"]),
        decision(
            "d", literal("[s(10, 20), x, base]"), inputs=["x"], decisions=["base"], knowledge=["s"]
        ),
    )
    assert loaded.evaluate("d", {"x": 5}).value == [30, 5, 1]


def test_encapsulated_decisions_are_evaluated_within_a_service():
    loaded = load(
        input_data("x"),
        decision("inner", literal("x + 1"), inputs=["x"]),
        decision("outer", literal("inner * 2"), decisions=["inner"]),
        service("s", ["outer"], inputs=["x"], encapsulated=["inner"]),
    )
    assert loaded.evaluate_service("s", {"x": 4}).value == 10


def test_a_service_without_output_is_found():
    loaded = load(service("s", []), strict=False)
    assert [finding.code for finding in loaded.findings] == ["dmn/no-output"]


def test_knowledge_models_may_call_services():
    loaded = load(
        *SERVICE,
        service("s", ["sum"], inputs=["x"], input_decisions=["base"]),
        knowledge("f", ["n"], literal("s(n, n)"), needs=["s"]),
        decision("d", literal("f(21)"), knowledge=["f"]),
    )
    assert loaded.evaluate("d").value == 42
