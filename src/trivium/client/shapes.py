"""What goes over the wire, as frozen structs.

Written by `tools/client_operations.py` from the OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType


class AbsenceOfUser(Struct, frozen=True, kw_only=True):
    """Somebody is away, and somebody stands in."""

    id: str
    user: str
    start: datetime
    end: datetime
    substitute: str | None


class Absences(Struct, frozen=True, kw_only=True):
    """Absences that are not over."""

    items: list[AbsenceOfUser]


class Action(Struct, frozen=True, kw_only=True):
    """Something that can be done with the case now, and why it is offered.

    `action` is a transition, or `plan` for a discretionary item, to be planned in the stage
    `execution_id`.
    """

    action: str
    plan_item_id: str
    type: str
    name: str | None
    execution_id: int
    why: str
    roles: list[str]


class Actions(Struct, frozen=True, kw_only=True):
    """All that can be done with a case now."""

    items: list[Action]


class ActivatedJob(Struct, frozen=True, kw_only=True):
    """Work that was leased, with the variables that its element sees."""

    id: str
    kind: str
    topic: str | None
    process_instance_id: str | None
    root_instance_id: str | None
    activity_id: str | None
    due: datetime
    priority: int
    retries: int
    error_message: str | None
    lease: int
    lease_owner: str | None
    lease_until: datetime | None
    headers: dict[str, str]
    correlation_id: str | None
    traceparent: str | None
    variables: dict[str, Any]


class ActivatedJobs(Struct, frozen=True, kw_only=True):
    """What was leased; nothing if there was no work within the time to wait."""

    jobs: list[ActivatedJob]


class ActiveProcess(Struct, frozen=True, kw_only=True):
    """A running process. `health` is what is worst: blocked by an incident, delayed, at risk, on track.

    `expected_share` is its age as a share of the median time that it takes.
    """

    id: str
    journey_id: str
    name: str | None
    business_key: str | None
    status: str
    health: str
    started_at: datetime
    started_by: str | None
    age: str
    expected_share: Decimal | None
    current_steps: list[str]
    open_tasks: int
    overdue_tasks: int
    open_incidents: int
    sla_status: str | None
    due: datetime | None


class ActiveProcessPage(Struct, frozen=True, kw_only=True):
    """Running processes."""

    items: list[ActiveProcess]
    next_cursor: str | None
    total: int | None = None


class Activity(Struct, frozen=True, kw_only=True):
    """Something that a token was in, from its beginning to its end; the process itself is one, too.

    `status` is active, completed, terminated, or the state of a plan item. What only passed, such as a
    gateway, has no `execution_id`.
    """

    activity_id: str
    activity_name: str | None
    activity_type: str
    status: str
    execution_id: str | None
    process_instance_id: str
    root_instance_id: str
    process_definition_id: str
    start_time: datetime
    end_time: datetime | None
    duration: str | None
    task_id: str | None
    assignee: str | None
    ended_by: str | None
    called_instance_id: str | None
    incidents: int


class ActivityDay(Struct, frozen=True, kw_only=True):
    """What happened at one element on a day in UTC, over all instances of a definition.

    Durations are of what was completed that day; median and 95th percentile are right to a sixteenth.
    """

    day: str | None
    activity_id: str
    activity_type: str
    started: int
    completed: int
    terminated: int
    incidents: int
    mean_duration: str | None
    median_duration: str | None
    p95_duration: str | None


class ActivityPage(Struct, frozen=True, kw_only=True):
    """Activities, in the order in which they began."""

    items: list[Activity]
    next_cursor: str | None
    total: int | None = None


class ActivityStatistics(Struct, frozen=True, kw_only=True):
    """What is open at one element, over all instances of a definition."""

    activity_id: str
    tokens: int
    tasks: int
    jobs: int
    incidents: int


class AddedItem(Struct, frozen=True, kw_only=True):
    """What was added, and what is doubtful about it."""

    item: PlanItem
    warnings: list[FoundFault]


class AllRead(Struct, frozen=True, kw_only=True):
    """How many were not read before."""

    read: int


class Answer(Struct, frozen=True, kw_only=True):
    """What a listener of a user task says of the change that waits for it.

    `denied` takes the change back (what is being assigned, updated or completed). `corrections` are other
    values for `assignee`, `dueDate`, `followUpDate`, `candidateUsers`, `candidateGroups`, `priority`.
    """

    denied: bool | UnsetType = UNSET
    denied_reason: str | UnsetType | None = UNSET
    corrections: Mapping[str, str | int | Sequence[str] | None] | UnsetType = UNSET


class ApiKey(Struct, frozen=True, kw_only=True):
    """An API key, of which only the beginning is known."""

    id: str
    tenant_id: str
    user_id: str
    name: str
    prefix: str
    scopes: list[str] | None
    created: datetime
    created_by: str | None
    expires: datetime | None
    last_used: datetime | None
    is_revoked: bool


class ApiKeys(Struct, frozen=True, kw_only=True):
    """API keys, the newest first."""

    items: list[ApiKey]


class Assignment(Struct, frozen=True, kw_only=True):
    """What a rule decided for a task, and why."""

    id: str
    task_id: str
    instance_id: str
    definition_key: str
    activity_id: str
    rule: str
    status: str
    user: str | None
    strategy: str | None
    why: str | None
    considered: list[ConsideredUser]
    created: datetime
    decided: datetime | None


class AssignmentPage(Struct, frozen=True, kw_only=True):
    """Decisions of rules."""

    items: list[Assignment]
    next_cursor: str | None
    total: int | None = None


class Attachment(Struct, frozen=True, kw_only=True):
    """A file or a link; of what was deleted only the size is left."""

    id: str
    process_instance_id: str
    task_id: str | None
    author: str | None
    name: str | None
    description: str | None
    media_type: str | None
    size_bytes: int | None
    sha256: str | None
    url: str | None
    created: datetime
    deleted: datetime | None
    deleted_by: str | None


class AttachmentPage(Struct, frozen=True, kw_only=True):
    """Attachments."""

    items: list[Attachment]
    next_cursor: str | None
    total: int | None = None


class AuditEntry(Struct, frozen=True, kw_only=True):
    """Who did what, and when; `user` is null for what Trivium did by itself."""

    sequence: int
    timestamp: datetime
    user: str | None
    operation: str
    details: dict[str, Any]


class AuditPage(Struct, frozen=True, kw_only=True):
    """The audit trail, from the first entry."""

    items: list[AuditEntry]
    next_cursor: str | None
    total: int | None = None


class Batch(Struct, frozen=True, kw_only=True):
    """One operation on many instances, and how far it is."""

    id: str
    type: str
    status: str
    total: int
    completed: int
    failed: int
    created: datetime
    created_by: str | None
    finished: datetime | None


class BatchDetails(Struct, frozen=True, kw_only=True):
    """How far a batch is, and why some of its instances could not be done."""

    batch: Batch
    reasons: list[BatchReason]


class BatchPage(Struct, frozen=True, kw_only=True):
    """Batches."""

    items: list[Batch]
    next_cursor: str | None
    total: int | None = None


class BatchReason(Struct, frozen=True, kw_only=True):
    """Why instances were refused: a code, how many they are, and what was said of one."""

    code: str | None
    count: int
    message: str | None


class BatchedInstance(Struct, frozen=True, kw_only=True):
    """One instance of a batch, and what became of it."""

    process_instance_id: str
    status: str
    code: str | None
    message: str | None


class BatchedInstancePage(Struct, frozen=True, kw_only=True):
    """Instances of a batch."""

    items: list[BatchedInstance]
    next_cursor: str | None
    total: int | None = None


class Bottleneck(Struct, frozen=True, kw_only=True):
    """An element in which much of a definition's time is spent; `share` is of the time of all elements."""

    process_definition_id: str
    process_definition_key: str
    activity_id: str
    name: str | None
    type: str
    active: int
    oldest: datetime | None
    waiting: str
    started: int
    completed: int
    terminated: int
    incidents: int
    open_incidents: int
    durations: Times
    share: Decimal
    severity: str


