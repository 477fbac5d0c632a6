"""The index of a table answers as asking every cell of every rule does."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dmn.build import decision, input_data, load, table
from trivium.dmn.tables import rule_index
from trivium.dmn.tables.rule_index import TableIndex, matching_one_by_one
from trivium.feel.state import QUIET
from trivium.feel.temporal import (
    Date,
    DaysTimeDuration,
    YearsMonthsDuration,
    parse_date_time,
    parse_time,
)

numbers = st.sampled_from(
    ["0", "1", "1.0", "1.5", "2", "-3", "10", "100000000000000000000000000.1"]
)
strings = st.sampled_from(['""', '"a"', '"ab"', '"b"', '"a b"'])
dates = st.sampled_from(['date("2024-02-28")', '@"2024-02-29"', '@"2024-03-01"'])
moments = st.sampled_from(
    ['@"2024-02-29T10:00:00"', '@"2024-02-29T10:00:00Z"', '@"2024-02-29T11:00:00+01:00"']
)
durations = st.sampled_from(['@"P1D"', '@"PT36H"', '@"P1M"', '@"P13M"'])
ordered = st.one_of(numbers, strings, dates, moments, durations)
constants = st.one_of(ordered, st.sampled_from(["true", "false", "null"]))


def interval(kind):
    return st.builds(
        lambda left, low, high, right: f"{left}{low}..{high}{right}",
        st.sampled_from(["[", "(", "]"]),
        kind,
        kind,
        st.sampled_from(["]", ")", "["]),
    )


tests_of_constants = st.one_of(
    constants,
    st.builds("{} {}".format, st.sampled_from(["<", "<=", ">", ">="]), ordered),
    interval(numbers),
    interval(strings),
    interval(dates),
    st.lists(constants, min_size=1, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
)
other_tests = st.sampled_from(
    ["> y", "y", "? = y", '@"10:00:00"', "function(x) x", "y + 1", "count(?) > 1", "(1 + 1)"]
)
one_test = st.one_of(tests_of_constants, tests_of_constants, other_tests)
several = st.lists(one_test, min_size=1, max_size=3).map(", ".join)
cells = st.one_of(st.just("-"), several, several.map("not({})".format))
values = st.one_of(
    st.sampled_from(
        [
            *(None, True, False, 0, 1, Decimal("1.0"), Decimal("1.5"), 2, Decimal("1.7"), -3, -5),
            *(10, 11, Decimal("100000000000000000000000000.1"), "", "a", "aa", "ab", "b", "zz"),
            *(Date(2024, 2, 28), Date(2024, 2, 29), Date(2025, 1, 1)),
            *(DaysTimeDuration(86400), YearsMonthsDuration(1), YearsMonthsDuration(5)),
            *(parse_date_time("2024-02-29T10:00:00"), parse_date_time("2024-02-29T10:00:00Z")),
            *(parse_date_time("2024-02-29T12:00:00+02:00"), parse_time("10:00:00")),
            *([], [1], [1, 2], ["a"], {}, {"a": 1}),
        ]
    ),
    st.integers(-20, 20),
    st.decimals(-20, 20, places=1),
)


def compiled(rows):
    inputs = [f"i{number}" for number in range(len(rows[0]))]
    body = table(inputs, [{}], [(row, ["1"]) for row in rows], "RULE ORDER")
    names = [*inputs, "y"]
    loaded = load(*map(input_data, names), decision("d", body, inputs=names))
    ((_, found),) = loaded.tables
    return found


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_the_index_agrees_with_asking_every_cell(data):
    width = data.draw(st.integers(1, 3))
    rows = data.draw(
        st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=8)
    )
    found = compiled(rows)
    for _ in range(5):
        row = data.draw(st.lists(values, min_size=width, max_size=width))
        variables = {"y": data.draw(values)}
        expected = matching_one_by_one(found.columns, len(rows), row, variables, QUIET)
        assert found.index.matching(row, variables, QUIET) == expected


def test_large_tables_are_indexed_in_blocks(monkeypatch):
    monkeypatch.setattr(rule_index, "BLOCK", 4)
    rows = [[f">= {number}", "-" if number % 3 else f"> y + {number}"] for number in range(11)]
    found = compiled(rows)
    index = TableIndex(found.columns, len(rows))
    for first in range(-1, 12):
        for second in (0, 5, None):
            row = [first, second]
            expected = matching_one_by_one(found.columns, len(rows), row, {"y": 1}, QUIET)
            assert index.matching(row, {"y": 1}, QUIET) == expected


def test_kinds_that_no_cell_names_are_learnt_apart():
    found = compiled([["not(1)"], ["> 3"], ["not(null)"], ['not("a")']])
    for value in ("x", "a", None, True, Date(2024, 1, 1), [1], "y", parse_time("10:00:00")):
        for _ in range(2):
            expected = matching_one_by_one(found.columns, 4, [value], {}, QUIET)
            assert found.index.matching([value], {}, QUIET) == expected
