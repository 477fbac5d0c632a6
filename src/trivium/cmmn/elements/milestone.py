"""Milestones."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from trivium.cmmn.elements.plan_item import PlanItem
from trivium.cmmn.lifecycle import AVAILABLE, OCCURRING, Life

if TYPE_CHECKING:
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.step import Step


class Milestone(PlanItem):
    """Something worth reaching (CMMN 1.1, 5.4.3): it occurs as soon as its entry criterion is satisfied."""

    __slots__ = ()

    life: ClassVar[Life] = OCCURRING
    by_parent: ClassVar[str] = "parentTerminate"

    def proceed(self, step: Step, item: ElementInstance) -> None:
        if item.state == AVAILABLE:
            self._occur(step, item, is_let_in=bool(self.criteria))

    def occur(self, step: Step, item: ElementInstance) -> None:
        """It is reached."""
        if item.state == AVAILABLE:
            self._occur(step, item, is_let_in=False)

    def _occur(self, step: Step, item: ElementInstance, *, is_let_in: bool) -> None:
        self.announce(step, item, "occur")
        if is_let_in:
            self.repeat(step, item)
        self.go_round(step, item)
        self.make(step, item, "occur")
        self._is_over(step, item)

    def go_round(self, step: Step, item: ElementInstance) -> None:
        """What occurs again makes its next instance before this one is over."""