class Bottlenecks(Struct, frozen=True, kw_only=True):
    """Where time is spent, the worst first."""

    items: list[Bottleneck]


class Case(Struct, frozen=True, kw_only=True):
    """A case instance. `status` is active, suspended, failed, completed, terminated or closed."""

    id: str
    case_definition_id: str
    case_definition_key: str
    case_definition_name: str | None
    case_definition_version: int | None
    business_key: str | None
    status: str
    created: datetime
    ended: datetime | None
    created_by: str | None


class CaseFile(Struct, frozen=True, kw_only=True):
    """The case file."""

    items: list[FileItem]


class CasePage(Struct, frozen=True, kw_only=True):
    """Cases."""

    items: list[Case]
    next_cursor: str | None
    total: int | None = None


class CaseSla(Struct, frozen=True, kw_only=True):
    """A clock of a case, with the age of the case."""

    clock: SlaClock
    business_key: str | None
    case_created: datetime
    age: str


class CaseSlaPage(Struct, frozen=True, kw_only=True):
    """Clocks of cases."""

    items: list[CaseSla]
    next_cursor: str | None
    total: int | None = None


class CasesReport(Struct, frozen=True, kw_only=True):
    """How a table of cases fared, and the numbers of the rules that no case used, by table."""

    passed: int
    failed: int
    cases: list[dict[str, Any]]
    unused_rules: dict[str, list[int]]


class Cause(Struct, frozen=True, kw_only=True):
    """Incidents with the same code at the same element: how many, in how many instances, the newest."""

    code: str
    incident_type: str
    process_definition_key: str
    activity_id: str
    count: int
    instances: int
    first: datetime
    newest: Incident


class Causes(Struct, frozen=True, kw_only=True):
    """What incidents have in common, the most frequent first."""

    items: list[Cause]


class Change(Struct, frozen=True, kw_only=True):
    """What a command did to one element; what only passed, and a flow, has no `execution_id`.

    `state` is the code of an incident, how it was resolved, or the state of a plan item or the whole;
    `values` are the new variables of the element's scope. `moved`: a migration made it this element.
    """

    what: str
    activity_id: str
    execution_id: str | None
    state: str | None
    values: dict[str, Any] | None


class Comment(Struct, frozen=True, kw_only=True):
    """What somebody said; of what was deleted the text is gone."""

    id: str
    process_instance_id: str
    task_id: str | None
    author: str | None
    text: str | None
    mentions: list[str]
    created: datetime
    edited: datetime | None
    deleted: datetime | None
    deleted_by: str | None


class CommentPage(Struct, frozen=True, kw_only=True):
    """Comments."""

    items: list[Comment]
    next_cursor: str | None
    total: int | None = None


class Condition(Struct, frozen=True, kw_only=True):
    """A field of a task, or a variable that it sees, an operator and a value."""

    field: str | None
    variable: str | None
    operator: str
    value: Any


class ConsideredUser(Struct, frozen=True, kw_only=True):
    """Somebody who was thought of, and what was said of them."""

    user: str
    why: str


class CorrelateMany(Struct, frozen=True, kw_only=True):
    """Send a message to each of the instances."""

    process_instance_ids: Sequence[str] | UnsetType | None = UNSET
    query: InstanceQuery | UnsetType | None = UNSET
    type: Literal["correlate"] = "correlate"
    message_name: str
    variables: Mapping[str, Any] | UnsetType = UNSET


class Counts(Struct, frozen=True, kw_only=True):
    """How much is open."""

    active_instances: int
    pending_tasks: int
    pending_jobs: int
    open_incidents: int


class Criterion(Struct, frozen=True, kw_only=True):
    """An entry criterion: what its sentry has not heard yet, and whether its condition holds."""

    sentry: str
    missing: list[str]
    condition: str | None
    holds: bool


class CurrentActivity(Struct, frozen=True, kw_only=True):
    """An innermost open element. `status` is active, or failed where an incident is open."""

    id: str
    name: str | None
    type: str
    status: str
    process_instance_id: str
    waits: list[Wait]


class DailyStatistics(Struct, frozen=True, kw_only=True):
    """The days on which anything happened, by element; `since` and `until` are both included."""

    since: str
    until: str
    items: list[ActivityDay]


class DatabaseHealth(Struct, frozen=True, kw_only=True):
    """The database; `latency_ms` is what the least question takes, null while it does not answer."""

    type: str
    status: str
    reason: str | None
    latency_ms: Decimal | None


class Day(Struct, frozen=True, kw_only=True):
    """One day in UTC."""

    day: str
    started: int
    completed: int
    terminated: int
    incidents: int
    tasks_completed: int
    mean: str | None


class DecisionFindings(Struct, frozen=True, kw_only=True):
    """What is suspicious in the tables of a decision's model."""

    items: list[FoundFault]


class DecisionResult(Struct, frozen=True, kw_only=True):
    """A value with its explanation: decisions below it, tables with the rules that matched, warnings."""

    decision: str
    value: Any
    inputs: dict[str, Any]
    decisions: dict[str, Any]
    tables: list[dict[str, Any]]
    warnings: list[dict[str, Any]]


