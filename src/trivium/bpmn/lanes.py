"""Lanes: who does what is in them, if the process says so (BPMN 2.0.2, 10.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn import dialect
from trivium.bpmn.names import BPMN
from trivium.kernel.graph import Lane

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.graph import Node
    from trivium.xml import Element


def read_lanes(process: Element) -> list[Lane]:
    """The lanes of a process, inner ones after those around them."""
    found: list[Lane] = []
    for each in process.iter():  # a sub-process may have lanes, too
        if each.namespace == BPMN and each.name == "laneSet":
            _read(each, (), found)
    return found


def _read(lane_set: Element, around: tuple[str, ...], found: list[Lane]) -> None:
    for xml in lane_set.findall("lane", BPMN):
        path = (*around, xml.get("name") or xml.get("id") or "")
        elements = tuple(
            (each.text or "").strip().rpartition(":")[2]
            for each in xml.findall("flowNodeRef", BPMN)
        )
        found.append(Lane(xml.get("id") or "", path, elements))
        for child in xml.findall("childLaneSet", BPMN):
            _read(child, path, found)


def lane_candidates(node: Node, compiler: Compiler) -> tuple[str, ...]:
    """The innermost lane of an element as a candidate group, where the process is configured so.

    `trivium:laneCandidates="true"`, or a property of that name, of the process.
    """
    process = compiler.xml_of(compiler.definition.root)
    configured = dialect.flag(process, "laneCandidates") or (
        dialect.properties(process).get("laneCandidates") == "true"
    )
    current: Node | None = node if configured else None
    while current is not None:
        holding = [lane for lane in compiler.definition.lanes if current.id in lane.elements]
        if holding:
            return (max(holding, key=lambda lane: len(lane.path)).path[-1],)
        current = current.container
    return ()
