"""Plan item definitions: what a plan item can be an item of, and how each is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.cmmn import dialect
from trivium.cmmn.elements.listeners import EventListener, TimerListener, UserListener
from trivium.cmmn.elements.milestone import Milestone
from trivium.cmmn.elements.stage import Stage
from trivium.cmmn.elements.tasks import CallingTask, DecisionTask, HumanTask, Task
from trivium.cmmn.hearing import read_task_listeners
from trivium.cmmn.mappings import read_passings
from trivium.cmmn.sentries import OnPart
from trivium.expressions.lists import split_list
from trivium.kernel.filled_forms import declared
from trivium.kernel.forms import form_of
from trivium.kernel.graph import Work

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trivium.cmmn.compile import Compiler
    from trivium.cmmn.elements.plan_item import PlanItem
    from trivium.expressions import Expression
    from trivium.kernel.graph import Node
    from trivium.xml import Element

_FIELDS = ("assignee", "owner", "dueDate", "followUpDate", "priority")


def _stage(node: Node, xml: Element, compiler: Compiler) -> Stage:
    del xml, compiler
    return Stage(node)


def _milestone(node: Node, xml: Element, compiler: Compiler) -> Milestone:
    del xml, compiler
    return Milestone(node)


def _listener(node: Node, xml: Element, compiler: Compiler) -> EventListener:
    del xml, compiler
    return EventListener(node)


def _user_listener(node: Node, xml: Element, compiler: Compiler) -> UserListener:
    behaviour = UserListener(node)
    behaviour.roles = compiler.role_names(xml)
    return behaviour


def _timer(node: Node, xml: Element, compiler: Compiler) -> TimerListener:
    behaviour = TimerListener(node)
    written = compiler.first(xml, "timerExpression")
    text = None if written is None else (written.text or "").strip()
    timer = compiler.text(xml, text)
    if timer is None:
        compiler.refuse(
            xml,
            "cmmn/timer-missing",
            "Expected the timer to have a timerExpression, but it has none.",
            "Write one, such as PT1H.",
        )
    else:
        behaviour.timer = timer
    for name in ("planItemStartTrigger", "caseFileItemStartTrigger"):
        trigger = compiler.first(xml, name)
        event = None if trigger is None else compiler.first(trigger, "standardEvent")
        if trigger is not None and event is not None:
            is_file = name == "caseFileItemStartTrigger"
            source = trigger.get("sourceRef") or ""
            behaviour.trigger = OnPart(source, (event.text or "").strip(), is_file)
    return behaviour


def _common(behaviour: Task, xml: Element, compiler: Compiler) -> None:
    behaviour.is_blocking = xml.get("isBlocking") != "false"
    behaviour.blocking = compiler.text(xml, dialect.attribute(xml, "blockingExpression"))
    behaviour.result_variable = dialect.attribute(xml, "resultVariable") or dialect.attribute(
        xml, "resultVariableName"
    )


def _task(node: Node, xml: Element, compiler: Compiler) -> Task:
    """A plain task; Flowable writes service tasks as such, with a type, a class or an expression."""
    behaviour = Task(node)
    _common(behaviour, xml, compiler)
    behaviour.expression = compiler.text(xml, dialect.attribute(xml, "expression"))
    topic = dialect.attribute(xml, "topic")
    java = dialect.attribute(xml, "class") or dialect.attribute(xml, "delegateExpression")
    name = topic or java
    if name is not None:
        name = name.removeprefix("${").removeprefix("#{").removesuffix("}").strip()
        behaviour.topic = name
        compiler.definition.work.append(Work(name, node.id, node.line, topic is None))
    return behaviour


def _human_task(node: Node, xml: Element, compiler: Compiler) -> HumanTask:
    behaviour = HumanTask(node)
    _common(behaviour, xml, compiler)
    for name in _FIELDS:
        found = compiler.text(xml, dialect.attribute(xml, name))
        if found is not None:
            behaviour.attributes[name] = found
    behaviour.users = _names(xml, "candidateUsers", compiler)
    behaviour.groups = _names(xml, "candidateGroups", compiler)
    performer = xml.get("performerRef")
    if performer and not (behaviour.users or behaviour.groups or behaviour.attributes):
        role = compiler.text(xml, compiler.roles.get(performer, performer))
        behaviour.groups = () if role is None else (role,)
    behaviour.form = _form(xml, compiler)
    behaviour.task_listeners = read_task_listeners(xml, compiler)
    return behaviour


def _form(xml: Element, compiler: Compiler) -> dict[str, Any] | None:
    """The form's fields, or the key that it is found by."""
    found = {
        "key": dialect.attribute(xml, "formKey") or dialect.attribute(xml, "formRef"),
        "binding": dialect.attribute(xml, "formRefBinding"),
        "version": dialect.attribute(xml, "formRefVersion"),
    }
    form = form_of(tuple(dialect.extensions(xml)))
    form |= {name: value for name, value in found.items() if value is not None}
    for finding in declared(form)[1]:
        remedy = finding.remedy or ""
        compiler.refuse(xml, finding.code, finding.message, remedy, warning=True)
    return form or None


