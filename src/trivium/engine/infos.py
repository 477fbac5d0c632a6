"""What queries answer: plain, frozen records. Times are aware datetimes in UTC."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar

import msgspec

from trivium.errors import Finding
from trivium.forms.model import Format

Item = TypeVar("Item")


class Page(msgspec.Struct, Generic[Item], frozen=True):
    """A part of a list; `next_cursor` asks for the next part, None at the end."""

    items: Sequence[Item]
    next_cursor: str | None = None
    total: int | None = None

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> Item:
        return self.items[index]


class DefinitionInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a process, case or decision."""

    id: str
    kind: str
    key: str
    version: int
    name: str | None
    version_tag: str | None
    deployment_id: str
    resource_name: str
    deployed_at: datetime
    deployed_by: str | None
    is_latest: bool
    is_suspended: bool


class TaskDefinition(msgspec.Struct, frozen=True, kw_only=True):
    """A task in a definition; `kind` is the standard's name, such as `userTask`."""

    element_id: str
    kind: str
    name: str | None
    documentation: str | None
    form: Any


class Deployment(msgspec.Struct, frozen=True, kw_only=True):
    """What a deployment brought; definitions whose file is unchanged are those that were there.

    `unchanged` has the ids of these. If all are, `id` is that of the deployment that brought the first.
    """

    id: str
    definitions: tuple[DefinitionInfo, ...]
    findings: tuple[Finding, ...] = ()
    unchanged: tuple[str, ...] = ()


class InstanceInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A process or case instance. States: active, suspended, completed, terminated."""

    id: str
    root_id: str
    parent_id: str | None
    definition_id: str
    key: str
    version: int | None
    name: str | None
    business_key: str | None
    state: str
    started_at: datetime
    started_by: str | None
    ended_at: datetime | None


class TaskInfo(msgspec.Struct, frozen=True, kw_only=True):
    """An open human task; `is_suspended` while its instance is.

    `state` is `created`, or what it is about to go through while its listeners are waited for: `creating`,
    `assigning`, `updating`, `completing`, `canceling`. `parent_id` is the task that it is a part of,
    `sub_tasks` how many parts of it are open. `sla` is how its clock stands that is due first. `variables`
    are those that were asked for.
    """

    id: str
    state: str
    root_id: str
    instance_id: str
    definition_id: str
    element_id: str
    key: str
    is_suspended: bool
    name: str | None
    description: str | None
    assignee: str | None
    owner: str | None
    delegation: str | None
    candidate_users: tuple[str, ...]
    candidate_groups: tuple[str, ...]
    priority: int
    created_at: datetime
    due_at: datetime | None
    follow_up_at: datetime | None
    form: Any
    parent_id: str | None = None
    definition_name: str | None = None
    definition_version: int | None = None
    business_key: str | None = None
    comments: int = 0
    attachments: int = 0
    sub_tasks: int = 0
    sla: str | None = None
    sla_due_at: datetime | None = None
    variables: dict[str, Any] | None = None


class CommentInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody said of an instance or a task; of what was deleted the text is gone."""

    id: str
    instance_id: str
    task_id: str | None
    author: str | None
    text: str | None
    mentions: tuple[str, ...]
    at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    deleted_by: str | None


class AttachmentInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody attached: a URL, or content of a size; of what was deleted only the size is left."""

    id: str
    instance_id: str
    task_id: str | None
    author: str | None
    name: str | None
    description: str | None
    media_type: str | None
    size_bytes: int | None
    sha256: str | None
    url: str | None
    at: datetime
    deleted_at: datetime | None
    deleted_by: str | None


class FormInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A form with the values that there are.

    Only its `key` is known of a form that is kept elsewhere. `format` is `form-data`, `form-js` or
    `json-schema`, `source` what it was written as (not of `form-data`), `data` the variables that it
    shows. Each of the `fields` says what it is and what it takes (docs/reference/forms.md).
    """

    key: str | None
    format: Format | None = None
    name: str | None = None
    version: int | None = None
    definition_id: str | None = None
    fields: list[dict[str, Any]] = []
    source: Any = None
    data: dict[str, Any] = {}


class DraftInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody has entered into the form of a task so far."""

    task_id: str
    values: dict[str, Any]
    updated_at: datetime


class FilterInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A saved filter of the task list; `groups` are those that it is shared with, `*` is everybody.

    `count` is how many tasks it has for who asks, if that was asked for; at least so many if `is_counted` is
    false.
    """

    id: str
    name: str
    owner: str
    groups: tuple[str, ...]
    content: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    count: int | None = None
    is_counted: bool = True


class TaskOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one task of many; `code` and `message` say why it was refused."""

    task_id: str
    code: str | None = None
    message: str | None = None

    @property
    def is_done(self) -> bool:
        """Whether it was done."""
        return self.code is None


class TaskStats(msgspec.Struct, frozen=True, kw_only=True):
    """Tasks of somebody: `pending` are offered to them, `in_progress` theirs, `overdue` are of both."""

    pending: int
    in_progress: int
    overdue: int
    completed: int


class TopicInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A topic of work: when it was last asked for, and how much may run at once and be begun in a minute."""

    name: str
    asked_at: datetime | None
    at_once: int | None
    per_minute: int | None


class JobInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A job; `lease` is the fencing token that a worker hands back with its result."""

    id: str
    root_id: str | None
    instance_id: str | None
    element_id: str | None
    kind: str
    topic: str | None
    due_at: datetime
    priority: int
    retries: int
    error: str | None
    lease: int
    lease_owner: str | None
    lease_until: datetime | None
    headers: dict[str, str]
    variables: dict[str, Any]
    correlation_id: str | None = None
    """Of the request that caused it, if that had one."""
    traceparent: str | None = None
    """The span of the command that made it, while spans are recorded."""

    @property
    def idempotency_key(self) -> str:
        """The same however often this work is tried, for systems that recognise repetitions by one."""
        return self.id


class IncidentInfo(msgspec.Struct, frozen=True, kw_only=True):
    """Trouble on an element of an instance.

    `type` is `failed-job`, `failed-external-task`, `unhandled-bpmn-error`, `condition-error` or
    `failed-instruction`; `state` is `open`, `resolved` or `deleted`.
    """

    id: str
    root_id: str
    instance_id: str
    definition_id: str
    key: str
    element_id: str
    type: str
    code: str
    message: str
    created_at: datetime
    job_id: str | None
    state: str
    assignee: str | None
    escalated_to: str | None
    resolution: str | None
    resolution_message: str | None
    resolved_at: datetime | None
    resolved_by: str | None


class IncidentCause(msgspec.Struct, frozen=True, kw_only=True):
    """Incidents with the same code at the same element of a process: how many there are, and the newest."""

    count: int
    instances: int
    first_at: datetime
    newest: IncidentInfo


class PlanItemInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A plan item of a case, running or over; `stage` is the element instance that it is planned in."""

    id: str
    case_id: str
    element_id: str
    kind: str
    name: str | None
    state: str
    item: int
    stage: int
    is_required: bool
    created_at: datetime
    changed_at: datetime | None


class AddedPlanItem(msgspec.Struct, frozen=True, kw_only=True):
    """What was added to a case, and what is doubtful about it: findings as at a deployment."""

    item: PlanItemInfo
    warnings: tuple[Finding, ...]


