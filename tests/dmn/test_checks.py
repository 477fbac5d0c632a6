"""Gaps, overlaps and idle rules of tables, against a brute-force search."""

import itertools
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dmn.build import decision, input_data, item, load, table
from trivium.dmn import check
from trivium.dmn.checks import analyse


def report(inputs, rules, policy="UNIQUE", *items, work=2_000_000, outputs=None):
    """`inputs` are (name, type) or (name, type, input values)."""
    body = table(inputs, outputs or [{}], [(cells, [out]) for *cells, out in rules], policy)
    names = [one[0] for one in inputs]
    loaded = load(
        *items,
        *(input_data(name, kind) for name, kind, *_ in inputs),
        decision("d", body, inputs=names),
    )
    ((element, found),) = loaded.tables
    return analyse(found, element, work), loaded


def test_a_gap_is_told_with_where_it_is_and_an_example():
    found, loaded = report([("age", "number")], [("< 18", "1"), ("[20..30]", "2"), ("> 30", "3")])
    (gap,) = found.gaps
    assert gap.where == {"age": "[18..20)"}
    assert 18 <= gap.example["age"] < 20
    assert loaded.evaluate("d", gap.example).value is None
    (finding,) = check(loaded)
    assert finding.code == "dmn/gap"
    assert "{age: 18}" in finding.message


def test_a_gap_of_several_inputs_names_those_that_matter():
    found, _ = report(
        [("level", "string", '"low", "high"'), ("vip", "boolean"), ("n", "number")],
        [('"low"', "-", "-", "1"), ('"high"', "true", "-", "2"), ('"high"', "false", "> 3", "3")],
    )
    (gap,) = found.gaps
    assert gap.where == {"level": '"high"', "vip": "false", "n": "<= 3"}


def test_strings_without_allowed_values_leave_all_others_open():
    found, _ = report([("x", "string")], [('"a"', "1"), ('"b"', "2")])
    assert [gap.where for gap in found.gaps] == [{"x": "anything else"}]
    assert found.gaps[0].example["x"] not in {"a", "b"}
    closed, _ = report([("x", "string")], [('"a"', "1"), ('not("a")', "2")])
    assert closed.gaps == []


def test_allowed_values_of_the_type_bound_an_input():
    kind = item("tPercent", "number", allowed="[0..100]")
    found, _ = report([("x", "tPercent")], [("<= 50", "1"), ("> 50", "2")], "UNIQUE", kind)
    assert (found.gaps, found.overlaps) == ([], [])
    open_end, _ = report([("x", "tPercent")], [("< 100", "1")], "UNIQUE", kind)
    assert [gap.where for gap in open_end.gaps] == [{"x": "100"}]


def test_overlapping_rules_are_told_with_an_example():
    found, loaded = report([("x", "number")], [("< 5", "1"), (">= 4", "2"), ("> 100", "3")])
    first, second = found.overlaps
    assert (first.rules, second.rules) == ((1, 2), (2, 3))
    assert 4 <= first.example["x"] < 5
    assert second.example["x"] > 100
    assert loaded.evaluate("d", found.overlaps[0].example).value is None
    assert [finding.code for finding in check(loaded)] == ["dmn/overlap", "dmn/overlap"]


def test_any_overlaps_where_outputs_differ():
    found, _ = report([("x", "number")], [("< 5", "1"), ("< 4", "1"), ("< 3", "2")], "ANY")
    assert [one.rules for one in found.overlaps] == [(1, 2, 3)]
    same, loaded = report([("x", "number")], [("-", "1"), ("< 4", "1")], "ANY")
    assert same.overlaps == []
    assert set(same.redundant) == {2}
    assert [finding.code for finding in check(loaded)] == ["dmn/redundant-rule"]


def test_masked_rules_never_decide():
    found, loaded = report([("x", "number")], [("< 5", "1"), ("< 3", "2"), ("-", "3")], "FIRST")
    assert set(found.masked) == {2}
    assert found.masked[2].rules == (1, 2, 3)
    assert [finding.code for finding in check(loaded)] == ["dmn/masked-rule"]


def test_rules_of_low_priority_may_be_masked():
    outputs = [{"values": '"a", "b"'}]
    found, _ = report(
        [("x", "number")],
        [("< 3", '"b"'), ("< 5", '"a"'), ("-", '"b"')],
        "PRIORITY",
        outputs=outputs,
    )
    assert set(found.masked) == {1}


