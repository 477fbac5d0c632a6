"""One living element of an instance tree: a process, a sub-process, an activity, a catching event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.kernel.missing import LargeValue

if TYPE_CHECKING:
    from trivium.kernel.graph import Node
    from trivium.kernel.rows import Wait

ACTIVE = "active"
FAILED = "failed"
"""It has an incident or waits for its retry; `data["parked"]` names the operations to do again."""

_PAGE_SHIFT = 32


def page_of(element_instance_id: int) -> int:
    """The page that holds an element instance; its id says so."""
    return element_instance_id >> _PAGE_SHIFT


def id_in_page(page: int, sequence: int) -> int:
    """The id of the `sequence`-th element instance of a tree, living in `page`."""
    return page << _PAGE_SHIFT | sequence


class ElementInstance:
    """A node of the instance tree.

    `tokens` counts the tokens inside a scope, those on their way included: at zero it is complete.
    `joins` holds the tokens that arrived at joins of this scope, by node index and flow id.
    `kids` counts the element instances below; `children` are those of them that are loaded.
    """

    __slots__ = (
        "children",
        "data",
        "id",
        "joins",
        "kids",
        "node",
        "parent",
        "process",
        "state",
        "tokens",
        "variables",
        "waits",
    )

    def __init__(self, id: int, node: Node, parent: ElementInstance | None) -> None:  # noqa: A002
        self.id = id
        self.node = node
        self.parent = parent
        self.process: ElementInstance = (
            self if parent is None or node.container is None else parent.process
        )
        self.state = ACTIVE
        self.variables: dict[str, Any] | None = None
        self.data: dict[str, Any] | None = None
        self.waits: dict[str, Wait] | None = None
        self.tokens = 0
        self.joins: dict[int, dict[str, int]] | None = None
        self.kids = 0
        self.children: dict[int, ElementInstance] | None = None

    def __repr__(self) -> str:
        return f"<{self.node.kind} {self.node.id} #{self.id} {self.state}>"

    @property
    def page(self) -> int:
        return self.id >> _PAGE_SHIFT

    def get(self, name: str, default: Any = None) -> Any:
        """The variable as seen from here: the nearest scope up to the process has it."""
        item: ElementInstance | None = self
        while item is not None:
            variables = item.variables
            if variables is not None and name in variables:
                value = variables[name]
                return value.read() if type(value) is LargeValue else value
            item = item.parent if item.process is not item else None
        return default

    def holder(self, name: str) -> ElementInstance:
        """The nearest scope that has the variable, else the process."""
        item = self
        while item.process is not item:
            if item.variables is not None and name in item.variables:
                return item
            item = item.parent  # type: ignore[assignment]  # only a process has no parent
        return item

    def remember(self, **facts: object) -> None:
        """Adds to the behaviour's own record."""
        if self.data is None:
            self.data = facts
        else:
            self.data.update(facts)

    def recall(self, name: str, default: Any = None) -> Any:
        """Reads from the behaviour's own record."""
        return default if self.data is None else self.data.get(name, default)
