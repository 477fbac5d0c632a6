"""Stages: plans inside the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.cmmn.books import open_items
from trivium.cmmn.elements.plan_item import PlanItem
from trivium.cmmn.lifecycle import ACTIVE, AVAILABLE
from trivium.cmmn.sentries import agenda_of, forget, is_satisfied, touch
from trivium.errors import WrongState
from trivium.kernel import events as happened

if TYPE_CHECKING:
    from trivium.cmmn.planning import PlanningTable
    from trivium.cmmn.sentries import Exit, Sentry
    from trivium.expressions import Expression
    from trivium.kernel import commands
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step


class Stage(PlanItem):
    """Plan items that live and end together (CMMN 1.1, 5.4.8 and 8.6.1).

    It completes when nothing is active in it and all that is required is done (`autoComplete`), else when
    all is done or disabled, and it offers nothing to be planned. What is not over then stays in the state
    that it has.
    """

    __slots__ = (
        "auto_complete",
        "auto_condition",
        "children",
        "is_listened",
        "sentries",
        "tables",
    )

    def __init__(self, node: Node) -> None:
        super().__init__(node)
        self.children: list[Node] = []
        self.sentries: list[Sentry] = []
        self.tables: list[PlanningTable] = []
        self.auto_complete = False
        self.auto_condition: Expression | None = None  # says it instead (Flowable)
        self.is_listened = False  # something elsewhere has to find its instances

    def begin(self, step: Step, item: ElementInstance) -> None:
        self.open_plan(step, item)

    def open_plan(self, step: Step, item: ElementInstance) -> None:
        """All its plan items are created, then those without entry criteria start in their order."""
        if item.kids:  # it is begun once more after a failure
            self._discard(step, item)
        item.remember(items={}, heard={}, active=0, open=0, needed=0)
        self.listen(step, item)
        created = [node.behaviour.create(step, item) for node in self.children]  # type: ignore[attr-defined]  # plan items have it
        for child in reversed(created):
            if not child.node.behaviour.criteria:
                step.push(child.node.behaviour.proceed, child)
        for number, sentry in enumerate(self.sentries):
            if (
                not sentry.on_parts
            ):  # its condition is looked at now, and whenever a variable changes
                touch(step, item, number)
        step.tree.touch(item)
        agenda_of(step, item.process).stages[item.id] = None

    def listen(self, step: Step, item: ElementInstance) -> None:
        """It is open: what happens elsewhere finds it, if it listens."""
        if self.is_listened:
            self._register(step, item, is_open=True)

    def _register(self, step: Step, item: ElementInstance, *, is_open: bool) -> None:
        case = item.process
        scopes = dict(case.recall("scopes") or {})
        key = str(self.node.index)
        others = [each for each in scopes.get(key, ()) if each != item.id]
        scopes[key] = [*others, item.id] if is_open else others
        case.remember(scopes=scopes)
        step.tree.touch(case)

    # -- sentries

    def look_at(self, step: Step, item: ElementInstance, number: int) -> None:
        """A sentry was touched: if it is satisfied it fires, exits before entries."""
        sentry = self.sentries[number]
        if not is_satisfied(step, item, number, sentry):
            return
        forget(step, item, number)
        for node in reversed(sentry.entries):
            for each in reversed(open_items(step, item, node)):
                if each.state == AVAILABLE:
                    step.push(node.behaviour.proceed, each)  # type: ignore[attr-defined]  # plan items have it
        for left in reversed(sentry.exits):
            for each in reversed(open_items(step, item, left.node)):
                if left.states is None or each.state in left.states:
                    self._leave(step, each, left, sentry)
        if sentry.exit_of_case is not None:
            item.remember(leave_as=sentry.exit_of_case)
            step.push(self.leave_plan, item)

    @staticmethod
    def _leave(step: Step, item: ElementInstance, left: Exit, sentry: Sentry) -> None:
        by = item.recall("left_by") or ()
        item.remember(left_by=[*by, left.criterion, sentry.id])
        if left.event != "exit":
            item.remember(leave_as=left.event)
        step.push(left.node.behaviour.leave_plan, item)  # type: ignore[attr-defined]  # plan items have it

    def leave_plan(self, step: Step, item: ElementInstance) -> None:
        how = item.recall("leave_as") or "exit"
        if how == "exit":
            self.exit(step, item)
            return
        if how == "forceComplete":
            self.end_inside(step, item)
        elif not self.may_complete(item):
            raise self._not_complete(item)
        step.push(self.finish, item)

    # -- its end

    def is_complete(self, step: Step, item: ElementInstance) -> bool:
        """Whether it completes by itself now (table 8.12)."""
        if item.state != ACTIVE:
            return False
        if self.auto_condition is None:
            is_automatic = self.auto_complete
        else:
            is_automatic = self.holds(step, self.auto_condition, item)
        if is_automatic:
            return self.may_complete(item)
        return not item.recall("open") and not self.is_offering

    @property
    def is_offering(self) -> bool:
        """Whether it has discretionary items of its own: then somebody says when it is complete."""
        return any(table.items for table in self.tables if table.of_task is None)

    @staticmethod
    def may_complete(item: ElementInstance) -> bool:
        """Whether somebody may complete it: nothing is active, and what is required is done."""
        return not item.recall("active") and not item.recall("needed")

    def complete_by_hand(self, step: Step, item: ElementInstance) -> None:
        if not self.may_complete(item):
            raise self._not_complete(item)
        step.push(self.finish, item)

    def _not_complete(self, item: ElementInstance) -> WrongState:
        return WrongState(
            f"Expected nothing to be active in `{self.node.id}` and all that is required to be done,"
            f" but {item.recall('active')} are active and {item.recall('needed')} required ones are"
            " left.",
            code="case/not-complete",
            element=self.node.id,
        )

    def finish(self, step: Step, item: ElementInstance) -> None:
        self._discard(step, item)
        super().finish(step, item)

    def _discard(self, step: Step, item: ElementInstance) -> None:
        for child in step.tree.children_of(item):
            child.remember(discarded=True)
            step.terminate(child)
        self._closed(step, item)

    def end_inside(self, step: Step, item: ElementInstance) -> None:
        for child in step.tree.children_of(item):
            behaviour = child.node.behaviour
            behaviour.exit(step, child, behaviour.by_parent)  # type: ignore[attr-defined]  # plan items have it
        self._closed(step, item)

    def _closed(self, step: Step, item: ElementInstance) -> None:
        item.remember(items={}, active=0, open=0, needed=0, heard={})
        if self.is_listened:
            self._register(step, item, is_open=False)

    def terminated(self, step: Step, item: ElementInstance) -> None:
        if self.is_listened:
            self._register(step, item, is_open=False)
        super().terminated(step, item)

    # -- standing still

    def suspend(self, step: Step, item: ElementInstance, transition: str) -> None:
        was_active = item.state == ACTIVE
        super().suspend(step, item, transition)
        if was_active:
            for child in step.tree.children_of(item):
                child.node.behaviour.suspend(step, child, "parentSuspend")  # type: ignore[attr-defined]  # plan items have it

    def resume(self, step: Step, item: ElementInstance, transition: str) -> None:
        super().resume(step, item, transition)
        if item.state == ACTIVE:
            for child in step.tree.children_of(item):
                child.node.behaviour.resume(step, child, "parentResume")  # type: ignore[attr-defined]  # the same
            agenda_of(step, item.process).stages[item.id] = None
            for number in range(len(self.sentries)):
                agenda_of(step, item.process).touched[item.id, number] = None

    # -- planning

    def add(self, step: Step, item: ElementInstance, command: commands.PlanItem) -> None:
        """A discretionary item becomes a plan item of this stage (CMMN 1.1, 8.7)."""
        for table in self.tables:
            node = table.planned(step, item, command)
            if node is not None:
                self.take_in(step, item, node, "planned")
                return

    def take_in(self, step: Step, item: ElementInstance, node: Node, how: str) -> ElementInstance:
        """A plan item that was not there when the stage began; it starts if nothing keeps it."""
        behaviour: PlanItem = node.behaviour  # type: ignore[assignment]  # plan items only
        created = behaviour.create(step, item)
        for number in behaviour.criteria:
            touch(step, item, number)
        step.events.append(happened.Noted(how, created.id, {"element": node.id}))
        if not behaviour.criteria:
            step.push(behaviour.proceed, created)
        return created
