"""What every decision in this engine gets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from trivium.engine.processor.large_values import LargeValues
from trivium.kernel import evaluation
from trivium.kernel.environment import Environment

if TYPE_CHECKING:
    from collections.abc import Callable

    from trivium.kernel.graph import Definition
    from trivium.kernel.ids import IdSource
    from trivium.kernel.ports import Decisions, Definitions, Scripts


@dataclass(slots=True)
class Environments:
    """Makes the environment of one decision."""

    definition: Callable[[str], Definition]
    definitions: Definitions
    decisions: Decisions | None = None
    scripts: Scripts | None = None
    large_values: LargeValues = field(default_factory=LargeValues)
    beans: dict[str, Any] = field(default_factory=dict)

    def make(self, now: int, ids: IdSource) -> Environment:
        """The environment of a decision at `now`."""
        return Environment(
            now,
            ids,
            self.definitions,
            evaluation.context,
            self.decisions,
            self.scripts,
            self.beans,
        )
