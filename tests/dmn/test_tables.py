from decimal import Decimal

import pytest

from tests.dmn.build import decision, input_data, item, load, table, value_of


def by_policy(policy, rules, x, aggregation=None, output=None):
    body = table(["x"], [output or {}], rules, policy, aggregation)
    return value_of(body, {"x": x})


OVERLAPPING = [(["> 1"], ["10"]), (["> 2"], ["30"]), (["> 3"], ["20"])]


@pytest.mark.parametrize(
    ("policy", "aggregation", "x", "expected"),
    [
        ("UNIQUE", None, 2, 10),
        ("UNIQUE", None, 3, None),
        ("UNIQUE", None, 0, None),
        ("FIRST", None, 5, 10),
        ("FIRST", None, 0, None),
        ("RULE ORDER", None, 5, [10, 30, 20]),
        ("RULE ORDER", None, 0, None),
        ("COLLECT", None, 5, [10, 30, 20]),
        ("COLLECT", None, 0, []),
        ("COLLECT", "SUM", 5, 60),
        ("COLLECT", "SUM", 0, None),
        ("COLLECT", "MIN", 5, 10),
        ("COLLECT", "MAX", 5, 30),
        ("COLLECT", "COUNT", 5, 3),
        ("COLLECT", "COUNT", 0, 0),
        ("ANY", None, 2, 10),
        ("ANY", None, 5, None),
    ],
)
def test_hit_policy_decides_what_comes_of_matching_rules(policy, aggregation, x, expected):
    assert by_policy(policy, OVERLAPPING, x, aggregation) == expected


def test_any_takes_rules_that_agree():
    assert by_policy("ANY", [(["> 1"], ["1"]), (["> 2"], ["1.0"])], 5) == 1


def test_priority_follows_the_order_of_output_values():
    rules = [(["> 1"], ['"low"']), (["> 2"], ['"high"']), (["> 3"], ['"middle"'])]
    output = {"values": '"high", "middle", "low"'}
    assert by_policy("PRIORITY", rules, 5, output=output) == "high"
    assert by_policy("PRIORITY", rules, 2, output=output) == "low"
    assert by_policy("OUTPUT ORDER", rules, 5, output=output) == ["high", "middle", "low"]


def test_priority_follows_the_allowed_values_of_the_type():
    body = table(["x"], [{"kind": "tLevel"}], [(["-"], ['"b"']), (["> 1"], ['"a"'])], "PRIORITY")
    loaded = load(
        item("tLevel", "string", allowed='"a", "b"'),
        input_data("x", "number"),
        decision("d", body, inputs=["x"]),
    )
    assert loaded.evaluate("d", {"x": 2}).value == "a"
    assert loaded.evaluate("d", {"x": 1}).value == "b"


def test_priority_of_several_outputs_is_decided_by_the_first_that_differs():
    body = table(
        ["x"],
        [{"name": "a", "values": '"p", "q"'}, {"name": "b", "values": "1, 2, 3"}],
        [(["-"], ['"q"', "1"]), (["-"], ['"p"', "3"]), (["-"], ['"p"', "2"])],
        "OUTPUT ORDER",
    )
    assert value_of(body, {"x": 0}) == [
        {"a": "p", "b": 2},
        {"a": "p", "b": 3},
        {"a": "q", "b": 1},
    ]


def test_several_outputs_make_a_context():
    body = table(["x"], [{"name": "a"}, {"name": "the b"}], [(["1"], ["2", "x + 2"])])
    assert value_of(body, {"x": 1}) == {"a": 2, "the b": 3}


def test_default_output_stands_in_where_no_rule_matches():
    body = table(["x"], [{"default": '"none"'}], [(["1"], ['"one"'])])
    assert value_of(body, {"x": 2}) == "none"
    several = table(["x"], [{"name": "a", "default": "0"}, {"name": "b"}], [(["1"], ["2", "3"])])
    assert value_of(several, {"x": 2}) == {"a": 0, "b": None}


def test_an_input_that_is_not_among_its_values_gives_null_with_a_warning():
    body = table([("x", "string", '"a", "b"')], [{}], [(["-"], ["1"])])
    loaded = load(input_data("x"), decision("d", body, inputs=["x"]))
    assert loaded.evaluate("d", {"x": "a"}).value == 1
    found = loaded.evaluate("d", {"x": "c"})
    assert found.value is None
    assert [warning.code for warning in found.warnings] == ["dmn/input-not-allowed"]


def test_an_output_of_the_wrong_type_is_null():
    body = table(["x"], [{"kind": "number"}], [(["1"], ['"a"']), (["2"], ["x"])])
    loaded = load(input_data("x"), decision("d", body, inputs=["x"]))
    assert [finding.code for finding in loaded.findings] == ["dmn/type-clash"]
    assert loaded.evaluate("d", {"x": 1}).value is None
    assert loaded.evaluate("d", {"x": 2}).value == 2


def test_a_cell_of_another_type_than_its_input_is_found():
    body = table([("x", "number")], [{}], [(['"a"'], ["1"]), (["> 1"], ["2"])])
    loaded = load(input_data("x", "number"), decision("d", body, inputs=["x"]))
    (finding,) = loaded.findings
    assert (finding.code, finding.severity) == ("dmn/type-clash", "warning")
    assert '"a"' in finding.message


@pytest.mark.parametrize(
    ("cell", "value", "matches"),
    [
        ("?", True, True),
        ("? > y", 3, True),
        ("> y", 3, True),
        ("> y", 1, False),
        ("y", 2, True),
        ("not(y)", 2, False),
        ('starts with(?, "a")', "abc", True),
        ("[1..3], > 10", 11, True),
        ("not([1..3], > 10)", 5, True),
        ("null", None, True),
        ("not(null)", None, False),
        ("not(null)", 1, True),
        ("-", None, True),
        ("", None, True),
        ("true", True, True),
        ("1", True, False),
        ("1", Decimal("1.00"), True),
        ('"1"', 1, False),
        ("< 1", "a", False),
        ('date("2024-02-29")', "x", False),
        ("[1, 2]", 2, True),
        ("1", [1, 2], False),
    ],
)
def test_cells_mean_what_feel_says(cell, value, matches):
    body = table(["x"], [{"default": "false"}], [([cell], ["true"])])
    assert value_of(body, {"x": value, "y": 2}) is matches


def test_aggregating_what_cannot_be_added_is_null():
    assert by_policy("COLLECT", [(["-"], ['"a"']), (["-"], ["1"])], 1, "SUM") is None


def test_a_table_without_inputs_matches_always():
    assert value_of(table([], [{}], [([], ["1"])])) == 1


def test_cells_may_name_input_data_with_spaces():
    body = table(["the age"], [{"default": "0"}], [(["> the limit"], ["the age - the limit"])])
    assert value_of(body, {"the age": 20, "the limit": 18}) == 2
