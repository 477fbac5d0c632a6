"""Forms as who fills them in gets them: one schema for all notations, with the values that there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trivium.forms.checking import Scope, current, default_of, options_at
from trivium.forms.model import ABSENT, Field, Form

_ROWS: Mapping[str, Any] = {}


def presented(form: Form, scope: Scope) -> list[dict[str, Any]]:
    """The fields with their values, and with conditions, options and limits as they are now.

    Raises:
        WrongState: an expression of the form has no value.
    """
    return [_field(each, (), scope, is_in_list=False) for each in form.fields]


def _field(field: Field, at: tuple[str, ...], scope: Scope, *, is_in_list: bool) -> dict[str, Any]:
    path = (*at, *field.path)
    default = default_of(field, scope, _ROWS)
    options = options_at(field, scope, _ROWS)
    value = ABSENT if is_in_list or field.type == "group" else current(path, scope)
    shown: dict[str, Any] = {
        "id": field.id,
        "path": ".".join(path),
        "type": field.type,
        "label": field.label or field.id,
        "description": field.description,
        "required": scope.true(field.required, _ROWS, field.id),
        "read_only": scope.true(field.read_only, _ROWS, field.id),
        "hidden": field.hide is not None and scope.value(field.hide, _ROWS, field.id) is True,
        "condition": None if field.hide is None else field.hide.source,
        "default": default,
        "value": default if value is ABSENT or value is None else value,
        "limits": {name: _limit(field, each, scope) for name, each in field.limits.items()},
        "options": None
        if options is None
        else [{"value": each.value, "label": each.label} for each in options],
        "layout": dict(field.layout),
        "fields": [_field(each, path, scope, is_in_list=is_in_list) for each in field.fields],
        "item": None,
    }
    if field.item is not None:
        shown["item"] = _field(field.item, (), scope, is_in_list=True)
    return shown


def _limit(field: Field, limit: Any, scope: Scope) -> Any:
    return scope.value(limit, _ROWS, field.id) if hasattr(limit, "free_names") else limit
