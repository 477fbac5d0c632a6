"""Forms of Camunda 7 (`formData`) and Flowable (`formProperty`), as the kernel reads them off a model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from trivium.errors import Finding
from trivium.forms.model import Field, FieldType, Form, Option
from trivium.forms.reading.notes import Notes

_TYPES: Mapping[str, FieldType] = {
    "string": "string",
    "text": "text",
    "long": "integer",
    "int": "integer",
    "integer": "integer",
    "short": "integer",
    "double": "number",
    "float": "number",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "datetime": "date-time",
    "enum": "enum",
    "file": "file",
    "user": "string",
    "group": "string",
    "month": "string",
}
_WITH_TIME = re.compile("[Hhms]")
DATE_PATTERN = "dd/MM/yyyy"
"""How Camunda 7 writes dates where the model does not say it."""


def read_form_data(form: Mapping[str, Any]) -> tuple[Form, list[Finding]]:
    """The form that a model declares in its own words, and doubts about it.

    What the engine does not know leaves a doubt and asks nothing: such models run today.
    """
    notes = Notes()
    fields = tuple(_field(each, notes) for each in form.get("fields", ()) if each.get("id"))
    return (
        Form(
            format="form-data",
            fields=fields,
            key=form.get("key") or "",
            business_key=form.get("business_key_field"),
        ),
        notes.findings,
    )


def _field(field: Mapping[str, Any], notes: Notes) -> Field:
    name: str = field["id"]
    constraints: Mapping[str, str | None] = field.get("constraints", {})
    kind = _type(field, notes)
    limits = dict(_limits(name, constraints, notes))
    if kind in {"date", "date-time"}:
        limits["date_pattern"] = field.get("date_pattern") or DATE_PATTERN
    options = tuple(
        Option(value, label or value) for value, label in field.get("options", {}).items()
    )
    shown = field.get("default", field.get("expression"))
    return Field(
        id=name,
        type=kind,
        path=(field.get("variable") or name,),
        label=field.get("label"),
        required=_is_set(constraints, "required"),
        read_only=_is_set(constraints, "readonly") or field.get("writable") == "false",
        default=None if shown is None else notes.expression(shown, name),
        limits=limits,
        options=options if kind == "enum" else None,
    )


def _type(field: Mapping[str, Any], notes: Notes) -> FieldType:
    written = field.get("type") or "string"
    found = _TYPES.get(written.lower())
    if found is None:
        notes.fault(
            "form/unknown-type",
            f"Expected a type such as {', '.join(_TYPES)} at the field {field['id']}, but found"
            f" {written!r}: any value is taken.",
            "Use one of these types.",
            field["id"],
            warning=True,
        )
        return "any"
    if found == "date" and _WITH_TIME.search(field.get("date_pattern") or ""):
        return "date-time"
    return found


def _is_set(constraints: Mapping[str, str | None], name: str) -> bool:
    return name in constraints and constraints[name] != "false"


def _limits(
    name: str, constraints: Mapping[str, str | None], notes: Notes
) -> Iterator[tuple[str, Any]]:
    for rule, config in constraints.items():
        if rule in {"required", "readonly"}:
            continue
        known = _RULES.get(rule)
        if known is None:
            notes.fault(
                "form/unknown-constraint",
                f"Expected a constraint of {', '.join(sorted(_RULES))} at the field {name}, but found"
                f" {rule!r}, which is not checked.",
                "Check it in the process, or write it as one of these.",
                name,
                warning=True,
            )
            continue
        limit, read = known
        try:
            yield limit, read(config or "")
        except (ValueError, InvalidOperation):
            notes.fault(
                "form/wrong-limit",
                f"Expected a number for {rule} at the field {name}, but found {config!r}: it is not"
                " checked.",
                "Write a number.",
                name,
                warning=True,
            )


_RULES: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "min": ("minimum", Decimal),
    "max": ("maximum", Decimal),
    "minlength": ("min_length", int),
    "maxlength": ("max_length", int),
}
