"""What an element does: the contract that every BPMN and CMMN behaviour fills."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.errors import InvalidInput
from trivium.kernel import events as happened
from trivium.kernel.endings import end_if_empty
from trivium.kernel.human_tasks import change_task

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trivium.kernel.commands import ListenerAnswer
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step


class Behaviour:
    """One per node, bound at compile time. The step loop calls these and knows no element kinds.

    Operations that the loop may run by name, and run again after an incident, are `enter` and `leave`
    (given the scope) and `begin`, `finish` and others given the element instance itself.
    """

    __slots__ = ("node",)

    is_event_subprocess = False
    is_inline = False
    """Whether it is always done within the step that enters it."""
    hears_variables = False
    """Whether it is to be told of every variable that is set inside."""
    event_starts: Sequence[Node] = ()
    """The start events of the event sub-processes directly inside this scope."""

    def __init__(self, node: Node) -> None:
        self.node = node

    def enter(self, step: Step, scope: ElementInstance) -> None:
        """A token arrives in `scope`."""
        del step, scope
        raise TypeError(f"{self.node.kind} is not entered by tokens")

    def leave(self, step: Step, scope: ElementInstance) -> None:
        """A token goes on from here by the outgoing flows."""
        self.node.leave(step, scope)

    def start(self, step: Step, item: ElementInstance, start_event: str | None) -> None:
        """A process or case begins."""
        del step, item, start_event
        raise TypeError(f"{self.node.kind} is not a process or case")

    def open(self, step: Step, item: ElementInstance) -> None:
        """Opens a scope without its start event; a modification puts a token into it."""
        del step, item
        raise TypeError(f"{self.node.kind} is no scope")

    def scope_emptied(self, step: Step, item: ElementInstance) -> None:
        """The last token inside this scope has ended."""

    def token_lost(self, step: Step, scope: ElementInstance) -> None:
        """What held a token of this scope was ended from outside; the token is counted already."""

    def triggered(self, step: Step, item: ElementInstance, wait: Wait, payload: Any) -> None:
        """What `item` waited for on behalf of this node has come."""

    def look(
        self, step: Step, item: ElementInstance, wait: Wait, changed: Mapping[str, str] | None
    ) -> None:
        """A condition that `item` watches on behalf of this node may have become true.

        `changed` says what became of each variable that was set (`create`, `update`); None when the watch
        has just begun.
        """

    def look_around(self, step: Step, scope: ElementInstance) -> None:
        """Tokens wait at this join, and others in `scope` have moved and come to rest."""

    def change_task(
        self,
        step: Step,
        item: ElementInstance,
        task_id: str,
        action: str,
        changes: Mapping[str, Any],
    ) -> None:
        """Somebody changes fields of the human task of `item`, by this action."""
        change_task(step, item, task_id, action, changes)

    def set_task_variables(
        self, step: Step, item: ElementInstance, variables: dict[str, Any]
    ) -> None:
        """Somebody sets variables of `item` itself."""
        step.set_local(item, variables)

    def complete_task(
        self, step: Step, item: ElementInstance, wait: Wait, variables: dict[str, Any]
    ) -> None:
        """Somebody completes the human task that `item` waits for."""
        step.events.append(happened.TaskCompleted(item.id, wait.id, step.user))
        if len(item.waits or ()) > 1:  # for more than the task
            step.close_incidents(item, "manual")
        self.triggered(step, item, wait, variables)

    def work_answered(
        self, step: Step, item: ElementInstance, wait: Wait, answer: ListenerAnswer
    ) -> None:
        """Who does work says more than its variables: only a listener of a human task is asked for it.

        Raises:
            InvalidInput: it is no such work, or the answer is not one that it may give.
        """
        del step, wait, answer
        raise InvalidInput(
            f"Expected an answer only for a listener of a human task, but `{item.node.id}` waits for other"
            " work. Leave the answer out.",
            code="job/no-task-listener",
            element=item.node.id,
        )

    def work_failed(  # what its worker said
        self, step: Step, item: ElementInstance, wait: Wait, message: str, retries: int
    ) -> bool:
        """Work has failed and may be tried so often again; true if that was taken for something else."""
        del step, item, wait, message, retries
        return False

    def asked_by(self, item: ElementInstance) -> str:
        """The operation that has asked for the work of `item`, to be done again after an error."""
        return "hear" if item.recall("hearing") else "work"

    def variables_set(
        self,
        step: Step,
        scope: ElementInstance,
        values: Mapping[str, Any],
        created: frozenset[str],
    ) -> None:
        """Variables of a scope in this case were set, some of them for the first time."""

    def faulted(self, step: Step, item: ElementInstance) -> None:
        """An operation of `item` has failed; it has an incident from now on."""

    def reactivated(self, step: Step, item: ElementInstance) -> None:
        """What has failed is about to be tried again."""

    def end_from_outside(self, step: Step, item: ElementInstance) -> None:
        """Somebody ends this process or case."""
        step.terminate(item)

    def called_terminated(self, step: Step, caller: ElementInstance) -> None:
        """Somebody ends what `caller` has called and waits for: it ends with it."""
        scope = caller.parent
        step.terminate(caller)
        if scope is not None:
            scope.node.behaviour.token_lost(step, scope)
            step.token_ended(scope)

    def called_ended(self, step: Step, called: ElementInstance) -> bool:
        """Somebody ends what this has called; true if it has ended it, and goes on without."""
        del step, called
        return False

    def end_contents(self, step: Step, item: ElementInstance) -> None:
        """Everything inside is ended, as if the last token had come to its end."""
        step.terminate_children(item)
        step.push(self.scope_emptied, item)

    def end_cancelled(self, step: Step, item: ElementInstance) -> None:
        """A modification ends `item` and takes its token away."""
        scope = item.parent
        step.terminate(item)
        if scope is not None:
            step.tokens_added(scope, -1)
            scope.node.behaviour.token_lost(step, scope)
            end_if_empty(step, scope)

    def hears_its_end(self, item: ElementInstance) -> bool:
        """Whether listeners are to hear that `item` is to be ended from outside, before it is."""
        del item
        return False

    def hear_its_end(self, step: Step, item: ElementInstance) -> None:
        """From now on they are told; `endings.heard` when all have been."""

    def give_up_its_end(self, step: Step, item: ElementInstance) -> None:
        """Whoever has not heard of it is not told any more."""

    def terminated(self, step: Step, item: ElementInstance) -> None:
        """`item` is being ended from outside; its rows are already gone."""
