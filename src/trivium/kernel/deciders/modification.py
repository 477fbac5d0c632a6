"""Modification: tokens are put where the model would not have brought them, and taken away elsewhere.

As in Camunda 7: instructions are carried out in their order; a scope that is not open is opened around
what is started in it; one that is left without a token is ended, up to the instance itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.errors import InvalidInput, WrongState
from trivium.kernel.deciders.cases import refuse
from trivium.kernel.deciders.waiting import is_at_work
from trivium.kernel.element_instance import FAILED
from trivium.kernel.endings import end_if_empty, must_wait

if TYPE_CHECKING:
    from trivium.kernel import commands
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Flow, Node
    from trivium.kernel.step import Step

_STARTS = frozenset({"start-before", "start-after", "start-transition"})


def modify(
    step: Step,
    instance: ElementInstance,
    command: commands.ModifyInstance | commands.StartInstance,
) -> None:
    """Refused as a whole if one of the instructions cannot be."""
    refuse(instance, "modify")
    touched: list[ElementInstance] = []
    for instruction in command.instructions:
        if instruction.kind == "cancel":
            touched += _cancel(step, instance, instruction)
        elif instruction.kind in _STARTS:
            touched.append(_start(step, instance, instruction))
        else:
            raise InvalidInput(
                f"Expected an instruction of the kind cancel, {', '.join(sorted(_STARTS))}, but found"
                f" {instruction.kind!r}.",
                code="modification/unknown-kind",
            )
    for scope in touched:
        end_if_empty(step, scope)


def _cancel(
    step: Step, instance: ElementInstance, instruction: commands.Modification
) -> list[ElementInstance]:
    """Gives the scopes that lost a token."""
    found = [item for item in step.tree.inside(instance) if _is_meant(item, instruction)]
    if not found:
        what = instruction.element_instance or instruction.element_id
        raise WrongState(
            f"Expected {what!r} to be active in the instance, but it is not. Ask again for what is.",
            code="modification/not-active",
            element=instruction.element_id,
        )
    scopes = []
    for item in found:
        scope = item.parent
        if item.id in step.tree.items and scope is not None:  # not ended with another one already
            if must_wait(step, item, "end_cancelled"):
                continue
            step.terminate(item)
            step.tokens_added(scope, -1)
            scope.node.behaviour.token_lost(step, scope)
            scopes.append(scope)
    return scopes


def _is_meant(item: ElementInstance, instruction: commands.Modification) -> bool:
    if item.process is item:  # the instance itself
        return False
    if instruction.element_instance is not None:
        return item.id == instruction.element_instance
    is_inside_body = item.parent is not None and item.parent.node.inner is item.node
    return item.node.id == instruction.element_id and not is_inside_body


def _start(
    step: Step, instance: ElementInstance, instruction: commands.Modification
) -> ElementInstance:
    """Gives the scope that has the new token."""
    node, flow = _target(instance, instruction)
    scope = _scope_of(step, instance, node, instruction.ancestor)
    step.set_local(scope, dict(instruction.variables))
    step.tokens_added(scope, 1)
    if flow is not None:
        step.events.append(flow.taken)
        step.push(flow.enter, scope)
    elif instruction.kind == "start-after":
        step.push(node.leave, scope)
    else:
        step.push(node.enter, scope)
    return scope


def _target(
    instance: ElementInstance, instruction: commands.Modification
) -> tuple[Node, Flow | None]:
    definition = instance.node.definition
    name = instruction.element_id
    if instruction.kind == "start-transition":
        flows = [flow for node in definition.nodes for flow in node.outgoing if flow.id == name]
        if flows:
            return flows[0].target, flows[0]
    found = definition.node(name or "")
    is_startable = found is not None and found.container is not None
    if found is None or not is_startable or instruction.kind == "start-transition":
        raise InvalidInput(
            f"Expected an element of {definition.key} to {instruction.kind.replace('-', ' ')}, but found"
            f" {name!r}.",
            code="modification/unknown-element",
            element=name,
        )
    return found, None


def _scope_of(
    step: Step, instance: ElementInstance, node: Node, ancestor: int | None
) -> ElementInstance:
    """The open scope that contains `node`, opened if need be.

    Raises:
        WrongState: there are several, and none was named.
    """
    container = node.container
    if container is None or container is instance.node:
        return instance
    open_ones = [
        item
        for item in step.tree.inside(instance)
        if item.node.id == container.id and _is_scope(item)
    ]
    if ancestor is not None:
        open_ones = [item for item in open_ones if item.id == ancestor or _is_below(item, ancestor)]
    if len(open_ones) > 1:
        raise WrongState(
            f"Expected one open `{container.id}` to start `{node.id}` in, but there are"
            f" {len(open_ones)}. Name one as the ancestor: {', '.join(str(i.id) for i in open_ones)}.",
            code="modification/several-scopes",
            element=container.id,
            scopes=[item.id for item in open_ones],
        )
    if open_ones:
        return open_ones[0]
    if container.inner is not None:
        raise WrongState(
            f"Expected an open instance of the multi-instance `{container.id}` to start `{node.id}` in,"
            f" but there is none. Start `{container.id}` itself.",
            code="modification/multi-instance-not-open",
            element=container.id,
        )
    outer = _scope_of(step, instance, container, ancestor)
    step.tokens_added(outer, 1)
    opened = step.create(container, outer)
    container.behaviour.open(step, opened)
    return opened


def _is_scope(item: ElementInstance) -> bool:
    """Whether tokens live inside: a sub-process at work, not the multi-instance body around it."""
    return item.node.inner is None and item.state != FAILED and is_at_work(item)


def _is_below(item: ElementInstance, ancestor: int) -> bool:
    current = item.parent
    while current is not None:
        if current.id == ancestor:
            return True
        current = current.parent
    return False
