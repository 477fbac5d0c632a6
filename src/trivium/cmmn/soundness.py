"""What is wrong with a plan, found before anybody works by it: warnings, never refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.cmmn.case_file import OPERATIONS
from trivium.cmmn.elements.plan_item import PlanItem
from trivium.cmmn.elements.stage import Stage

if TYPE_CHECKING:
    from trivium.cmmn.compile import Compiler
    from trivium.cmmn.sentries import OnPart, Sentry
    from trivium.kernel.graph import Node


def check(compiler: Compiler) -> None:
    """Looks at all plan items of the case that was compiled last."""
    nodes = compiler.definition.nodes
    by_id: dict[str, list[Node]] = {}
    for node in nodes:
        by_id.setdefault(node.id, []).append(node)
    for node in nodes:
        if isinstance(node.behaviour, Stage):
            for sentry in node.behaviour.sentries:
                _impossible_events(sentry, by_id, compiler)
    reached = _reached(nodes, by_id)
    for node in nodes:
        if node.container is not None and node.container.index in reached:
            if node.index not in reached:
                _warn(
                    compiler,
                    node,
                    "soundness/never-enters",
                    f"Expected a way for `{node.id}` to start, but each of its entry criteria waits for"
                    " something that never happens.",
                    "Let it wait for something else.",
                )
            _endless(node, compiler)


def _warn(compiler: Compiler, node: Node, code: str, message: str, remedy: str) -> None:
    xml = compiler.by_id.get(node.id) or compiler.document.root
    compiler.refuse(xml, code, message, remedy, warning=True)


def _impossible_events(sentry: Sentry, by_id: dict[str, list[Node]], compiler: Compiler) -> None:
    for part in sentry.on_parts:
        if not _can_happen(part, by_id):
            xml = compiler.by_id.get(sentry.id) or compiler.document.root
            compiler.refuse(
                xml,
                "soundness/event-never-happens",
                f"Expected an event that can happen to `{part.source}`, but `{part.event}` never does.",
                "Listen to one of its life cycle.",
                warning=True,
            )


def _can_happen(part: OnPart, by_id: dict[str, list[Node]]) -> bool:
    if part.is_file:
        return part.event in OPERATIONS
    sources = by_id.get(part.source, ())
    return part.event == "create" or any(
        part.event in source.behaviour.life  # type: ignore[attr-defined]  # plan items have it
        for source in sources
    )


def _reached(nodes: list[Node], by_id: dict[str, list[Node]]) -> set[int]:
    """What can start: without entry criteria, or with one that listens only to what can start."""
    reached = {nodes[0].index}
    is_growing = True
    while is_growing:
        is_growing = False
        for node in nodes[1:]:
            if node.index not in reached and _can_start(node, reached, by_id):
                reached.add(node.index)
                is_growing = True
    return reached


def _can_start(node: Node, reached: set[int], by_id: dict[str, list[Node]]) -> bool:
    behaviour = node.behaviour
    assert isinstance(behaviour, PlanItem)  # noqa: S101  # nothing else is in a plan
    assert node.container is not None  # noqa: S101  # it is planned in a stage
    if node.container.index not in reached:
        return False
    stage = node.container.behaviour
    assert isinstance(stage, Stage)  # noqa: S101  # the same
    sentries = [stage.sentries[number] for number in behaviour.criteria]
    return not sentries or any(
        all(_may_be_heard(part, reached, by_id) for part in sentry.on_parts) for sentry in sentries
    )


def _may_be_heard(part: OnPart, reached: set[int], by_id: dict[str, list[Node]]) -> bool:
    if not _can_happen(part, by_id):
        return False
    if part.is_file or part.event in {"create", "exit", "parentTerminate"}:
        return True  # it needs no start
    return any(source.index in reached for source in by_id.get(part.source, ()))


def _endless(node: Node, compiler: Compiler) -> None:
    behaviour = node.behaviour
    assert isinstance(behaviour, PlanItem)  # noqa: S101  # nothing else is in a plan
    required, repetition = behaviour.control.required, behaviour.control.repetition
    if required is None or repetition is None or behaviour.criteria:
        return
    if repetition.source.strip() == "true" and required.source.strip() == "true":
        _warn(
            compiler,
            node,
            "soundness/endless-repetition",
            f"Expected `{node.id}` to be done some day, but it is required and repeated for ever: its stage"
            " never completes.",
            "Give its repetition rule a condition, or an entry criterion.",
        )