class DefinedLane(Struct, frozen=True, kw_only=True):
    """A lane; `path` names it and the lanes around it, the outermost first."""

    id: str
    path: list[str]
    elements: list[str]


class DefinedTask(Struct, frozen=True, kw_only=True):
    """A task in a definition; `type` is the standard's name."""

    id: str
    name: str | None
    type: str
    form_key: str | None
    documentation: str | None


class DefinedWork(Struct, frozen=True, kw_only=True):
    """Work that handlers or workers are asked for: a topic, or the name of a Java class or bean."""

    name: str
    element_id: str
    is_class: bool


class Definition(Struct, frozen=True, kw_only=True):
    """One version of a process or decision. Only an `active` one can be started."""

    id: str
    kind: str
    key: str
    name: str | None
    version: int
    version_tag: str | None
    deployment_id: str
    deployed_at: datetime
    deployed_by: str | None
    resource_name: str
    latest: bool
    active: bool
    suspended: bool


class DefinitionDetails(Struct, frozen=True, kw_only=True):
    """A definition with what is in it, and how many instances it has had."""

    id: str
    kind: str
    key: str
    name: str | None
    version: int
    version_tag: str | None
    deployment_id: str
    deployed_at: datetime
    deployed_by: str | None
    resource_name: str
    latest: bool
    active: bool
    suspended: bool
    description: str | None
    instances: int
    start_form: Form | None
    tasks: list[DefinedTask]


class DefinitionFigures(Struct, frozen=True, kw_only=True):
    """How a process or case stands and went, all its versions together."""

    process_definition_key: str
    kind: str
    name: str | None
    versions: int
    active: int
    suspended: int
    started: int
    completed: int
    terminated: int
    incidents: int
    durations: Times


class DefinitionPage(Struct, frozen=True, kw_only=True):
    """Definitions."""

    items: list[Definition]
    next_cursor: str | None
    total: int | None = None


class DefinitionStatistics(Struct, frozen=True, kw_only=True):
    """What is open, by element; elements at which nothing is are left out."""

    activities: list[ActivityStatistics]


class Delivery(Struct, frozen=True, kw_only=True):
    """What goes to one address; `error` is what was said the last time, `due` when it is tried."""

    id: str
    user: str
    channel: str
    address: str
    status: str
    attempts: int
    error: str | None
    created: datetime
    due: datetime | None
    ended: datetime | None


class DeliveryPage(Struct, frozen=True, kw_only=True):
    """What goes out, or went."""

    items: list[Delivery]
    next_cursor: str | None
    total: int | None = None


class Dependencies(Struct, frozen=True, kw_only=True):
    """What Trivium cannot work without."""

    database: DatabaseHealth


class DeploymentAnswer(Struct, frozen=True, kw_only=True):
    """What a deployment brought; a definition whose file is unchanged is the one that was there."""

    id: str
    definitions: list[Definition]
    findings: list[FoundFault]


class Document(Struct, frozen=True, kw_only=True):
    """A version of a calendar, target or rule, with its data."""

    key: str
    version: int
    state: str
    data: dict[str, Any]
    created: datetime
    created_by: str | None


class Documents(Struct, frozen=True, kw_only=True):
    """Calendars, targets or rules."""

    items: list[Document]


class Draft(Struct, frozen=True, kw_only=True):
    """What somebody has entered so far; nobody else sees it."""

    values: dict[str, Any]
    updated: datetime


class ElementFigures(Struct, frozen=True, kw_only=True):
    """How much is and was at an element: `waiting` are the ages of all that is open, put together."""

    process_definition_id: str
    process_definition_key: str
    activity_id: str
    name: str | None
    type: str
    active: int
    oldest: datetime | None
    waiting: str
    started: int
    completed: int
    terminated: int
    incidents: int
    open_incidents: int
    durations: Times


class EngineHealth(Struct, frozen=True, kw_only=True):
    """The engine; `scheduler` says whether this process does what is due."""

    type: str
    status: str
    reason: str | None
    scheduler: bool


class Escalated(Struct, frozen=True, kw_only=True):
    """Who has it now."""

    task_id: str
    assigned_to: str


class Evaluation(Struct, frozen=True, kw_only=True):
    """A decision that was asked, by a user or by an activity of a process, and what it answered."""

    id: str
    key: str
    timestamp: datetime
    user: str | None
    process_instance_id: str | None
    activity_id: str | None
    result: dict[str, Any]


class EvaluationPage(Struct, frozen=True, kw_only=True):
    """What a decision was asked."""

    items: list[Evaluation]
    next_cursor: str | None
    total: int | None = None


class Extensions(Struct, frozen=True, kw_only=True):
    """What a model says besides what is executed: data of its dialect by element, lanes, and work."""

    elements: dict[str, dict[str, Any]]
    lanes: list[DefinedLane]
    work: list[DefinedWork]


class FileItem(Struct, frozen=True, kw_only=True):
    """An item of the case file; `state` is null until it is created, then available or discarded."""

    id: str
    name: str
    multiplicity: str
    parent: str | None
    state: str | None
    references: list[Any]
    value: Any


class Form(Struct, frozen=True, kw_only=True):
    """A form with the values that there are; only the key of one that is kept elsewhere.

    `source` is what it was written as: who draws form-js themselves gives it that, and `data`.
    """

    key: str | None
    format: str | None
    name: str | None
    version: int | None
    definition_id: str | None
    fields: list[FormField]
    source: Any
    data: dict[str, Any]


class FormField(Struct, frozen=True, kw_only=True):
    """One question, a group of them (`fields`), or a list (each of its items is as `item` says).

    `path` is where the answer goes among the variables. While `condition`, an expression, is true the
    field is `hidden` and nothing is asked; without one it is always there. `limits` are those of
    docs/reference/forms.md.
    """

    id: str
    path: str
    type: str
    label: str
    description: str | None
    required: bool
    read_only: bool
    hidden: bool
    condition: str | None
    default: Any
    value: Any
    limits: dict[str, Any]
    options: list[FormOption] | None
    layout: dict[str, Any]
    fields: list[FormField]
    item: FormField | None


class FormOption(Struct, frozen=True, kw_only=True):
    """One of the values to choose from."""

    value: Any
    label: str


class FoundFault(Struct, frozen=True, kw_only=True):
    """A fault in a model: where it is, what is wrong, and what to do."""

    code: str
    message: str
    element: str | None
    line: int | None
    remedy: str | None
    severity: str


