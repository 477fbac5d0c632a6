"""Runs the test cases of folders: evaluates as the TCK says, compares, counts.

A test case asks for decisions by the names of its result nodes, or, with `invocableName`, for a
decision service or knowledge model. `errorResult` says that an error is expected, which DMN
answers with null. A test of a result node that names no decision fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.conformance.dmn_tck.java import JavaMethods
from tests.conformance.dmn_tck.values import agrees, shown, value_in
from trivium import dmn, feel
from trivium.errors import TriviumError
from trivium.feel.temporal import parse_date_time
from trivium.xml import Element, parse

# the TCK's tests of now() and today() ask for their kind alone
NOW = parse_date_time("2024-02-29T12:34:56@Europe/Paris")


@dataclass
class FolderReport:
    """What came of a folder; `failures` tell the case and what was wrong."""

    name: str
    passed: int = 0
    failures: list[str] = field(default_factory=list)

    @property
    def failed(self) -> int:
        return len(self.failures)


def run_folders(root: Path) -> Iterator[FolderReport]:
    """A report for each folder below `root` (or `root` itself) that holds test files."""
    folders = sorted({path.parent for path in root.rglob("*-test-*.xml")})
    for folder in folders:
        yield _run_folder(folder, root)


def _run_folder(folder: Path, root: Path) -> FolderReport:
    report = FolderReport(str(folder.relative_to(root)) if folder != root else folder.name)
    for path in sorted(folder.glob("*-test-*.xml")):
        cases = parse(path.read_bytes()).root
        for case in cases.findall("testCase"):
            name = f"{path.stem} {case.get('id', '?')}"
            try:
                wrong = _run_case(folder, cases, case)
            except (TriviumError, OSError, ValueError, ArithmeticError) as error:
                wrong = f"{type(error).__name__}: {error}"
            if wrong:
                report.failures.append(f"{name}: {wrong}")
            else:
                report.passed += 1
    return report


_MODELS: dict[Path, dmn.Model] = {}


def _model(folder: Path, cases: Element) -> dmn.Model:
    named = cases.find("modelName")
    if named is None or not named.text.strip():
        path = next(iter(sorted(folder.glob("*.dmn"))))
    else:
        path = folder / named.text.strip()
    if path not in _MODELS:
        _MODELS[path] = dmn.load(path, strict=False)
    return _MODELS[path]


def _run_case(folder: Path, cases: Element, case: Element) -> str | None:
    """What is wrong with the results of a case; None if nothing is."""
    model = _model(folder, cases)
    inputs: dict[str, Any] = {}
    for node in case.findall("inputNode"):
        _put(inputs, node.get("name", ""), value_in(node), model)
    context = feel.Context(now=NOW, externals=JavaMethods())
    wrong = []
    for node in case.findall("resultNode"):
        actual = _evaluate(model, case, node, inputs, context)
        expected_node = node.find("expected")
        expected = None if expected_node is None else value_in(expected_node)
        if not agrees(expected, actual.value):
            reasons = "; ".join(str(warning) for warning in actual.warnings[:3])
            wrong.append(
                f"{node.get('name')}: expected {shown(expected)} but got {shown(actual.value)}"
                + (f" ({reasons})" if reasons else "")
            )
    return "; ".join(wrong) or None


def _put(inputs: dict[str, Any], name: str, value: Any, model: dmn.Model) -> None:
    """Inputs of imported models may be written as one name with dots."""
    imports = {one.name for one in model.definitions.imports}
    first, dot, rest = name.partition(".")
    if dot and first in imports and name not in model.inputs:
        inner = inputs.setdefault(first, {})
        while dot and "." in rest and rest.partition(".")[0]:
            first, dot, rest = rest.partition(".")
            inner = inner.setdefault(first, {})
        inner[rest] = value
    else:
        inputs[name] = value


@dataclass
class _Outcome:
    value: Any
    warnings: tuple[dmn.DecisionWarning, ...]


def _evaluate(
    model: dmn.Model,
    case: Element,
    node: Element,
    inputs: Mapping[str, Any],
    context: feel.Context,
) -> _Outcome:
    name = node.get("name", "")
    invocable = case.get("invocableName")
    kind = case.get("type", "decision")
    if invocable is None and kind == "decision":
        result = model.evaluate(name, inputs, context)
        return _Outcome(result.value, result.warnings)
    wanted = invocable or name
    if kind == "bkm" or (kind == "decision" and wanted in model.knowledge_models):
        result = model.call(wanted, inputs, context)
        return _Outcome(result.value, result.warnings)
    if kind == "decision" and wanted in model.decisions:
        result = model.evaluate(wanted, inputs, context)
        return _Outcome(result.value, result.warnings)
    result = model.evaluate_service(wanted, inputs, context)
    value = result.value
    # the node names an output decision, or the service for all of them
    if isinstance(value, dict) and name in value and name in model.decisions:
        value = value[name]
    return _Outcome(value, result.warnings)