def test_redundant_rules_could_be_left_out():
    found, _ = report([("x", "number")], [("< 3", "1"), ("< 5", "1"), ("-", "2")], "FIRST")
    assert set(found.redundant) == {1}


def test_unreachable_rules_match_nothing():
    found, loaded = report([("x", "number")], [("-", "1"), ("[5..3]", "2"), ('"a"', "3")])
    assert found.unreachable == (2, 3)
    codes = [finding.code for finding in check(loaded)]
    assert codes.count("dmn/unreachable-rule") == 2
    assert "dmn/type-clash" in codes


def test_cells_that_are_more_than_constants_are_left_out_and_told():
    found, loaded = report(
        [("x", "number"), ("y", "number")], [("> y", "-", "1"), ("< 5", "-", "2")]
    )
    assert found.undecided == (1,)
    assert (found.gaps, found.overlaps) == ([], [])
    assert [finding.code for finding in check(loaded)] == ["dmn/not-analysed"]


def test_a_default_output_closes_gaps():
    _, loaded = report([("x", "number")], [("< 5", "1")], outputs=[{"default": "0"}])
    assert check(loaded) == ()


def test_dates_are_cut_day_by_day():
    found, _ = report(
        [("x", "date")],
        [('< @"2024-02-29"', "1"), ('> @"2024-02-29"', "2")],
    )
    assert [gap.where for gap in found.gaps] == [{"x": '@"2024-02-29"'}]
    closed, _ = report([("x", "date")], [('<= @"2024-02-29"', "1"), ('>= @"2024-03-01"', "2")])
    assert closed.gaps == []


def test_the_work_is_bounded_and_says_so():
    rules = [(f"[{n}..{n + 40}]", f"[{n % 7}..{n % 7 + 9}]", f"{n}") for n in range(60)]
    found, loaded = report([("x", "number"), ("y", "number")], rules, work=100)
    assert not found.is_exhaustive
    assert (found.masked, found.unreachable) == ({}, ())
    assert "dmn/analysis-bounded" in {finding.code for finding in check(loaded, work=100)}


def test_findings_say_where_and_what_to_do():
    _, loaded = report([("x", "number")], [("< 5", "1"), ("< 7", "2")])
    for finding in check(loaded):
        assert re.fullmatch(r"dmn/[a-z-]+", finding.code)
        assert finding.element == "d"
        assert finding.line
        assert finding.remedy


ends = st.integers(0, 4)
number_cells = st.one_of(
    st.just("-"),
    ends.map(str),
    st.builds("{} {}".format, st.sampled_from(["<", "<=", ">", ">="]), ends),
    st.builds(
        lambda left, low, width, right: f"{left}{low}..{low + width}{right}",
        st.sampled_from("[("),
        ends,
        ends,
        st.sampled_from("])"),
    ),
    st.builds("not({})".format, ends),
)
string_cells = st.sampled_from(["-", '"a"', '"b"', '"a", "b"', 'not("a")'])
boolean_cells = st.sampled_from(["-", "true", "false"])
rows = st.lists(
    st.tuples(number_cells, string_cells, boolean_cells, st.sampled_from(["1", "2"])),
    min_size=1,
    max_size=6,
)
NUMBERS = [n / 2 for n in range(-2, 20)]
EVERYTHING = list(itertools.product(NUMBERS, ["a", "b", "c"], [True, False]))


@settings(max_examples=150, deadline=None)
@given(rows, st.sampled_from(["UNIQUE", "FIRST"]))
def test_the_analysis_agrees_with_trying_everything(rules, policy):
    inputs = [("n", "number"), ("s", "string"), ("b", "boolean")]
    found, loaded = report(inputs, rules, policy)
    matched = set()
    for n, s, b in EVERYTHING:
        result = loaded.evaluate("d", {"n": n, "s": s, "b": b})
        matched.add(tuple(result.matches[0][1]))
    every = set(range(1, len(rules) + 1))
    assert bool(found.gaps) is (() in matched)
    assert bool(found.overlaps) is any(len(one) > 1 for one in matched)
    assert set(found.unreachable) == every - {rule for one in matched for rule in one}
    if policy == "FIRST":
        deciding = {one[0] for one in matched if one}
        assert set(found.masked) == every - deciding - set(found.unreachable)
    for gap in found.gaps:
        assert loaded.evaluate("d", gap.example).matches[0][1] == []
    for overlap in found.overlaps:
        assert set(overlap.rules) <= set(loaded.evaluate("d", overlap.example).matches[0][1])
