"""Asking decisions from inside an instance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.errors import EvaluationFailed
from trivium.kernel.passing import visible_variables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.step import Step

_MAPPERS = frozenset({"singleEntry", "singleResult", "collectEntries", "resultList", "zeebe"})


def ask(  # what says which decision
    step: Step,
    item: ElementInstance,
    key: str,
    *,
    version: int | None = None,
    tag: str | None = None,
    is_beside: bool = False,
) -> Sequence[Mapping[str, Any]]:
    """The outputs of a decision with the variables seen from `item`; the asking is noted.

    Raises:
        EvaluationFailed: there is no such decision, or it failed.
    """
    decisions = step.environment.decisions
    if decisions is None:
        raise EvaluationFailed(
            f"Expected an engine with decisions for `{key}`, but this one has none.",
            code="decision/none-here",
        )
    beside = item.node.definition.id if is_beside else None
    variables = visible_variables(item)
    outputs = decisions.evaluate(
        key,
        variables,
        version=version,
        tag=tag,
        beside=beside,
        tenant=item.node.definition.tenant,
    )
    step.note_evaluation(item, key, variables, [dict(row) for row in outputs])
    return outputs


def mapped(outputs: Sequence[Mapping[str, Any]], mapper: str, element: str) -> Any:
    """The outputs as `mapDecisionResult` wants them (Camunda 7); `zeebe` is Camunda 8's way.

    Raises:
        EvaluationFailed: they do not fit it.
    """
    if mapper == "resultList" or mapper not in _MAPPERS:
        return [dict(row) for row in outputs]
    if mapper == "collectEntries":
        return [_only_entry(row, mapper, element) for row in outputs]
    if len(outputs) > 1 and mapper != "zeebe":
        raise EvaluationFailed(
            f"Expected at most one matched rule for {mapper}, but {len(outputs)} matched.",
            code="bpmn/decision-result",
            element=element,
        )
    if not outputs:
        return None
    if mapper == "zeebe" and len(outputs) > 1:
        return [dict(row) for row in outputs]
    is_entry = mapper == "singleEntry"
    return _only_entry(outputs[0], mapper, element) if is_entry else dict(outputs[0])


def _only_entry(row: Mapping[str, Any], mapper: str, element: str) -> Any:
    if len(row) > 1:
        raise EvaluationFailed(
            f"Expected one output for {mapper}, but found {', '.join(row)}.",
            code="bpmn/decision-result",
            element=element,
        )
    return next(iter(row.values()), None)
