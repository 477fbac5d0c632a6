"""JUEL texts that are refused, and what is known of those that are not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trivium import expressions
from trivium.errors import EvaluationFailed
from trivium.expressions import Context, ExpressionSyntaxError, HostObject
from trivium.feel import FeelSyntaxError

WRONG: dict[str, tuple[int, int]] = {
    "${": (1, 3),
    "${}": (1, 3),
    "${a": (1, 4),
    "${a b}": (1, 5),
    "${a = b}": (1, 5),
    "${a & b}": (1, 5),
    "${a | b}": (1, 5),
    "${'a}": (1, 3),
    '${"a}': (1, 3),
    "${(a}": (1, 5),
    "${a)}": (1, 4),
    "${a[1}": (1, 6),
    "${a.}": (1, 5),
    "${a.1}": (1, 4),
    "${a..b}": (1, 5),
    "${a ? b}": (1, 8),
    "${a ? : b}": (1, 7),
    "${a +}": (1, 6),
    "${* a}": (1, 3),
    "${a,b}": (1, 4),
    "${f(a}": (1, 6),
    "${f(a,)}": (1, 7),
    "${f(,a)}": (1, 5),
    "${${a}}": (1, 4),
    "${a{}": (1, 4),
    "${1a}": (1, 4),
    "${a instanceof b}": (1, 5),
    "${'\\n'}": (1, 4),
    "${a @ b}": (1, 5),
    "${a\n  b}": (2, 3),
    "text ${a b}": (1, 10),
    "${a}${b c}": (1, 9),
    "${a -> b}": (1, 6),
    "${a += b}": (1, 6),
    "${a; b}": (1, 4),
    "${empty}": (1, 8),
    "${not}": (1, 6),
    "${a.b(}": (1, 7),
    "${1e999999999}": (1, 3),
    "${'": (1, 3),
    "${a.'b'}": (1, 5),
    "${and}": (1, 3),
    "${vars:get(1)}": (1, 1),
    "${vars:get(a.b)}": (1, 1),
}


@pytest.mark.parametrize(("text", "place"), WRONG.items(), ids=WRONG)
def test_wrong_texts_are_refused_with_their_place(text: str, place: tuple[int, int]) -> None:
    with pytest.raises(ExpressionSyntaxError) as caught:
        expressions.template(text)
    assert (caught.value.line, caught.value.column) == place
    assert "_" not in caught.value.message


@pytest.mark.parametrize("text", ["", "a > 1", "a", "x ${a}", "${a} x", "${a}${b}", r"\${a}"])
def test_a_juel_expression_is_one_and_nothing_beside_it(text: str) -> None:
    with pytest.raises(ExpressionSyntaxError) as caught:
        expressions.compile(text, language="juel")
    assert "${amount > 1000}" in caught.value.remedy


def test_deep_and_long_texts_are_refused_in_time() -> None:
    deep = (
        *("${" + "(" * 5000 + "1" + ")" * 5000 + "}", "${" + "!" * 5000 + "a}"),
        *("${" + "-" * 5000 + "1}", "${" + "1+" * 5000 + "1}", "${a" + ".b" * 5000 + "}"),
        *("${" + "a?" * 5000 + "}", "${a" + "[a" * 5000 + "}", "${" + "f(" * 5000 + "}"),
        *("${" + "a ? 1 : " * 5000 + "1}", "x" * 1_000_001),
    )
    for text in deep:
        with pytest.raises(ExpressionSyntaxError) as caught:
            expressions.template(text)
        assert caught.value.code == "expression/too-complex"
    wide = " && ".join(["a"] * 5000)
    assert expressions.compile(f"${{{wide}}}").evaluate({"a": True}) is True


FREE = {
    "${a}": "a",
    "${a.b[c]}": "a c",
    "${f(a, b:g(c))}": "a c",
    "x": "",
    "${'a'}": "",
    "${a}${b}": "a b",
    "${execution.getVariable('a') != null && b}": "a b",
    "${execution.getVariable(a)}": "a",
    "${task.assignee}": "",
    "${vars:get(a)}": "a",
    "${a ? b : c}": "a b c",
    "${a.getVariable('b')}": "a",
}


@pytest.mark.parametrize(("text", "names"), FREE.items(), ids=FREE)
def test_free_names(text: str, names: str) -> None:
    assert expressions.template(text).free_names == frozenset(names.split())


def test_names_that_are_known_may_hold_operators() -> None:
    known = {"first-name": "Ann", "first": 1, "Applicant Name": "Kim"}
    assert expressions.compile("${first-name}", names=known).evaluate(known) == "Ann"
    assert expressions.compile("${Applicant Name == 'Kim'}", names=known).evaluate(known) is True
    assert expressions.compile("${first-names}", names=known).free_names == {"first", "names"}


def test_roots_hide_variables_and_variables_hide_beans() -> None:
    roots = Context({"execution": HostObject("execution", {}, {"id": "e"}), "bean": 1})
    variables: dict[str, Any] = {"execution": {"id": "v"}, "bean": 2}
    assert expressions.compile("${execution.id}").evaluate(variables, roots) == "e"
    assert expressions.compile("${execution.id}").evaluate(variables) == "v"
    assert expressions.compile("${bean}").evaluate(variables, roots) == 2
    assert expressions.compile("${bean}").evaluate({}, roots) == 1


def test_what_the_engine_raises_is_not_taken_for_a_wrong_call() -> None:
    def broken(_value: Any) -> Any:
        return len(None)  # type: ignore[arg-type]  # that it fails is the test

    context = Context(functions={"broken": broken})
    with pytest.raises(TypeError, match="NoneType"):
        expressions.compile("${broken(1)}").evaluate({}, context)


def test_roots_and_time_may_be_made_when_they_are_asked_for() -> None:
    asked: list[str] = []

    class Roots(dict[str, Any]):
        def get(self, name: str, default: Any = None) -> Any:
            asked.append(name)
            return HostObject(name) if name == "execution" else default

    context = Context(roots=Roots(), now=lambda: len(asked))
    assert expressions.compile("${a > 1 && a < 3}").evaluate({"a": 2}, context) is True
    assert asked == []
    assert str(expressions.compile("${execution}").evaluate({}, context)) == "execution"
    assert expressions.compile("${now()}").evaluate({}, context) == 1


def test_methods_of_the_engine_take_effect_and_return() -> None:
    written: dict[str, Any] = {}
    context = Context({"execution": HostObject("execution", {"setVariable": written.__setitem__})})
    expression = expressions.compile("${execution.setVariable('x', 1 + 1)}")
    assert expression.evaluate({}, context) is None
    assert written == {"x": 2}


def test_feel_and_juel_have_one_face() -> None:
    feel = expressions.compile("amount > 1000 and missing = null")
    juel = expressions.compile("${amount > 1000}")
    for expression in (feel, juel, expressions.compile("= amount > 1000", language="feel")):
        assert expression.evaluate({"amount": 1250}) is True
        assert "amount" in expression.free_names
        assert not expression.is_constant
    assert (feel.language, juel.language) == ("feel", "juel")
    with pytest.raises(FeelSyntaxError):
        expressions.compile("1 +")


TEMPLATES = {
    ("=1 + 1", None): 2,
    ("=1 + 1", "feel"): 2,
    ("=1 + 1", "juel"): "=1 + 1",
    ("a", "feel"): "a",
    ("a", "juel"): "a",
    ("a", None): "a",
    ("${1 + 1}", "feel"): "${1 + 1}",
    ("${1 + 1}", None): 2,
    ("PT1H", None): "PT1H",
}


@pytest.mark.parametrize(("text", "value"), TEMPLATES.items())
def test_templates_by_language(text: tuple[str, Any], value: Any) -> None:
    expression = expressions.template(text[0], language=text[1])
    assert expression.evaluate({}) == value
    assert expression.is_constant is isinstance(value, str)


def test_conditions_are_true_or_false() -> None:
    assert [expressions.as_condition(value) for value in (True, False)] == [True, False]
    for value in (None, 1, "true", Decimal(0)):
        with pytest.raises(expressions.JuelFailure):
            expressions.as_condition(value)


PIECES = st.sampled_from(
    [
        *("a", "b", "text", "list", "map", "execution", "1", "2.5", "'x'", '"y"', "null", "true"),
        *(" + ", " - ", "*", "/", "%", " == ", " != ", "<", ">", "<=", ">=", " && ", " || ", "!"),
        *(" and ", " or ", " not ", " empty ", " eq ", " div ", "(", ")", "[", "]", ".", ",", "?"),
        *(":", ".size()", ".length()", ".get(0)", ".substring(1)", ".toString()", "vars:get(a)"),
        *("now()", "}", "${", "'", "\\", "{", ".equals(", ".empty", ".repeat(99)", ".pow(9)"),
    ]
)
VALUES: dict[str, Any] = {
    "a": 5,
    "b": Decimal("0.5"),
    "text": "abc",
    "list": [1, "x", None],
    "map": {"a": 1},
    "execution": HostObject("execution", {"getVariable": lambda name: name}, {"id": 1}),
}


@given(st.lists(PIECES, max_size=14).map("".join))
def test_any_text_has_a_value_or_a_typed_error(text: str) -> None:
    for source in (f"${{{text}}}", f"x{text}"):
        try:
            expressions.template(source, language="juel").evaluate(VALUES)
        except (ExpressionSyntaxError, EvaluationFailed) as error:
            found = error
        else:
            continue
        assert found.code.startswith("expression/")
