"""Planning tables: what people may add to a running case (CMMN 1.1, 5.4.7 and 8.7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trivium.cmmn.lifecycle import ACTIVE
from trivium.errors import EvaluationFailed

if TYPE_CHECKING:
    from trivium.expressions import Expression
    from trivium.kernel import commands
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step


@dataclass(slots=True)
class Offered:
    """One discretionary item of a table, with its own roles and rules."""

    node: Node
    roles: frozenset[str]
    rules: tuple[Expression, ...]


@dataclass(slots=True)
class PlanningTable:
    """The items that a stage, or a human task in it, offers; tables inside it have their rules added."""

    of_task: Node | None
    roles: frozenset[str]
    rules: tuple[Expression, ...]
    items: list[Offered] = field(default_factory=list)

    def planned(
        self, step: Step, stage: ElementInstance, command: commands.PlanItem
    ) -> Node | None:
        """The plan item that is asked for, if this table offers it now to who asks."""
        for offered in self.items:
            if offered.node.id == command.element_id and self.offers(
                step, stage, offered, command.roles
            ):
                return offered.node
        return None

    def offers(
        self, step: Step, stage: ElementInstance, offered: Offered, roles: tuple[str, ...] | None
    ) -> bool:
        """Whether an item may be planned now: its task is active, the rules hold, the role fits."""
        if self.of_task is not None and not self._is_active(step, stage):
            return False
        for allowed in (self.roles, offered.roles):
            if allowed and roles is not None and not allowed & set(roles):
                return False
        return all(_holds(step, rule, stage) for rule in (*self.rules, *offered.rules))

    def _is_active(self, step: Step, stage: ElementInstance) -> bool:
        assert self.of_task is not None  # noqa: S101  # asked for before
        found = (stage.recall("items") or {}).get(str(self.of_task.index), ())
        items = [step.tree.item(each) for each in found]
        return any(item is not None and item.state == ACTIVE for item in items)


def _holds(step: Step, rule: Expression, stage: ElementInstance) -> bool:
    try:
        return step.is_true(rule, stage)
    except EvaluationFailed:  # a variable that is not there yet
        return False
