"""Events with several definitions: any of them, or all."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step


class MultipleDefinition(EventDefinition):
    """Catches the first of several things that comes, and throws all of them (BPMN 2.0.2, 10.5.5)."""

    __slots__ = ("_parts",)

    kind: ClassVar[str] = "multiple"
    goes_on: ClassVar[bool] = False

    def __init__(self, node: Node, parts: Sequence[EventDefinition]) -> None:
        super().__init__(node)
        self._parts = tuple(parts)

    @property
    def parts(self) -> tuple[EventDefinition, ...]:
        return self._parts

    def arm(self, step: Step, item: ElementInstance, node: Node) -> None:
        for number, part in enumerate(self._parts):
            with _opening(item, number):
                part.arm(step, item, node)

    def caught(self, step: Step, item: ElementInstance, wait: Wait, payload: Any) -> bool:
        with _opening(item, wait.part):
            return self._parts[wait.part].caught(step, item, wait, payload)

    def holds(
        self, step: Step, item: ElementInstance, wait: Wait, changed: Mapping[str, str] | None
    ) -> bool:
        return self._parts[wait.part].holds(step, item, wait, changed)

    def strength(self, kind: str, code: str | None) -> int:
        return max(part.strength(kind, code) for part in self._parts)

    def variables(self, code: str | None, message: str | None) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for part in self._parts:
            if part.strength(part.kind, code):
                found |= part.variables(code, message)
        return found

    def throw(self, step: Step, item: ElementInstance) -> None:
        """What lets the thrower go on comes first; of what does not (an error, say) there is one."""
        last = [part for part in self._parts if not part.goes_on]
        first = [part for part in self._parts if part.goes_on]
        if not last:
            step.push(item.node.behaviour.finish, item)  # type: ignore[attr-defined]  # throw events have it
        elif item.recall("thrown"):  # an error was not caught, and is thrown once more
            first = []
        item.remember(thrown=True)
        for part in first + last:
            if item.id in step.tree.items:  # an escalation may have interrupted it
                part.throw(step, item)

    def finished(self, step: Step, item: ElementInstance) -> bool:
        return any(part.finished(step, item) for part in self._parts)


class ParallelMultipleDefinition(MultipleDefinition):
    """Happens once all of several things have come, in whatever order (BPMN 2.0.2, 10.5.5)."""

    __slots__ = ()

    kind: ClassVar[str] = "parallelMultiple"

    def is_due(self, step: Step, item: ElementInstance, wait: Wait, payload: Any) -> bool:
        """Takes what has come; one that has come does not count twice."""
        memory = f"came-{self.node.index}"
        came = [*(item.recall(memory) or []), wait.part]
        with _opening(item, wait.part):
            self._parts[wait.part].caught(step, item, wait, payload)
        for other in list((item.waits or {}).values()):
            if other.node == wait.node and other.part == wait.part:
                step.drop_wait(item, other)
        is_whole = len(came) == len(self._parts)
        item.remember(**{memory: [] if is_whole else came})
        step.tree.touch(item)
        return is_whole

    def caught(self, step: Step, item: ElementInstance, wait: Wait, payload: Any) -> bool:
        """All have come and were taken; what does not interrupt waits for all of them again."""
        del wait, payload
        if not getattr(self.node.behaviour, "interrupts", True):
            self.arm(step, item, self.node)
        return True


@contextmanager
def _opening(item: ElementInstance, number: int) -> Iterator[None]:
    """The waits that are opened on `item` meanwhile are those of this part."""
    known = set(item.waits or ())
    yield
    for wait_id, wait in (item.waits or {}).items():
        if wait_id not in known:
            wait.part = number
