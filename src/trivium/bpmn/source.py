"""A BPMN file: read without loss, compiled when it is to run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trivium.bpmn.compile import compile_processes, survey_processes
from trivium.bpmn.names import BPMN
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
    """Reads a BPMN 2.0 file.

    Raises:
        InvalidXml: it is no XML that we read.
        InvalidModel: it is no BPMN.
    """
    document = parse(data)
    root = document.root
    if root.name != "definitions" or root.namespace != BPMN:
        raise InvalidModel(
            [
                Finding(
                    "bpmn/not-bpmn",
                    f"Expected `definitions` of BPMN 2.0, but found `{root.name}` of "
                    f"{root.namespace or 'no namespace'}.",
                    None,
                    root.line,
                    "Give a BPMN 2.0 file.",
                )
            ]
        )
    return Source(document)


def compile_source(source: Source) -> tuple[list[Definition], list[Finding]]:
    """The executable processes in a file, and warnings about them.

    Raises:
        InvalidModel: something in it cannot run; every fault is listed.
    """
    return compile_processes(source.document)


def survey_source(source: Source) -> tuple[list[Definition], list[Finding]]:
    """The processes in a file with everything that is to be said about them; they may be unfit to run."""
    return survey_processes(source.document)
