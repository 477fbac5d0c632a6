"""All that a decision may know besides the tree and the command: time, ids and the ports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.ids import IdSource
    from trivium.kernel.ports import Decisions, Definitions, Scripts
    from trivium.kernel.step import Step


@dataclass(slots=True)
class Environment:
    """What the shell hands to one decision. `now` is in milliseconds since 1970-01-01 UTC."""

    now: int
    ids: IdSource
    definitions: Definitions
    context: Callable[[str, Step, ElementInstance], Any]
    decisions: Decisions | None = None
    scripts: Scripts | None = None
    beans: Mapping[str, Any] = field(default_factory=dict)
    """Objects that JUEL expressions reach by name, as the program has registered them."""
