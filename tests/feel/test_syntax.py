"""What is no FEEL is refused with its place; what is FEEL survives printing and parsing."""

import pytest

from trivium import feel
from trivium.feel import tree
from trivium.feel.printer import source_of

# text, line, column, what was expected there
WRONG = [
    ("", 1, 1, "an expression"),
    ("1 +", 1, 4, "an expression"),
    ("1 2", 1, 3, "the end of the expression"),
    ("(1", 1, 3, "`)`"),
    ("[1, 2", 1, 6, "`,` or `]`"),
    ("{a: 1", 1, 6, "`,` or `}`"),
    ("{a 1}", 1, 2, "the name of an entry with `:` behind it"),
    ("if a then b", 1, 12, "`else`"),
    ("if a b else c", 1, 6, "`then`"),
    ("for i in xs i", 1, 13, "`,` or `return`"),
    ("for in xs return 1", 1, 5, "a name"),
    ("some x in xs return x", 1, 14, "`,` or `satisfies`"),
    ("a between 1 or 2", 1, 13, "`and`"),
    ("a instance number", 1, 12, "`of`"),
    ("a instance of list<number", 1, 26, "`>`"),
    ("f(a: 1, 2)", 1, 9, "the name of a parameter with `:` behind it"),
    ("f(1, a: 2)", 1, 7, "`,` or `)`"),
    ("a.", 1, 3, "the name of an entry or property"),
    ("[1..2", 1, 6, "`]`, `)` or `[`"),
    ("1 .. 2", 1, 3, "the end of the expression"),
    ('"abc', 1, 1, "a FEEL token"),
    ("a # b", 1, 3, "a FEEL token"),
    ("/* a", 1, 1, "an expression"),
    ("1 +\n\n  then", 3, 3, "an expression"),
    ("function(a b", 1, 13, "`,` or `)`"),
]


@pytest.mark.parametrize(("source", "line", "column", "expected"), WRONG)
def test_a_syntax_error_tells_place_and_expectation(source, line, column, expected):
    with pytest.raises(feel.FeelSyntaxError) as caught:
        feel.compile(source)
    error = caught.value
    assert (error.line, error.column, error.expected) == (line, column, expected)
    assert error.excerpt.splitlines()[-1] == " " * (column - 1) + "^"
    assert error.facts["line"] == line


def test_the_excerpt_of_a_long_line_stays_short():
    with pytest.raises(feel.FeelSyntaxError) as caught:
        feel.compile("a + " * 100 + "* b + c" + " + d" * 100)
    shown, pointer = caught.value.excerpt.splitlines()
    assert len(shown) <= 100
    assert shown[len(pointer) - 1] == "*"


@pytest.mark.parametrize(
    "source",
    [
        "(" * 500 + "1" + ")" * 500,
        "[" * 500,
        "-" * 500 + "1",
        "{a:" * 500,
        "a" + ".a" * 5000,
        "not(" * 300,
        "if a then " * 400,
        "a instance of " + "list<" * 400,
    ],
)
def test_deep_nesting_is_refused(source):
    with pytest.raises(feel.FeelSyntaxError):
        feel.compile(source)


def test_long_chains_are_no_deep_nesting():
    assert feel.compile("1" + " + 1" * 5000).evaluate({}) == 5001
    assert feel.compile("true" + " and true" * 5000).evaluate({}) is True
    assert feel.compile("false" + " or false" * 5000).evaluate({}) is False


NAMED = [
    ("Full Name", {"Full Name": 1}, 1),
    ("Full\n Name + 1", {"Full Name": 1}, 2),
    ("a-b", {"a-b": 1}, 1),
    ("a - b", {"a": 5, "b": 3, "a-b": 1}, 1),
    ("(a)-(b)", {"a": 5, "b": 3, "a-b": 1}, 2),
    ("days in week * 2", {"days in week": 7}, 14),
    ("case 1 + case 10", {"case 1": 1, "case 10": 10}, 11),
    ("Approved/Declined", {"Approved/Declined": "x"}, "x"),
    ("Bob's age", {"Bob's age": 30}, 30),
    ("Bob’s age", {"Bob’s age": 30}, 30),
    ("for all and more", {"for all and more": 3}, 3),
    ("count(list)", {"list": [1, 2]}, 2),
    ("count + 1", {"count": 2}, 3),
    ("date and time + 1", {"date and time": 2}, 3),
    ("größe * 2", {"größe": 2}, 4),
    ("🐎 + 1", {"🐎": 1}, 2),
]