class Grant(Struct, frozen=True, kw_only=True):
    """Who may do what with which resource."""

    id: str
    tenant_id: str
    subject_kind: str
    subject_id: str
    permission: str
    resource_kind: str
    resource_id: str
    created: datetime
    created_by: str | None


class GrantPage(Struct, frozen=True, kw_only=True):
    """Grants of a tenant, the oldest first."""

    items: list[Grant]
    next_cursor: str | None
    total: int | None = None


class Group(Struct, frozen=True, kw_only=True):
    """A group with the users and groups that are directly in it."""

    id: str
    tenant_id: str
    name: str | None
    users: list[str]
    groups: list[str]
    roles: list[str]
    created: datetime


class GroupPage(Struct, frozen=True, kw_only=True):
    """Groups of a tenant."""

    items: list[Group]
    next_cursor: str | None
    total: int | None = None


class Health(Struct, frozen=True, kw_only=True):
    """Whether everything works, and how much there is.

    `counts` are null while the database is away, and where one has to sign in. `sign_in` says
    `development` where anybody on the machine may do everything.
    """

    status: str
    timestamp: datetime
    version: str
    sign_in: str
    engine: EngineHealth
    dependencies: Dependencies
    counts: Counts | None


class Heat(Struct, frozen=True, kw_only=True):
    """How much is and was at each element of a definition."""

    items: list[ElementFigures]


class HistoryEntry(Struct, frozen=True, kw_only=True):
    """One command, and the events that it caused; each event says in `event` what it is."""

    sequence: int
    timestamp: datetime
    user: str | None
    command: dict[str, Any]
    events: list[dict[str, Any]]


class HistoryPage(Struct, frozen=True, kw_only=True):
    """The journal, from the first entry."""

    items: list[HistoryEntry]
    next_cursor: str | None
    total: int | None = None


class Inbox(Struct, frozen=True, kw_only=True):
    """Tasks that somebody has or may claim."""

    items: list[TaskInstance]
    next_cursor: str | None
    total: int | None = None


class InboxCounts(Struct, frozen=True, kw_only=True):
    """Tasks of somebody: `pending` may be started, `in_progress` were, `overdue` are of both."""

    user_id: str
    pending: int
    in_progress: int
    overdue: int
    completed: int


class Incident(Struct, frozen=True, kw_only=True):
    """Trouble on an element; `configuration` is the id of the job that failed, if one did.

    It is `deleted` when the element was ended from outside.
    """

    id: str
    process_instance_id: str
    root_instance_id: str
    process_definition_id: str
    process_definition_key: str
    incident_type: str
    incident_message: str
    code: str
    activity_id: str
    configuration: str | None
    created: datetime
    status: str
    assignee: str | None
    escalated_to: str | None
    resolution: IncidentResolution | None


class IncidentDetails(Struct, frozen=True, kw_only=True):
    """An incident with all that was done about it."""

    id: str
    process_instance_id: str
    root_instance_id: str
    process_definition_id: str
    process_definition_key: str
    incident_type: str
    incident_message: str
    code: str
    activity_id: str
    configuration: str | None
    created: datetime
    status: str
    assignee: str | None
    escalated_to: str | None
    resolution: IncidentResolution | None
    history: list[IncidentHistory]


class IncidentHistory(Struct, frozen=True, kw_only=True):
    """One thing that was done about an incident; `to` is who it was assigned or escalated to."""

    timestamp: datetime
    action: str
    message: str | None
    user: str | None
    to: str | None


class IncidentPage(Struct, frozen=True, kw_only=True):
    """Incidents."""

    items: list[Incident]
    next_cursor: str | None
    total: int | None = None


class IncidentResolution(Struct, frozen=True, kw_only=True):
    """Who ended an incident, and how."""

    resolution_type: str
    resolution_message: str | None
    resolved_by: str | None
    resolved_at: datetime


class Instance(Struct, frozen=True, kw_only=True):
    """A process instance. `status` is active, suspended, completed or terminated."""

    id: str
    process_definition_id: str
    process_definition_key: str
    process_definition_name: str | None
    process_definition_version: int | None
    business_key: str | None
    status: str
    start_time: datetime
    end_time: datetime | None
    duration: str | None
    started_by: str | None
    super_instance_id: str | None
    root_instance_id: str


class InstanceDetails(Struct, frozen=True, kw_only=True):
    """An instance with its variables, what is open in it and its incidents."""

    id: str
    process_definition_id: str
    process_definition_key: str
    process_definition_name: str | None
    process_definition_version: int | None
    business_key: str | None
    status: str
    start_time: datetime
    end_time: datetime | None
    duration: str | None
    started_by: str | None
    super_instance_id: str | None
    root_instance_id: str
    variables: dict[str, Any]
    current_activities: list[CurrentActivity]
    incidents: list[Incident]


class InstancePage(Struct, frozen=True, kw_only=True):
    """Instances."""

    items: list[Instance]
    next_cursor: str | None
    total: int | None = None


class InstanceQuery(Struct, frozen=True, kw_only=True):
    """All instances that this fits when the batch is made; open ones, or for a restart ended ones."""

    process_definition_key: str | UnsetType | None = UNSET
    process_definition_id: str | UnsetType | None = UNSET
    business_key: str | UnsetType | None = UNSET
    status: Literal["active", "suspended", "completed", "terminated"] | UnsetType | None = UNSET
    roots_only: bool | UnsetType = UNSET


class Instruction(Struct, frozen=True, kw_only=True):
    """One instruction, as in Camunda 7.

    `cancel` is for all instances of an activity, or for the one with this `execution_id` of the tree.
    `startTransition` starts at a sequence flow. `ancestor_execution_id` says in which scope to start
    where several are open. The variables are those of that scope.
    """

    type: Literal["cancel", "startBeforeActivity", "startAfterActivity", "startTransition"]
    activity_id: str | UnsetType | None = UNSET
    transition_id: str | UnsetType | None = UNSET
    execution_id: int | UnsetType | None = UNSET
    ancestor_execution_id: int | UnsetType | None = UNSET
    variables: Mapping[str, Any] | UnsetType = UNSET


class ItemReason(Struct, frozen=True, kw_only=True):
    """Why an instance of a plan item is as it is; without one, why there is none."""

    plan_item_id: str
    execution_id: int | None
    status: str | None
    why: str
    criteria: list[Criterion]


class ItemReasons(Struct, frozen=True, kw_only=True):
    """Why a plan item is not available, for each of its instances."""

    items: list[ItemReason]


