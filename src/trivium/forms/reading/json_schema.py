"""Forms written as JSON Schema: the words that say what one object must look like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from trivium.forms.model import Field, FieldType, Form, Option
from trivium.forms.reading.json_text import read_json
from trivium.forms.reading.notes import Notes

if TYPE_CHECKING:
    from trivium.errors import Finding
    from trivium.forms.reading.json_text import Place

SUFFIX = ".schema.json"
_TYPES: Mapping[str, FieldType] = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "object": "group",
    "array": "list",
}
_FORMATS: Mapping[str, FieldType] = {"date": "date", "time": "time", "date-time": "date-time"}
_LIMITS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "above",
    "exclusiveMaximum": "below",
    "multipleOf": "multiple_of",
    "minLength": "min_length",
    "maxLength": "max_length",
    "minItems": "min_items",
    "maxItems": "max_items",
}
_READ = frozenset(
    {
        *("type", "properties", "required", "items", "enum", "const", "oneOf", "anyOf", "$ref"),
        *("pattern", "uniqueItems", "additionalProperties", "format"),
        *("title", "description", "default", "readOnly"),
    }
)
_SAID = frozenset(
    {
        *("$schema", "$id", "$comment", "$defs", "definitions", "examples", "deprecated"),
        *("writeOnly", "contentMediaType", "contentEncoding"),
    }
)
_MOST_NESTED = 32
_MOST_FIELDS = 2000
_CHOICE = frozenset({"const", "title", "description"})
_CHOOSING = ("enum", "const", "oneOf", "anyOf")


def read_json_schema(text: str, name: str) -> tuple[Form, list[Finding]]:
    """The form that a text of JSON Schema describes, with all that is wrong with it.

    Raises:
        InvalidModel: it is no JSON object.
    """
    source, lines = read_json(text.encode())
    notes = Notes(lines)
    return schema_form(source, notes, name), notes.findings


def schema_form(source: Mapping[str, Any], notes: Notes, name: str) -> Form:
    """The form; its key is the last part of its `$id`, or else the name of its file."""
    root = _Reader(source, notes).field("", source, (), (), is_required=True)
    written = str(source.get("$id") or name).rstrip("/#").rpartition("/")[2]
    if root.type != "group":
        notes.fault(
            "form/unsupported-keyword",
            "Expected a schema of an object, the variables of which are its properties.",
            'Write "type": "object".',
            None,
            ("type",),
        )
    return Form(
        format="json-schema",
        fields=root.fields,
        key=written.removesuffix(SUFFIX).removesuffix(".json"),
        name=source.get("title"),
        source=source,
        is_closed="closed" in root.limits,
    )


class _Reader:
    """Reads schemas within one document."""

    def __init__(self, document: Mapping[str, Any], notes: Notes) -> None:
        self._document = document
        self._notes = notes
        self._count = 0

    def field(
        self, name: str, schema: Any, path: tuple[str, ...], at: Place, *, is_required: bool
    ) -> Field:
        self._count += 1
        if self._count == _MOST_FIELDS or len(at) > 2 * _MOST_NESTED:
            self._refuse(name, f"at most {_MOST_FIELDS} fields, and none that holds itself", at)
        if schema is True or self._count >= _MOST_FIELDS or len(at) > 2 * _MOST_NESTED:
            schema = {}
        if not isinstance(schema, dict):
            self._refuse(name, "a schema as an object", at)
            schema = {}
        schema = self._resolved(name, schema, at)
        for word in schema.keys() - _READ - _SAID - _LIMITS.keys():
            if not word.startswith("x-"):
                self._refuse(name, f"no keyword {word}, which is not understood here", (*at, word))
        kind, is_nullable = self._type(name, schema, at)
        options = self._options(schema, kind, name, at)
        if options is not None and kind in {"string", "any"}:
            kind = "enum"
        return Field(
            id=name,
            type=kind,
            path=path,
            label=_text(schema.get("title")),
            description=_text(schema.get("description")),
            required=is_required,
            read_only=schema.get("readOnly") is True,
            default=schema.get("default"),
            limits=dict(self._limits(schema, name, at)),
            options=options,
            nulls="value" if is_nullable else "refused",
            fields=tuple(self._properties(name, schema, at)),
            item=self._item(name, schema, at) if kind == "list" else None,
        )

    def _type(self, name: str, schema: Mapping[str, Any], at: Place) -> tuple[FieldType, bool]:
        written = schema.get("type")
        names = [written] if isinstance(written, str) else list(written or ())
        plain = [each for each in names if each != "null"]
        is_nullable = "null" in names or not names
        if set(plain) == {"integer", "number"}:
            plain = ["number"]
        if not plain:
            return ("group" if "properties" in schema else "any"), is_nullable
        if len(plain) > 1 or plain[0] not in _TYPES:
            self._refuse(name, f"one type of {', '.join(_TYPES)}", (*at, "type"))
            return "any", True
        kind = _TYPES[plain[0]]
        if kind == "string":
            kind = _FORMATS.get(str(schema.get("format")), kind)
        return kind, is_nullable

    def _properties(self, name: str, schema: Mapping[str, Any], at: Place) -> Iterator[Field]:
        properties = schema.get("properties", {})
        needed = schema.get("required", [])
        if not isinstance(properties, dict) or not isinstance(needed, list):
            self._refuse(name, "properties as an object and required as a list", at)
            return
        for each, inner in properties.items():
            place = (*at, "properties", each)
            yield self.field(each, inner, (each,), place, is_required=each in needed)
        for each in needed:
            if each not in properties:
                path, limits = (str(each),), {"undeclared": True}
                yield Field(
                    id=str(each), type="any", path=path, required=True, limits=limits, nulls="value"
                )

    def _item(self, name: str, schema: Mapping[str, Any], at: Place) -> Field | None:
        if "items" not in schema:
            return None
        return self.field(name, schema["items"], (), (*at, "items"), is_required=True)

    def _options(
        self, schema: Mapping[str, Any], kind: FieldType, name: str, at: Place
    ) -> tuple[Option, ...] | None:
        words = [word for word in _CHOOSING if word in schema]
        if not words:
            return None
        choices = schema[words[0]]
        if words[0] == "const":
            found = [Option(choices, str(choices))]
        elif words[0] == "enum" and isinstance(choices, list):
            found = [Option(each, str(each)) for each in choices]
        elif isinstance(choices, list) and all(map(_is_choice, choices)):
            found = [
                Option(each["const"], str(each.get("title", each["const"]))) for each in choices
            ]
        else:
            self._refuse(name, f"{words[0]} of constants, each with its title", (*at, words[0]))
            return None
        if len(words) > 1:
            self._refuse(name, f"one of {', '.join(words)}, not several", (*at, words[1]))
        return tuple(each for each in found if kind != "string" or isinstance(each.value, str))

    def _limits(self, schema: Mapping[str, Any], name: str, at: Place) -> Iterator[tuple[str, Any]]:
        yield from self._numbers(schema, name, at)
        if "pattern" in schema:
            pattern = self._notes.pattern(schema["pattern"], name, (*at, "pattern"))
            if pattern is not None:
                yield "pattern", pattern
        if schema.get("uniqueItems") is True:
            yield "unique", True
        if schema.get("additionalProperties") is False:
            yield "closed", True
        elif schema.get("additionalProperties", True) is not True:
            self._refuse(name, "additionalProperties as true or false", at)
        if schema.get("format") == "email":
            yield "text_format", "email"
        if schema.get("format") in _FORMATS:
            yield "text_format", "rfc3339"

    def _numbers(
        self, schema: Mapping[str, Any], name: str, at: Place
    ) -> Iterator[tuple[str, Any]]:
        for word in _LIMITS.keys() & schema.keys():
            limit = schema[word]
            if isinstance(limit, int | Decimal) and not isinstance(limit, bool):
                yield _LIMITS[word], limit
            else:
                self._refuse(name, f"a number for {word}", (*at, word))

    def _resolved(self, name: str, schema: Mapping[str, Any], at: Place) -> dict[str, Any]:
        """What a `$ref` within the document means, with what stands beside it."""
        found = dict(schema)
        for _ in range(_MOST_NESTED):
            written = found.pop("$ref", None)
            if written is None:
                return found
            target = self._target(str(written))
            if target is None:
                self._refuse(name, f"a place in this file, which {written} is not", (*at, "$ref"))
                return found
            found = {**target, **found}
        self._refuse(name, "a reference that ends", (*at, "$ref"))
        return {}

    def _target(self, reference: str) -> dict[str, Any] | None:
        if not reference.startswith("#"):
            return None
        found: Any = self._document
        for part in reference.removeprefix("#").split("/")[1:]:
            word = part.replace("~1", "/").replace("~0", "~")
            found = found.get(word) if isinstance(found, dict) else None
        return found if isinstance(found, dict) else None

    def _refuse(self, name: str, expected: str, at: Place) -> None:
        self._notes.fault(
            "form/unsupported-keyword",
            f"Expected {expected} at {name or 'the schema'}.",
            "Write it with the keywords that docs/reference/forms.md lists.",
            name or None,
            at,
        )


def _is_choice(choice: Any) -> bool:
    return isinstance(choice, dict) and "const" in choice and choice.keys() <= _CHOICE


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
