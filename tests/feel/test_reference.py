"""The reference page follows the docstrings, and what they say is true."""

import pytest
from tools.feel_reference import PAGE, examples, page

from trivium import feel
from trivium.feel.builtins import FAMILIES
from trivium.feel.temporal import parse_date_time

OVERLOADS = [overload for family in FAMILIES.values() for overload in family]
NOW = parse_date_time("2024-05-06T07:08:09Z")


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == page(), "run python tools/feel_reference.py"


@pytest.mark.parametrize("overload", OVERLOADS, ids=lambda overload: overload.name)
def test_each_example_of_a_builtin_is_true(overload):
    found = examples(overload)
    assert found
    for example in found:
        assert feel.compile(example).evaluate({}, feel.Context(now=NOW)) is True, example