class Job(Struct, frozen=True, kw_only=True):
    """Work for a worker (`kind` work), or what Trivium does by itself: timer, async, retry, command.

    `correlation_id` is that of the request that caused it; a worker sends it on as `X-Correlation-Id`,
    and may link a span of its own to `traceparent`, that of the command which made the job.
    """

    id: str
    kind: str
    topic: str | None
    process_instance_id: str | None
    root_instance_id: str | None
    activity_id: str | None
    due: datetime
    priority: int
    retries: int
    error_message: str | None
    lease: int
    lease_owner: str | None
    lease_until: datetime | None
    headers: dict[str, str]
    correlation_id: str | None
    traceparent: str | None


class JobPage(Struct, frozen=True, kw_only=True):
    """Jobs."""

    items: list[Job]
    next_cursor: str | None
    total: int | None = None


class JourneyFlow(Struct, frozen=True, kw_only=True):
    """A flow, and how often it was taken."""

    id: str
    source: str
    target: str
    taken: int


class JourneyStep(Struct, frozen=True, kw_only=True):
    """An element, and whether a process has been there, is there or may come; `parent` is around it."""

    id: str
    name: str | None
    type: str
    parent: str | None
    state: str
    visits: int


class ListensTo(Struct, frozen=True, kw_only=True):
    """A standard event of a plan item or of a case file item; of exits only that by `exit_criterion`."""

    event: str
    item: str | UnsetType | None = UNSET
    file_item: str | UnsetType | None = UNSET
    exit_criterion: str | UnsetType | None = UNSET


class MadeTask(Struct, frozen=True, kw_only=True):
    """The task that was made, and its instance."""

    id: str
    process_instance_id: str


class ManyTasksReport(Struct, frozen=True, kw_only=True):
    """What came of each, in the order in which they were named."""

    done: int
    refused: int
    results: list[TaskReport]


class Me(Struct, frozen=True, kw_only=True):
    """Who one is, and what one may do; in development mode without a token: everything."""

    user_id: str | None
    name: str | None
    tenant_id: str
    kind: str
    groups: list[str]
    roles: list[str]
    team: list[str]
    rights: list[Right]
    is_admin: bool
    must_change_password: bool
    has_second_factor: bool
    development: bool


class MessageReceipt(Struct, frozen=True, kw_only=True):
    """Who received a message: an instance that waited, or one that it started; nobody yet if buffered.

    A `duplicate` was sent before with the same id; the instance is the one that received that.
    """

    result: str
    process_instance_id: str | None
    process_definition_key: str | None


class Metrics(Struct, frozen=True, kw_only=True):
    """How work goes: what is open now, and what came through in the days from `since` to `until`.

    `throughput` is how many were completed a day, `error_rate` how many incidents there were for each
    that was started; `due_jobs` are those that should have been done by now, by kind.
    """

    since: str
    until: str
    active: int
    suspended: int
    started: int
    completed: int
    terminated: int
    incidents: int
    open_incidents: int
    throughput: Decimal
    error_rate: Decimal | None
    cycle_time: Times
    tasks: TaskCounts
    tasks_completed: int
    due_jobs: dict[str, int]
    days: list[Day]


class MigrateMany(Struct, frozen=True, kw_only=True):
    """Move instances to another version; all open ones of the source if none are said."""

    source_definition_id: str
    target_definition_id: str
    activities: Mapping[str, str | None] | UnsetType = UNSET
    process_instance_ids: Sequence[str] | UnsetType | None = UNSET
    query: InstanceQuery | UnsetType | None = UNSET
    type: Literal["migrate"] = "migrate"
    update_triggers: bool | UnsetType = UNSET


class MigratedInstance(Struct, frozen=True, kw_only=True):
    """What became of one instance."""

    process_instance_id: str
    migrated: bool
    message: str | None
    problems: list[MigrationProblem]


class MigrationProblem(Struct, frozen=True, kw_only=True):
    """Why an activity cannot be migrated."""

    code: str
    activity_id: str
    message: str
    remedy: str


class MigrationReport(Struct, frozen=True, kw_only=True):
    """What became of each instance; one that cannot be moved does not hold up the others."""

    instances: list[MigratedInstance]


class ModifyMany(Struct, frozen=True, kw_only=True):
    """Move tokens of instances."""

    process_instance_ids: Sequence[str] | UnsetType | None = UNSET
    query: InstanceQuery | UnsetType | None = UNSET
    type: Literal["modify"] = "modify"
    instructions: Sequence[Instruction]
    reason: str | UnsetType | None = UNSET


class NewCriterion(Struct, frozen=True, kw_only=True):
    """An entry or exit criterion: all of `on` have happened, and the condition is true."""

    on: Sequence[ListensTo] | UnsetType = UNSET
    condition: str | UnsetType | None = UNSET


class NewPlanItem(Struct, frozen=True, kw_only=True):
    """A plan item that the model did not foresee.

    With `definition` it is an item of what the model defines under that id. Rules are true, false, or a
    condition in FEEL; other texts may be FEEL after `=`. `called` is the key of a process, case or
    decision; `items` are what is planned in a stage. When it is done it lets in (`lets_in`) or ends
    (`ends`) other plan items.
    """

    kind: (
        Literal[
            "humanTask",
            "stage",
            "milestone",
            "processTask",
            "caseTask",
            "decisionTask",
            "task",
            "eventListener",
            "userEventListener",
            "timerEventListener",
        ]
        | UnsetType
    ) = UNSET
    id: str | UnsetType | None = UNSET
    name: str | UnsetType | None = UNSET
    description: str | UnsetType | None = UNSET
    definition: str | UnsetType | None = UNSET
    entry: Sequence[NewCriterion] | UnsetType = UNSET
    exit: Sequence[NewCriterion] | UnsetType = UNSET
    required: bool | str | UnsetType = UNSET
    repetition: bool | str | UnsetType = UNSET
    manual_activation: bool | str | UnsetType = UNSET
    blocking: bool | UnsetType = UNSET
    assignee: str | UnsetType | None = UNSET
    candidate_users: Sequence[str] | UnsetType = UNSET
    candidate_groups: Sequence[str] | UnsetType = UNSET
    due_date: str | UnsetType | None = UNSET
    follow_up_date: str | UnsetType | None = UNSET
    priority: str | UnsetType | None = UNSET
    form_key: str | UnsetType | None = UNSET
    called: str | UnsetType | None = UNSET
    inputs: Mapping[str, str] | UnsetType = UNSET
    outputs: Mapping[str, str] | UnsetType = UNSET
    result_variable: str | UnsetType | None = UNSET
    expression: str | UnsetType | None = UNSET
    topic: str | UnsetType | None = UNSET
    timer: str | UnsetType | None = UNSET
    roles: Sequence[str] | UnsetType = UNSET
    lets_in: Sequence[str] | UnsetType = UNSET
    ends: Sequence[str] | UnsetType = UNSET
    auto_complete: bool | UnsetType = UNSET
    items: Sequence[NewPlanItem] | UnsetType = UNSET


