"""Forms of Camunda 7 and Flowable: texts become values."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from trivium.feel.temporal import Date, DateTime, Time
from trivium.forms import Scope, check, read_form_data

_SCOPE = Scope({}, datetime(2026, 11, 21, tzinfo=UTC), lambda _: None)


def _read(**field):
    form, _ = read_form_data({"fields": [{"id": "a", **field}]})
    return form


@pytest.mark.parametrize(
    ("field", "given", "value"),
    [
        ({"type": "long"}, "12", 12),
        ({"type": "long"}, 12, 12),
        ({"type": "double"}, "1.50", Decimal("1.50")),
        ({"type": "boolean"}, "false", False),
        ({"type": "string"}, 7, "7"),
        ({"type": "date"}, "24/12/2026", Date(2026, 12, 24)),
        ({"type": "date"}, "2026-12-24", Date(2026, 12, 24)),
        ({"type": "date"}, "2026-12-24T10:00:00", Date(2026, 12, 24)),
        ({"type": "date", "date_pattern": "d.M.yy"}, "3.4.26", Date(2026, 4, 3)),
        (
            {"type": "date", "date_pattern": "yyyy-MM-dd'T'HH:mm"},
            "2026-12-24T10:30",
            DateTime(Date(2026, 12, 24), Time(37_800)),
        ),
        ({"type": "enum", "options": {"s": "small"}}, "s", "s"),
        ({"type": "string", "variable": "b"}, None, None),
    ],
)
def test_texts_become_values(field, given, value):
    values, faults = check(_read(**field), {"a": given}, _SCOPE)
    assert (values["a"], faults) == (value, [])


@pytest.mark.parametrize(
    ("field", "given", "what"),
    [
        ({"type": "long"}, "twelve", "type"),
        ({"type": "long"}, Decimal("1.5"), "type"),
        ({"type": "boolean"}, "yes", "type"),
        ({"type": "date"}, "31/02/2026", "type"),
        ({"type": "enum", "options": {"s": "small"}}, "l", "option"),
        ({"type": "long", "constraints": {"min": "3"}}, "2", "minimum"),
        ({"type": "string", "constraints": {"maxlength": "1"}}, "ab", "max-length"),
        ({"type": "string", "constraints": {"required": None}}, "", "required"),
        ({"type": "string", "constraints": {"readonly": None}}, "b", "read-only"),
        ({"type": "string", "writable": "false"}, "b", "read-only"),
    ],
)
def test_what_does_not_fit_is_told(field, given, what):
    _, faults = check(_read(**field), {"a": given}, _SCOPE)
    assert [each.what for each in faults] == [what]


def test_property_of_flowable_goes_to_its_variable():
    form = _read(type="long", variable="total", constraints={"required": None})
    assert check(form, {"total": "3"}, _SCOPE) == ({"total": 3}, [])


def test_numbers_of_gigabytes_are_refused():
    _, faults = check(_read(type="double"), {"a": "1e999999999"}, _SCOPE)
    assert [each.what for each in faults] == ["type"]
