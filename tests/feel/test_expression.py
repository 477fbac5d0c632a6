"""The public face of FEEL: compile, evaluate, limits, warnings."""

from decimal import Decimal

import pytest

from trivium import feel


def test_a_variable_is_read_from_anything_with_get():
    assert feel.compile("x + 1").evaluate({"x": 41}) == 42


def test_free_names_are_those_read_from_the_scope():
    compiled = feel.compile("for i in items return i + offset + count(items)")
    assert compiled.free_names == {"items", "offset"}


def test_a_missing_variable_is_null_with_a_warning():
    warnings: list[feel.FeelWarning] = []
    assert feel.compile("x + 1").evaluate({}, feel.Context(warnings=warnings)) is None
    assert warnings[0].code == "feel/no-such-variable"


def test_names_may_hold_spaces_and_operators():
    compiled = feel.compile("Full Name + a-b", names={"Full Name", "a-b"})
    assert compiled.evaluate({"Full Name": "x", "a-b": "y"}) == "xy"


def test_unary_tests_test_the_input_value():
    tests = feel.compile_unary_tests("> 5, [1..3]")
    assert tests.evaluate({}, input_value=2) is True
    assert tests.evaluate({}, input_value=4) is False


def test_decimals_have_34_digits():
    assert feel.compile("1 / 3").evaluate({}) == Decimal("0." + "3" * 34)


def test_a_syntax_error_points_at_its_place():
    with pytest.raises(feel.FeelSyntaxError) as caught:
        feel.compile("1 +\n  * 2")
    assert (caught.value.line, caught.value.column) == (2, 3)


@pytest.mark.parametrize("source", ["for i in 1..10**9 return i", "count(1..2)[1]"])
def test_a_limit_or_a_syntax_error_stops_what_cannot_be(source):
    with pytest.raises((feel.ExpressionLimit, feel.FeelSyntaxError)):
        feel.compile(source).evaluate({})


def test_run_takes_plain_data_and_says_where_a_null_comes_from():
    outcome = feel.run(
        "{total: sum(orders.net amount), missing: a.b +\n orders[5].net amount}.missing",
        {"orders": [{"net amount": 1.5}, {"net amount": 2}]},
    )
    assert outcome.text == "null"
    assert ("feel/no-such-variable", 1, 42) in {
        (remark.code, remark.line, remark.column) for remark in outcome.remarks
    }
    assert feel.run("sum(orders.net amount)", {"orders": [{"net amount": 1.5}]}).text == "1.5"


def test_a_null_says_why():
    reasons = {
        "1 / 0": "feel/division-by-zero",
        '1 + "a"': "feel/no-such-operation",
        '1 < "a"': "feel/not-comparable",
        "{a: 1}.b": "feel/no-such-entry",
        "[1][2]": "feel/no-such-item",
        "x": "feel/no-such-variable",
        "x(1)": "feel/no-such-function",
        "abs()": "feel/wrong-arguments",
        'abs("a")': "feel/invalid-argument",
        'date("2024-13-01")': "feel/invalid-argument",
        "now()": "feel/no-clock",
        '@"nonsense"': "feel/invalid-literal",
        "for i in 1..1.5 return i": "feel/not-iterable",
        "[2..1]": "feel/invalid-range",
        "10 ** 9999": "feel/out-of-range",
        '@"999999999-12-31" + @"P1D"': "feel/out-of-range",
        "1 instance of nothing": "feel/no-such-type",
        "{a: 1, a: 2}": "feel/repeated-entry",
        'matches("a", "(")': "feel/invalid-pattern",
        "(function(a: number) a)(true)": "feel/wrong-type",
    }
    for source, code in reasons.items():
        outcome = feel.run(source)
        assert outcome.value is None
        assert code in {remark.code for remark in outcome.remarks}, (source, outcome.remarks)