class Notification(Struct, frozen=True, kw_only=True):
    """Something that one was told; `read` is when it was read."""

    id: str
    kind: str
    subject: str
    text: str
    instance_id: str | None
    task_id: str | None
    created: datetime
    read: datetime | None


class NotificationPage(Struct, frozen=True, kw_only=True):
    """What one was told; `unread` counts all that was not read."""

    items: list[Notification]
    next_cursor: str | None
    total: int | None = None
    unread: int


class NotificationPreferences(Struct, frozen=True, kw_only=True):
    """How one wants to hear; `troubles` are the channels by which one could not be reached the last time."""

    preferences: dict[str, Any]
    troubles: list[Delivery]


class OpenElement(Struct, frozen=True, kw_only=True):
    """An open element, with what it waits for and what is open inside it."""

    activity_id: str
    name: str | None
    type: str
    status: str
    execution_id: str
    process_instance_id: str
    waits: list[Wait]
    variables: dict[str, Any]
    children: list[OpenElement]


class Path(Struct, frozen=True, kw_only=True):
    """The elements that an instance and those that it called have entered, in order."""

    items: list[Step]


class PeopleRecord(Struct, frozen=True, kw_only=True):
    """The record, the newest first; `next_before` asks for what came before."""

    items: list[PeopleRecordEntry]
    next_before: int | None


class PeopleRecordEntry(Struct, frozen=True, kw_only=True):
    """A change of people or grants, or a sign-in."""

    position: int
    tenant_id: str
    at: datetime
    actor: str | None
    action: str
    target_kind: str
    target_id: str
    content: dict[str, Any]


class Performance(Struct, frozen=True, kw_only=True):
    """How long each process and case took, and how all of them went day by day."""

    items: list[DefinitionFigures]
    days: list[Day]


class PlanAnswer(Struct, frozen=True, kw_only=True):
    """Which activity becomes which; an instance that is active at one that is left out cannot be migrated."""

    source_definition_id: str
    target_definition_id: str
    activities: dict[str, str]
    left_out: list[str]
    problems: list[MigrationProblem]


class PlanItem(Struct, frozen=True, kw_only=True):
    """A plan item of a case, running or over; `execution_id` names it in transitions."""

    id: str
    execution_id: int
    plan_item_id: str
    type: str
    name: str | None
    status: str
    stage_execution_id: int
    required: bool
    created: datetime
    changed: datetime | None


class PlanItemPage(Struct, frozen=True, kw_only=True):
    """Plan items."""

    items: list[PlanItem]
    next_cursor: str | None
    total: int | None = None


class Preview(Struct, frozen=True, kw_only=True):
    """What the request would do, decided on the state as it is; nothing of it was kept."""

    dry_run: bool
    steps: list[PreviewStep]
    batch: PreviewBatch | None


class PreviewBatch(Struct, frozen=True, kw_only=True):
    """What a batch would come to; `steps` are those of its first instances."""

    total: int
    passed: int
    failed: list[PreviewReason]


class PreviewReason(Struct, frozen=True, kw_only=True):
    """Why instances would be refused: a code, how many they are, and what would be said of one."""

    code: str | None
    count: int
    message: str | None


class PreviewStep(Struct, frozen=True, kw_only=True):
    """What it would do to one instance tree: the entry that the history would have.

    `sends` are messages and signals to other trees, which would follow once it is committed.
    """

    root_instance_id: str
    command: dict[str, Any]
    events: list[dict[str, Any]]
    sends: list[dict[str, Any]]


class Probe(Struct, frozen=True, kw_only=True):
    """The answer to a probe; an unhealthy one has its reason."""

    status: str
    reason: str | None


class Process(Struct, frozen=True, kw_only=True):
    """A process; `current_step` is the first of those at which it waits."""

    id: str
    journey_id: str
    process_definition_id: str
    business_key: str | None
    status: str
    started_at: datetime
    completed_at: datetime | None
    initiated_by: str | None
    current_step: str | None
    current_steps: list[str]


class ProcessDetails(Struct, frozen=True, kw_only=True):
    """A process with its variables; of large ones only the size."""

    id: str
    journey_id: str
    process_definition_id: str
    business_key: str | None
    status: str
    started_at: datetime
    completed_at: datetime | None
    initiated_by: str | None
    current_step: str | None
    current_steps: list[str]
    context: dict[str, Any]


class ProcessEvent(Struct, frozen=True, kw_only=True):
    """Something that happened in a process: types and payloads are those of live events."""

    type: str
    process_id: str
    timestamp: datetime
    sequence: int
    activity_id: str | None
    user: str | None
    payload: dict[str, Any]


class ProcessEventPage(Struct, frozen=True, kw_only=True):
    """What happened, in its order."""

    items: list[ProcessEvent]
    next_cursor: str | None
    total: int | None = None


class ProcessPage(Struct, frozen=True, kw_only=True):
    """Processes."""

    items: list[Process]
    next_cursor: str | None
    total: int | None = None


class ProcessStatistics(Struct, frozen=True, kw_only=True):
    """How all processes and cases stand and went."""

    total: dict[str, int]
    items: list[DefinitionFigures]


class Profile(Struct, frozen=True, kw_only=True):
    """Somebody as work sees them now."""

    user: str
    is_available: bool
    skills: dict[str, int]
    capacity: int | None
    substitute: str | None
    groups: list[str]
    manager: str | None


class Providers(Struct, frozen=True, kw_only=True):
    """Identity providers whose people may sign in."""

    providers: list[str]
    development: bool


class RecoveryCodes(Struct, frozen=True, kw_only=True):
    """Each stands in for the second factor once; they are shown only now."""

    recovery_codes: list[str]


class ReplayPage(Struct, frozen=True, kw_only=True):
    """What to play on the diagram of an instance, from its start."""

    items: list[ReplayedCommand]
    next_cursor: str | None
    total: int | None = None


class ReplayedCommand(Struct, frozen=True, kw_only=True):
    """One command that touched an instance, and the version that it then ran on."""

    sequence: int
    timestamp: datetime
    user: str | None
    operation: str
    process_definition_id: str
    changes: list[Change]


