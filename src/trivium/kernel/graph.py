"""The compiled form of a model: nodes with their behaviours bound, flows with their targets resolved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from trivium.expressions import Expression
    from trivium.kernel.behaviour import Behaviour
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.events import FlowTaken
    from trivium.kernel.step import Step

Enter = Callable[["Step", "ElementInstance"], None]


class Flow:
    """A sequence flow. `enter` is what its target does when a token arrives by it."""

    __slots__ = ("condition", "enter", "id", "line", "source", "taken", "target")

    def __init__(  # a record of the standard's attributes
        self,
        id: str,  # noqa: A002  # the standard's name
        source: Node,
        target: Node,
        taken: FlowTaken,
        condition: Expression | None = None,
        line: int | None = None,
    ) -> None:
        self.id = id
        self.source = source
        self.target = target
        self.condition = condition
        self.line = line
        self.taken = taken
        self.enter: Enter


class Node:
    """One executable element of a definition. Immutable once the definition is compiled."""

    __slots__ = (
        "behaviour",
        "boundary",
        "container",
        "default",
        "definition",
        "documentation",
        "enter",
        "id",
        "incoming",
        "index",
        "inner",
        "kind",
        "leave",
        "line",
        "name",
        "outgoing",
        "properties",
        "retry_delays",
        "ways",
    )

    def __init__(  # a record of the standard's attributes
        self,
        id: str,  # noqa: A002  # the standard's name
        kind: str,
        name: str | None = None,
        line: int | None = None,
        container: Node | None = None,
        documentation: str | None = None,
    ) -> None:
        self.id = id
        self.kind = kind
        self.name = name
        self.line = line
        self.container = container
        self.documentation = documentation
        self.index = -1
        self.outgoing: tuple[Flow, ...] = ()
        self.incoming: tuple[Flow, ...] = ()
        self.default: Flow | None = None
        self.boundary: tuple[Node, ...] = ()
        self.retry_delays: tuple[int, ...] = ()
        self.properties: Mapping[str, str] = {}
        self.inner: Node | None = None  # the activity inside a multi-instance body or loop
        self.ways: dict[str, Enter] = {}  # where tokens go on that wait here for a job, by name
        self.behaviour: Behaviour
        self.definition: Definition
        self.enter: Enter
        self.leave: Enter

    def __repr__(self) -> str:
        return f"<{self.kind} {self.id}>"

    @property
    def label(self) -> str:
        """The name that people gave it, else its id."""
        return self.name or self.id


class Work(NamedTuple):
    """Work that a model asks for: a topic, or what it names as a Java class or bean (`is_named`)."""

    name: str
    element_id: str
    line: int | None
    is_named: bool


class Lane(NamedTuple):
    """A lane, with the elements in it; `path` names it and the lanes around it, the outermost first."""

    id: str
    path: tuple[str, ...]
    elements: tuple[str, ...]


class StartTrigger(NamedTuple):
    """A start event of a process that listens: to a message or signal by name, or to the time."""

    kind: str
    name: str
    node: Node


@dataclass(slots=True)
class Definition:
    """A compiled, executable definition of any notation."""

    kind: str
    key: str
    root: Node
    nodes: list[Node]
    name: str | None = None
    id: str = ""
    version: int = 0
    version_tag: str | None = None
    tenant: str = ""
    step_limit: int = 1_000_000
    catches_signals: bool = False
    hears_endings: bool = False
    """Whether listeners are to be waited for before something in it is ended from outside."""
    properties: Mapping[str, Any] = field(default_factory=dict)
    by_id: dict[str, Node] = field(default_factory=dict)
    links: dict[str, Node] = field(default_factory=dict)
    """Catching link events by the id of the throwing one."""
    start_triggers: list[StartTrigger] = field(default_factory=list)
    """What starts new instances without being asked by name: messages, signals, timers."""
    work: list[Work] = field(default_factory=list)
    """What handlers or workers must be there for, as far as the model says it in so many words."""
    lanes: list[Lane] = field(default_factory=list)
    extensions: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What the dialects say and only people and programs read, by the id of its element."""
    additions: str = ""
    """What was added to the plan of a single instance, which this is the definition of."""
    extended: Callable[[str], Definition] | None = None
    """Gives the definition of an instance with such additions, if instances can have any."""
    compensations: dict[str, Node] = field(default_factory=dict)
    """Compensation activities by the id of the boundary event that they are associated with."""

    def node(self, element_id: str) -> Node | None:
        """The node with this XML id, if there is one."""
        return self.by_id.get(element_id)
