"""Loading: from a file or bytes to a model, with the models that it imports."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from trivium.dmn.decisions import Model
from trivium.dmn.executable import CompiledModel
from trivium.dmn.model import Definitions, Import
from trivium.dmn.namespaces import MODEL
from trivium.dmn.reader import read
from trivium.errors import Finding, InvalidModel
from trivium.xml import InvalidXml, Limits, parse

Resolve: TypeAlias = Callable[[str, str | None], Model | bytes | None]
"""Finds an imported model by its namespace, and by the location that the import gives if any."""


def load(
    source: str | os.PathLike[str] | bytes,
    *,
    resolve: Resolve | None = None,
    strict: bool = True,
    limits: Limits | None = None,
) -> Model:
    """The model in a file, or in bytes, ready to be evaluated.

    Imported models are asked of `resolve`; without it, models of a file find theirs among the
    `.dmn` files beside it. With `strict`, errors in the model refuse it; without, what is wrong
    evaluates to null and the errors stand in `Model.findings`.

    Raises:
        InvalidModel: the model cannot run; all findings are in it.
        InvalidXml: the file is no XML that we read.
    """
    if isinstance(source, bytes):
        data, resource = source, None
    else:
        path = Path(source)
        data, resource = path.read_bytes(), str(path)
        resolve = resolve or Siblings(path)
    loading = _Loading(resolve or _nowhere, limits)
    loaded = loading.load(data)
    if strict and any(finding.severity == "error" for finding in loaded.findings):
        raise InvalidModel(loaded.findings, resource)
    return loaded


def _nowhere(_namespace: str, _location: str | None) -> None:
    return None


class Siblings:
    """Finds imported models among the `.dmn` files in the folder of a model."""

    def __init__(self, path: Path) -> None:
        self._folder = path.parent
        self._by_namespace: Mapping[str, bytes] | None = None

    def __call__(self, namespace: str, location: str | None) -> bytes | None:
        """The bytes of the model of that namespace."""
        del location  # a name that could lead anywhere; the namespace says all
        if self._by_namespace is None:
            self._by_namespace = dict(self._models())
        return self._by_namespace.get(namespace)

    def _models(self) -> list[tuple[str, bytes]]:
        found = []
        for path in sorted(self._folder.glob("*.dmn"), reverse=True):
            data = path.read_bytes()
            try:
                namespace = parse(data).root.get("namespace")
            except InvalidXml:  # another file's trouble; if it is wanted it will be missed
                continue
            if namespace:
                found.append((namespace, data))
        return found


class _Loading:
    """One model with all that it imports, each loaded once."""

    def __init__(self, resolve: Resolve, limits: Limits | None) -> None:
        self._resolve = resolve
        self._limits = limits or Limits()
        self._loaded: dict[str, Model] = {}
        self._open: list[str] = []

    def load(self, data: bytes) -> Model:
        document = parse(data, limits=self._limits)
        definitions, findings = read(document)
        found = list(findings)
        self._open.append(definitions.namespace)
        imports = self._imports(definitions, found)
        self._open.pop()
        return Model(document, definitions, CompiledModel(definitions, imports), found)

    def _imports(
        self, definitions: Definitions, findings: list[Finding]
    ) -> list[tuple[str, CompiledModel]]:
        imports: list[tuple[str, CompiledModel]] = []
        for one in definitions.imports:
            if one.import_type and one.import_type not in MODEL:
                findings.append(_not_read(one))
            elif one.namespace in self._open:
                findings.append(_cycle(one))
            elif (model := self._imported(one)) is None:
                findings.append(_missing(one))
            else:
                imports.append((one.name, model.compiled))
                findings.extend(f for f in model.findings if f.severity == "error")
        return imports

    def _imported(self, one: Import) -> Model | None:
        known = self._loaded.get(one.namespace)
        if known is None:
            found = self._resolve(one.namespace, one.location_uri)
            if found is None:
                return None
            known = self.load(found) if isinstance(found, bytes) else found
            self._loaded[one.namespace] = known
        return known


def _missing(one: Import) -> Finding:
    return Finding(
        "dmn/missing-import",
        f"Expected a model of the namespace '{one.namespace}' but none was found",
        one.name or None,
        one.line or None,
        "Put it beside this one, deploy it first, or give a resolver that finds it.",
    )


def _cycle(one: Import) -> Finding:
    return Finding(
        "dmn/import-cycle",
        f"Expected models that do not import themselves but '{one.namespace}' does",
        one.name or None,
        one.line or None,
        "Move what both need into a model that imports neither.",
    )


def _not_read(one: Import) -> Finding:
    return Finding(
        "dmn/import-not-read",
        f"Expected an import of a DMN model but found one of '{one.import_type}'",
        one.name or None,
        one.line or None,
        "Only DMN models are imported; define the types that are needed in this one.",
        "warning",
    )
