"""Generated and mutated texts: typed errors only, no hang; printing and parsing agree."""

import re
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.feel.test_rows import ROWS
from tests.feel.test_syntax import without_offsets

from trivium import feel
from trivium.feel.printer import source_of
from trivium.feel.regex import InvalidPattern, pattern
from trivium.feel.temporal import Date, parse_date

WORD = re.compile(r"[A-Za-z]+|\d+|\"[^\"]*\"|[^\sA-Za-z\d\"]+")
QUICK = feel.Limits(steps=20_000, depth=40, items=5_000, characters=20_000)
FRAGMENTS = sorted(
    {word for path in ROWS.glob("*.toml") for word in WORD.findall(path.read_text("utf-8"))}
)
VARIABLES = {"a": 1, "b": [1, 2, 3], "c": {"x": Decimal("1.5")}, "s": "text", "n": None}

PIECES = ["a", "b", "(", ")", "|", "*", "+", "?", "[ab]", ".", "^", "$", "{2}"]

names = st.sampled_from(["a", "b", "c", "s", "n", "x"])
atoms = st.one_of(
    names,
    st.integers(-50, 50).map(str),
    st.sampled_from(['"ab"', "true", "false", "null", '@"2024-01-31"', '@"P1M"', "[1..5]", ".5"]),
)


def _compound(inner):
    operators = st.sampled_from(
        ["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in"]
    )
    return st.one_of(
        st.tuples(inner, operators, inner).map(lambda t: f"{t[0]} {t[1]} {t[2]}"),
        inner.map(lambda e: f"({e})"),
        inner.map(lambda e: f"-{e}"),
        st.tuples(inner, inner).map(lambda t: f"[{t[0]}, {t[1]}]"),
        st.tuples(names, inner).map(lambda t: f"{{{t[0]}: {t[1]}}}"),
        st.tuples(inner, names).map(lambda t: f"({t[0]}).{t[1]}"),
        st.tuples(inner, inner).map(lambda t: f"({t[0]})[{t[1]}]"),
        st.tuples(inner, inner, inner).map(lambda t: f"if {t[0]} then {t[1]} else {t[2]}"),
        st.tuples(names, inner, inner).map(lambda t: f"for {t[0]} in {t[1]} return {t[2]}"),
        st.tuples(names, inner, inner).map(lambda t: f"some {t[0]} in {t[1]} satisfies {t[2]}"),
        st.tuples(inner, inner, inner).map(lambda t: f"{t[0]} between {t[1]} and {t[2]}"),
        st.tuples(names, inner, inner).map(lambda t: f"(function({t[0]}) {t[1]})({t[2]})"),
        st.tuples(st.sampled_from(["count", "sum", "string", "not", "flatten"]), inner).map(
            lambda t: f"{t[0]}({t[1]})"
        ),
        inner.map(lambda e: f"{e} instance of list<number>"),
    )


expressions = st.recursive(atoms, _compound, max_leaves=12)


def _runs(source):
    """Compile and evaluate; anything but a typed error is a failure of the test."""
    try:
        compiled = feel.compile(source)
    except feel.FeelSyntaxError:
        return
    try:
        value = compiled.evaluate(VARIABLES, feel.Context(limits=QUICK, warnings=[]))
    except feel.ExpressionLimit:
        return
    feel.string_of(value)


@given(expressions)
@settings(max_examples=400, deadline=None)
def test_generated_expressions_have_values(source):
    _runs(source)


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=15).map(" ".join))
@settings(max_examples=400, deadline=None)
def test_mixed_fragments_never_crash(source):
    _runs(source)


@given(expressions, st.data())
@settings(max_examples=300, deadline=None)
def test_mutated_expressions_never_crash(source, data):
    at = data.draw(st.integers(0, len(source)))
    length = data.draw(st.integers(0, 3))
    inserted = data.draw(st.sampled_from(["", *FRAGMENTS]))
    _runs(source[:at] + inserted + source[at + length :])


@given(st.text(max_size=30))
@settings(max_examples=300, deadline=None)
def test_any_text_never_crashes(source):
    _runs(source)
    _runs(f'matches("{source}", "{source}")')


@given(expressions)
@settings(max_examples=300, deadline=None)
def test_printing_and_parsing_agree(source):
    try:
        first = feel.compile(source).tree
    except feel.FeelSyntaxError:
        return
    assert without_offsets(feel.compile(source_of(first)).tree) == without_offsets(first)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.text("abc", max_size=8))
@settings(max_examples=400, deadline=None)
def test_both_ways_of_matching_agree(text, subject):
    try:
        found = pattern(text, "")
    except InvalidPattern:
        return
    by_machine = pattern(text, "m")
    by_machine._python = None
    by_machine._cost = None
    try:
        expected = re.search(text.replace("$", r"\Z"), subject)
    except re.error:
        return
    steps = []
    assert found.is_found(subject, steps.append) == (expected is not None)
    if "^" not in text and "$" not in text:
        span = by_machine._search(subject, 0, steps.append)
        assert (span and span[:2]) == (expected and expected.span())


@given(st.integers(-(10**11), 10**11))
def test_day_numbers_and_dates_agree(number):
    date = Date.from_day_number(number)
    assert date.day_number == number
    assert parse_date(str(date)) == date


@given(st.dates())
def test_dates_agree_with_the_standard_library(day):
    date = Date.from_python(day)
    assert (date.weekday, date.to_python()) == (day.isoweekday(), day)
    assert Date.from_day_number(date.day_number + 1).day_number - date.day_number == 1
