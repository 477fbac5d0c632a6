"""What handlers or workers must be there for: collected, so that who deploys can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.elements.containers.call_activity import CallActivity
from trivium.bpmn.elements.tasks.service_task import ServiceTask
from trivium.bpmn.elements.tasks.user_task import UserTask
from trivium.bpmn.listeners import Listeners
from trivium.kernel.graph import Work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.bpmn.compile import Compiler
    from trivium.kernel.graph import Definition, Node


def check(definition: Definition, compiler: Compiler) -> None:
    """Notes the names of the work in a process."""
    for node in definition.nodes:
        definition.work.extend(_work(node, compiler))


def _work(node: Node, compiler: Compiler) -> Iterator[Work]:
    if node.inner is not None:
        return  # the activity inside has it
    behaviour = node.behaviour
    order = behaviour.order if isinstance(behaviour, ServiceTask) else None
    if order is not None and order.topic is not None:
        yield Work(_shown(order.topic), node.id, node.line, order.is_named)
    found = getattr(behaviour, "listeners", None)
    heard = [*found.start, *found.end] if isinstance(found, Listeners) else []
    heard += compiler.heard.get(node.id, ())
    if isinstance(behaviour, UserTask):
        heard += behaviour.task_listeners
    if isinstance(behaviour, CallActivity) and behaviour.mapping is not None:
        heard.append(behaviour.mapping)
    for each in heard:
        if each.topic is not None:
            yield Work(_shown(each.topic), node.id, node.line, each.is_named)


def _shown(topic: object) -> str:
    """The topic, or the expression that gives it."""
    return str(getattr(topic, "source", topic))
