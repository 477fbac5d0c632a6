"""Forms that are files of their own: form-js or JSON Schema."""

from __future__ import annotations

from trivium.errors import Finding, InvalidModel
from trivium.forms.model import Form
from trivium.forms.reading.form_js import form_js_form
from trivium.forms.reading.json_schema import schema_form
from trivium.forms.reading.json_text import read_json
from trivium.forms.reading.notes import Notes

_SCHEMA_WORDS = frozenset({"$schema", "properties", "$ref", "$defs"})


def read_deployed(content: bytes, name: str) -> tuple[Form, list[Finding]]:
    """The form in a file of this name, and doubts about it.

    Raises:
        InvalidModel: it is no form, or one that cannot be used; every fault is listed.
    """
    source, lines = read_json(content)
    notes = Notes(lines)
    if "components" in source:
        form = form_js_form(source, notes)
    elif _SCHEMA_WORDS & source.keys() or source.get("type") == "object":
        form = schema_form(source, notes, name)
    else:
        notes.fault(
            "form/unknown-notation",
            "Expected a form of form-js (`components`) or a JSON Schema (`properties`), but found"
            " neither.",
            "Deploy the file that the form editor saves.",
            None,
        )
        raise InvalidModel(notes.findings, name)
    if not form.key:
        notes.fault(
            "form/id-missing",
            "Expected the form to have an `id`, by which tasks name it, but it has none.",
            "Give it one.",
            None,
        )
    if any(each.severity == "error" for each in notes.findings):
        raise InvalidModel(notes.findings, name)
    return form, notes.findings
