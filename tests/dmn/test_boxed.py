import pytest

from tests.dmn.build import literal, value_of


def entry(name, text, kind=None):
    typed = f' typeRef="{kind}"' if kind else ""
    variable = f'<variable name="{name}"{typed}/>' if name else ""
    return f"<contextEntry>{variable}{literal(text)}</contextEntry>"


def test_context_entries_see_those_before_them():
    body = f"<context>{entry('first step', '2')}{entry('b', 'first step * 3')}</context>"
    assert value_of(body) == {"first step": 2, "b": 6}


def test_the_entry_without_a_name_is_the_result_of_a_context():
    body = f"<context>{entry('a', '2')}{entry('', 'a + 1')}</context>"
    assert value_of(body) == 3


def test_an_entry_that_is_not_of_its_type_is_null():
    text = '"x"'
    body = f"<context>{entry('a', text, 'number')}{entry('', 'a')}</context>"
    assert value_of(body) is None


def test_list_and_relation():
    assert value_of(f"<list>{literal('1')}{literal('x')}</list>", {"x": 2}) == [1, 2]
    relation = (
        '<relation><column name="a"/><column name="b c"/>'
        f"<row>{literal('1')}{literal('2')}</row><row>{literal('x')}{literal('4')}</row></relation>"
    )
    assert value_of(relation, {"x": 3}) == [{"a": 1, "b c": 2}, {"a": 3, "b c": 4}]


@pytest.mark.parametrize(("x", "expected"), [(1, "yes"), (2, "no"), (None, "no")])
def test_conditional_takes_the_alternative_unless_the_condition_is_true(x, expected):
    yes, no = literal('"yes"'), literal('"no"')
    body = (
        f"<conditional><if>{literal('x = 1')}</if><then>{yes}</then><else>{no}</else></conditional>"
    )
    assert value_of(body, {"x": x}) == expected


def filtered(source, match):
    return f"<filter><in>{literal(source)}</in><match>{literal(match)}</match></filter>"


def test_filter_knows_the_item_and_its_entries():
    people = [{"name": "A", "age": 3}, {"name": "B", "age": 30}]
    assert value_of(filtered("people", "age > 18"), {"people": people}) == people[1:]
    assert value_of(filtered("[1, 2, 3]", "item >= 2")) == [2, 3]


def test_filter_is_null_where_the_match_is_no_boolean():
    assert value_of(filtered("[1, 2]", '"x"')) is None
    assert value_of(filtered("[1, null]", "item > 0")) == [1]


def loop(tag, source, part, text):
    return (
        f'<{tag} iteratorVariable="x"><in>{literal(source)}</in><{part}>{literal(text)}</{part}>'
        f"</{tag}>"
    )


def test_for_gives_all_results_and_knows_those_before():
    assert value_of(loop("for", "[1, 2, 3]", "return", "x * 2")) == [2, 4, 6]
    assert value_of(loop("for", "[1, 2, 3]", "return", "x + count(partial)")) == [1, 3, 5]
    assert value_of(loop("for", "[1..3]", "return", "x")) == [1, 2, 3]
    assert value_of(loop("for", "null", "return", "x")) is None


@pytest.mark.parametrize(
    ("tag", "source", "text", "expected"),
    [
        ("some", "[1, 2]", "x > 1", True),
        ("some", "[1, 2]", "x > 2", False),
        ("some", "[1, null]", "x > 1", None),
        ("some", "[]", "true", False),
        ("every", "[1, 2]", "x > 0", True),
        ("every", "[1, 2]", "x > 1", False),
        ("every", "[2, null]", "x > 1", None),
        ("every", "[]", "false", True),
        ("some", "[1, 2]", 'if x = 2 then true else "no boolean"', None),
        ("some", "null", "true", None),
    ],
)
def test_quantified_expressions_have_three_values(tag, source, text, expected):
    assert value_of(loop(tag, source, "satisfies", text)) is expected


def test_names_within_reach_of_an_iterator_are_hidden_by_it():
    body = loop("for", "[1, 2]", "return", "x")
    assert value_of(body, {"x": 7}) == [1, 2]
