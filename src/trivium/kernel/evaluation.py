"""What expressions see besides variables: the time, and the objects that JUEL models know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from trivium import expressions, feel
from trivium.errors import EvaluationFailed
from trivium.feel.temporal import DateTime
from trivium.kernel.human_tasks import change_task, field_of, open_task
from trivium.kernel.moments import from_ms, to_ms

if TYPE_CHECKING:
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.step import Step


def context(language: str, step: Step, item: ElementInstance) -> Any:
    """The context for an expression of this language, evaluated at `item` in `step`."""
    if language == "feel":
        found = step.scratch.get(0)
        if found is None:
            found = step.scratch[0] = feel.Context(now=_now(step))
        return found
    if language == "juel":
        return expressions.Context(
            roots=_Roots(step, item),
            functions={"currentUser": lambda: step.user},
            now=partial(_now, step),
        )
    return _Sandbox(step, item)


def _now(step: Step) -> DateTime:
    return DateTime.from_python(from_ms(step.now))


class _Roots(Mapping[str, Any]):
    """The objects that JUEL models know, each made when it is asked for."""

    def __init__(self, step: Step, item: ElementInstance) -> None:
        self._step = step
        self._item = item

    def __getitem__(self, name: str) -> Any:
        if name in _ROOTS:
            return _ROOTS[name](self._step, self._item)
        return self._step.environment.beans[name]

    def __iter__(self) -> Iterator[str]:
        return iter((*_ROOTS, *self._step.environment.beans))

    def __len__(self) -> int:
        return len(_ROOTS) + len(self._step.environment.beans)


def _execution(step: Step, item: ElementInstance) -> expressions.HostObject:
    """`execution`, as Camunda 7's and Flowable's expressions use it."""
    process = item.process
    definition = process.node.definition
    properties = {
        "id": process.recall("id"),
        "processInstanceId": process.recall("id"),
        "processBusinessKey": process.recall("business_key"),
        "businessKey": process.recall("business_key"),
        "processInstanceBusinessKey": process.recall("business_key"),
        "processDefinitionId": definition.id,
        "processDefinitionKey": definition.key,
        "currentActivityId": item.node.id,
        "currentActivityName": item.node.name,
        "tenantId": None,
    }
    return expressions.HostObject("execution", _variable_methods(step, item), properties)


def _variable_methods(step: Step, item: ElementInstance) -> dict[str, Any]:
    return {
        "getVariable": item.get,
        "getVariableLocal": (item.variables or {}).get,
        "hasVariable": partial(_has, item),
        "getVariables": partial(_visible, item),
        "setVariable": partial(step.set_variable, item),
        "setVariables": partial(step.set_variables, item),
        "setVariableLocal": lambda name, value: step.set_local(item, {name: value}),
        "removeVariable": lambda name: step.set_variable(item, name, None),
    }


def _has(item: ElementInstance, name: str) -> bool:
    absent = object()
    return item.get(name, absent) is not absent


def _task(step: Step, item: ElementInstance) -> expressions.HostObject:
    """`task`, for expressions of user tasks and their listeners."""
    wait = open_task(item)
    properties = {
        "id": None if wait is None else wait.id,
        "name": field_of(item, "name", item.node.name),
        "description": field_of(item, "description", item.node.documentation),
        "taskDefinitionKey": item.node.id,
        "processInstanceId": item.process.recall("id"),
        "processDefinitionId": item.node.definition.id,
        "caseInstanceId": item.process.recall("id"),
        "caseExecution": _case_execution(step, item),
        "assignee": field_of(item, "assignee"),
        "owner": field_of(item, "owner"),
        "priority": field_of(item, "priority"),
        "eventName": item.recall("event"),
        "execution": _execution(step, item),
    }
    methods = _variable_methods(step, item) | {
        f"set{name[0].upper()}{name[1:]}": partial(_set_field, step, item, field)
        for name, field in _TASK_FIELDS.items()
    }
    methods["addCandidateUser"] = partial(_add_candidate, step, item, "users")
    methods["addCandidateGroup"] = partial(_add_candidate, step, item, "groups")
    return expressions.HostObject("task", methods, properties)


_TASK_FIELDS = {
    "assignee": "assignee",
    "owner": "owner",
    "name": "name",
    "description": "description",
    "priority": "priority",
    "dueDate": "due_at",
    "followUpDate": "follow_up_at",
}


def _set_field(step: Step, item: ElementInstance, field: str, value: Any) -> None:
    """`task.setAssignee(…)` and its kin; a date may also be text."""
    if field.endswith("_at") and value is not None:
        due = expressions.parse_schedule(value).first(from_ms(step.now))
        value = None if due is None else to_ms(due)
    _change(step, item, {field: value})


def _add_candidate(step: Step, item: ElementInstance, kind: str, name: Any) -> None:
    known = tuple(field_of(item, f"candidate_{kind}") or ())
    if str(name) not in known:
        _change(step, item, {f"candidate_{kind}": (*known, str(name))})


def _change(step: Step, item: ElementInstance, changes: dict[str, Any]) -> None:
    wait = open_task(item)
    if wait is not None:
        change_task(step, item, wait.id, "listener", changes)


def _external_task(step: Step, item: ElementInstance) -> expressions.HostObject:
    """`externalTask`, for the conditions of `camunda:errorEventDefinition`."""
    del step
    failure = item.recall("failure") or {}
    properties = {
        "activityId": item.node.id,
        "errorMessage": failure.get("errorMessage"),
        "errorDetails": None,
        "processDefinitionKey": item.node.definition.key,
        "processInstanceId": item.process.recall("id"),
        "retries": failure.get("retries"),
    }
    return expressions.HostObject("externalTask", {}, properties)


def _case(step: Step, item: ElementInstance) -> expressions.HostObject:
    """`caseInstance`, as Flowable's expressions use it."""
    return _execution(step, item.process)


