from decimal import Decimal

import pytest

from tests.dmn.build import decision, input_data, knowledge, literal, load
from trivium import feel
from trivium.errors import NotFound


def test_a_knowledge_model_is_a_function_of_those_who_require_it():
    loaded = load(
        knowledge("the square", [("n", "number")], literal("n * n")),
        decision("d", literal("the square(3) + the square(n: 2)"), knowledge=["the square"]),
    )
    assert loaded.evaluate("d").value == 13
    assert loaded.call("the square", {"n": 5}).value == 25


def test_a_function_is_not_called_with_an_argument_of_the_wrong_type():
    loaded = load(
        knowledge("f", [("n", "number")], literal("n = null")),
        decision("d", literal('f("x")'), knowledge=["f"]),
    )
    result = loaded.evaluate("d")
    assert result.value is None
    assert "argument 'n'" in str(result.warnings[0])


def test_the_result_of_a_knowledge_model_is_held_to_the_type_of_its_variable():
    loaded = load(
        knowledge("f", ["n"], literal("n"), "string"),
        decision("d", literal('[f(1), f("a"), f(["b"])]'), knowledge=["f"]),
    )
    assert loaded.evaluate("d").value == [None, "a", "b"]


def test_knowledge_models_may_call_themselves_and_each_other():
    loaded = load(
        knowledge("even", ["n"], literal("if n = 0 then true else odd(n - 1)"), needs=["odd"]),
        knowledge("odd", ["n"], literal("if n = 0 then false else even(n - 1)"), needs=["even"]),
        decision("d", literal("[even(10), odd(10)]"), knowledge=["even", "odd"]),
    )
    assert loaded.evaluate("d").value == [True, False]


def test_endless_recursion_meets_the_limit():
    loaded = load(
        knowledge("f", ["n"], literal("f(n + 1)"), needs=["f"]),
        decision("d", literal("f(0)"), knowledge=["f"]),
    )
    with pytest.raises(feel.ExpressionLimit):
        loaded.evaluate("d")


def test_steps_are_counted_over_the_whole_decision():
    loaded = load(
        knowledge("f", ["n"], literal("count(for i in 1..1000 return i)")),
        decision("d", literal("sum(for i in 1..100 return f(i))"), knowledge=["f"]),
    )
    assert loaded.evaluate("d").value == 100_000
    context = feel.Context(limits=feel.Limits(steps=50_000))
    with pytest.raises(feel.ExpressionLimit):
        loaded.evaluate("d", {}, context)


def test_a_knowledge_model_sees_its_parameters_alone():
    loaded = load(
        input_data("x"),
        knowledge("f", [], literal("x")),
        decision("d", literal("f()"), inputs=["x"], knowledge=["f"]),
        strict=False,
    )
    assert [finding.code for finding in loaded.findings] == ["dmn/unknown-name"]
    assert loaded.evaluate("d", {"x": 1}).value is None


def test_functions_of_the_context_may_be_called_by_name():
    loaded = load(
        knowledge("f", ["x"], literal("rate(x)")),
        decision("d", literal("f(2) + rate(1)"), knowledge=["f"]),
    )
    assert {finding.severity for finding in loaded.findings} == {"warning"}
    context = feel.Context(functions={"rate": lambda x: x * 100})
    assert loaded.evaluate("d", {}, context).value == 300


def test_a_boxed_function_keeps_the_variables_around_it():
    function = (
        '<functionDefinition><formalParameter name="n" typeRef="number"/>'
        f"{literal('n * factor')}</functionDefinition>"
    )
    body = (
        f'<context><contextEntry><variable name="times"/>{function}</contextEntry>'
        f"<contextEntry>{literal('times(4)')}</contextEntry></context>"
    )
    loaded = load(input_data("factor"), decision("d", body, inputs=["factor"]))
    assert loaded.evaluate("d", {"factor": 3}).value == 12


def test_functions_of_a_context_may_call_themselves():
    boxed = (
        '<functionDefinition><formalParameter name="n"/>'
        f"{literal('if n < 2 then 1 else n * the factorial(n - 1)')}</functionDefinition>"
    )
    text = literal("function(n) if n < 1 then 0 else n + sum up(n - 1)")
    body = (
        f'<context><contextEntry><variable name="the factorial"/>{boxed}</contextEntry>'
        f'<contextEntry><variable name="sum up"/>{text}</contextEntry>'
        f"<contextEntry>{literal('[the factorial(5), sum up(4)]')}</contextEntry></context>"
    )
    loaded = load(decision("d", body))
    assert loaded.findings == ()
    assert loaded.evaluate("d").value == [120, 10]


def invocation(function, **bindings):
    made = "".join(
        f'<binding><parameter name="{name}"/>{literal(text)}</binding>'
        for name, text in bindings.items()
    )
    return f"<invocation>{literal(function)}{made}</invocation>"


def test_an_invocation_names_its_arguments():
    bkm = knowledge("minus", ["a", "b"], literal("a - b"))
    loaded = load(bkm, decision("d", invocation("minus", b="1", a="5"), knowledge=["minus"]))
    assert loaded.evaluate("d").value == 4
    wrong = load(bkm, decision("d", invocation("minus", b="1", c="5"), knowledge=["minus"]))
    assert wrong.evaluate("d").value is None
    builtin = load(decision("d", invocation("string length", string='"four"')))
    assert builtin.evaluate("d").value == 4


JAVA = (
    f'<context><contextEntry><variable name="class"/>{literal(chr(34) + "org.Rates" + chr(34))}'
    f'</contextEntry><contextEntry><variable name="method signature"/>'
    f"{literal(chr(34) + 'of(double, int)' + chr(34))}</contextEntry></context>"
)


def test_external_functions_are_python_callables_by_their_key():
    loaded = load(
        knowledge("rate", [("a", "number"), ("n", "number")], JAVA, logic='kind="Java"'),
        decision("d", literal("rate(2.5, 2)"), knowledge=["rate"]),
    )
    context = feel.Context(externals={"org.Rates.of(double,int)": lambda a, n: float(a) * n})
    assert loaded.evaluate("d", {}, context).value == Decimal(5)
    refused = loaded.evaluate("d")
    assert refused.value is None
    assert "org.Rates.of(double,int)" in refused.warnings[0].message


def test_a_knowledge_model_that_does_not_exist_is_not_found():
    loaded = load(knowledge("f", [], literal("1")))
    with pytest.raises(NotFound, match="it has f"):
        loaded.call("g")
