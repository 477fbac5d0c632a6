"""JUEL texts and their values, row by row."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from trivium import expressions, feel
from trivium.expressions import Context, HostObject
from trivium.feel.temporal import parse_date, parse_date_time, parse_duration

VARIABLES: dict[str, Any] = {
    "amount": 1250,
    "price": Decimal("10.50"),
    "name": "Kim",
    "empty_text": "",
    "digits": "12",
    "yes": True,
    "no": False,
    "nothing": None,
    "orders": [{"id": "a", "price": 100}, {"id": "b", "price": 250}],
    "order": {"price": 150, "customer": {"name": "Kim"}, "with space": 1, "empty": "e"},
    "numbers": [1, 2, Decimal("2.5")],
    "none": [],
    "due": parse_date("2024-02-28"),
    "at": parse_date_time("2024-02-28T23:30:00Z"),
    "later": parse_date_time("2024-02-29T01:00:00+01:00"),
    "span": parse_duration("PT90M"),
    "first-name": "Ann",
    "größe": 3,
    "_x$1": 4,
    "key": "price",
    "empty": 1,
}

HERE = Path(__file__).parent
VALUES = {
    text: expected
    for family in tomllib.loads((HERE / "juel_values.toml").read_text()).values()
    for text, expected in family
}
FAILURES = {
    text: f"expression/{code}"
    for code, texts in tomllib.loads((HERE / "juel_failures.toml").read_text()).items()
    for text in texts
}


def plus(one: Any, other: Any) -> Any:
    return one + other


CONTEXT = Context(
    roots={
        "execution": HostObject(
            "execution",
            {"getVariable": VARIABLES.get, "getProcessBusinessKey": lambda: "B-1"},
            {"id": "e1"},
        ),
        "authenticatedUserId": "kim",
        "bean": HostObject("bean", {"add": plus}, {"value": 7}),
    },
    functions={"plus": plus, "fn:join": plus},
    now=parse_date_time("2024-01-31T12:00:00Z"),
)


def exactly(value: Any) -> Any:
    """Tells 1 from True, but not 1 from 1.0."""
    if isinstance(value, list):
        return [exactly(item) for item in value]
    if isinstance(value, dict):
        return {key: exactly(item) for key, item in value.items()}
    kind = "number" if isinstance(value, (int, Decimal)) and value not in (True, False) else ""
    return (kind or type(value), value)


@pytest.mark.parametrize(("text", "expected"), VALUES.items(), ids=VALUES)
def test_value(text: str, expected: str) -> None:
    value = feel.compile(expected).evaluate({})
    assert exactly(expressions.template(text).evaluate(VARIABLES, CONTEXT)) == exactly(value)


@pytest.mark.parametrize(("text", "code"), FAILURES.items(), ids=FAILURES)
def test_failure(text: str, code: str) -> None:
    expression = expressions.template(text)
    with pytest.raises(expressions.JuelFailure) as caught:
        expression.evaluate(VARIABLES, CONTEXT)
    assert caught.value.code == code
    assert caught.value.facts["expression"] == text
    assert text in caught.value.message
