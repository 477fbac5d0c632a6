"""A CMMN file: read without loss, compiled when it is to run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trivium.cmmn.additions import Extensions
from trivium.cmmn.compile import compile_cases
from trivium.cmmn.names import CMMN, CMMN_10
from trivium.errors import Finding, InvalidModel
from trivium.xml import Document, parse, write

if TYPE_CHECKING:
    from trivium.kernel.graph import Definition


@dataclass(frozen=True, slots=True)
class Source:
    """The whole document: all elements, attributes, extension elements and diagram data."""

    document: Document

    def write(self) -> bytes:
        """The file again; nothing is lost."""
        return write(self.document)


def read(data: bytes) -> Source:
    """Reads a CMMN 1.1 (or 1.0) file.

    Raises:
        InvalidXml: it is no XML that we read.
        InvalidModel: it is no CMMN.
    """
    document = parse(data)
    root = document.root
    if root.name != "definitions" or root.namespace not in {CMMN, CMMN_10}:
        raise InvalidModel(
            [
                Finding(
                    "cmmn/not-cmmn",
                    f"Expected `definitions` of CMMN 1.1, but found `{root.name}` of"
                    f" {root.namespace or 'no namespace'}.",
                    None,
                    root.line,
                    "Give a CMMN 1.1 file.",
                )
            ]
        )
    return Source(document)


def compile_source(source: Source) -> tuple[list[Definition], list[Finding]]:
    """The cases in a file, and warnings about them.

    Raises:
        InvalidModel: something in it cannot run; every fault is listed.
    """
    definitions, findings = survey_source(source)
    if any(finding.severity == "error" for finding in findings):
        raise InvalidModel(findings)
    return definitions, findings


def survey_source(source: Source) -> tuple[list[Definition], list[Finding]]:
    """The cases in a file with everything that is to be said about them; they may be unfit to run."""
    definitions, findings = compile_cases(source.document)
    for definition in definitions:
        Extensions(source.document, definition).attach(definition)
    return definitions, findings
