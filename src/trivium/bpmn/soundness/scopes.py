"""The flow of one scope as a graph: who follows whom, where tokens come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from trivium.bpmn.events import is_of
from trivium.bpmn.reach import after

if TYPE_CHECKING:
    from trivium.kernel.graph import Definition, Node

Found = Iterator[tuple["Node", "Warning_"]]


class Warning_(NamedTuple):  # noqa: N801  # `Warning` is Python's own
    """What is wrong at an element, and what would be right."""

    code: str
    message: str
    remedy: str


class Scope:
    """The elements directly inside a process or sub-process."""

    def __init__(self, container: Node, nodes: list[Node]) -> None:
        self.container = container
        self.nodes = nodes
        self.links = container.definition.links
        handlers = {node.index for node in container.definition.compensations.values()}
        self.outside = {
            node.index
            for node in nodes
            if node.index in handlers
            or node.behaviour.is_event_subprocess
            or (node.kind == "boundaryEvent" and is_of(node, "compensation"))
        }
        """What tokens of this scope never come to: handlers, and sub-processes that events start."""

    @property
    def entrances(self) -> list[Node]:
        """Where an instance of the scope begins, one or another."""
        return [
            node
            for node in self.nodes
            if node.kind == "startEvent" or getattr(node.behaviour, "instantiates", False)
        ]

    def reached(self, starts: list[Node]) -> set[int]:
        """All that follows from these, themselves included."""
        seen: set[int] = set()
        todo = list(starts)
        while todo:
            node = todo.pop()
            if node.index not in seen:
                seen.add(node.index)
                todo.extend(after(node))
        return seen


def scopes_of(definition: Definition) -> Iterator[Scope]:
    """Every scope of a process; not ad-hoc ones, in which people choose what follows."""
    inside: dict[int, list[Node]] = {}
    known = {node.index for node in definition.by_id.values()}
    for node in definition.nodes:
        if node.container is not None and node.index in known:
            inside.setdefault(node.container.index, []).append(node)
    for index, nodes in inside.items():
        container = definition.nodes[index]
        if container.kind != "adHocSubProcess":
            yield Scope(container, nodes)
