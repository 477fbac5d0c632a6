"""What a folder of models drawn for other engines would do here: runs, needs handlers, is refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trivium import bpmn, cmmn
from trivium.engine.decisions import compile_decisions
from trivium.errors import Finding, InvalidInput, InvalidModel, TriviumError
from trivium.xml import parse
from trivium.xml.errors import InvalidXml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trivium.kernel.graph import Definition, Work

_NOTATIONS = {"BPMN": "bpmn", "CMMN": "cmmn", "DMN": "dmn"}
_SUFFIXES = (".bpmn", ".cmmn", ".dmn")
_HEAD_BYTES = 4096


class Verdict(StrEnum):
    """What becomes of a model here."""

    RUNS = "runs"
    NEEDS_HANDLERS = "needs handlers"
    REFUSED = "refused"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Handler:
    """A name under which work is asked for, and where; `is_named` for a Java class or bean."""

    name: str
    elements: tuple[str, ...]
    is_named: bool


@dataclass(frozen=True, slots=True)
class ModelReport:
    """One model: what of it runs, what work it asks for, and what is to be said about it."""

    file: str
    notation: str
    verdict: Verdict
    definitions: tuple[str, ...] = ()
    runs: dict[str, int] = field(default_factory=dict)
    """How many elements of each kind are executed as they are."""
    handlers: tuple[Handler, ...] = ()
    refused: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data, for JSON."""
        return asdict(self)


def model_files(folder: Path) -> list[Path]:
    """The model files in a folder and those in it: by their suffix, or by the namespace in a `.xml`.

    Raises:
        InvalidInput: it is no folder (or file), or has no models.
    """
    if not folder.exists():
        raise InvalidInput(
            f"Expected a folder of models at {folder}, but there is none.",
            code="deployment/unreadable",
        )
    candidates = [folder] if folder.is_file() else sorted(folder.rglob("*"))
    found = [path for path in candidates if path.is_file() and _is_model(path)]
    if not found:
        raise InvalidInput(
            f"Expected models (.bpmn, .cmmn, .dmn, .xml) in {folder}, but found none.",
            code="deployment/no-models",
        )
    return found


def _is_model(path: Path) -> bool:
    name = path.name.lower()
    if name.endswith(_SUFFIXES):
        return True
    if not name.endswith(".xml"):
        return False
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    return any(f"/spec/{notation}/".encode() in head for notation in _NOTATIONS)


def check_models(files: Sequence[Path], folder: Path) -> Iterator[ModelReport]:
    """A report on each file, in their order."""
    for path in files:
        name = str(path.relative_to(folder)) if path.is_relative_to(folder) else path.name
        try:
            yield check_model(name if name != "." else path.name, path.read_bytes())
        except OSError as error:
            finding = Finding(
                "deployment/unreadable", f"Expected a file that can be read: {error.strerror}."
            )
            yield ModelReport(name, "unknown", Verdict.UNREADABLE, refused=(finding,))


def check_model(file: str, content: bytes) -> ModelReport:
    """The report on one model."""
    notation = "unknown"
    try:
        namespace = parse(content).root.namespace.upper()
        notation = next((v for k, v in _NOTATIONS.items() if k in namespace), "unknown")
        if notation == "dmn":
            return _decisions(file, content)
        if notation == "cmmn":
            return _report(file, notation, *cmmn.survey_source(cmmn.read(content)))
        return _report(file, "bpmn", *bpmn.survey_source(bpmn.read(content)))
    except InvalidModel as error:
        return _refused(file, notation, error.findings)
    except InvalidXml as error:
        finding = Finding(error.code, error.what, None, error.line, error.remedy)
        return ModelReport(file, notation, Verdict.UNREADABLE, refused=(finding,))
    except TriviumError as error:
        return _refused(file, notation, [Finding(error.code, error.message)])


def _refused(file: str, notation: str, findings: Sequence[Finding]) -> ModelReport:
    unreadable = any(finding.code in {"bpmn/not-bpmn", "cmmn/not-cmmn"} for finding in findings)
    verdict = Verdict.UNREADABLE if unreadable else Verdict.REFUSED
    return ModelReport(file, notation, verdict, refused=tuple(findings))


def _decisions(file: str, content: bytes) -> ModelReport:
    decisions, findings = compile_decisions(content)
    keys = tuple(each.key for each in decisions)
    return ModelReport(
        file, "dmn", Verdict.RUNS, keys, {"decision": len(keys)}, warnings=tuple(findings)
    )


def _report(
    file: str, notation: str, definitions: Sequence[Definition], findings: Sequence[Finding]
) -> ModelReport:
    refused = tuple(each for each in findings if each.severity == "error")
    warnings = tuple(each for each in findings if each.severity == "warning")
    handlers = _handlers([work for each in definitions for work in each.work])
    faulty = {finding.element for finding in refused}
    if refused:
        verdict = Verdict.REFUSED
    else:
        verdict = Verdict.NEEDS_HANDLERS if handlers else Verdict.RUNS
    return ModelReport(
        file,
        notation,
        verdict,
        tuple(each.key for each in definitions),
        _runs(definitions, faulty),
        handlers,
        refused,
        warnings,
    )


def _runs(definitions: Sequence[Definition], faulty: set[str | None]) -> dict[str, int]:
    kinds = Counter(
        node.kind
        for definition in definitions
        for node in definition.nodes
        if node is not definition.root and node.id not in faulty and node.inner is None
    )
    return dict(sorted(kinds.items()))


def _handlers(work: Sequence[Work]) -> tuple[Handler, ...]:
    """By name, each with the elements that ask for it."""
    found: dict[tuple[str, bool], list[str]] = {}
    for each in work:
        elements = found.setdefault((each.name, each.is_named), [])
        if each.element_id not in elements:
            elements.append(each.element_id)
    return tuple(
        Handler(name, tuple(elements), is_named)
        for (name, is_named), elements in sorted(found.items())
    )