class ResolveIncidentsOfMany(Struct, frozen=True, kw_only=True):
    """End all open incidents of instances."""

    process_instance_ids: Sequence[str] | UnsetType | None = UNSET
    query: InstanceQuery | UnsetType | None = UNSET
    type: Literal["resolveIncidents"] = "resolveIncidents"
    resolution_type: (
        Literal["manual", "automatic", "retry", "skip", "modify", "abort"] | UnsetType
    ) = UNSET
    resolution_message: str | UnsetType | None = UNSET
    transition_id: str | UnsetType | None = UNSET
    variables: Mapping[str, Any] | UnsetType = UNSET


class RestartMany(Struct, frozen=True, kw_only=True):
    """Start ended instances again, as new ones."""

    process_instance_ids: Sequence[str] | UnsetType | None = UNSET
    query: InstanceQuery | UnsetType | None = UNSET
    type: Literal["restart"] = "restart"
    instructions: Sequence[Instruction] | UnsetType = UNSET
    initial_variables: bool | UnsetType = UNSET
    variables: Mapping[str, Any] | UnsetType = UNSET


class RetriesLeft(Struct, frozen=True, kw_only=True):
    """How often the job is tried again; at 0 an incident is open."""

    retries: int


class Right(Struct, frozen=True, kw_only=True):
    """A permission on resources of a kind; `*` among them stands for all."""

    permission: str
    resource_kind: str
    resources: list[str]


class SecondFactorChallenge(Struct, frozen=True, kw_only=True):
    """The password was right; send the code with this challenge."""

    challenge: str
    expires_in: int


class SecondFactorEnrolment(Struct, frozen=True, kw_only=True):
    """A new second factor: show `uri` as a QR code, then confirm with a code."""

    secret: str
    uri: str


class Session(Struct, frozen=True, kw_only=True):
    """A sign-in that is not over."""

    id: str
    method: str
    created: datetime
    expires: datetime
    is_this: bool


class Sessions(Struct, frozen=True, kw_only=True):
    """Open sessions, the newest first."""

    items: list[Session]


class SetVariablesOfMany(Struct, frozen=True, kw_only=True):
    """Set variables of instances."""

    process_instance_ids: Sequence[str] | UnsetType | None = UNSET
    query: InstanceQuery | UnsetType | None = UNSET
    type: Literal["setVariables"] = "setVariables"
    variables: Mapping[str, Any]


class SignalReceipt(Struct, frozen=True, kw_only=True):
    """How many received a signal."""

    receivers: int


class SigningKeys(Struct, frozen=True, kw_only=True):
    """The keys that verify access tokens (RFC 7517)."""

    keys: list[dict[str, str]]


class SlaClock(Struct, frozen=True, kw_only=True):
    """How a target stands. Durations are on its own timeline: working time, say."""

    id: str
    target: str
    goal: str
    scope: str
    instance_id: str
    definition_key: str
    activity_id: str | None
    task_id: str | None
    priority: int | None
    status: str
    started: datetime
    allowed: str
    elapsed: str
    due: datetime | None
    next_change: datetime | None
    ended: datetime | None
    holds: list[str]


class SlaClockDetails(Struct, frozen=True, kw_only=True):
    """A clock with all that happened to it."""

    clock: SlaClock
    events: list[SlaEvent]


class SlaClockPage(Struct, frozen=True, kw_only=True):
    """Clocks."""

    items: list[SlaClock]
    next_cursor: str | None
    total: int | None = None


class SlaCompliance(Struct, frozen=True, kw_only=True):
    """Figures of what ended between two times, and of what is open now, by group."""

    since: datetime
    until: datetime
    items: list[SlaFigures]


class SlaEvent(Struct, frozen=True, kw_only=True):
    """Something that happened to a clock; `state` of steps is open, done, failed or skipped."""

    at: datetime
    kind: str
    state: str
    facts: dict[str, Any]


class SlaFigures(Struct, frozen=True, kw_only=True):
    """How targets were kept; `compliance` is met / (met + breached)."""

    by: dict[str, Any]
    met: int
    breached: int
    cancelled: int
    open_on_track: int
    open_at_risk: int
    open_breached: int
    compliance: Decimal | None
    times: SlaTimes | None


class SlaTimes(Struct, frozen=True, kw_only=True):
    """How long it took, on the targets' own timelines; percentiles by nearest rank."""

    mean: str
    shortest: str
    longest: str
    p50: str
    p90: str
    p95: str


class StartForm(Struct, frozen=True, kw_only=True):
    """The form to fill in for a start; null without one."""

    form: Form | None


class Step(Struct, frozen=True, kw_only=True):
    """An element that was entered, and the flow by which the token came."""

    activity_id: str
    activity_name: str | None
    activity_type: str | None
    timestamp: datetime
    execution_id: str | None
    process_instance_id: str
    transition_id: str | None


class SuspendMany(Struct, frozen=True, kw_only=True):
    """Let nothing in instances go on, or let them go on again."""

    process_instance_ids: Sequence[str] | UnsetType | None = UNSET
    query: InstanceQuery | UnsetType | None = UNSET
    type: Literal["suspend", "resume"]


class Task(Struct, frozen=True, kw_only=True):
    """An open task; `suspension_state` is that of its instance.

    `sla_status` is how its clock stands that is due first; `variables` are those of `?variables=`.
    """

    id: str
    name: str | None
    description: str | None
    process_instance_id: str
    root_instance_id: str
    process_definition_id: str
    process_definition_key: str
    task_definition_key: str
    assignee: str | None
    owner: str | None
    delegation_state: str | None
    created: datetime
    due: datetime | None
    follow_up: datetime | None
    priority: int
    status: str
    suspension_state: str
    form_key: str | None
    candidate_users: list[str]
    candidate_groups: list[str]
    parent_task_id: str | None
    process_definition_name: str | None
    process_definition_version: int | None
    business_key: str | None
    sla_status: str | None
    sla_due: datetime | None
    comment_count: int
    attachment_count: int
    sub_task_count: int
    variables: dict[str, Any] | None = None


class TaskCounts(Struct, frozen=True, kw_only=True):
    """Open tasks: nobody's, past their due date, due within a day; `name` is whose."""

    name: str | None
    open: int
    unassigned: int
    overdue: int
    due_soon: int
    oldest: datetime | None


