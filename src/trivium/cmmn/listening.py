"""Who listens to what: worked out once, so that an event asks only those that it concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.cmmn.elements.listeners import TimerListener
from trivium.cmmn.elements.plan_item import PlanItem
from trivium.cmmn.elements.stage import Stage
from trivium.cmmn.sentries import Listening, OnPart

if TYPE_CHECKING:
    from trivium.cmmn.compile import Compiler
    from trivium.cmmn.elements.case_plan import CasePlan
    from trivium.kernel.graph import Node

_HOSTS = frozenset({"caseInstance", "caseExecution", "planItemInstance", "execution"})


def connect(case: CasePlan, compiler: Compiler) -> None:
    """Sentries and timers with what they listen to, and conditions with the variables that they read."""
    nodes = compiler.definition.nodes
    by_id: dict[str, list[Node]] = {}
    for node in nodes:
        by_id.setdefault(node.id, []).append(node)
    for node in nodes:
        if isinstance(node.behaviour, Stage):
            _connect_stage(case, node.behaviour, by_id, compiler)
            if node.behaviour.auto_condition is not None:
                node.behaviour.is_listened = True
                case.by_condition.append(node.index)
        if isinstance(node.behaviour, PlanItem) and node.behaviour.control.collection is not None:
            container: Stage = node.container.behaviour  # type: ignore[union-attr, assignment]  # the same
            container.is_listened = True
            case.by_collection.append((container.node.index, node.index))
        if isinstance(node.behaviour, TimerListener) and node.behaviour.trigger is not None:
            stage: Stage = node.container.behaviour  # type: ignore[union-attr, assignment]  # it is planned in one
            stage.is_listened = True
            _listen(case, stage, node.index, None, node.behaviour.trigger, by_id, compiler)


def _connect_stage(
    case: CasePlan, stage: Stage, by_id: dict[str, list[Node]], compiler: Compiler
) -> None:
    for number, sentry in enumerate(stage.sentries):
        for part, on_part in enumerate(sentry.on_parts):
            _listen(case, stage, number, part, on_part, by_id, compiler)
        if sentry.condition is None:
            continue
        stage.is_listened = True
        names = sentry.condition.free_names
        if not names or names & _HOSTS:
            case.any_variable.append((stage.node.index, number))
        else:
            for name in names:
                case.by_variable.setdefault(name, []).append((stage.node.index, number))


def _listen(  # noqa: PLR0913, PLR0917  # who hears what
    case: CasePlan,
    stage: Stage,
    number: int,
    part: int | None,
    on_part: OnPart,
    by_id: dict[str, list[Node]],
    compiler: Compiler,
) -> None:
    scope = stage.node
    if on_part.is_variable:
        stage.is_listened = True
        listening = Listening(scope.index, number, part, is_around=False)
        case.variable_listeners.setdefault((on_part.source, on_part.event), []).append(listening)
        return
    if on_part.is_file:
        if on_part.source in case.file.items:
            stage.is_listened = True
            listening = Listening(scope.index, number, part, is_around=False)
            key = on_part.source, on_part.event
            case.file_listeners.setdefault(key, []).append(listening)
        else:
            _refuse(compiler, scope, on_part)
        return
    found = False
    around_scope = _around(scope)
    for source in by_id.get(on_part.source, ()):
        container = source.container
        if container is None:
            continue
        is_around = scope in _around(container)
        if not is_around and container not in around_scope:
            continue
        stage.is_listened = stage.is_listened or not is_around
        found = found or on_part.criterion is None or _has_exit(source, on_part.criterion)
        events = case.listeners.setdefault(source.index, {})
        events.setdefault(on_part.heard_as, []).append(
            Listening(scope.index, number, part, is_around)
        )
    if not found:
        _refuse(compiler, scope, on_part)


def _has_exit(source: Node, criterion: str) -> bool:
    """Whether a plan item has this exit criterion; CMMN 1.0 names it by its sentry."""
    stage: Stage = source.container.behaviour  # type: ignore[union-attr, assignment]  # it is planned in one
    return any(
        left.node is source and criterion in {left.criterion, sentry.id}
        for sentry in stage.sentries
        for left in sentry.exits
    )


def _around(node: Node) -> list[Node]:
    """A stage and those around it."""
    found = [node]
    while found[-1].container is not None:
        found.append(found[-1].container)
    return found


def _refuse(compiler: Compiler, scope: Node, on_part: OnPart) -> None:
    xml = compiler.by_id.get(on_part.id) or compiler.by_id.get(scope.id) or compiler.document.root
    what = (
        f"sourceRef to name a plan item or case file item in reach, but found {on_part.source!r}"
        if on_part.criterion is None
        else f"an exit criterion of a plan item in reach, but found {on_part.criterion!r} of"
        f" {on_part.source!r}"
    )
    compiler.refuse(
        xml,
        "cmmn/unknown-reference",
        f"Expected {what}.",
        "Correct the reference.",
    )
