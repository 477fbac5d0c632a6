"""The commands: the only way to change anything. Each is decided on one instance tree."""

from __future__ import annotations

from typing import Any, Union

import msgspec

from trivium.kernel.additions import NewPlanItem


class _Command(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="command", kw_only=True):
    """Recorded in the journal as it was given."""


class Modification(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One instruction: `cancel`, `start-before`, `start-after` (an element), `start-transition` (a flow).

    `cancel` means one element instance, or all of an element. `ancestor` is the element instance in
    which to start, where several are open. `variables` are those of the scope that it is started in.
    """

    kind: str
    element_id: str | None = None
    element_instance: int | None = None
    ancestor: int | None = None
    variables: dict[str, Any] = {}


class NewTask(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A task that no model has: what somebody wants done. Times are milliseconds since 1970 UTC."""

    name: str
    description: str | None = None
    assignee: str | None = None
    owner: str | None = None
    candidate_users: tuple[str, ...] = ()
    candidate_groups: tuple[str, ...] = ()
    due_at: int | None = None
    follow_up_at: int | None = None
    priority: int = 50
    form: dict[str, Any] | None = None


class StartInstance(_Command, tag="start-instance", frozen=True):
    """Starts an instance of a definition: at its none start event, at `start_event`, or by instructions."""

    definition_id: str
    instance_id: str
    variables: dict[str, Any] = {}
    business_key: str | None = None
    start_event: str | None = None
    trigger: str | None = None
    """What started it, if something did: `message` or `signal`, and its name."""
    instructions: tuple[Modification, ...] = ()
    submitted: bool = False
    """Whether the variables are what was entered into its form, and are held against it."""
    task: NewTask | None = None
    """What the task is to be, where the instance is a task that stands alone."""


class AddSubTask(_Command, tag="add-sub-task", frozen=True):
    """Adds a part to an open task, which is not completed before it: an instance of `key`, called by it."""

    task_id: str
    key: str
    instance_id: str
    task: NewTask
    variables: dict[str, Any] = {}


class CompleteTask(_Command, tag="complete-task", frozen=True):
    """Ends the work; `submitted` if the variables are what was entered into its form."""

    task_id: str
    variables: dict[str, Any] = {}
    submitted: bool = False


class ClaimTask(_Command, tag="claim-task", frozen=True):
    """Makes the task the user's own; refused with `Conflict` if it is somebody else's."""

    task_id: str
    user: str


class UnclaimTask(_Command, tag="unclaim-task", frozen=True):
    task_id: str


class AssignTask(_Command, tag="assign-task", frozen=True):
    """Gives the task to a user, whoever had it."""

    task_id: str
    user: str
    reason: str | None = None


class EscalateTask(_Command, tag="escalate-task", frozen=True):
    """Gives the task to somebody above, as something that matters more, and says why."""

    task_id: str
    user: str
    priority: int
    reason: str | None = None


class DelegateTask(_Command, tag="delegate-task", frozen=True):
    """Hands the task to another who resolves it; the owner keeps it."""

    task_id: str
    user: str


class ResolveTask(_Command, tag="resolve-task", frozen=True):
    """Gives a delegated task back to its owner."""

    task_id: str
    variables: dict[str, Any] = {}


class UpdateTask(_Command, tag="update-task", frozen=True):
    """Changes the fields of a task that are named."""

    task_id: str
    changes: dict[str, Any]


class RunJob(_Command, tag="run-job", frozen=True):
    """A timer is due, a continuation goes on, a failed element is tried again."""

    job_id: str


class ListenerAnswer(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What a listener of a human task says of the change that waits for it (Camunda 8).

    `denied` takes the change back. `corrections` are other values for `assignee`, `dueDate`,
    `followUpDate`, `candidateUsers`, `candidateGroups` or `priority`.
    """

    denied: bool = False
    denied_reason: str | None = None
    corrections: dict[str, Any] = {}


class CompleteJob(_Command, tag="complete-job", frozen=True):
    """A worker or handler has done its work."""

    job_id: str
    variables: dict[str, Any] = {}
    local_variables: dict[str, Any] = {}
    lease: int | None = None
    answer: ListenerAnswer | None = None


class FailJob(_Command, tag="fail-job", frozen=True):
    """Work did not succeed; with retries left it is tried again after `retry_in_ms`."""

    job_id: str
    message: str
    retries: int | None = None
    retry_in_ms: int | None = None
    lease: int | None = None
    code: str | None = None
    """Of the incident, if it is to be another than `job/retries-exhausted`."""
    kind: str = "failed-external-task"
    """Of the incident: `failed-job` if it was the engine that ran it."""


class ThrowJobError(_Command, tag="throw-job-error", frozen=True):
    """Work ended in a BPMN error or escalation (`kind`), to be caught in the model."""

    job_id: str
    code: str
    message: str | None = None
    variables: dict[str, Any] = {}
    kind: str = "error"
    lease: int | None = None


class ThrowTaskError(_Command, tag="throw-task-error", frozen=True):
    """Human work ended in a BPMN error or escalation (`kind`)."""

    task_id: str
    code: str
    message: str | None = None
    variables: dict[str, Any] = {}
    kind: str = "error"


class DeliverEvent(_Command, tag="deliver-event", frozen=True):
    """A message or signal reaches an open subscription."""

    subscription_id: str
    name: str
    variables: dict[str, Any] = {}
    message_id: str | None = None


class Trigger(_Command, tag="trigger", frozen=True):
    """Lets an element go on that waits for anything but a person (a receive task, say)."""

    instance_id: str
    element_instance: int
    variables: dict[str, Any] = {}


class StartActivity(_Command, tag="start-activity", frozen=True):
    """Starts an activity of an ad-hoc sub-process."""

    instance_id: str
    element_id: str
    variables: dict[str, Any] = {}


class SetVariables(_Command, tag="set-variables", frozen=True):
    """Sets variables of an instance, or of the scope `element_instance` in it."""

    instance_id: str
    variables: dict[str, Any]
    element_instance: int | None = None
    local: bool = False


class SuspendInstance(_Command, tag="suspend-instance", frozen=True):
    instance_id: str


class ResumeInstance(_Command, tag="resume-instance", frozen=True):
    instance_id: str


class TerminateInstance(_Command, tag="terminate-instance", frozen=True):
    instance_id: str
    reason: str | None = None


class ModifyInstance(_Command, tag="modify-instance", frozen=True):
    """Moves the tokens of an instance, by instructions that are carried out in their order."""

    instance_id: str
    instructions: tuple[Modification, ...]
    reason: str | None = None


class MigrateInstance(_Command, tag="migrate-instance", frozen=True):
    """Moves an instance to another version: `elements` says which of its elements becomes which."""

    instance_id: str
    definition_id: str
    elements: dict[str, str]
    update_triggers: bool = False


class ResolveIncident(_Command, tag="resolve-incident", frozen=True):
    """Ends an incident; `how` says by what.

    `retry`: what failed is tried again, with these variables. `automatic`: the same, since the engine saw
    the cause go. `manual`: somebody did the work by hand, and these are its results. `skip`: the element is
    left out; the token goes on, by `flow` where there is a choice. `modify`: the element is cancelled, and
    `instructions` say where tokens go instead. `abort`: the instance is terminated.
    """

    incident_id: str
    how: str = "retry"
    variables: dict[str, Any] = {}
    message: str | None = None
    flow: str | None = None
    instructions: tuple[Modification, ...] = ()


class NoteIncident(_Command, tag="note-incident", frozen=True):
    """Somebody comments on an incident, is given it (`assign`), or it goes up to somebody (`escalate`)."""

    incident_id: str
    action: str
    message: str | None = None
    to: str | None = None


class TransitionItem(_Command, tag="transition", frozen=True):
    """Asks a plan item, or the case itself, for a transition of its life cycle (CMMN 1.1, 8.4)."""

    instance_id: str
    element_instance: int
    transition: str
    variables: dict[str, Any] = {}
    roles: tuple[str, ...] | None = None
    """The roles of who asks, where the model says who may; None is not asked about."""


class PlanItem(_Command, tag="plan-item", frozen=True):
    """Adds a discretionary item to the plan of a running case (CMMN 1.1, 8.7)."""

    instance_id: str
    element_id: str
    stage: int | None = None
    roles: tuple[str, ...] | None = None


class AddPlanItem(_Command, tag="add-plan-item", frozen=True):
    """Adds what the model did not foresee to a running case: to the stage instance `stage`, or its plan."""

    instance_id: str
    item: NewPlanItem
    stage: int | None = None


class Remark(_Command, tag="remark", frozen=True):
    """Somebody comments on an instance or one of its tasks, or attaches something, running or over.

    `kind` is `comment` or `attachment`, `action` is `add`, `edit` or `delete`. What was said stands
    elsewhere, so that it can be forgotten: the journal has only the digest of it with a salt.
    """

    instance_id: str
    remark_id: str
    kind: str
    action: str
    task: str | None = None
    element_instance: int | None = None
    digest: str | None = None
    author: str | None = None
    """Who said it first, where it is edited or deleted."""
    mentions: tuple[str, ...] = ()


class ChangeFile(_Command, tag="change-file", frozen=True):
    """An operation on a case file item (CMMN 1.1, 8.3): create, update, replace, delete, and on its parts."""

    instance_id: str
    file_item: str
    operation: str
    value: Any = None


Command = Union[  # noqa: UP007  # msgspec reads it at run time
    StartInstance,
    AddSubTask,
    CompleteTask,
    ClaimTask,
    UnclaimTask,
    AssignTask,
    EscalateTask,
    DelegateTask,
    ResolveTask,
    UpdateTask,
    RunJob,
    CompleteJob,
    FailJob,
    ThrowJobError,
    ThrowTaskError,
    DeliverEvent,
    Trigger,
    StartActivity,
    SetVariables,
    SuspendInstance,
    ResumeInstance,
    TerminateInstance,
    ModifyInstance,
    MigrateInstance,
    ResolveIncident,
    NoteIncident,
    TransitionItem,
    PlanItem,
    AddPlanItem,
    ChangeFile,
    Remark,
]

COMMANDS: tuple[type, ...] = Command.__args__  # type: ignore[attr-defined]  # the members of the union
