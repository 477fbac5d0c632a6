"""Assertions that read as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.engine import Engine
    from trivium.engine.infos import ElementInfo, InstanceInfo


_LISTENERS = frozenset({"timerEventListener", "userEventListener", "eventListener"})
"""Of cases: they wait, but nobody has work with them."""


def expect(engine: Engine, instance: InstanceInfo | str) -> Expectation:
    """Begins a sentence: `expect(engine, instance).is_waiting_at("approve").has_passed("start")`."""
    return Expectation(engine, instance if isinstance(instance, str) else instance.id)


class Expectation:
    """What is expected of one instance; each part raises `AssertionError` with what there is instead."""

    def __init__(self, engine: Engine, instance_id: str) -> None:
        self._engine = engine
        self._id = instance_id

    def is_waiting_at(self, *elements: str) -> Self:
        """Exactly these elements wait, each as often as it is named; order does not matter."""
        return self._same("to be waiting at", sorted(elements), sorted(self.waiting()))

    def has_passed(self, *elements: str) -> Self:
        """All of these were entered, in this order."""
        path = iter(self._engine.instances.path(self._id))
        missing = [element for element in elements if element not in path]
        return self._holds(
            not missing, "to have passed", elements, self._engine.instances.path(self._id)
        )

    def has_not_passed(self, *elements: str) -> Self:
        """None of these was entered."""
        path = self._engine.instances.path(self._id)
        return self._holds(not set(elements) & set(path), "not to have passed", elements, path)

    def is_ended(self) -> Self:
        """It is over, one way or the other."""
        return self._holds(
            self._state() in {"completed", "terminated"}, "to be", "ended", self._state()
        )

    def is_completed(self) -> Self:
        """It came to its end."""
        return self._same("to be", "completed", self._state())

    def is_terminated(self) -> Self:
        """It was ended from outside."""
        return self._same("to be", "terminated", self._state())

    def is_active(self) -> Self:
        """It goes on."""
        return self._same("to be", "active", self._state())

    def has_variable(self, name: str, value: Any) -> Self:
        """The variable has this value."""
        found = self._engine.instances.variables(self._id, [name]).get(name)
        return self._same(f"to have {name} =", value, found)

    def has_incident_at(self, *elements: str) -> Self:
        """Exactly these elements have open incidents."""
        found = sorted(i.element_id for i in self._engine.incidents.query(self._id, limit=1000))
        return self._same("to have incidents at", sorted(elements), found)

    def has_no_incident(self) -> Self:
        """Nothing has gone wrong."""
        return self.has_incident_at()

    def waiting(self) -> list[str]:
        """The elements that wait now, boundary events left out."""
        root = self._engine.instances.tree(self._id).root
        return [] if root is None else list(_waiting(root))

    def _state(self) -> str:
        return self._engine.instances.get(self._id).state

    def _same(self, what: str, wanted: object, found: object) -> Self:
        return self._holds(wanted == found, what, wanted, found)

    def _holds(self, fact: bool, what: str, wanted: object, found: object) -> Self:  # noqa: FBT001  # it is the point
        if not fact:
            raise AssertionError(f"expected the instance {what} {wanted}, but found {found}")
        return self


def _waiting(element: ElementInfo) -> Iterator[str]:
    own = any(
        wait.element_id == element.element_id and wait.kind not in {"join", "ad-hoc"}
        for wait in element.waits
    )
    if (own and element.kind not in _LISTENERS) or (
        element.kind == "eventBasedGateway" and element.waits
    ):
        yield element.element_id
    for child in element.children:
        yield from _waiting(child)
