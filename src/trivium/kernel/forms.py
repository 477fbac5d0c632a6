"""Fields of forms, as the dialects of all notations write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trivium.xml import Element

_ALSO = {
    "datePattern": "date_pattern",
    "variable": "variable",
    "expression": "expression",
    "readable": "readable",
    "writable": "writable",
    "writeable": "writable",
}
"""What a field says besides, and by which name it is in the form."""


def form_of(extensions: Iterable[Element]) -> dict[str, Any]:
    """What `formData` and `formProperty` among these extension elements say."""
    form: dict[str, Any] = {}
    data = next((each for each in extensions if each.name == "formData"), None)
    if data is not None and data.get("businessKey") is not None:
        form["business_key_field"] = data.get("businessKey")
    fields = [_field(each) for each in _fields(data, extensions)]
    return form | {"fields": fields} if fields else form


def _fields(data: Element | None, extensions: Iterable[Element]) -> Iterator[Element]:
    if data is not None:
        yield from (each for each in data.children if each.name == "formField")
    yield from (each for each in extensions if each.name == "formProperty")


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
