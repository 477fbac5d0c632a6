"""Forms of tasks and start events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from trivium.api.schemas.shape import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class FormOption:
    """One of the values to choose from."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationRule:
    """A rule for a field's value, such as `min` with `0`."""

    name: str
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One question; `id` is the name of the variable that the answer goes to."""

    id: str
    label: str
    type: str
    required: bool
    default: Any
    options: list[FormOption]
    validation_rules: list[ValidationRule]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The fields that the model declares, or the key of a form that is kept elsewhere."""

    __pydantic_config__ = shown(
        key=None,
        fields=[
            {
                "id": "approved",
                "label": "Do you approve?",
                "type": "boolean",
                "required": True,
                "default": None,
                "options": [],
                "validation_rules": [],
            }
        ],
    )

    key: str | None
    fields: list[FormField]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskForm:
    """The form of a task; null without one."""

    __pydantic_config__ = shown(form=None)

    form: Form | None


def form_of(form: dict[str, Any] | None) -> Form | None:
    """The form as the compiled model has it, in the API's shape."""
    if form is None:
        return None
    return Form(key=form.get("key"), fields=[_field(each) for each in form.get("fields", ())])


def _field(field: dict[str, Any]) -> FormField:
    constraints: dict[str, str | None] = field.get("constraints", {})
    options: dict[str, str] = field.get("options", {})
    return FormField(
        id=field["id"],
        label=field.get("label") or field["id"],
        type=field.get("type") or "string",
        required="required" in constraints,
        default=field.get("default"),
        options=[FormOption(value=value, label=label) for value, label in options.items()],
        validation_rules=[
            ValidationRule(name=name, value=value)
            for name, value in constraints.items()
            if name != "required"
        ],
    )
