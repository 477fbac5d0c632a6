"""Components of form-js: what each takes, one row for each value."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from trivium import feel
from trivium.feel.temporal import DateTime
from trivium.forms import Scope, check, read_form_js

_NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
_FILE = {"$file": "0" * 64, "name": "a.PDF", "media_type": "application/pdf", "size_bytes": 1}


def _context(_language):
    return feel.Context(now=DateTime.from_python(_NOW))


def _form(*components):
    form, findings = read_form_js(json.dumps({"components": components}))
    assert findings == []
    return form


def _faults(component, value, **variables):
    form = _form({"key": "a", **component})
    scope = Scope(variables, _NOW, _context)
    return [each.what for each in check(form, {"a": value}, scope)[1]]


def _rules(kind, **validate):
    return {"type": kind, "validate": validate}


_OPTIONS = [{"value": "x", "label": "X"}, {"value": 1, "label": "one"}]


@pytest.mark.parametrize(
    ("component", "value", "faults"),
    [
        (_rules("textfield"), 1, ["type"]),
        (_rules("textfield", required=True), "", ["required"]),
        (_rules("textfield", required=True), None, ["required"]),
        (_rules("textfield", minLength=2, maxLength=3), "abcd", ["max-length"]),
        (_rules("textfield", minLength=2), "", []),
        (_rules("textfield", minLength="=1 + 1"), "a", ["min-length"]),
        (_rules("textfield", pattern="^[a-z]+$"), "A", ["pattern"]),
        (_rules("textfield", validationType="email"), "ann", ["text-format"]),
        (_rules("textfield", validationType="email"), "ann@example.org", []),
        (_rules("textfield", validationType="phone"), "+49 30 1234567", []),
        (_rules("textfield", validationType="phone"), "1234", ["text-format"]),
        (_rules("textarea"), "a\nb", []),
        (_rules("number", min=1, max=2), 3, ["maximum"]),
        (_rules("number"), True, ["type"]),
        ({"type": "number", "decimalDigits": 1}, Decimal("1.25"), ["decimals"]),
        ({"type": "number", "decimalDigits": 1}, Decimal("1.50"), []),
        ({"type": "number", "serializeToString": True, "validate": {"max": 5}}, "6", ["maximum"]),
        ({"type": "number", "serializeToString": True}, "six", ["type"]),
        (_rules("number"), "6", ["type"]),
        (_rules("checkbox", required=True), False, ["required"]),
        (_rules("checkbox"), False, []),
        (_rules("checkbox"), "true", ["type"]),
        ({"type": "radio", "values": _OPTIONS}, 1, []),
        ({"type": "radio", "values": _OPTIONS}, True, ["option"]),
        ({"type": "select", "values": _OPTIONS}, "y", ["option"]),
        ({"type": "select", "valuesExpression": '=["p", "q"]'}, "q", []),
        ({"type": "checklist", "values": _OPTIONS}, ["x", 1], []),
        ({"type": "checklist", "values": _OPTIONS}, ["x", 2], ["option"]),
        ({"type": "taglist", "values": _OPTIONS, "validate": {"required": True}}, [], ["required"]),
        ({"type": "taglist", "values": _OPTIONS}, "x", ["type"]),
        ({"type": "datetime", "subtype": "date"}, "2026-02-30", ["type"]),
        ({"type": "datetime", "subtype": "date"}, "2026-02-28", []),
        ({"type": "datetime", "subtype": "time"}, "12:30", []),
        ({"type": "datetime", "subtype": "time"}, "12:60", ["type"]),
        ({"type": "datetime", "subtype": "datetime"}, "2026-02-28T12:30Z", []),
        ({"type": "datetime", "subtype": "datetime"}, "2026-02-28", ["type"]),
        (
            {"type": "datetime", "subtype": "date", "disallowPassedDates": True},
            "2026-11-19",
            ["from-today"],
        ),
        ({"type": "datetime", "subtype": "date", "disallowPassedDates": True}, "2026-11-20", []),
        ({"type": "filepicker"}, [_FILE], []),
        ({"type": "filepicker"}, [_FILE, _FILE], ["max-items"]),
        ({"type": "filepicker", "multiple": True}, [_FILE, _FILE], []),
        ({"type": "filepicker", "accept": ".pdf"}, [_FILE], []),
        ({"type": "filepicker", "accept": "image/*"}, [_FILE], ["accept"]),
        ({"type": "filepicker"}, ["a.pdf"], ["type"]),
        ({"type": "textfield", "disabled": True, "validate": {"required": True}}, None, []),
        ({"type": "textfield", "disabled": True}, "changed", ["read-only"]),
        ({"type": "textfield", "readonly": "=locked"}, "changed", ["read-only"]),
    ],
)
def test_component_takes_what_it_should(component, value, faults):
    assert _faults(component, value, locked=True) == faults


def test_components_that_only_show_ask_nothing():
    kinds = ("text", "html", "image", "button", "spacer", "separator", "iframe", "table")
    assert _form(*({"type": kind, "text": "a", "key": "a"} for kind in kinds)).fields == ()


def test_component_that_is_not_known_is_doubted():
    form, (finding,) = read_form_js('{"components": [\n{"type": "hologram", "key": "a"}]}')
    assert form.fields == ()
    assert (finding.code, finding.line, finding.severity) == ("form/unknown-type", 2, "warning")


def test_group_without_a_path_is_a_frame_and_with_one_an_object():
    inner = {"type": "textfield", "key": "b", "validate": {"required": True}}
    scope = Scope({}, _NOW, _context)
    frame = _form({"type": "group", "components": [inner]})
    held = _form({"type": "group", "path": "a", "components": [inner]})
    assert check(frame, {"b": "x"}, scope) == ({"b": "x"}, [])
    assert check(held, {"a": {"b": "x"}}, scope) == ({"a": {"b": "x"}}, [])
    assert [each.path for each in check(held, {}, scope)[1]] == [("a", "b")]
    assert [each.what for each in check(held, {"a": 1}, scope)[1]] == ["type"]


def test_hidden_group_takes_its_fields_along():
    inner = {"type": "textfield", "key": "b.c", "validate": {"required": True}}
    form = _form({"type": "group", "components": [inner], "conditional": {"hide": "=off"}})
    scope = Scope({"off": True}, _NOW, _context)
    assert check(form, {"b": {"c": 1, "d": 2}}, scope) == ({"b": {"d": 2}}, [])


def test_rows_see_themselves():
    reason = {
        "type": "textfield",
        "key": "reason",
        "conditional": {"hide": "=this.price < 10"},
        "validate": {"required": True},
    }
    rows = {
        "type": "dynamiclist",
        "path": "rows",
        "components": [{"type": "number", "key": "price"}, reason],
    }
    scope = Scope({}, _NOW, _context)
    _, faults = check(_form(rows), {"rows": [{"price": 5}, {"price": 50}]}, scope)
    assert [each.path for each in faults] == [("rows", 1, "reason")]


def test_value_in_the_way_of_a_path_is_told():
    form = _form({"type": "number", "key": "a.b"})
    _, (fault,) = check(form, {"a": "text"}, Scope({}, _NOW, _context))
    assert (fault.path, fault.what) == (("a", "b"), "type")


def test_draft_is_asked_for_types_alone():
    form = _form(
        _rules("textfield", required=True) | {"key": "a"}, _rules("number", max=1) | {"key": "b"}
    )
    scope = Scope({}, _NOW, _context)
    assert check(form, {"b": 5}, scope, only_types=True)[1] == []
    assert len(check(form, {"a": 5}, scope, only_types=True)[1]) == 1
