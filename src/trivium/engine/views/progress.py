"""How far an instance has come, on its model."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from trivium.bpmn.drawing import draw
from trivium.bpmn.names import BPMN
from trivium.xml import parse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from trivium.engine.infos import ElementInfo
    from trivium.kernel.graph import Definition, Node


class Step(NamedTuple):
    """An element; `state` is completed, active, failed or pending."""

    id: str
    name: str | None
    type: str
    parent: str | None
    state: str
    visits: int


class Edge(NamedTuple):
    """A flow, and how often it was taken."""

    id: str
    source: str
    target: str
    taken: int


class Progress(NamedTuple):
    """A model with the way of an instance; the picture is SVG, None where the model has no diagram."""

    steps: tuple[Step, ...]
    edges: tuple[Edge, ...]
    svg: str | None


def progress_of(
    definition: Definition, content: bytes | None, path: Iterable[str], root: ElementInfo | None
) -> Progress:
    """The elements entered and flows taken are those of `path`, what is open is under `root`.

    Without its file it has no picture.
    """
    visits = Counter(path)
    states: dict[str, str] = {}
    _open_in(root, states)
    by_id = {node.id: node for node in definition.nodes if node is not definition.root}
    nodes = list(by_id.values())  # a multi-instance activity is there twice
    steps = tuple(_step(node, definition, visits, states) for node in nodes)
    edges = tuple(
        Edge(flow.id, flow.source.id, flow.target.id, visits[flow.id])
        for node in nodes
        for flow in node.outgoing
    )
    svg = None if content is None else picture(content, visits, states)
    return Progress(steps, edges, svg)


def picture(
    content: bytes, visited: Collection[str] = (), active: Collection[str] = ()
) -> str | None:
    """A BPMN model as SVG; None of another one, or of one without a diagram."""
    model = parse(content).root
    return draw(model, visited, active) if model.namespace == BPMN else None


def _open_in(element: ElementInfo | None, states: dict[str, str]) -> None:
    for child in () if element is None else element.children:
        state = "failed" if child.state == "failed" else "active"
        if states.get(child.element_id) != "failed":
            states[child.element_id] = state
        _open_in(child, states)


def _step(node: Node, definition: Definition, visits: Counter[str], states: dict[str, str]) -> Step:
    state = states.get(node.id) or ("completed" if visits[node.id] else "pending")
    parent = node.container
    is_inside = parent is not None and parent is not definition.root
    return Step(
        node.id,
        node.name,
        node.kind,
        parent.id if is_inside and parent is not None else None,
        state,
        visits[node.id],
    )