class CaseAction(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can be done with a case now, and why it is offered.

    `action` is a transition, or `plan` for a discretionary item (then `item` is the stage to plan it in);
    `roles` are those that the model asks for, none if it asks for none.
    """

    action: str
    element_id: str
    kind: str
    name: str | None
    item: int
    why: str
    roles: tuple[str, ...]


class CriterionInfo(msgspec.Struct, frozen=True, kw_only=True):
    """An entry criterion: what its sentry has not heard yet, and whether its condition holds."""

    sentry: str
    missing: tuple[str, ...]
    condition: str | None
    holds: bool


class PlanItemReason(msgspec.Struct, frozen=True, kw_only=True):
    """Why a plan item is as it is; without an instance why there is none."""

    element_id: str
    item: int | None
    state: str | None
    why: str
    criteria: tuple[CriterionInfo, ...]


class IncidentAction(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was done about an incident.

    `action` is `created`, `commented`, `assigned`, `escalated`, `resolved` or `deleted`.
    """

    at: datetime
    action: str
    message: str | None
    user: str | None = None
    to: str | None = None


class BatchInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One operation on many instances. `state` is `running`, `paused`, `completed` or `cancelled`."""

    id: str
    kind: str
    state: str
    total: int
    done: int
    failed: int
    created_at: datetime
    created_by: str | None
    finished_at: datetime | None

    @property
    def left(self) -> int:
        """How many are still to be done."""
        return self.total - self.done - self.failed


class BatchItem(msgspec.Struct, frozen=True, kw_only=True):
    """One instance of a batch: `open`, `done`, or `failed` with the reason."""

    instance_id: str
    state: str
    code: str | None
    message: str | None


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why instances were refused: a code, how many they are, and what was said of one."""

    code: str | None
    count: int
    message: str | None


class EvaluationInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that was asked, by a process or by a user, and what it answered."""

    id: str
    key: str
    at: datetime
    actor: str | None
    instance_id: str | None
    element_id: str | None
    content: dict[str, Any]


class WaitInfo(msgspec.Struct, frozen=True, kw_only=True):
    """Something that an element waits for: why, and who or what releases it.

    `name` is that of the message, signal or topic.
    """

    kind: str
    id: str | None
    element_id: str
    why: str
    released_by: str
    due_at: datetime | None = None
    name: str | None = None


class ElementCounts(msgspec.Struct, frozen=True, kw_only=True):
    """What is open at one element of a definition, over all its instances."""

    tokens: int = 0
    tasks: int = 0
    jobs: int = 0
    incidents: int = 0


class ElementInfo(msgspec.Struct, frozen=True, kw_only=True):
    """An open element instance, with what it waits for and what is inside it."""

    element_id: str
    kind: str
    name: str | None
    state: str
    item: int
    instance_id: str
    waits: tuple[WaitInfo, ...]
    variables: dict[str, Any]
    children: tuple[ElementInfo, ...]


class PathStep(msgspec.Struct, frozen=True, kw_only=True):
    """An element that was entered, and the flow by which the token came; what only passed has no `item`."""

    at: datetime
    element_id: str
    kind: str | None
    name: str | None
    instance_id: str
    item: int | None
    flow_id: str | None


class ReplayChange(msgspec.Struct, frozen=True, kw_only=True):
    """What a command did to one element; what only passed, and a flow, has no `item`.

    `what` is `entered`, `left`, `cancelled`, `passed`, `flow`, `moved` (by a migration), `variables` (with
    the new `values` of its scope), `incident` or `resolved` (`state` is the code, or how), or `state`.
    """

    what: str
    element_id: str
    item: int | None = None
    state: str | None = None
    values: dict[str, Any] | None = None


class ReplayStep(msgspec.Struct, frozen=True, kw_only=True):
    """One command that touched an instance; `definition_id` is the version that it then ran on."""

    seq: int
    at: datetime
    actor: str | None
    command: str
    definition_id: str
    changes: tuple[ReplayChange, ...]


class InstanceTree(msgspec.Struct, frozen=True, kw_only=True):
    """An instance as it stands: what is open, and the elements that it has been through."""

    instance: InstanceInfo
    root: ElementInfo | None
    path: tuple[str, ...]


class JournalEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One command in the history of an instance tree, with the events that it caused."""

    seq: int
    at: datetime
    actor: str | None
    command: dict[str, Any]
    events: tuple[dict[str, Any], ...]


class JournalRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One command on any tree, as readers of the whole journal get it; `kind` is that of the command.

    What is read twice has the same `root_id` and `seq`, which count up within a tree.
    """

    root_id: str
    seq: int
    position: int
    at: datetime
    actor: str | None
    kind: str
    command: dict[str, Any]
    events: tuple[dict[str, Any], ...]


class JournalPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some entries of the journal; `cursor` asks for what follows, now or later."""

    entries: tuple[JournalRecord, ...]
    cursor: str

    def __iter__(self) -> Iterator[JournalRecord]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


class Lag(msgspec.Struct, frozen=True, kw_only=True):
    """How far a reader of the journal is behind: entries, 100,000 at most, and the age of the oldest."""

    entries: int
    seconds: float


class ActivityInfo(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a token was in, from its beginning to its end; the process or case itself is one, too.

    `type` is the standard's name, such as `userTask`; what holds the instances of a multi-instance activity
    or loop is a `multiInstanceBody`, and has that added to its element's id. `state` is `active`,
    `completed`, `terminated`, or one of a plan item. What only passed has no `item`.
    """

    root_id: str
    instance_id: str
    item: int | None
    scope: int
    definition_id: str
    element_id: str
    type: str
    name: str | None
    state: str
    started_at: datetime
    ended_at: datetime | None
    duration: timedelta | None
    task_id: str | None
    assignee: str | None
    ended_by: str | None
    called_instance_id: str | None
    incidents: int


class ActivityStatistics(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to the instances of one element, on a day or over all (`day` is None then).

    Durations are of what was completed; the median and the 95th percentile are right to a sixteenth.
    """

    definition_id: str
    element_id: str
    type: str
    day: date | None
    started: int
    completed: int
    terminated: int
    incidents: int
    mean: timedelta | None
    median: timedelta | None
    p95: timedelta | None


class Expired(msgspec.Struct, frozen=True, kw_only=True):
    """What of a definition is older than it is kept for: called instances go with those that called them."""

    definition_id: str
    key: str
    version: int
    kept_for: str
    instances: int
    entries: int
    oldest_ended_at: datetime | None


class CleanUpReport(msgspec.Struct, frozen=True, kw_only=True):
    """What may go, and how many instances (with those that they called) did."""

    definitions: tuple[Expired, ...]
    removed: int

    @property
    def instances(self) -> int:
        """How many may go."""
        return sum(each.instances for each in self.definitions)


class VerifyReport(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the journal is whole."""

    trees: int
    entries: int
    broken: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing was changed, added or taken away."""
        return not self.broken
