"""Forms of form-js, as Camunda 8 and the Camunda modeller write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from trivium.forms.model import Field, FieldType, Form, Option
from trivium.forms.reading.json_text import read_json
from trivium.forms.reading.notes import Notes

if TYPE_CHECKING:
    from trivium.errors import Finding
    from trivium.expressions import Expression
    from trivium.forms.reading.json_text import Place

_TYPES: Mapping[str, FieldType] = {
    "textfield": "string",
    "textarea": "text",
    "number": "number",
    "checkbox": "boolean",
    "radio": "enum",
    "select": "enum",
    "checklist": "multiple",
    "taglist": "multiple",
    "datetime": "date-time",
    "filepicker": "files",
    "group": "group",
    "dynamiclist": "list",
}
_SHOWN_ONLY = frozenset(
    {
        *("default", "text", "html", "image", "button", "spacer", "separator", "iframe"),
        *("table", "expression", "documentPreview"),
    }
)
_MOMENTS: Mapping[str, FieldType] = {"date": "date", "time": "time", "datetime": "date-time"}
_LIMITS = {
    "min": "minimum",
    "max": "maximum",
    "minLength": "min_length",
    "maxLength": "max_length",
}
_CHOICES = frozenset({"enum", "multiple"})


def read_form_js(text: str) -> tuple[Form, list[Finding]]:
    """The form in a text of form-js, with all that is wrong with it.

    Raises:
        InvalidModel: it is no JSON object.
    """
    source, lines = read_json(text.encode())
    notes = Notes(lines)
    return form_js_form(source, notes), notes.findings


def form_js_form(source: Mapping[str, Any], notes: Notes) -> Form:
    """The form that a schema of form-js describes."""
    name = source.get("name") or source.get("title")
    tag = source.get("versionTag")
    return Form(
        format="form-js",
        fields=_fields(source, ("components",), notes),
        key=str(source.get("id") or ""),
        name=None if name is None else str(name),
        version_tag=None if tag is None else str(tag),
        source=source,
    )


def _fields(holder: Mapping[str, Any], at: Place, notes: Notes) -> tuple[Field, ...]:
    components = holder.get("components")
    if not isinstance(components, list):
        return ()
    found = (_field(each, (*at, number), notes) for number, each in enumerate(components))
    return tuple(each for each in found if each is not None)


def _field(component: Any, at: Place, notes: Notes) -> Field | None:
    if not isinstance(component, dict):
        notes.fault(
            "form/no-component",
            "Expected a component as an object, but found something else.",
            "Save the form again with its editor.",
            None,
            at,
        )
        return None
    written = str(component.get("type"))
    name = str(component.get("key") or component.get("path") or component.get("id") or written)
    if written in _SHOWN_ONLY:
        return None
    kind = _TYPES.get(written)
    if kind is None:
        notes.fault(
            "form/unknown-type",
            f"Expected a component that form-js has, but found {written!r}, of which nothing is"
            " checked.",
            f"Use one of {', '.join(_TYPES)}.",
            name,
            (*at, "type"),
            warning=True,
        )
        return None
    if kind == "date-time":
        kind = _MOMENTS.get(str(component.get("subtype")), kind)
    return _Reader(component, name, kind, at, notes).field()


class _Reader:
    """Reads one component."""

    def __init__(
        self, component: Mapping[str, Any], name: str, kind: FieldType, at: Place, notes: Notes
    ) -> None:
        self._component = component
        self._name = name
        self._kind = kind
        self._at = at
        self._notes = notes
        rules = component.get("validate")
        self._rules: Mapping[str, Any] = rules if isinstance(rules, dict) else {}

    def field(self) -> Field:
        component, kind = self._component, self._kind
        is_disabled = component.get("disabled") is True
        parts = _fields(component, (*self._at, "components"), self._notes)
        items = Field(id=self._name, type="group", path=(), fields=parts)
        options, options_from = self._options() if kind in _CHOICES else (None, None)
        return Field(
            id=self._name,
            type=kind,
            path=self._path(),
            label=component.get("label"),
            description=component.get("description"),
            required=False if is_disabled else self._flag(self._rules.get("required")),
            read_only=True if is_disabled else self._flag(component.get("readonly")),
            default=self._value(component.get("defaultValue")),
            limits=self._limits(),
            options=options,
            options_from=options_from,
            hide=self._hide(),
            fields=parts if kind == "group" else (),
            item=items if kind == "list" else None,
            layout=self._layout(),
        )

    def _path(self) -> tuple[str, ...]:
        name = "path" if self._kind in {"group", "list"} else "key"
        written = self._component.get(name)
        return tuple(str(written).split(".")) if written else ()

    def _flag(self, value: Any) -> bool | Expression:
        found = self._value(value)
        return found if hasattr(found, "free_names") else bool(found)

    def _value(self, value: Any) -> Any:
        """A value, or what a text behind `=` comes to."""
        if isinstance(value, str) and value.startswith("="):
            return self._notes.expression(value, self._name, self._at)
        return value

    def _hide(self) -> Expression | None:
        condition = self._component.get("conditional")
        written = condition.get("hide") if isinstance(condition, dict) else None
        if not isinstance(written, str) or not written.strip():
            return None
        text = written if written.lstrip().startswith("=") else f"={written}"
        return self._notes.expression(text, self._name, (*self._at, "conditional", "hide"))

    def _limits(self) -> dict[str, Any]:
        component, rules = self._component, self._rules
        found = {
            ours: self._value(rules[name])
            for name, ours in _LIMITS.items()
            if rules.get(name) not in (None, "")
        }
        if rules.get("pattern"):
            place = (*self._at, "validate", "pattern")
            found["pattern"] = self._notes.pattern(rules["pattern"], self._name, place)
        if rules.get("validationType") in {"email", "phone"}:
            found["text_format"] = rules["validationType"]
        if self._kind == "number":
            found["decimals"] = component.get("decimalDigits")
            found["as_text"] = component.get("serializeToString") or None
        if component.get("disallowPassedDates") is True:
            found["from_today"] = True
        if self._kind == "boolean":
            found["checked"] = True
        if self._kind == "files":
            found["accept"] = component.get("accept") or None
            if component.get("multiple") is not True and not self._is_expression("multiple"):
                found["max_items"] = 1
        return {name: value for name, value in found.items() if value is not None}

    def _is_expression(self, name: str) -> bool:
        return str(self._component.get(name)).startswith("=")

    def _options(self) -> tuple[tuple[Option, ...] | None, Expression | None]:
        component = self._component
        written = component.get("valuesExpression")
        if isinstance(written, str) and written.strip():
            text = written if written.lstrip().startswith("=") else f"={written}"
            return None, self._notes.expression(text, self._name, (*self._at, "valuesExpression"))
        if component.get("valuesKey"):
            text = f"={component['valuesKey']}"
            return None, self._notes.expression(text, self._name, (*self._at, "valuesKey"))
        return options_of(component.get("values")), None

    def _layout(self) -> dict[str, Any]:
        layout = self._component.get("layout")
        if not isinstance(layout, dict):
            return {}
        known = {name: layout[name] for name in ("row", "columns") if layout.get(name) is not None}
        return {**known, "component": self._component["type"]}


def options_of(values: Any) -> tuple[Option, ...]:
    """Options as form-js takes them: values, or objects with `value` and `label`."""
    found = []
    for each in values if isinstance(values, Sequence) and not isinstance(values, str) else ():
        if isinstance(each, dict) and "value" in each:
            found.append(Option(each["value"], str(each.get("label", each["value"]))))
        elif each is not None:
            found.append(Option(each, str(each)))
    return tuple(found)