def _case_execution(step: Step, item: ElementInstance) -> expressions.HostObject:
    """`caseExecution` of Camunda 7, `planItemInstance` of Flowable: what the expression is about."""
    known = _execution(step, item)
    case = item.process
    properties = {
        **known.properties,
        "id": str(item.id),
        "name": item.node.name,
        "state": item.state,
        "eventName": item.recall("hearing"),
        "activityId": item.node.id,
        "activityName": item.node.name,
        "caseInstanceId": case.recall("id"),
        "caseBusinessKey": case.recall("business_key"),
        "caseDefinitionId": case.node.definition.id,
        "planItemDefinitionId": item.node.id,
    }
    return expressions.HostObject("caseExecution", known.methods, properties)


def _user(step: Step, _item: ElementInstance) -> str | None:
    return step.user


_ROOTS: dict[str, Callable[[Step, ElementInstance], Any]] = {
    "execution": _execution,
    "task": _task,
    "authenticatedUserId": _user,
    "externalTask": _external_task,
    "caseInstance": _case,
    "caseExecution": _case_execution,
    "planItemInstance": _case_execution,
}


class _Sandbox:
    """Runs a script in another language, for `SandboxedScript`."""

    def __init__(self, step: Step, item: ElementInstance) -> None:
        self._step = step
        self._item = item

    def run(self, language: str, source: str) -> Any:
        """The value of the script; the variables that it sets are set.

        Raises:
            EvaluationFailed: it failed, or there is no sandbox here.
        """
        scripts = self._step.environment.scripts
        if scripts is None:
            raise EvaluationFailed(
                f"Expected a sandbox for {language} scripts, but this engine runs without one."
                " Open it with scripts, or write the script in FEEL.",
                code="script/no-sandbox",
            )
        result = scripts.run(language, source, _visible(self._item))
        if result.variables:
            self._step.set_variables(self._item, result.variables)
        return result.value


def _visible(item: ElementInstance) -> dict[str, Any]:
    found: dict[str, Any] = {}
    current: ElementInstance | None = item
    while current is not None:
        for name in current.variables or ():
            found.setdefault(name, current.get(name))
        current = None if current.process is current else current.parent
    return found