@pytest.mark.parametrize(("source", "variables", "expected"), NAMED)
def test_names_are_recognised_by_the_scope(source, variables, expected):
    assert feel.compile(source, names=variables).evaluate(variables) == expected


def test_members_may_have_operators_in_their_names():
    source = "p.first-name + q[last-name != null][1].last-name"
    compiled = feel.compile(source, names=("p", "q"), members=("first-name", "last-name"))
    people = {"p": {"first-name": "Ada "}, "q": [{"last-name": "L"}]}
    assert compiled.evaluate(people) == "Ada L"
    assert feel.compile("a.date and time.b").evaluate({"a": {"date": True}}) is None


def test_a_variable_named_as_a_builtin_is_read_but_a_call_means_the_builtin():
    assert feel.compile("count > 5").evaluate({"count": 6}) is True
    assert feel.compile("count(list)").evaluate({"count": 6, "list": [1]}) == 1


def without_offsets(node):
    """A tree as nested tuples, to compare it with another."""
    if isinstance(node, tree.Node):
        fields = (name for name in node.__struct_fields__ if name not in ("start", "end"))
        return (type(node).__name__, *(without_offsets(getattr(node, name)) for name in fields))
    if isinstance(node, tuple):
        return tuple(map(without_offsets, node))
    return repr(node)


PRINTED = [
    ("a+b*c", "a + b * c"),
    ("(a+b)*c", "(a + b) * c"),
    ("a-(b-c)", "a - (b - c)"),
    ("-(5)", "-(5)"),
    ("-5 ** 2", "-5 ** 2"),
    ("-(a.b)", "-a.b"),
    ("(-a)[1]", "(-a)[1]"),
    ("(if a then b else c) + 1", "(if a then b else c) + 1"),
    ("x in (1,<5,[1..2))", "x in (1, < 5, [1..2))"),
    ("x in <5", "x in < 5"),
    ("x in ]1..5[", "x in (1..5)"),
    ("(< 5) = y", "(< 5) = y"),
    ("a and (b or c)", "a and (b or c)"),
    ("(a and b) and c", "(a and b) and c"),
    ("(for i in xs return i)[1]", "(for i in xs return i)[1]"),
    ("for i in 1..3, j in i..4 return i*j", "for i in 1..3, j in i..4 return i * j"),
    ("some x in xs satisfies x>1", "some x in xs satisfies x > 1"),
    ('{a: 1, "b c": [true,null]}', '{a: 1, "b c": [true, null]}'),
    ("function(a: list<number>, b) a", "function(a: list<number>, b) a"),
    ("function(a) external {java: {}}", "function(a) external {java: {}}"),
    ("a instance of context<b: function<number> -> string>",
     "a instance of context<b: function<number> -> string>"),
    ("f(a: 1, b c: 2)(3)", "f(a: 1, b c: 2)(3)"),
    ('@"P1D" + "a\\nb"', '@"P1D" + "a\\nb"'),
    ("1e100", "1E+100"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "printed"), PRINTED)
def test_a_tree_is_printed_so_that_it_parses_to_itself(source, printed):
    first = feel.compile(source)
    assert source_of(first.tree) == printed
    assert without_offsets(feel.compile(printed).tree) == without_offsets(first.tree)


@pytest.mark.parametrize(
    ("source", "printed"),
    [("-", "-"), ("not(1,>2)", "not(1, > 2)"), ("<=5,[1..3]", "<= 5, [1..3]"), ("? > 1", "? > 1")],
)
def test_unary_tests_are_printed_too(source, printed):
    assert source_of(feel.compile_unary_tests(source).tree) == printed


def test_nodes_know_where_they_stand():
    source = "a + foo( b )"
    found = feel.compile(source).tree
    assert isinstance(found, tree.Arithmetic)
    assert source[found.right.start : found.right.end] == "foo( b )"
