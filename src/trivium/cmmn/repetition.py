"""Repetition over a collection (Flowable): one instance for each of its elements, at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from trivium.cmmn import dialect
from trivium.errors import EvaluationFailed

if TYPE_CHECKING:
    from trivium.cmmn.compile import Compiler
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.step import Step
    from trivium.xml import Element


class Collection(NamedTuple):
    """What a plan item is repeated over, and the variables that tell an instance which it is."""

    values: Expression
    element: str | None
    place: str | None

    def variables(self, step: Step, item: ElementInstance) -> list[dict[str, Any]] | None:
        """Those of each instance; None while there is no collection yet.

        Raises:
            EvaluationFailed: it is no list.
        """
        try:
            found = step.value(self.values, item)
        except EvaluationFailed:  # a variable that is not there yet
            return None
        if found is None:
            return None
        if not isinstance(found, list | tuple):
            raise EvaluationFailed(
                f"Expected a list to repeat `{item.node.id}` over, but `{self.values.source}` is {found!r}.",
                code="case/not-a-collection",
                element=item.node.id,
            )
        named = [{self.element: each, self.place: at} for at, each in enumerate(found)]
        return [{name: v for name, v in each.items() if name is not None} for each in named]


def read_collection(rule: Element | None, compiler: Compiler) -> Collection | None:
    """That of a repetition rule: a variable, or an expression."""
    text = None if rule is None else dialect.attribute(rule, "collectionVariable")
    if rule is None or text is None:
        return None
    is_name = "${" not in text and "#{" not in text
    values = compiler.expression(rule, text) if is_name else compiler.text(rule, text)
    if values is None:
        return None
    element, place = (
        dialect.attribute(rule, name) for name in ("elementVariable", "elementIndexVariable")
    )
    return Collection(values, element, place)
