"""What may be done with a case now, why, and why something in its plan is not available."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from trivium.cmmn.elements.case_plan import CasePlan
from trivium.cmmn.elements.listeners import UserListener
from trivium.cmmn.elements.plan_item import PlanItem
from trivium.cmmn.elements.stage import Stage
from trivium.cmmn.lifecycle import ACTIVE, AVAILABLE, SUSPENDED, legal
from trivium.engine.infos import CaseAction, CriterionInfo, PlanItemReason
from trivium.errors import EvaluationFailed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.cmmn.sentries import Sentry
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.step import Step
    from trivium.kernel.tree import Tree

_WHY = {
    "manualStart": "it is enabled: somebody decides whether it starts",
    "disable": "it is enabled: somebody decides that it is not needed",
    "occur": "it waits for somebody to let it occur",
}


def actions(
    step: Step, tree: Tree, case: ElementInstance, roles: tuple[str, ...] | None
) -> Iterator[CaseAction]:
    """Everything that can be done with a case now, in the order of its plan."""
    yield from _of_item(case, roles)
    for item in tree.inside(case)[1:]:
        yield from _of_item(item, roles)
    for scope in tree.inside(case):
        if isinstance(scope.node.behaviour, Stage) and scope.state == ACTIVE:
            yield from _discretionary(step, scope, roles)


def _of_item(item: ElementInstance, roles: tuple[str, ...] | None) -> Iterator[CaseAction]:
    behaviour = cast("PlanItem", item.node.behaviour)
    if item.recall("last") == "parentSuspend":
        return
    for name in legal(behaviour.life, item.state):
        if not _is_possible(behaviour, item, name, roles):
            continue
        yield CaseAction(
            action=name,
            element_id=item.node.id,
            kind=item.node.kind,
            name=item.node.name,
            item=item.id,
            why=_WHY.get(name, f"it is {item.state}"),
            roles=tuple(sorted(behaviour.roles)),
        )


def _is_possible(
    behaviour: PlanItem, item: ElementInstance, name: str, roles: tuple[str, ...] | None
) -> bool:
    """Whether what is legal can be done: by these roles, and not against what is still open."""
    if name == "complete":
        if isinstance(behaviour, Stage):
            return behaviour.may_complete(item)
        return not item.kids
    if name == "occur" and isinstance(behaviour, UserListener) and behaviour.roles:
        return roles is None or bool(behaviour.roles & set(roles))
    if name == "reactivate" and item.process is not item and item.parent is not None:
        return item.parent.state != SUSPENDED
    return name != "occur" or item.node.kind != "milestone"


def _discretionary(
    step: Step, scope: ElementInstance, roles: tuple[str, ...] | None
) -> Iterator[CaseAction]:
    stage = cast("Stage", scope.node.behaviour)
    for table in stage.tables:
        for offered in table.items:
            if table.offers(step, scope, offered, roles):
                of = "the stage" if table.of_task is None else f"the task {table.of_task.label}"
                yield CaseAction(
                    action="plan",
                    element_id=offered.node.id,
                    kind=offered.node.kind,
                    name=offered.node.name,
                    item=scope.id,
                    why=f"{of} is active and offers it",
                    roles=tuple(sorted(table.roles | offered.roles)),
                )


def reasons(step: Step, tree: Tree, case: ElementInstance, element_id: str) -> list[PlanItemReason]:
    """Why the instances of a plan item are not available for work, or why there is none."""
    found = [item for item in tree.inside(case)[1:] if item.node.id == element_id]
    if found:
        return [_reason(step, item) for item in found]
    node = case.node.definition.by_id.get(element_id)
    if node is None or node.container is None:
        return []
    stages = [each for each in tree.inside(case) if each.node.id == node.container.id]
    where = node.container.label
    if not any(each.state == ACTIVE for each in stages):
        why = f"its stage {where} is not active"
    elif element_id in cast("CasePlan", case.node.behaviour).planned_in:
        why = f"it is discretionary: somebody plans it in {where}"
    else:
        why = "all its instances are over, and it is not repeated"
    return [PlanItemReason(element_id=element_id, item=None, state=None, why=why, criteria=())]


def _reason(step: Step, item: ElementInstance) -> PlanItemReason:
    behaviour = cast("PlanItem", item.node.behaviour)
    stage = item.parent
    criteria: tuple[CriterionInfo, ...] = ()
    if item.state == AVAILABLE and stage is not None:
        sentries = cast("Stage", stage.node.behaviour).sentries
        criteria = tuple(
            _criterion(step, stage, number, sentries[number]) for number in behaviour.criteria
        )
    why = {
        AVAILABLE: "it waits for one of its entry criteria" if criteria else "it waits to occur",
        "enabled": "somebody has to start it",
        "disabled": "somebody has disabled it",
        "active": "it is being worked on",
        "suspended": "it, or its stage, is suspended",
        "failed": "it has failed: its incident says why",
    }.get(item.state, f"it is {item.state}")
    return PlanItemReason(
        element_id=item.node.id, item=item.id, state=item.state, why=why, criteria=criteria
    )


def _criterion(step: Step, stage: ElementInstance, number: int, sentry: Sentry) -> CriterionInfo:
    heard = (stage.recall("heard") or {}).get(str(number), ())
    missing = tuple(part.said for index, part in enumerate(sentry.on_parts) if index not in heard)
    condition = None if sentry.condition is None else sentry.condition.source
    return CriterionInfo(
        sentry=sentry.id, missing=missing, condition=condition, holds=_holds(step, stage, sentry)
    )


def _holds(step: Step, stage: ElementInstance, sentry: Sentry) -> bool:
    if sentry.condition is None:
        return True
    try:
        return step.is_true(sentry.condition, stage)
    except EvaluationFailed:  # a variable that is not there yet
        return False


def file_of(case: ElementInstance) -> list[dict[str, Any]]:
    """The items of the case file with their states and values."""
    behaviour = cast("CasePlan", case.node.behaviour)
    states = case.recall("file") or {}
    found = []
    for item in behaviour.file.items.values():
        known = states.get(item.id)
        found.append(
            {
                "id": item.id,
                "name": item.name,
                "multiplicity": item.multiplicity,
                "parent": item.parent,
                "state": None if known is None else known["state"],
                "references": [] if known is None else known["references"],
                "value": case.get(item.name),
            }
        )
    return found
