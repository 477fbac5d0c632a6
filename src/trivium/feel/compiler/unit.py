"""One source that is being compiled: its scopes, its slots and what it reads from outside.

A compiled expression is a closure over its parts which takes a frame. A frame is a list: how
variables are looked up, the `State`, and then one slot for each local name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from msgspec import Struct

from trivium.feel import tree
from trivium.feel.builtins.registry import Builtin
from trivium.feel.marks import MISSING
from trivium.feel.types import Type

Frame: TypeAlias = list[Any]
Run: TypeAlias = Callable[[Frame], Any]

LOOK_UP = 0
STATE = 1
FIRST_SLOT = 2
_NODES_A_STEP = 8


class Code(Struct, frozen=True):
    """A compiled part: `run` it on a frame; `value` where it is known without running.

    `is_test` says that the value can only be a boolean or null.
    """

    run: Run
    value: Any = MISSING
    is_test: bool = False

    @property
    def is_constant(self) -> bool:
        return self.value is not MISSING


def constant(value: Any) -> Code:
    """The code that gives always this value."""
    return Code(lambda _frame: value, value, isinstance(value, bool))


class Locals(Struct):
    """Names with their slots; in a filter also the slot of the item, whose entries are names."""

    slots: dict[str, int]
    item: int | None = None


class Unit:
    """Scopes and findings of one source; `compile` turns a node into code."""

    def __init__(
        self,
        dispatch: Mapping[type, Callable[[Unit, Any], Code]],
        known: frozenset[str],
        types: Mapping[str, Type],
        builtins: Mapping[str, Builtin],
    ) -> None:
        self._dispatch = dispatch
        self.builtins = builtins
        self._scopes: list[Locals] = []
        self.known = known
        self.types = types
        self.size = FIRST_SLOT
        self.free_names: set[str] = set()
        # whether an evaluation can loop or recur, so that it needs limits of its own
        self.needs_state = False
        self.is_repeated = False
        # whether a value may be made whose parts are shared, so that results are weighed
        self.makes_containers = False
        self._nodes = 0

    def compile(self, node: tree.Node) -> Code:
        """The code of a node."""
        self._nodes += 1
        return self._dispatch[type(node)](self, node)

    def compile_repeated(self, node: tree.Node) -> tuple[Code, int]:
        """The code of what may run many times, and the steps that each time costs."""
        self.needs_state = True
        outer, before = self.is_repeated, self._nodes
        self.is_repeated = True
        code = self.compile(node)
        self.is_repeated = outer
        return code, 1 + (self._nodes - before) // _NODES_A_STEP

    def new_slot(self) -> int:
        """A slot of the frame that nobody else uses."""
        self.size += 1
        return self.size - 1

    def open(self, names: tuple[str, ...] = (), *, item: int | None = None) -> Locals:
        """A scope within the present ones, with a slot for each name."""
        scope = Locals({name: self.new_slot() for name in names}, item)
        self._scopes.append(scope)
        return scope

    def open_item(self) -> int:
        """The scope of a filter; the slot of its item, which is also named `item`."""
        slot = self.new_slot()
        self._scopes.append(Locals({"item": slot}, slot))
        return slot

    def close(self) -> None:
        """End the innermost scope."""
        self._scopes.pop()

    def resolve(self, name: str) -> tuple[list[int], int | None]:
        """Slots of filter items to be asked for the name first, and the slot of the name itself."""
        items: list[int] = []
        for scope in reversed(self._scopes):
            if scope.item is not None:
                items.append(scope.item)
            if name in scope.slots:
                return items, scope.slots[name]
        return items, None

    def builtin(self, name: str) -> Builtin | None:
        """The built-in function of that name, unless a name of the scope hides it."""
        return None if name in self.known else self.builtins.get(name)

    def is_local(self, name: str) -> bool:
        """Whether the name is known in a scope of this source."""
        return any(name in scope.slots for scope in self._scopes)