def _names(xml: Element, name: str, compiler: Compiler) -> tuple[Expression, ...]:
    texts = split_list(dialect.attribute(xml, name))
    found = (compiler.text(xml, each) for each in texts)
    return tuple(each for each in found if each is not None)


def _decision_task(node: Node, xml: Element, compiler: Compiler) -> DecisionTask:
    behaviour = DecisionTask(node)
    _common(behaviour, xml, compiler)
    behaviour.decision = _called(xml, "decision", compiler)
    behaviour.binding = dialect.attribute(xml, "decisionBinding") or "latest"
    behaviour.version = compiler.text(xml, dialect.attribute(xml, "decisionVersion"))
    behaviour.tag = dialect.attribute(xml, "decisionVersionTag")
    behaviour.mapper = dialect.attribute(xml, "mapDecisionResult") or "resultList"
    return behaviour


def _calling(kind: str) -> Callable[[Node, Element, Compiler], CallingTask]:
    def read(node: Node, xml: Element, compiler: Compiler) -> CallingTask:
        behaviour = CallingTask(node, kind)
        _common(behaviour, xml, compiler)
        behaviour.called = _called(xml, kind, compiler)
        behaviour.binding = dialect.attribute(xml, f"{kind}Binding") or "latest"
        behaviour.version = compiler.text(xml, dialect.attribute(xml, f"{kind}Version"))
        behaviour.tag = dialect.attribute(xml, f"{kind}VersionTag")
        if dialect.attribute(xml, "sameDeployment") == "true":
            behaviour.binding = "deployment"
        for each in dialect.all_extensions(xml, "in"):
            if each.get("businessKey") is not None:
                behaviour.business_key = compiler.text(xml, each.get("businessKey"))
        behaviour.ins = read_passings(xml, "in", compiler)
        behaviour.outs = read_passings(xml, "out", compiler)
        return behaviour

    return read


def _called(xml: Element, kind: str, compiler: Compiler) -> Expression | None:
    """What is called: an expression, the key itself, or an element of the file that names it."""
    written = compiler.first(xml, f"{kind}RefExpression")
    text = xml.get(f"{kind}Ref") if written is None else (written.text or "")
    text = (text or "").strip()
    declared = compiler.by_id.get(text)
    if declared is not None and declared.name == kind:
        text = declared.get("externalRef") or declared.get("name") or text
    if "${" not in text and not text.startswith("="):
        text = text.rpartition(":")[2]
    if not text:
        compiler.refuse(
            xml,
            "cmmn/called-element-missing",
            f"Expected the {kind} task to name the {kind} that it calls, but it does not.",
            f"Set {kind}Ref.",
        )
    return compiler.text(xml, text)


KINDS: Mapping[str, Callable[[Node, Element, Compiler], PlanItem]] = {
    "stage": _stage,
    "planFragment": _stage,
    "task": _task,
    "humanTask": _human_task,
    "decisionTask": _decision_task,
    "processTask": _calling("process"),
    "caseTask": _calling("case"),
    "milestone": _milestone,
    "eventListener": _listener,
    "userEventListener": _user_listener,
    "timerEventListener": _timer,
}
