"""One document that is being read: its imports, its findings, and what most elements share."""

from __future__ import annotations

from typing import Any

from trivium.dmn import model
from trivium.dmn.model import Import, Reference
from trivium.dmn.namespaces import FEEL, MODEL
from trivium.errors import Finding, Severity
from trivium.xml import Element


def attributes_of(element: Element) -> dict[str, Any]:
    """Id, label and line of any element."""
    return {"id": element.get("id", ""), "label": element.get("label"), "line": element.line}


class Reading:
    """Reads the parts that many elements share, and collects findings."""

    def __init__(self, root: Element) -> None:
        self.namespace = root.get("namespace", "")
        self.findings: list[Finding] = []
        self.imports = tuple(self._import(child) for child in root.findall("import"))
        self._import_names = {one.namespace: one.name for one in self.imports}

    def _import(self, element: Element) -> Import:
        return Import(
            **attributes_of(element),
            name=element.get("name", ""),
            namespace=element.get("namespace", ""),
            location_uri=element.get("locationURI"),
            import_type=element.get("importType", ""),
        )

    def find(
        self,
        code: str,
        message: str,
        element: Element,
        remedy: str,
        severity: Severity = "error",
    ) -> None:
        """Note something that is wrong with an element."""
        name = element.get("id") or element.get("name")
        self.findings.append(Finding(code, message, name, element.line, remedy, severity))

    def named(self, element: Element) -> dict[str, Any]:
        """Id, label, line and name; a missing name is a finding."""
        name = element.get("name", "").strip()
        if not name:
            self.find(
                "dmn/no-name",
                f"Expected a name on `{element.name}`",
                element,
                "Give it a name; expressions refer to it by that.",
            )
        return {**attributes_of(element), "name": " ".join(name.split())}

    def information_item(self, element: Element) -> model.InformationItem:
        """A variable, parameter or column."""
        return model.InformationItem(
            **attributes_of(element),
            name=" ".join(element.get("name", "").split()),
            type_ref=self.type_ref(element),
        )

    def text_of(self, element: Element, name: str) -> str | None:
        """The text of a child element."""
        child = element.find(name)
        return None if child is None else child.text

    def unary_tests(self, element: Element | None) -> model.UnaryTests | None:
        """A cell, or allowed values; None where there are none."""
        if element is None:
            return None
        return model.UnaryTests(
            **attributes_of(element),
            text=self.text_of(element, "text") or "",
            expression_language=element.get("expressionLanguage"),
        )

    def type_ref(self, element: Element, name: str = "typeRef") -> str | None:
        """The type that an element refers to, as DMN 1.2 and later write it.

        DMN 1.1 wrote qualified names: `feel:string`, or `prefix:type` of an imported model.
        """
        child = element.find(name)
        text = element.get(name) if child is None else child.text
        if text is None or not text.strip():
            return None
        text = " ".join(text.split())
        prefix, colon, local = text.partition(":")
        namespace = element.nsmap.get(prefix) if colon else None
        if namespace is None:
            return text
        if namespace in FEEL or namespace in MODEL or namespace == self.namespace:
            return local
        imported = self._import_names.get(namespace)
        return f"{imported}.{local}" if imported else local

    def reference(self, element: Element) -> Reference | None:
        """The element that `href` points at: `#id`, or `namespace#id` of another model."""
        href = element.get("href", "").strip()
        namespace, _, fragment = href.rpartition("#")
        if not fragment:
            self.find(
                "dmn/no-reference",
                f"Expected a reference on `{element.name}` but found '{href}'",
                element,
                'Write it as href="#id".',
            )
            return None
        return Reference(namespace or self.namespace, fragment)
