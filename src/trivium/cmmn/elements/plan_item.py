"""What all plan items share: their life, their criteria and their control rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from trivium.cmmn.asked import ASKED, other
from trivium.cmmn.books import enlist, recount, stage_of, strike
from trivium.cmmn.control import Control
from trivium.cmmn.lifecycle import (
    ACTIVE,
    AVAILABLE,
    DONE,
    FAILED,
    OVER,
    SUSPENDED,
    TASK,
    TERMINATED,
    Life,
    legal,
)
from trivium.cmmn.sentries import agenda_of, exit_by, heard
from trivium.errors import EvaluationFailed, WrongState
from trivium.kernel import events as happened
from trivium.kernel.behaviour import Behaviour
from trivium.kernel.rows import PlanItemRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trivium.cmmn.hearing import LifecycleListener
    from trivium.cmmn.repetition import Collection
    from trivium.cmmn.sentries import Listening
    from trivium.expressions import Expression
    from trivium.kernel import commands
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step


_STOPPABLE = frozenset(
    {
        "enable",
        "start",
        "disable",
        "reenable",
        "manualStart",
        "suspend",
        "resume",
        "complete",
        "occur",
        "close",
    }
)
"""Transitions that are not made when a listener fails; the others are brought about from elsewhere."""
_ASKS_AGAIN = frozenset({"enable", "reenable"})
_BEGINS = frozenset({"start", "manualStart", "occur"})


class PlanItem(Behaviour):
    """One plan item; its element instance is there from its creation until it is over.

    Standard: CMMN 1.1, 8.4. Operations on the stack are `proceed` (it may start now), `begin` (its work)
    and `finish`; what fails in one of them is an incident, and the item `failed` until it is reactivated.
    """

    __slots__ = ("control", "criteria", "heard_by", "roles", "starts_timers")

    life: ClassVar[Life] = TASK
    by_parent: ClassVar[str] = "exit"
    """The transition that it makes when its stage ends before it."""

    def __init__(self, node: Node) -> None:
        super().__init__(node)
        self.control = Control()
        self.criteria: tuple[int, ...] = ()  # the numbers of the sentries that let it in
        self.roles: frozenset[str] = frozenset()
        self.heard_by: Sequence[LifecycleListener] = ()
        self.starts_timers: Mapping[str, Sequence[Listening]] = {}

    # -- from creation to its end

    def create(
        self,
        step: Step,
        stage: ElementInstance,
        count: int = 1,
        variables: Mapping[str, Any] | None = None,
    ) -> ElementInstance:
        """A new instance in `stage`, available, with variables of its own."""
        item = step.tree.add(self.node, stage)
        item.state = AVAILABLE
        item.remember(row=step.environment.ids.next(), count=count, required=False)
        if variables is not None:
            item.variables = dict(variables)
            item.remember(is_of_collection=True)
            step.events.append(happened.VariablesSet(item.id, item.variables))
        if self.control.repetition is not None:
            item.variables = {**(item.variables or {}), self.control.counter: count}
        is_required = self.holds(step, self.control.required, item)
        item.remember(required=is_required)
        row = PlanItemRow(
            item.recall("row"),
            item.process.recall("id"),
            item.id,
            self.node.id,
            self.node.kind,
            self.node.name,
            AVAILABLE,
            stage.id,
            is_required,
            step.now,
        )
        step.rows.added[row.id] = row
        enlist(stage, item)
        self._count(stage, item, None, AVAILABLE)
        if AVAILABLE in self.control.idle:
            agenda_of(step, item.process).stages[stage.id] = None
        self.announce(step, item, "create")
        self._noted(step, item, "create")
        self.created(step, item)
        return item

    def created(self, step: Step, item: ElementInstance) -> None:
        """It is available."""

    def proceed(self, step: Step, item: ElementInstance) -> None:
        """Nothing keeps it from starting any more but that somebody may have to start it."""
        if item.state != AVAILABLE:
            return
        if self.control.collection is not None and not item.recall("is_of_collection"):
            self._spread(step, item, self.control.collection)
            return
        is_manual = self.holds(step, self.control.manual, item)
        transition = "enable" if is_manual else "start"
        self.announce(step, item, transition)
        if self.criteria:
            self.repeat(step, item)
        self.make(step, item, transition)
        if not is_manual:
            step.push(self.begin, item)

    def _spread(self, step: Step, item: ElementInstance, collection: Collection) -> None:
        """One instance for each element; this one waits for the next event, or its work is done."""
        stage = item.parent
        found = collection.variables(step, item)
        if stage is None or found is None:
            return
        created = [
            self.create(step, stage, number, each) for number, each in enumerate(found, start=1)
        ]
        if not self.is_awaiting_events(stage):
            step.push(self.exit, item)
        for each in reversed(created):
            step.push(self.proceed, each)

    def is_awaiting_events(self, stage: ElementInstance) -> bool:
        """Whether something that happens lets it in, not only a condition."""
        sentries = stage.node.behaviour.sentries  # type: ignore[attr-defined]  # a stage has them
        return any(sentries[number].on_parts for number in self.criteria)

    def begin(self, step: Step, item: ElementInstance) -> None:
        """Its work; it finishes at once or waits."""
        step.push(self.finish, item)

    def finish(self, step: Step, item: ElementInstance) -> None:
        """Its work is done."""
        if item.state == SUSPENDED:
            item.remember(done=True)
            return
        self.apply(step, item, "complete")
        self._is_over(step, item)

    def carry_on(self, step: Step, item: ElementInstance) -> None:
        """It was said to have failed, and goes on as it was."""

    def exit(self, step: Step, item: ElementInstance, transition: str = "exit") -> None:
        """It is ended by its exit criterion, by its stage, or (`terminate`) by somebody."""
        if item.state in OVER:
            return
        self.end_inside(step, item)
        if item.state not in self.life[transition][0]:
            transition = "exit"
        self.apply(step, item, transition)
        self._is_over(step, item)

    def leave_plan(self, step: Step, item: ElementInstance) -> None:
        """Its exit criterion is satisfied."""
        self.exit(step, item)

    def end_inside(self, step: Step, item: ElementInstance) -> None:
        """Ends what is inside it."""

    def _is_over(self, step: Step, item: ElementInstance) -> None:
        stage = item.parent
        assert stage is not None  # noqa: S101  # only a case has none
        is_exit = item.recall("last") in {"exit", "parentTerminate"}
        strike(stage, item)
        step.drop_waits(item)
        if not is_exit and not self.criteria and self.control.repeats_on is None:
            self.repeat(step, item)
        if item.state == TERMINATED:
            step.terminate(item)
        else:
            step.events.append(happened.ElementCompleted(self.node.id, item.id))
            step.tree.remove(item)

    def repeat(self, step: Step, item: ElementInstance) -> None:
        """The next instance, if its rule says so (CMMN 1.1, 8.6.4)."""
        stage = item.parent
        if stage is None or stage.state != ACTIVE or self.control.repetition is None:
            return
        if self.control.collection is not None:
            return
        if self.holds(step, self.control.repetition, item):
            following = self.create(step, stage, item.recall("count") + 1)
            if not self.criteria:
                step.push(self.proceed, following)

    def holds(self, step: Step, rule: Expression | None, item: ElementInstance) -> bool:
        """Whether a control rule is there and true; one over a variable that is not there is false."""
        if rule is None:
            return False
        try:
            return step.is_true(rule, item)
        except EvaluationFailed as error:
            if error.code == "expression/not-a-boolean":
                raise
            return False

    # -- transitions

    def apply(self, step: Step, item: ElementInstance, transition: str) -> None:
        """Makes a transition that is legal now; listeners hear it first, then sentries."""
        self.announce(step, item, transition)
        self.make(step, item, transition)

    def announce(self, step: Step, item: ElementInstance, transition: str) -> None:
        """Listeners hear a transition that is about to be made.

        Raises:
            EvaluationFailed: one has failed: the transition is not made, unless nobody here decides
                about it; then it is noted.
        """
        if not self.heard_by:
            return
        before = "" if transition == "create" else item.state
        after = self._after(item, transition)
        item.remember(hearing=transition)
        for each in self.heard_by:
            if each.hears(transition, before, after):
                try:
                    step.value(each.expression, item)
                except EvaluationFailed as error:
                    if transition in _STOPPABLE:
                        raise
                    facts = {"message": error.message}
                    step.events.append(happened.Noted("listener-failed", item.id, facts))

    def _after(self, item: ElementInstance, transition: str) -> str:
        if transition not in self.life:
            return item.state
        return self.life[transition][1] or item.recall("prior") or AVAILABLE

    def make(self, step: Step, item: ElementInstance, transition: str) -> None:
        """Makes a transition that was announced, and lets sentries hear it."""
        before = item.state
        after = self.life[transition][1] or item.recall("prior") or AVAILABLE
        if transition in _BEGINS and item.parent is not None:
            step.events.append(happened.ElementEntered(self.node.id, item.id, item.parent.id))
        if after == SUSPENDED:
            item.remember(prior=before)
        item.state = after
        item.remember(last=transition)
        step.tree.touch(item)
        stage = stage_of(item)
        if stage is not None:
            self._count(stage, item, before, after)
            if transition in _ASKS_AGAIN:
                self._ask_whether_required(step, stage, item)
            if after in self.control.idle and stage.state == ACTIVE:
                agenda_of(step, item.process).stages[stage.id] = None
        self._noted(step, item, transition)
        if transition == self.control.repeats_on and not self.criteria:
            self.repeat(step, item)

    def _noted(self, step: Step, item: ElementInstance, transition: str) -> None:
        step.events.append(happened.PlanItemChanged(self.node.id, item.id, transition, item.state))
        self._write(step, item)
        stage = stage_of(item)
        case: Any = item.process.node.behaviour
        who = case.listeners.get(self.node.index)
        if who is None or stage is None:
            return
        listening = list(who.get(transition, ()))
        if transition == "exit":
            for each in dict.fromkeys(item.recall("left_by") or ()):
                listening += who.get(exit_by(each), ())
        for scope, number in heard(step, item, stage, listening):
            case.start_timer(step, scope, number)

    @staticmethod
    def _write(step: Step, item: ElementInstance) -> None:
        row_id = item.recall("row")
        row = step.rows.added.get(row_id)
        if isinstance(row, PlanItemRow):
            row.state = item.state
            row.is_required = bool(item.recall("required"))
        else:
            fields = step.rows.updates.setdefault(("plan_items", row_id), {})
            fields |= {"state": item.state, "changed_at": step.now}

    def _count(
        self,
        stage: ElementInstance,
        item: ElementInstance,
        before: str | None,
        after: str | None,
    ) -> None:
        """The stage counts who keeps it from completing (8.6.1); without a state it is not there."""
        is_required = item.recall("required")
        idle = DONE if is_required else self.control.idle
        was_open = before is not None and before not in idle
        is_open = after is not None and after not in idle
        recount(
            stage,
            (is_open and after == ACTIVE) - (was_open and before == ACTIVE),
            is_open - was_open,
            is_open - was_open if is_required else 0,
        )

    def _ask_whether_required(
        self, step: Step, stage: ElementInstance, item: ElementInstance
    ) -> None:
        """A rule that was false is asked again when the item is enabled (table 8.8)."""
        rule = self.control.required
        if rule is None or item.recall("required") or not self.holds(step, rule, item):
            return
        self._count(stage, item, item.state, None)
        item.remember(required=True)
        self._count(stage, item, None, item.state)
        row_id = item.recall("row")
        if row_id not in step.rows.added:
            step.rows.updates.setdefault(("plan_items", row_id), {})["is_required"] = 1

    # -- what people ask for

    def asked(self, step: Step, item: ElementInstance, command: commands.TransitionItem) -> None:
        """Somebody asks for a transition.

        Raises:
            WrongState: it is not legal now; the error names those that are.
        """
        name = command.transition
        self.refuse_illegal(item, name)
        step.set_variables(item, command.variables)
        try:
            ASKED.get(name, other)(self, step, item, command)
        except EvaluationFailed as error:  # what listens to it
            raise WrongState(error.message, code=error.code, element=self.node.id) from error

    def refuse_illegal(self, item: ElementInstance, name: str) -> None:
        """Raises WrongState if nobody may ask for this transition now."""
        allowed = legal(self.life, item.state)
        if "resume" in allowed and item.recall("last") == "parentSuspend":
            allowed.remove("resume")  # it goes on with its stage
        if name in allowed:
            return
        raise WrongState(
            f"Expected a transition that `{self.node.id}` can make in the state {item.state}"
            f" ({', '.join(allowed) or 'none'}), but found {name!r}.",
            code="case/illegal-transition",
            element=self.node.id,
            state=item.state,
            legal=allowed,
        )

    def complete_by_hand(self, step: Step, item: ElementInstance) -> None:
        """Somebody says that it is done."""
        step.drop_waits(item)
        step.push(self.finish, item)

    def start_by_hand(self, step: Step, item: ElementInstance) -> None:
        """Somebody starts it."""
        self.apply(step, item, "manualStart")
        step.push(self.begin, item)

    def suspend(self, step: Step, item: ElementInstance, transition: str) -> None:
        """It stands still, with all that is inside."""
        if item.state in self.life[transition][0]:
            self.apply(step, item, transition)

    def resume(self, step: Step, item: ElementInstance, transition: str) -> None:
        """It goes on."""
        if item.state != SUSPENDED or (transition == "parentResume") != (
            item.recall("last") == "parentSuspend"
        ):
            return
        self.apply(step, item, transition)
        if item.recall("done"):
            item.remember(done=False)
            step.push(self.finish, item)

    # -- trouble, and the ends that others bring about

    def faulted(self, step: Step, item: ElementInstance) -> None:
        self.announce(step, item, "fault")
        item.remember(before=item.state)
        stage = stage_of(item)
        if stage is not None:
            self._count(stage, item, item.state, FAILED)
            agenda_of(step, item.process).stages[stage.id] = None
        item.state = FAILED
        self._noted(step, item, "fault")
        item.state = item.recall("before")

    def reactivated(self, step: Step, item: ElementInstance) -> None:
        stage = stage_of(item)
        if stage is not None and stage.state == SUSPENDED:
            raise WrongState(
                f"Expected `{stage.node.id}` to be active, so that `{self.node.id}` in it can go on, but it"
                " is suspended. Resume it first.",
                code="case/stage-not-active",
                element=stage.node.id,
                state=stage.state,
            )
        item.state = item.recall("before")
        if stage is not None:
            self._count(stage, item, FAILED, item.state)
        self.announce(step, item, "reactivate")
        self._noted(step, item, "reactivate")

    def terminated(self, step: Step, item: ElementInstance) -> None:
        if item.state in OVER or item.recall("discarded"):
            return
        self.announce(step, item, "exit")
        before, item.state = item.state, TERMINATED
        stage = item.parent
        if stage is not None and stage.state == ACTIVE:
            strike(stage, item)
            self._count(stage, item, before, TERMINATED)
            agenda_of(step, item.process).stages[stage.id] = None
        self._write(step, item)
        step.events.append(happened.PlanItemChanged(self.node.id, item.id, "exit", TERMINATED))

    def called_terminated(self, step: Step, caller: ElementInstance) -> None:
        self.exit(step, caller, "terminate")
