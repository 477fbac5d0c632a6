"""Compiled definitions: read once, kept by id, found by key."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from trivium import bpmn, cmmn
from trivium.engine.decisions import compile_decisions
from trivium.engine.forms import compile_form, is_form
from trivium.errors import EvaluationFailed, Finding, NotFound
from trivium.store import definitions as stored
from trivium.xml import parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from trivium.kernel.graph import Definition


def compile_file(content: bytes, name: str = "") -> tuple[list[Any], list[Finding]]:
    """The definitions in a file of any notation, and warnings; a JSON Schema may be known by its `name`.

    Raises:
        InvalidModel: something in it cannot run. InvalidXml: it is neither XML nor a form.
    """
    if is_form(content):
        return compile_form(content, name)
    root = parse(content).root
    if root.name == "definitions" and "DMN" in root.namespace.upper():
        return compile_decisions(content)
    if root.name == "definitions" and "/CMMN/" in root.namespace:
        cases, findings = cmmn.compile_source(cmmn.read(content))
        return list(cases), findings
    compiled, findings = bpmn.compile_source(bpmn.read(content))
    return list(compiled), findings


_UNKNOWN = {"decision": "decision/unknown", "form": "form/not-deployed"}


class CompiledDefinitions:
    """Fills the port `kernel.ports.Definitions`; compiles on first use and keeps what it compiled."""

    def __init__(self, cursor: Callable[[], Any]) -> None:
        self._cursor = cursor
        self._compiled: dict[str, Any] = {}
        self._lock = threading.Lock()

    def keep(self, definition: Definition) -> None:
        """Keeps one that was compiled for its deployment."""
        self._compiled[definition.id] = definition

    def named_work(self) -> set[str]:
        """The Java classes and beans that definitions in use name."""
        return {
            work.name
            for definition in list(self._compiled.values())
            for work in getattr(definition, "work", ())
            if work.is_named
        }

    def forget(self, definition_id: str) -> None:
        """It is deployed no longer."""
        self._compiled.pop(definition_id, None)

    def get(self, definition_id: str) -> Definition:
        """The compiled definition of this id.

        Raises:
            NotFound: there is none.
        """
        found = self._compiled.get(definition_id)
        compiled: Definition = found if found is not None else self._read(definition_id)
        return compiled

    def _read(self, definition_id: str) -> Definition:
        row = stored.with_resource(self._cursor(), definition_id)
        if row is None:
            raise NotFound(
                f"Expected a definition {definition_id}, but there is none.",
                code="definition/not-found",
            )
        kind, key, version, tenant, content, name = row
        compiled, _ = compile_file(content, name)
        for definition in compiled:
            if (definition.kind, definition.key) == (kind, key):
                definition.id, definition.version = definition_id, version
                definition.tenant = tenant
                with self._lock:
                    kept: Definition = self._compiled.setdefault(definition_id, definition)
                return kept
        raise NotFound(
            f"Expected {kind} {key} in the file of {definition_id}, but it is not there.",
            code="definition/not-found",
        )

    def find(
        self,
        kind: str,
        key: str,
        *,
        version: int | None = None,
        tag: str | None = None,
        beside: str | None = None,
        tenant: str | None = None,
    ) -> Definition:
        """The port's method; within a batch it sees what the batch sees."""
        found_id = stored.find(self._cursor(), kind, key, version=version, tag=tag, beside=beside)
        found = None if found_id is None else self.get(found_id)
        if found is None or (tenant is not None and found.tenant != tenant):
            asked = (
                f" version {version}" if version is not None else f" tagged {tag}" if tag else ""
            )
            raise EvaluationFailed(
                f"Expected a deployed {kind} {key!r}{asked}, but there is none. Deploy it, then"
                " retry.",
                code=_UNKNOWN.get(kind, "bpmn/called-element-unknown"),
                key=key,
            )
        return found