class TaskDetails(Struct, frozen=True, kw_only=True):
    """A task with the variables that it sees; of large ones only the size."""

    id: str
    name: str | None
    description: str | None
    process_instance_id: str
    root_instance_id: str
    process_definition_id: str
    process_definition_key: str
    task_definition_key: str
    assignee: str | None
    owner: str | None
    delegation_state: str | None
    created: datetime
    due: datetime | None
    follow_up: datetime | None
    priority: int
    status: str
    suspension_state: str
    form_key: str | None
    candidate_users: list[str]
    candidate_groups: list[str]
    parent_task_id: str | None
    process_definition_name: str | None
    process_definition_version: int | None
    business_key: str | None
    sla_status: str | None
    sla_due: datetime | None
    comment_count: int
    attachment_count: int
    sub_task_count: int
    variables: dict[str, Any]


class TaskFilter(Struct, frozen=True, kw_only=True):
    """A filter; with `?counts=true` how many tasks it has.

    There are at least so many if `is_counted` is false.
    """

    id: str
    name: str
    owner: str
    groups: list[str]
    match: str
    conditions: list[Condition]
    sort: str | None
    columns: list[str]
    created: datetime
    updated: datetime
    count: int | None
    is_counted: bool


class TaskFilters(Struct, frozen=True, kw_only=True):
    """All filters that one may use, by name."""

    items: list[TaskFilter]


class TaskForm(Struct, frozen=True, kw_only=True):
    """The form of a task, and one's own draft of it; null without one."""

    form: Form | None
    draft: Draft | None


class TaskInstance(Struct, frozen=True, kw_only=True):
    """An open task; `atom_id` is its element, `data` the variables that it sees, but for large ones."""

    id: str
    process_instance_id: str
    atom_id: str
    name: str | None
    assigned_to: str | None
    status: str
    created: datetime
    due_date: datetime | None
    is_overdue: bool
    priority: str
    data: dict[str, Any]


class TaskPage(Struct, frozen=True, kw_only=True):
    """Open tasks."""

    items: list[Task]
    next_cursor: str | None
    total: int | None = None


class TaskReport(Struct, frozen=True, kw_only=True):
    """What came of one task; `code` and `detail` say why it was refused."""

    task_id: str
    done: bool
    code: str | None
    detail: str | None


class TaskStatistics(Struct, frozen=True, kw_only=True):
    """How human tasks stand and went; `by_group` counts those that nobody has, by who may claim them.

    At most a hundred people and groups are listed, whoever has most first.
    """

    open: TaskCounts
    by_person: list[TaskCounts]
    by_group: list[TaskCounts]
    created: int
    terminated: int
    durations: Times


class Tenant(Struct, frozen=True, kw_only=True):
    """A tenant."""

    id: str
    name: str
    created: datetime


class Tenants(Struct, frozen=True, kw_only=True):
    """All tenants but the one without a name."""

    items: list[Tenant]


class TerminateMany(Struct, frozen=True, kw_only=True):
    """End instances."""

    process_instance_ids: Sequence[str] | UnsetType | None = UNSET
    query: InstanceQuery | UnsetType | None = UNSET
    type: Literal["terminate"] = "terminate"
    reason: str | UnsetType | None = UNSET


class Times(Struct, frozen=True, kw_only=True):
    """How long what was completed took; the median and the 95th percentile are right to a sixteenth."""

    completed: int
    total: str
    mean: str | None
    median: str | None
    p95: str | None


class Tokens(Struct, frozen=True, kw_only=True):
    """Somebody has signed in. The access token goes into `Authorization: Bearer …`.

    The refresh token is null if it went into a cookie. With `must_change_password` nothing but that is
    allowed.
    """

    access_token: str
    token_type: str
    expires_in: int
    refresh_token: str | None
    refresh_expires_in: int
    user_id: str
    must_change_password: bool


class Topic(Struct, frozen=True, kw_only=True):
    """A topic of work: when a worker last asked for it, and how much of it is given out."""

    name: str
    asked_at: datetime | None
    at_once: int | None
    per_minute: int | None


class Topics(Struct, frozen=True, kw_only=True):
    """All topics that were asked for or have limits."""

    topics: list[Topic]


class Tree(Struct, frozen=True, kw_only=True):
    """An instance as it stands; `root` is the process itself, null once it has ended."""

    instance: Instance
    root: OpenElement | None


class TypedValue(Struct, frozen=True, kw_only=True):
    """A variable. `Double` has decimals of any length; `Date`, `Time` and `Duration` are ISO 8601."""

    value: Any
    type: str
    value_info: ValueInfo | None = None


class UploadedFile(Struct, frozen=True, kw_only=True):
    """A file that was kept; `value` is what goes into the variable."""

    id: str
    name: str
    media_type: str
    size_bytes: int
    value: dict[str, Any]


class User(Struct, frozen=True, kw_only=True):
    """A person or service account; groups and roles are those that it has directly."""

    id: str
    tenant_id: str
    kind: str
    name: str | None
    email: str | None
    manager_id: str | None
    state: str
    groups: list[str]
    roles: list[str]
    has_password: bool
    must_change_password: bool
    has_second_factor: bool
    created: datetime
    last_sign_in: datetime | None


class UserPage(Struct, frozen=True, kw_only=True):
    """Users of a tenant."""

    items: list[User]
    next_cursor: str | None
    total: int | None = None


class Validation(Struct, frozen=True, kw_only=True):
    """All faults and doubts about models; `valid` if none is an error."""

    valid: bool
    findings: list[FoundFault]


class ValueInfo(Struct, frozen=True, kw_only=True):
    """More about a value; one of which only the size is given was left out for being large."""

    size_bytes: int


class Visualization(Struct, frozen=True, kw_only=True):
    """How far a process has come: elements, flows, and a picture (SVG) if the model has a diagram."""

    process_id: str
    journey_id: str
    status: str
    completed_steps: list[str]
    current_steps: list[str]
    pending_steps: list[str]
    nodes: list[JourneyStep]
    edges: list[JourneyFlow]
    svg: str | None


class Wait(Struct, frozen=True, kw_only=True):
    """Something that is waited for: why, and who or what releases it.

    `name` is that of the message, signal or topic.
    """

    kind: str
    id: str | None
    activity_id: str
    why: str
    released_by: str
    due: datetime | None
    name: str | None


class WholeApiKey(Struct, frozen=True, kw_only=True):
    """A new API key with `key`, which is shown only now."""

    id: str
    tenant_id: str
    user_id: str
    name: str
    prefix: str
    scopes: list[str] | None
    created: datetime
    created_by: str | None
    expires: datetime | None
    last_used: datetime | None
    is_revoked: bool
    key: str


class WorkedTime(Struct, frozen=True, kw_only=True):
    """A stretch of time, how much of it is worked, and when work goes on after its end."""

    start: datetime
    end: datetime
    worked: str
    is_open: bool
    next_open: datetime
