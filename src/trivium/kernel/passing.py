"""Variables handed from one scope to another, as calls hand them over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.step import Step


class VariablePassing:
    """One `camunda:in` or `camunda:out`: a variable, an expression, or all variables."""

    __slots__ = ("all", "expression", "is_local", "source", "target")

    def __init__(
        self,
        variables: str | None = None,
        source: str | None = None,
        expression: Expression | None = None,
        target: str | None = None,
        *,
        is_local: bool = False,
    ) -> None:
        self.all = variables == "all"
        self.source = source
        self.expression = expression
        self.target = target
        self.is_local = is_local

    def pass_on(
        self,
        step: Step,
        item: ElementInstance,
        into: dict[str, Any],
        *,
        local_only: bool = False,
    ) -> None:
        """Adds what is seen from `item` (or only what is its own) to `into`."""
        if self.all:
            into.update(visible_variables(item, local=local_only))
        elif self.target is not None and self.source is not None:
            into[self.target] = item.get(self.source)
        elif self.target is not None and self.expression is not None:
            into[self.target] = step.value(self.expression, item)


def visible_variables(item: ElementInstance, *, local: bool = False) -> dict[str, Any]:
    """All variables seen from `item`, inner ones before outer ones; or only its own."""
    found: dict[str, Any] = {}
    current: ElementInstance | None = item
    while current is not None:
        for name in current.variables or ():
            found.setdefault(name, current.get(name))
        current = None if local or current.process is current else current.parent
    return found


def hand_over(
    step: Step, item: ElementInstance, called: ElementInstance, passings: Sequence[VariablePassing]
) -> None:
    """Sets at `item` what comes back from the instance that it has called, as far as that has come."""
    local: dict[str, Any] = {}
    outer: dict[str, Any] = {}
    for passing in passings:
        passing.pass_on(step, called, local if passing.is_local else outer)
    step.set_local(item, local)
    step.set_variables(item, outer)
