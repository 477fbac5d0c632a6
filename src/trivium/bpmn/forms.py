"""Forms of user tasks and start events, as one plain structure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.bpmn import dialect

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.xml import Element

_EMBEDDED = "camunda-forms:bpmn:"
_ALSO = {
    "datePattern": "date_pattern",
    "variable": "variable",
    "expression": "expression",
    "readable": "readable",
    "writable": "writable",
    "writeable": "writable",
}
"""What a field says besides, and by which name it is in the form."""


def read_form(xml: Element, compiler: Compiler) -> dict[str, Any] | None:
    """`camunda:formData`, a form key or a form reference; None if the element has none."""
    data = dialect.extension(xml, "formData")
    properties = dialect.all_extensions(xml, "formProperty")
    fields = [c for c in data.children if c.name == "formField"] if data is not None else []
    form: dict[str, Any] = {}
    if data is not None and data.get("businessKey") is not None:
        form["business_key_field"] = data.get("businessKey")
    if fields or properties:
        form["fields"] = [_field(field) for field in (*fields, *properties)]
    key = dialect.attribute(xml, "formKey") or dialect.attribute(xml, "formRef")
    binding = dialect.attribute(xml, "formRefBinding")
    version = dialect.attribute(xml, "formRefVersion")
    zeebe = dialect.zeebe(xml, "formDefinition")
    if zeebe is not None:
        key = zeebe.get("formKey") or zeebe.get("formId") or zeebe.get("externalReference")
        binding, version = zeebe.get("bindingType"), zeebe.get("versionTag")
        form |= _embedded(key, compiler)
    found = {"key": key, "binding": binding, "version": version}
    form |= {name: value for name, value in found.items() if value is not None}
    return form or None


def _embedded(key: str | None, compiler: Compiler) -> dict[str, Any]:
    """The form that the process itself holds (`zeebe:userTaskForm`)."""
    process = compiler.xml_of(compiler.definition.root)
    for each in dialect.extensions(process):
        if each.name == "userTaskForm" and key == f"{_EMBEDDED}{each.get('id')}":
            return {"schema": (each.text or "").strip()}
    return {}


def _field(xml: Element) -> dict[str, Any]:
    field: dict[str, Any] = {"id": xml.get("id"), "type": xml.get("type") or "string"}
    label = xml.get("label") or xml.get("name")
    default = xml.get("defaultValue") or xml.get("default")
    if label is not None:
        field["label"] = label
    if default is not None:
        field["default"] = default
    field |= {ours: xml.get(name) for name, ours in _ALSO.items() if xml.get(name) is not None}
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
