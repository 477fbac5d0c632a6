"""Types of variables on their way in and out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from trivium import feel
from trivium.api.variables import given, presented, type_of
from trivium.errors import InvalidInput


@pytest.mark.parametrize(
    ("type_name", "value", "expected"),
    [
        ("Null", 1, None),
        ("Boolean", True, True),
        ("Boolean", "false", False),
        ("String", "1", "1"),
        ("Integer", 7, 7),
        ("Integer", "7", 7),
        ("Integer", Decimal("7.0"), 7),
        ("Long", 2**40, 2**40),
        ("Double", Decimal("0.10"), Decimal("0.10")),
        ("Double", "1e3", Decimal("1E+3")),
        ("double", 3, 3),
        ("Date", "2026-12-24", feel.compile('date("2026-12-24")').evaluate({})),
        (
            "Date",
            "2026-12-24T10:00:00Z",
            feel.compile('date and time("2026-12-24T10:00:00Z")').evaluate({}),
        ),
        ("Time", "10:00:00", feel.compile('time("10:00:00")').evaluate({})),
        ("Duration", "PT1H", feel.compile('duration("PT1H")').evaluate({})),
        ("Json", {"value": 1, "type": "x"}, {"value": 1, "type": "x"}),
        ("Json", '{"a": [1.5]}', {"a": [Decimal("1.5")]}),
        ("Object", [1], [1]),
        ("Xml", "<a/>", "<a/>"),
        ("Bytes", "AAEC", "AAEC"),
        ("Integer", None, None),
    ],
)
def test_typed_value_is_taken_as_what_it_says(type_name, value, expected):
    assert given({"v": {"value": value, "type": type_name}}) == {"v": expected}


@pytest.mark.parametrize(
    ("type_name", "value"),
    [
        ("Boolean", 1),
        ("Boolean", "yes"),
        ("String", 1),
        ("Integer", Decimal("1.5")),
        ("Integer", True),
        ("Integer", Decimal("1E+999999999")),
        ("Integer", "ten"),
        ("Double", "NaN"),
        ("Double", [1]),
        ("Date", "24.12.2026"),
        ("Date", 20261224),
        ("Duration", "1 hour"),
        ("Json", "{"),
    ],
)
def test_value_of_another_type_than_it_says_is_refused(type_name, value):
    with pytest.raises(InvalidInput) as caught:
        given({"v": {"value": value, "type": type_name}})
    assert caught.value.code == "variable/wrong-type"
    assert caught.value.facts == {"variable": "v", "type": type_name}


@pytest.mark.parametrize(
    "content",
    [
        {"value": 3, "type": "metres"},
        {"value": 3, "type": 4},
        {"value": 3},
        {"value": 3, "type": "Integer", "unit": "m"},
        {"type": "Integer"},
    ],
)
def test_object_that_only_looks_typed_is_plain_json(content):
    assert given({"v": content}) == {"v": content}


@pytest.mark.parametrize(
    ("value", "type_name"),
    [
        (None, "Null"),
        (True, "Boolean"),
        ("x", "String"),
        (2**31 - 1, "Integer"),
        (-(2**31), "Integer"),
        (2**31, "Long"),
        (Decimal("1.0"), "Double"),
        ([], "Json"),
        ({}, "Json"),
    ],
)
def test_every_value_has_a_type(value, type_name):
    assert type_of(value) == type_name


def test_what_comes_out_typed_goes_in_again_as_the_same():
    source = (
        '{a: date("2026-12-24"), b: duration("P1Y"), c: time("10:00:00"), d: 0.10, e: [1, "x"],'
        ' f: date and time("2026-12-24T10:00:00@Europe/Paris"), g: null, h: true, i: 12345678901}'
    )
    value = feel.compile(source).evaluate({})
    out = {
        name: {"value": each.value, "type": each.type}
        for name, each in presented(value, plain=False).items()
    }
    assert given(out) == value


def test_dates_are_text_wherever_they_are_in_plain_values():
    value = feel.compile('{a: [date("2026-12-24"), {b: duration("PT1H")}]}').evaluate({})
    assert presented(value, plain=True) == {"a": ["2026-12-24", {"b": "PT1H"}]}
