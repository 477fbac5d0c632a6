"""Functions between FEEL and Python, external ones, and types that others define."""

import pytest

from trivium import feel
from trivium.feel import types

JAVA = 'function(a: number, b: number) external {java: {class: "java.lang.Math", method signature: "max(int, int)"}}'


def test_a_python_callable_is_called_by_name():
    context = feel.Context(functions={"double": lambda x: x * 2})
    assert feel.compile("double(21)").evaluate({}, context) == 42
    assert feel.compile("double(x: 21)").evaluate({}, context) == 42


def test_a_callable_among_the_variables_is_called_too():
    assert feel.compile("f(2, 3)").evaluate({"f": max}) == 3
    assert feel.compile("f(2)").evaluate({"f": lambda x: x + 0.5}) == feel.from_python(2.5)


def test_an_error_of_a_callable_is_null_with_a_warning():
    warnings: list[feel.FeelWarning] = []
    context = feel.Context(functions={"f": lambda x: 1 / x}, warnings=warnings)
    assert feel.compile("f(0)").evaluate({}, context) is None
    assert warnings[0].code == "feel/external-failed"


def test_a_defect_of_a_callable_travels_on():
    def broken(_x):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        feel.compile("f(0)").evaluate({"f": broken})


def test_an_external_function_runs_through_the_mapping():
    context = feel.Context(externals={"java.lang.Math.max(int,int)": max})
    assert feel.compile(f"({JAVA})(1, 2)").evaluate({}, context) == 2
    assert feel.compile(f"({JAVA})(b: 1, a: 2)").evaluate({}, context) == 2
    assert feel.compile(f'({JAVA})("x", 2)').evaluate({}, context) is None


def test_an_external_function_without_mapping_is_refused_by_name():
    warnings: list[feel.FeelWarning] = []
    context = feel.Context(warnings=warnings)
    assert feel.compile(f"({JAVA})(1, 2)").evaluate({}, context) is None
    assert "java.lang.Math.max(int,int)" in warnings[0].message


def test_a_function_of_feel_is_called_from_python():
    function = feel.compile("function(a, b) a - b + offset").evaluate({"offset": 10})
    assert feel.call(function, [3, 1]) == 12
    assert feel.call(function, {"b": 3, "a": 1}) == 8
    assert feel.call(function, [1]) is None


def test_an_own_kind_of_function_is_called_from_feel():
    class Adder(feel.Function):
        name = "adder"
        parameters = ("x", "y")

        def call(self, arguments, state):
            state.charge(1)
            if None in arguments:
                raise feel.NullResult("Expected two numbers")
            return sum(arguments)

    variables = {"adder": Adder()}
    assert feel.compile("adder(1, 2)").evaluate(variables) == 3
    assert feel.compile("adder(y: 1, x: 2)").evaluate(variables) == 3
    assert feel.compile("adder(1, null)").evaluate(variables) is None


def test_types_of_others_are_known_by_name():
    small = types.ConstrainedType("tSmall", types.NUMBER, lambda value: value < 10)
    known = {"tSmall": small, "t Pair": types.ContextType({"a": small, "b": types.STRING})}
    assert feel.compile("50 instance of tSmall", types=known).evaluate({}) is True
    assert feel.compile('"x" instance of tSmall', types=known).evaluate({}) is False
    assert feel.compile("(function(x: tSmall) x)(50)", types=known).evaluate({}) is None
    assert feel.compile("(function(x: tSmall) x)(5)", types=known).evaluate({}) == 5
    pair = feel.compile('{a: 1, b: "x"} instance of t Pair', types=known)
    assert pair.evaluate({}) is True


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (types.NUMBER, [1], 1),
        (types.ListType(types.NUMBER), 1, [1]),
        (types.ListType(types.NUMBER), [1, "x"], types.MISSING),
        (types.STRING, 1, types.MISSING),
        (types.ContextType({"a": types.NUMBER}), {"a": 1, "b": 2}, {"a": 1, "b": 2}),
        (types.ContextType({"a": types.NUMBER}), {"b": 2}, types.MISSING),
        (types.ANY, [1], [1]),
        (types.NUMBER, None, None),
    ],
)
def test_implicit_conversions(kind, value, expected):
    assert kind.coerce(value) == expected


def test_conformance_of_types():
    numbers = types.ListType(types.NUMBER)
    assert numbers.conforms_to(types.ListType(types.ANY))
    assert not types.ListType(types.ANY).conforms_to(numbers)
    wide = types.ContextType({"a": types.NUMBER, "b": types.STRING})
    assert wide.conforms_to(types.ContextType({"a": types.NUMBER}))
    assert not types.ContextType({"a": types.NUMBER}).conforms_to(wide)
    takes_any = types.FunctionType((types.ANY,), types.NUMBER)
    takes_text = types.FunctionType((types.STRING,), types.ANY)
    assert takes_any.conforms_to(takes_text)
    assert not takes_text.conforms_to(takes_any)


UNARY = [
    ("-", 1, True),
    ("-", None, True),
    ("5", 5, True),
    ('"a", "b"', "b", True),
    ("< 5", 4, True),
    ("not(< 5)", 4, False),
    ("not(1, 2), 3", 3, True),
    ("true", None, False),
    ("count(list) = 2", None, True),
    ("[1..5)", 5, False),
    ("? > 3 and ? < 6", 5, True),
    ("? in [1, 2]", 2, True),
    ("limit", 7, True),
    ("> limit", 8, True),
    ("list", 2, True),
    ("list", [1, 2], True),
    ("true", True, True),
    ("true", False, False),
    ("null", None, True),
    ("null", 1, False),
    ('starts with(?, "a")', "abc", True),
    ('not(contains(?, "a"))', "xyz", True),
    ("<= 5", "x", None),
    ("count(list) = 2", 99, True),
    ("= 5", 5, True),
    ("!= 5", 6, True),
    ("(< 5)", 4, True),
    ("in", 1, "error"),
]


@pytest.mark.parametrize(("source", "value", "expected"), UNARY)
def test_unary_tests(source, value, expected):
    variables = {"limit": 7, "list": [1, 2]}
    if expected == "error":
        with pytest.raises(feel.FeelSyntaxError):
            feel.compile_unary_tests(source, names=variables)
        return
    compiled = feel.compile_unary_tests(source, names=variables)
    assert compiled.evaluate(variables, input_value=value) is expected
