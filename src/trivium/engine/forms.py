"""Deployed forms: files of form-js and JSON Schema beside the models that name them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trivium.forms import read_deployed

if TYPE_CHECKING:
    from trivium.errors import Finding
    from trivium.forms import Form
    from trivium.kernel.graph import StartTrigger


@dataclass(slots=True)
class FormDefinition:
    """A form, deployed under its id."""

    key: str
    name: str | None
    form: Form
    kind: str = "form"
    id: str = ""
    version: int = 0
    version_tag: str | None = None
    tenant: str = ""
    start_triggers: list[StartTrigger] = field(default_factory=list)


def is_form(content: bytes) -> bool:
    """Whether a file can only be a form: it is JSON."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def compile_form(content: bytes, name: str) -> tuple[list[FormDefinition], list[Finding]]:
    """The form in a file of this name, and doubts about it.

    Raises:
        InvalidModel: it is no form that can be used.
    """
    form, findings = read_deployed(content.removeprefix(b"\xef\xbb\xbf"), name)
    return [FormDefinition(form.key, form.name, form, version_tag=form.version_tag)], findings
