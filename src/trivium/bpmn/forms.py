"""Forms of user tasks and start events, as one plain structure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.bpmn import dialect

if TYPE_CHECKING:
    from trivium.xml import Element


def read_form(xml: Element) -> dict[str, Any] | None:
    """`camunda:formData`, a form key or a form reference; None if the element has none."""
    data = dialect.extension(xml, "formData")
    properties = dialect.all_extensions(xml, "formProperty")
    fields = [c for c in data.children if c.name == "formField"] if data is not None else []
    form: dict[str, Any] = {}
    if fields or properties:
        form["fields"] = [_field(field) for field in (*fields, *properties)]
    key = dialect.attribute(xml, "formKey") or dialect.attribute(xml, "formRef")
    zeebe = dialect.zeebe(xml, "formDefinition")
    if zeebe is not None:
        key = zeebe.get("formKey") or zeebe.get("formId")
    if key is not None:
        form["key"] = key
    return form or None


def _field(xml: Element) -> dict[str, Any]:
    field: dict[str, Any] = {"id": xml.get("id"), "type": xml.get("type") or "string"}
    label = xml.get("label") or xml.get("name")
    default = xml.get("defaultValue") or xml.get("default")
    if label is not None:
        field["label"] = label
    if default is not None:
        field["default"] = default
    constraints = {
        each.get("name"): each.get("config")
        for holder in xml.children
        if holder.name == "validation"
        for each in holder.children
    }
    if xml.get("required") == "true":
        constraints["required"] = None
    if constraints:
        field["constraints"] = constraints
    options = {
        each.get("id"): each.get("name") or each.get("id")
        for each in xml.children
        if each.name == "value"
    }
    if options:
        field["options"] = options
    return field
