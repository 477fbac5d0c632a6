"""The case itself: the outermost stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from trivium.cmmn.books import open_items
from trivium.cmmn.elements.stage import Stage
from trivium.cmmn.lifecycle import (
    ACTIVE,
    AVAILABLE,
    CASE,
    CLOSED,
    COMPLETED,
    FAILED,
    OVER,
    TERMINATED,
    Life,
)
from trivium.cmmn.past import past_events
from trivium.cmmn.sentries import agenda_of, forget, hear, open_scopes, touch
from trivium.errors import InvalidInput, WrongState
from trivium.kernel import events as happened
from trivium.kernel.step import instance_row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trivium.cmmn.additions import Extensions
    from trivium.cmmn.case_file import CaseFile
    from trivium.cmmn.sentries import Listening
    from trivium.kernel import commands
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step


class CasePlan(Stage):
    """A case: its plan, its file, and everything that listens (CMMN 1.1, 5.2 and 8.4.1).

    When it is over it stays, empty, until it is closed; one that was called goes at once.
    """

    __slots__ = (
        "any_variable",
        "by_collection",
        "by_condition",
        "by_variable",
        "extensions",
        "file",
        "file_listeners",
        "initiator",
        "listeners",
        "planned_in",
        "variable_listeners",
    )

    life: ClassVar[Life] = CASE
    hears_variables = True

    def __init__(self, node: Node) -> None:
        super().__init__(node)
        self.listeners: dict[int, dict[str, list[Listening]]] = {}
        self.file_listeners: dict[tuple[str, str], list[Listening]] = {}
        self.by_variable: dict[str, list[tuple[int, int]]] = {}
        self.any_variable: list[tuple[int, int]] = []
        self.by_collection: list[tuple[int, int]] = []  # what waits for its collection, by stage
        self.by_condition: list[int] = []  # stages that complete when a condition says so
        self.variable_listeners: dict[tuple[str, str], list[Listening]] = {}
        self.initiator: str | None = None
        self.planned_in: dict[
            str, list[int]
        ] = {}  # the stages in which discretionary items are offered
        self.file: CaseFile
        self.extensions: Extensions

    def start(self, step: Step, item: ElementInstance, start_event: str | None) -> None:
        if start_event is not None:
            raise InvalidInput(
                f"Expected no start event for the case {self.node.id!r}: a case has none.",
                code="case/no-start-events",
            )
        if self.initiator is not None:
            step.set_local(item, {self.initiator: step.user})
        self.announce(step, item, "create")
        self._noted(step, item, "create")
        step.push(self.begin, item)

    @staticmethod
    def _write(step: Step, item: ElementInstance) -> None:
        """Its row is that of the instance."""

    # -- looking at what was touched

    def settle(self, step: Step, item: ElementInstance) -> None:
        """All has come to rest: sentries are looked at, and then the innermost stage that may be complete."""
        agenda = agenda_of(step, item, later=False)
        while agenda.touched:
            scope_id, number = next(iter(agenda.touched))
            del agenda.touched[scope_id, number]
            scope = step.tree.items.get(scope_id)
            if scope is not None:
                before = len(step.stack)
                scope.node.behaviour.look_at(step, scope, number)  # type: ignore[attr-defined]  # a stage
                if len(step.stack) > before:
                    step.when_still(self.settle, item)
                    return
        while agenda.stages:
            stage_id = max(agenda.stages, key=lambda each: each & 0xFFFFFFFF)
            del agenda.stages[stage_id]
            stage = step.tree.items.get(stage_id)
            if stage is not None and stage.node.behaviour.is_complete(step, stage):  # type: ignore[attr-defined]  # a stage
                step.push(stage.node.behaviour.finish, stage)  # type: ignore[attr-defined]  # a stage
                step.when_still(self.settle, item)
                return
        for scope_id, number in agenda.passing:
            scope = step.tree.items.get(scope_id)
            if scope is not None:
                forget(step, scope, number)
        agenda.passing.clear()

    def start_timer(self, step: Step, scope: ElementInstance, index: int) -> None:
        """A timer of this stage starts to run."""
        node = self.node.definition.nodes[index]
        for each in open_items(step, scope, node):
            node.behaviour.start_timer(step, each)  # type: ignore[attr-defined]  # a timer has it

    def variables_set(
        self,
        step: Step,
        scope: ElementInstance,
        values: Mapping[str, Any],
        created: frozenset[str],
    ) -> None:
        for name, value in values.items() if self.variable_listeners else ():
            event = "delete" if value is None else "create" if name in created else "update"
            self._heard_variable(step, scope.process, name, event)
        looked_at = {*self.any_variable}
        for name in values:
            looked_at.update(self.by_variable.get(name, ()))
        for index, number in sorted(looked_at):
            for found in self._instances(step, scope.process, index):
                touch(step, found, number)
        for index in self.by_condition:
            for found in self._instances(step, scope.process, index):
                agenda_of(step, found.process).stages[found.id] = None
        for index, waiting in self.by_collection:
            self._collect(step, scope.process, index, self.node.definition.nodes[waiting])

    def _heard_variable(self, step: Step, case: ElementInstance, name: str, event: str) -> None:
        for listening in self.variable_listeners.get((name, event), ()):
            for found in self._instances(step, case, listening.scope):
                hear(step, found, listening.number, listening.part or 0)

    def _collect(self, step: Step, case: ElementInstance, index: int, node: Node) -> None:
        """What waits for its collection only may have it now."""
        for found in self._instances(step, case, index):
            for each in open_items(step, found, node):
                if each.state == AVAILABLE and not node.behaviour.criteria:  # type: ignore[attr-defined]  # a plan item
                    step.push(node.behaviour.proceed, each)  # type: ignore[attr-defined]  # the same

    def _instances(self, step: Step, case: ElementInstance, index: int) -> list[ElementInstance]:
        return [case] if index == self.node.index else list(open_scopes(step, case, index))

    # -- its end

    def finish(self, step: Step, item: ElementInstance) -> None:
        self._discard(step, item)
        self.apply(step, item, "complete")
        self._end(step, item, COMPLETED)

    def exit(self, step: Step, item: ElementInstance, transition: str = "exit") -> None:
        if item.state in OVER:
            return
        self.end_inside(step, item)
        self.apply(step, item, transition)
        self._end(step, item, TERMINATED)

    def _end(self, step: Step, item: ElementInstance, outcome: str) -> None:
        step.drop_waits(item)
        caller = item.parent
        if caller is not None:
            caller.node.behaviour.called_completed(step, caller, item)  # type: ignore[attr-defined]  # who calls has it
        step.end_instance(item, outcome, item.recall("reason"))
        if caller is not None:
            step.tree.remove(item)

    def end_from_outside(self, step: Step, item: ElementInstance) -> None:
        self.exit(step, item, "terminate" if item.state == ACTIVE else "exit")

    def terminated(self, step: Step, item: ElementInstance) -> None:
        if item.state not in OVER:
            item.state = TERMINATED
            step.end_instance(item, TERMINATED, item.recall("reason"))

    # -- what people ask for

    def asked(self, step: Step, item: ElementInstance, command: commands.TransitionItem) -> None:
        name = command.transition
        if name not in {"close", "reactivate"}:
            super().asked(step, item, command)
            if name in {"suspend", "resume"}:
                self._row(step, item, item.state)
            return
        self.refuse_illegal(item, name)
        if name == "close":
            self.apply(step, item, name)
            self._row(step, item, CLOSED)
            step.drop_waits(item)
            self._discard(step, item)
            step.tree.remove(item)
            return
        if item.state == FAILED:
            step.close_incidents(item, "retry")
            step.retry(item)
            return
        self.apply(step, item, name)
        self._row(step, item, ACTIVE)
        self.listen(step, item)
        for child in step.tree.children_of(item):
            child.node.behaviour.resume(step, child, "parentResume")  # type: ignore[attr-defined]  # plan items have it

    def faulted(self, step: Step, item: ElementInstance) -> None:
        super().faulted(step, item)
        self._row(step, item, FAILED)

    def reactivated(self, step: Step, item: ElementInstance) -> None:
        super().reactivated(step, item)
        self._row(step, item, item.state)

    @staticmethod
    def _row(step: Step, item: ElementInstance, state: str) -> None:
        row = instance_row(item)
        row.state = state
        row.ended_at = step.now if state == CLOSED else None
        step.rows.changed[row.id] = row

    def plan(self, step: Step, item: ElementInstance, command: commands.PlanItem) -> None:
        """Adds a discretionary item where it is offered.

        Raises:
            WrongState: it is offered nowhere now.
        """
        for index in self.planned_in.get(command.element_id, ()):
            for scope in self._instances(step, item, index):
                is_meant = command.stage in {None, scope.id}
                if is_meant and scope.state == ACTIVE:
                    before = step.tree.sequence
                    scope.node.behaviour.add(step, scope, command)  # type: ignore[attr-defined]  # a stage
                    if step.tree.sequence > before:
                        return
        raise WrongState(
            f"Expected {command.element_id!r} to be offered for planning now, but it is not: its stage or"
            " task is not active, an applicability rule does not hold, or it is not for this role.",
            code="case/not-plannable",
            element=command.element_id,
        )

    def add_item(
        self, step: Step, item: ElementInstance, command: commands.AddPlanItem
    ) -> dict[str, Any]:
        """Adds what the model did not foresee; gives what came of it, and warnings.

        Raises:
            InvalidInput: it does not fit the plan. WrongState: its stage is not active.
        """
        scope = self._scope(step, item, command.stage)
        before = len(scope.node.behaviour.sentries)  # type: ignore[attr-defined]  # a stage
        extended, node, warnings = self.extensions.add(
            item.node.definition.additions, scope.node.index, command.item
        )
        step.tree.use(item, extended)
        for each in step.tree.inside(item):
            if isinstance(each.node.behaviour, Stage) and each.recall("heard") is not None:
                each.node.behaviour.listen(step, each)
        stage: Stage = scope.node.behaviour  # type: ignore[assignment]  # as it is now
        created = stage.take_in(step, scope, node, "added")
        for number in range(before, len(stage.sentries)):
            touch(step, scope, number)
        warnings += past_events(item, step.tree.inside(item), stage.sentries[before:])
        return {
            "element": node.id,
            "element_instance": created.id,
            "warnings": [each.as_dict() for each in warnings],
        }

    @staticmethod
    def _scope(step: Step, case: ElementInstance, stage: int | None) -> ElementInstance:
        """The stage instance to add to."""
        found = case if stage is None else step.tree.item(stage)
        if (
            found is None
            or found.process is not case
            or not isinstance(found.node.behaviour, Stage)
        ):
            raise InvalidInput(
                f"Expected an open stage of the case, but {stage} is none.",
                code="case/invalid-plan-item",
                field="stage",
            )
        if found.state == ACTIVE:
            return found
        raise WrongState(
            f"Expected `{found.node.id}` to be active, so that something can be added to it, but it is"
            f" {found.state}.",
            code="case/stage-not-active",
            element=found.node.id,
            state=found.state,
        )

    # -- the case file

    def change_file(self, step: Step, item: ElementInstance, command: commands.ChangeFile) -> None:
        self.file.change(step, item, command)

    def file_changed(
        self, step: Step, item: ElementInstance, file_item: str, transition: str, value: Any
    ) -> None:
        """Sentries and timers hear a standard event of a case file item."""
        step.events.append(happened.FileChanged(item.id, file_item, transition, value))
        for listening in self.file_listeners.get((file_item, transition), ()):
            for scope in self._instances(step, item, listening.scope):
                if listening.part is None:
                    self.start_timer(step, scope, listening.number)
                else:
                    hear(step, scope, listening.number, listening.part)
