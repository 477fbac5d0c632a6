"""Activities that are done several times: multi-instance and standard loop (BPMN 2.0.2, 10.3.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.elements.activity import Activity
from trivium.bpmn.loops.multi_instance import MultiInstanceBody
from trivium.bpmn.loops.standard_loop import StandardLoop
from trivium.bpmn.names import BPMN

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.bpmn.loops.body import LoopBody
    from trivium.kernel.graph import Node
    from trivium.xml import Element

_BODIES: dict[str, type[LoopBody]] = {
    "multiInstanceLoopCharacteristics": MultiInstanceBody,
    "standardLoopCharacteristics": StandardLoop,
}


def compile_loop(node: Node, xml: Element, compiler: Compiler) -> None:
    """Wraps `node` into a body that repeats it, if it is marked so."""
    if not isinstance(node.behaviour, Activity):
        return
    for name, kind in _BODIES.items():
        marker = xml.find(name, BPMN)
        if marker is not None:
            kind.wrap(node, marker, compiler)
            return
