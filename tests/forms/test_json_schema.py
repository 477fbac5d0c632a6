"""JSON Schema on the common subset: what a validator of the standard takes is taken, and nothing else."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trivium.errors import InvalidModel
from trivium.forms import Scope, check, read_deployed, read_json_schema
from trivium.kernel import codec

_SCOPE = Scope({}, datetime(2026, 11, 21, tzinfo=UTC), lambda _: None)
_names = st.sampled_from("abc")
_small = st.integers(-3, 6)
_texts = st.text("ab1 ", max_size=4)
_patterns = st.sampled_from(
    ["^a", "b$", "a+b?", "[0-9]", "^(a|b)*$", r"^\d{1,2}$", "(?:ab)+", r"a\/b|1"]
)
_scalars = st.one_of(
    _small,
    _texts,
    st.booleans(),
    st.none(),
    st.decimals(-3, 6, places=1),
)


def _some(**members):
    return st.fixed_dictionaries({}, optional=members)


def _typed(name, **members):
    kinds = st.sampled_from([name, [name, "null"]])
    return st.fixed_dictionaries({"type": kinds}, optional=members)


_numbers = {
    "minimum": _small,
    "maximum": _small,
    "exclusiveMinimum": _small,
    "exclusiveMaximum": _small,
    "multipleOf": st.sampled_from([1, 2, 3, Decimal("0.5")]),
    "enum": st.lists(_scalars, min_size=1, max_size=4),
}
_leaves = st.one_of(
    _typed(
        "string",
        minLength=st.integers(0, 3),
        maxLength=st.integers(0, 4),
        pattern=_patterns,
        enum=st.lists(_scalars, min_size=1, max_size=4),
        const=_texts,
    ).filter(lambda each: not {"enum", "const"} <= each.keys()),
    _typed("integer", **_numbers),
    _typed("number", **_numbers),
    _typed("boolean"),
    _some(enum=st.lists(_scalars, min_size=1, max_size=4)),
    st.builds(
        lambda values: {"oneOf": [{"const": each, "title": str(each)} for each in values]},
        st.lists(_texts, min_size=1, max_size=3, unique=True),
    ),
)


def _objects(inner):
    return _typed(
        "object",
        properties=st.dictionaries(_names, inner, max_size=3),
        required=st.lists(_names, max_size=2, unique=True),
        additionalProperties=st.booleans(),
    )


def _arrays(inner):
    return _typed(
        "array",
        items=inner,
        minItems=st.integers(0, 2),
        maxItems=st.integers(0, 3),
        uniqueItems=st.booleans(),
    )


_schemas = st.recursive(_leaves, lambda inner: _objects(inner) | _arrays(inner), max_leaves=6)
_roots = st.fixed_dictionaries(
    {"type": st.just("object"), "properties": st.dictionaries(_names, _schemas, max_size=3)},
    optional={
        "required": st.lists(_names, max_size=3, unique=True),
        "additionalProperties": st.booleans(),
    },
)
_values = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_names, inner, max_size=3),
    max_leaves=6,
)


def _text(value):
    return codec.encode(value).decode()


def _read(schema):
    form, findings = read_json_schema(_text(schema), "f.schema.json")
    assert findings == []
    return form


@settings(max_examples=400)
@given(_roots, st.dictionaries(_names, _values, max_size=3))
def test_what_the_standard_takes_is_taken_and_nothing_else(schema, value):
    validator = jsonschema_rs.Draft202012Validator(_plain(schema))
    expected = validator.is_valid(_plain(value))
    taken, faults = check(_read(schema), value, _SCOPE)
    assert (faults == []) == expected, (faults, value, schema)
    if expected:
        assert taken == value


def _plain(value):
    """As any program reads it: with binary floats."""
    return json.loads(_text(value))


@pytest.mark.parametrize(
    ("format_", "good", "bad"),
    [
        ("date", "2026-02-28", "2026-02-30"),
        ("date-time", "2026-02-28T12:00:00Z", "2026-02-28 12:00"),
        ("time", "23:59:00+01:00", "24:00:00"),
        ("email", "ann@example.org", "ann"),
    ],
)
def test_formats_are_checked(format_, good, bad):
    form = _read({"type": "object", "properties": {"a": {"type": "string", "format": format_}}})
    assert check(form, {"a": good}, _SCOPE)[1] == []
    assert len(check(form, {"a": bad}, _SCOPE)[1]) == 1


def test_references_within_the_file_are_followed():
    amount = {"type": "number", "minimum": 0}
    form = _read(
        {
            "type": "object",
            "$defs": {"amount": amount},
            "properties": {"net": {"$ref": "#/$defs/amount"}, "tax": {"$ref": "#/$defs/amount"}},
        }
    )
    _, faults = check(form, {"net": 1, "tax": -1}, _SCOPE)
    assert [each.as_dict() for each in faults] == [
        {"field": "tax", "path": "tax", "what": "minimum", "expected": "at least 0"}
    ]


@pytest.mark.parametrize(
    ("schema", "line"),
    [
        ('{"type": "object",\n"properties": {"a": {\n"not": {}}}}', 3),
        ('{"type": "object",\n\n"allOf": []}', 3),
        ('{"type": "object", "properties": {"a": {"$ref": "other.json"}}}', 1),
        ('{"type": "object",\n"properties": {"a": {"type": "string",\n"pattern": "(?=a)"}}}', 3),
        ('{"type": "object", "properties": {"a":\n{"minLength": "1"}}}', 2),
        ('{"type": "array", "$defs": {}}', 1),
        ('{"type": "object",\n"properties": {"a": {"type": "object",}}}', 2),
        ('{"type": "object", "properties": {"a": {"$ref": "#"}}}', 1),
    ],
)
def test_what_is_not_understood_is_refused_with_its_line(schema, line):
    with pytest.raises(InvalidModel) as refused:
        read_deployed(schema.encode(), "f.schema.json")
    assert refused.value.findings[0].line == line


def test_key_is_the_last_part_of_its_id_or_the_name_of_the_file():
    schema = {"type": "object", "properties": {}}
    assert read_deployed(_text(schema).encode(), "claim.schema.json")[0].key == "claim"
    named = {**schema, "$id": "https://example.org/forms/order.schema.json"}
    assert read_deployed(_text(named).encode(), "claim.schema.json")[0].key == "order"
