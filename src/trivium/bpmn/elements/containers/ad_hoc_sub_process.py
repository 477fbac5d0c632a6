"""Ad-hoc sub-process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from trivium.bpmn.compensation import undone
from trivium.bpmn.elements.activity import Activity
from trivium.bpmn.elements.containers.scope import Contents
from trivium.bpmn.events import is_of
from trivium.bpmn.names import BPMN
from trivium.errors import WrongState
from trivium.kernel.endings import must_wait

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Enter, Node
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step
    from trivium.xml import Element


class AdHocSubProcess(Activity):
    """Its activities are started by people, in any order and number, until it is complete.

    Standard: BPMN 2.0.2, 10.3.5.1 and 13.3.5. The completion condition is looked at after each activity;
    what still runs then is ended, unless `cancelRemainingInstances` is false. Without a condition it is
    completed by a trigger from outside.
    """

    __slots__ = (
        "cancels_remaining",
        "condition",
        "contents",
        "event_starts",
        "is_sequential",
        "startable",
    )

    contents: Contents
    condition: Expression | None
    cancels_remaining: bool
    is_sequential: bool
    startable: dict[str, Node]

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = cls(node)
        behaviour.read_common(xml, compiler)
        behaviour.condition = compiler.condition(xml.find("completionCondition", BPMN))
        behaviour.cancels_remaining = xml.get("cancelRemainingInstances") != "false"
        behaviour.is_sequential = xml.get("ordering") == "Sequential"
        behaviour.contents = Contents(node, xml, compiler, has_start=False)
        behaviour.event_starts = behaviour.contents.event_starts
        behaviour.startable = {
            each.id: each
            for each in behaviour.contents.nodes
            if not each.incoming
            and each.kind not in {"boundaryEvent", "startEvent"}
            and not each.behaviour.is_event_subprocess
            and not is_of(each, "link")
            and compiler.xml_of(each).get("isForCompensation") != "true"
        }
        for each in behaviour.contents.nodes:
            each.leave = _LooksAfterwards(behaviour, each.leave).leave
        return behaviour

    def open(self, step: Step, item: ElementInstance) -> None:
        super().open(step, item)
        self.contents.open(step, item)
        step.wait(item, "ad-hoc", self.node)

    def work(self, step: Step, item: ElementInstance) -> None:
        self.contents.open(step, item)
        step.wait(item, "ad-hoc", self.node)

    def start_activity(
        self, step: Step, item: ElementInstance, element_id: str, variables: dict[str, Any]
    ) -> None:
        """Somebody starts one of the activities.

        Raises:
            WrongState: it is not one that can be started here now.
        """
        chosen = self.startable.get(element_id)
        if chosen is None or (self.is_sequential and item.tokens):
            can = "none while another runs" if chosen is not None else ", ".join(self.startable)
            raise WrongState(
                f"Expected an activity that can be started in `{self.node.id}` now ({can}), but"
                f" found {element_id!r}.",
                code="bpmn/not-startable",
                element=element_id,
            )
        step.set_local(item, variables)
        step.tokens_added(item, 1)
        step.push(chosen.enter, item)

    def look_whether_complete(self, step: Step, item: ElementInstance) -> None:
        """An activity inside has ended (BPMN 2.0.2, 13.3.5)."""
        is_open = any(wait.kind == "ad-hoc" for wait in (item.waits or {}).values())
        if not is_open or not self._holds(step, item):  # it may be over by now, or be undone
            return
        if self.cancels_remaining:
            self._end_rest(step, item)
        elif item.tokens == 0:
            step.drop_waits(item, ("ad-hoc",))
            step.push(self.finish, item)

    def _end_rest(self, step: Step, item: ElementInstance) -> None:
        step.drop_waits(item, ("ad-hoc",))
        if not must_wait(step, item, "end_contents", only_contents=True):
            self.end_contents(step, item)

    def end_contents(self, step: Step, item: ElementInstance) -> None:
        step.terminate_children(item)
        step.push(self.finish, item)

    def _holds(self, step: Step, item: ElementInstance) -> bool:
        return self.condition is not None and step.is_true(self.condition, item)

    def scope_emptied(self, step: Step, item: ElementInstance) -> None:
        """Nothing runs inside: it waits for the next activity to be started, or it is undone."""
        undone(step, item)

    def released(
        self, step: Step, item: ElementInstance, wait: Wait, payload: dict[str, Any] | None
    ) -> None:
        del wait
        step.set_variables(item, payload or {})
        self._end_rest(step, item)


class _LooksAfterwards:
    """How tokens leave inside: as usual, but the condition is looked at first."""

    __slots__ = ("_behaviour", "_leave")

    def __init__(self, behaviour: AdHocSubProcess, leave: Enter) -> None:
        self._behaviour = behaviour
        self._leave = leave

    def leave(self, step: Step, scope: ElementInstance) -> None:
        self._leave(step, scope)
        if (
            scope.node.behaviour is self._behaviour
        ):  # else it is a compensation handler in its thrower
            step.push(self._behaviour.look_whether_complete, scope)
