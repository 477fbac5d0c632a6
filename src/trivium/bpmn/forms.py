"""Forms of user tasks and start events, as one plain structure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.bpmn import dialect
from trivium.bpmn.names import JAVA_DIALECTS
from trivium.kernel.filled_forms import declared
from trivium.kernel.forms import form_of

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.xml import Element

_EMBEDDED = "camunda-forms:bpmn:"


def read_form(xml: Element, compiler: Compiler) -> dict[str, Any] | None:
    """`camunda:formData`, a form key or a form reference; None if the element has none."""
    form = form_of([e for e in dialect.extensions(xml) if e.namespace in JAVA_DIALECTS])
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
    for finding in declared(form)[1]:
        remedy = finding.remedy or ""
        compiler.refuse(xml, finding.code, finding.message, remedy, warning=True)
    return form or None


def _embedded(key: str | None, compiler: Compiler) -> dict[str, Any]:
    """The form that the process itself holds (`zeebe:userTaskForm`)."""
    process = compiler.xml_of(compiler.definition.root)
    for each in dialect.extensions(process):
        if each.name == "userTaskForm" and key == f"{_EMBEDDED}{each.get('id')}":
            return {"schema": (each.text or "").strip()}
    return {}
