"""Whatever is evaluated, it ends soon: with a value, or with a typed error."""

import pytest

from trivium import feel

SHARED = "(for i in 1..60 return if i = 1 then [1] else [partial[-1], partial[-1]])[-1]"
ENDLESS = {
    "steps": [
        "for i in 1..10**9 return i",
        "count(for i in 1..10**9 return i)",
        "some i in 1..10**12 satisfies i < 0",
        "every i in 1..10**12 satisfies i > 0",
        "for i in 1..10**5, j in 1..10**5 return 1",
        "for i in 1..10**5 return count(for j in 1..10**5 return j)",
        "(for i in 1..20000 return i)[count((for j in 1..20000 return j)[item > 1]) > item]",
        "for i in 1..100000 return partial",
        "for i in 1..10000 return sort(for j in 1..1000 return -j)",
        "for i in 1..100000 return flatten(for j in 1..1000 return j)",
        'for i in 1..1000 return matches(text, "(a|b|ab)*c")',
        'matches(repeated, "(a+)\\1+b")',
    ],
    "depth": [
        "(function(f) f(f))(function(f) f(f))",
        "sort([2, 1], function(a, b) (function(f) f(f))(function(f) f(f)))",
    ],
    # lists that share what is nested in them are small, but stand for endless values
    "items": [
        "for i in 1..30 return if i = 1 then [1, 2] else concatenate(partial[-1], partial[-1])",
        SHARED,
        (
            "{a: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], b: [a, a, a, a, a, a, a, a, a, a], "
            "c: [b, b, b, b, b, b, b, b, b, b], d: [c, c, c, c, c, c, c, c, c, c], "
            "e: [d, d, d, d, d, d, d, d, d, d], f: [e, e, e, e, e, e, e, e, e, e]}.f"
        ),
        f"string({SHARED})",
        f"{{a: {SHARED}, b: {SHARED}, c: a = b}}.c",
        f"list contains([{SHARED}], {SHARED})",
        f"{SHARED} instance of list<list<list<list<list<Any>>>>>",
        f"(function(a: list<list<Any>>) 1)({SHARED})",
    ],
    "characters": [
        'for i in 1..60 return if i = 1 then "ab" else partial[-1] + partial[-1]',
        'string join(for i in 1..1000 return text, "")',
        'replace(text, "a", text)',
    ],
}
CASES = [(limit, source) for limit, sources in ENDLESS.items() for source in sources]


@pytest.mark.parametrize(("limit", "source"), CASES)
def test_what_would_not_end_is_stopped_by_its_limit(limit, source):
    with pytest.raises(feel.ExpressionLimit) as caught:
        feel.compile(source).evaluate({"text": "ab" * 2000, "repeated": "a" * 3000})
    assert caught.value.limit == limit
    assert limit in str(caught.value)


HARMLESS = [
    "(a+)+b",
    "(a|a)*b",
    "(a|aa)+$",
    "(a*)*b",
    "a*a*a*a*a*a*b",
    "(.*)(.*)(.*)x",
    "((a+)b?)*c",
]


@pytest.mark.parametrize("pattern", HARMLESS)
def test_a_pattern_that_explodes_elsewhere_is_just_matched(pattern):
    matches = feel.compile("matches(text, pattern)")
    found = matches.evaluate({"text": "a" * 3000, "pattern": pattern})
    assert found is (pattern == "(a|aa)+$")


def test_a_pattern_that_would_grow_too_large_is_null_with_a_reason():
    warnings: list[feel.FeelWarning] = []
    source = 'matches("x", "((((a{9,99}){99}){99}){99}){99}")'
    context = feel.Context(warnings=warnings)
    assert feel.compile(source).evaluate({}, context) is None
    assert warnings[0].code == "feel/invalid-pattern"


@pytest.mark.parametrize("source", ["10 ** (10 ** 10)", "exp(10 ** 30)", "1.1 ** (10 ** 30)"])
def test_numbers_beyond_the_range_are_null(source):
    assert feel.compile(source).evaluate({}) is None


def test_limits_may_be_set():
    context = feel.Context(limits=feel.Limits(steps=10))
    with pytest.raises(feel.ExpressionLimit):
        feel.compile("for i in 1..20 return i").evaluate({}, context)
    assert feel.compile("for i in 1..5 return i").evaluate({}, context) == [1, 2, 3, 4, 5]


def test_each_evaluation_has_its_own_budget():
    compiled = feel.compile("for i in 1..5 return i")
    context = feel.Context(limits=feel.Limits(steps=10))
    assert all(compiled.evaluate({}, context) for _ in range(10))


def test_recursion_within_the_limit_works():
    source = "(function(f, n) f(f, n))(function(f, n) if n = 0 then 0 else 1 + f(f, n - 1), 60)"
    assert feel.compile(source).evaluate({}) == 60
