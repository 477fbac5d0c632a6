"""All rows that a batch of commands writes, collected and sent with one statement a table."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from trivium.kernel import codec
from trivium.kernel.rows import Evaluation, HumanTask, Incident, InstanceRow, Job, Subscription
from trivium.store import tables

if TYPE_CHECKING:
    from sqlalchemy import Table

    from trivium.kernel.rows import Rows

_JOB_KINDS = frozenset({"timer", "async", "retry", "work", "command", "start-timer"})


def _insert(table: Table, *columns: str) -> str:
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})"  # our own names


_INSERT_INSTANCE = _insert(
    tables.instances,
    *(
        "id",
        "root_id",
        "parent_id",
        "parent_element_id",
        "element_instance",
        "definition_id",
        "key",
    ),
    *("business_key", "state", "started_at", "started_by", "ended_at"),
)
_INSERT_TASK = _insert(
    tables.tasks,
    *("id", "root_id", "instance_id", "element_instance", "element_id", "kind", "key", "name"),
    *(
        "description",
        "assignee",
        "owner",
        "priority",
        "created_at",
        "due_at",
        "follow_up_at",
        "form",
    ),
)
_INSERT_CANDIDATE = _insert(tables.task_candidates, "task_id", "kind", "name", "root_id")
_INSERT_JOB = _insert(
    tables.jobs,
    *("id", "root_id", "instance_id", "element_instance", "element_id", "kind", "topic", "due_at"),
    *("priority", "retries", "payload"),
)
_INSERT_SUBSCRIPTION = _insert(
    tables.subscriptions,
    *("id", "root_id", "instance_id", "element_instance", "element_id", "kind", "name"),
    "correlation",
)
_INSERT_INCIDENT = _insert(
    tables.incidents,
    *("id", "root_id", "instance_id", "element_instance", "element_id", "type", "code", "message"),
    *("job_id", "created_at"),
)
_INSERT_EVALUATION = _insert(
    tables.evaluations,
    *("id", "root_id", "instance_id", "element_id", "key", "at", "actor", "content"),
)
_INSERT_JOURNAL = _insert(tables.journal, "root_id", "seq", "at", "actor", "kind", "entry", "hash")
_INSERT_VALUE = (
    "INSERT INTO large_values (digest, size_bytes, content) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
)
_PUT_PAGE = (
    "INSERT INTO pages (root_id, page, content) VALUES (?, ?, ?) "
    "ON CONFLICT (root_id, page) DO UPDATE SET content = excluded.content"
)
_PUT_IDEMPOTENCY = "INSERT INTO idempotency (key, result, created_at) VALUES (?, ?, ?)"
_UPDATE_ROOT = "UPDATE instances SET state_page = ?, journal_seq = ?, journal_hash = ? WHERE id = ?"
_UPDATE_INSTANCE = "UPDATE instances SET state = ?, ended_at = ? WHERE id = ?"
_SUSPEND_JOBS = "UPDATE jobs SET suspended = ? WHERE instance_id = ?"

# In the order in which they are sent: what is inserted may be updated or deleted by a later command.
_ORDER = (
    _INSERT_VALUE,
    _INSERT_INSTANCE,
    _UPDATE_INSTANCE,
    _UPDATE_ROOT,
    _PUT_PAGE,
    _INSERT_TASK,
    _INSERT_CANDIDATE,
    _INSERT_JOB,
    _INSERT_SUBSCRIPTION,
    _INSERT_INCIDENT,
    _INSERT_EVALUATION,
    _SUSPEND_JOBS,
    _INSERT_JOURNAL,
    _PUT_IDEMPOTENCY,
)
_TABLES = {"task": "tasks", "message": "subscriptions", "signal": "subscriptions"} | {
    "incident": "incidents"
}
_DELETE = {
    name: f"DELETE FROM {name} WHERE id = ?"  # our own names
    for name in ("tasks", "jobs", "subscriptions", "incidents")
}
_DELETE_CANDIDATES = "DELETE FROM task_candidates WHERE task_id = ?"
_DELETE_PAGE = "DELETE FROM pages WHERE root_id = ? AND page = ?"


class Writing:
    """Rows of one batch; `flush` sends them. What one command adds and the next takes away is never sent."""

    def __init__(self) -> None:
        self._sends: defaultdict[str, dict[Any, tuple[Any, ...]]] = defaultdict(dict)
        self._deletes: defaultdict[str, dict[Any, tuple[Any, ...]]] = defaultdict(dict)
        self._updates: list[tuple[str, tuple[Any, ...]]] = []

    # -- what the kernel decided

    def rows(self, rows: Rows, root_id: str) -> None:
        """The rows that a decision adds, changes and removes."""
        for row_id, kind in rows.removed.items():
            self.remove(row_id, kind)
        for row in rows.added.values():
            _ADD[type(row)](self, row, root_id)
        for row in rows.changed.values():
            self._sends[_UPDATE_INSTANCE][row.id] = (row.state, row.ended_at, row.id)
            if row.ended_at is None:
                self._sends[_SUSPEND_JOBS][row.id] = (int(row.state == "suspended"), row.id)
        for row_id, changes in rows.changed_fields.items():
            self._change(row_id, rows, changes, root_id)

    def _instance(self, row: InstanceRow, root_id: str) -> None:
        self._sends[_INSERT_INSTANCE][row.id] = (
            row.id,
            root_id,
            row.parent_id,
            row.parent_element_id,
            row.element_instance,
            row.definition_id,
            row.key,
            row.business_key,
            row.state,
            row.started_at,
            row.started_by,
            row.ended_at,
        )

    def _task(self, row: HumanTask, root_id: str) -> None:
        self._sends[_INSERT_TASK][row.id] = (
            row.id,
            root_id,
            row.instance_id,
            row.element_instance,
            row.element_id,
            row.kind,
            row.key,
            row.name,
            row.description,
            row.assignee,
            row.owner,
            row.priority,
            row.created_at,
            row.due_at,
            row.follow_up_at,
            None if row.form is None else codec.encode(row.form),
        )
        self._candidates(row.id, "user", row.candidate_users, root_id)
        self._candidates(row.id, "group", row.candidate_groups, root_id)

    def _candidates(self, task_id: str, kind: str, names: tuple[str, ...], root_id: str) -> None:
        for name in names:
            self._sends[_INSERT_CANDIDATE][task_id, kind, name] = (task_id, kind, name, root_id)

    def _job(self, row: Job, root_id: str) -> None:
        self._sends[_INSERT_JOB][row.id] = (
            row.id,
            root_id,
            row.instance_id,
            row.element_instance,
            row.element_id,
            row.kind,
            row.topic,
            row.due_at,
            row.priority,
            row.retries,
            None if row.payload is None else codec.encode(row.payload),
        )

    def _subscription(self, row: Subscription, root_id: str) -> None:
        self._sends[_INSERT_SUBSCRIPTION][row.id] = (
            row.id,
            root_id,
            row.instance_id,
            row.element_instance,
            row.element_id,
            row.kind,
            row.name,
            None if row.correlation is None else codec.encode(row.correlation),
        )

    def _incident(self, row: Incident, root_id: str) -> None:
        self._sends[_INSERT_INCIDENT][row.id] = (
            row.id,
            root_id,
            row.instance_id,
            row.element_instance,
            row.element_id,
            row.type,
            row.code,
            row.message,
            row.job_id,
            row.created_at,
        )

    def _evaluation(self, row: Evaluation, root_id: str) -> None:
        content = {"inputs": row.inputs, "outputs": row.outputs}
        self.evaluation(
            (row.id, root_id, row.instance_id, row.element_id, row.key, row.at, None), content
        )

    def evaluation(self, columns: tuple[Any, ...], content: dict[str, Any]) -> None:
        """A decision was asked: id, root, instance, element, key, time and actor; and what came of it."""
        self._sends[_INSERT_EVALUATION][columns[0]] = (*columns, codec.encode(content))

    def remove(self, row_id: str, kind: str) -> None:
        """Takes a row away."""
        table = "jobs" if kind in _JOB_KINDS else _TABLES.get(kind)
        if table is None:
            return  # what waits without a row
        statement = _INSERT_OF[table]
        if self._sends[statement].pop(row_id, None) is None:
            self._deletes[_DELETE[table]][row_id] = (row_id,)
        if table == "tasks":
            mine = [key for key in self._sends[_INSERT_CANDIDATE] if key[0] == row_id]
            for key in mine:
                del self._sends[_INSERT_CANDIDATE][key]
            self._deletes[_DELETE_CANDIDATES][row_id] = (row_id,)

    def _change(self, row_id: str, rows: Rows, changes: dict[str, Any], root_id: str) -> None:
        row = rows.added.get(row_id)
        table = "jobs" if isinstance(row, Job) or "retries" in changes else "tasks"
        fields = dict(changes)
        for kind in ("user", "group"):
            names = fields.pop(f"candidate_{kind}s", None)
            if names is not None:
                statement = "DELETE FROM task_candidates WHERE task_id = ? AND kind = ?"
                self._updates.append((statement, (row_id, kind)))
                for name in names:
                    self._updates.append((_INSERT_CANDIDATE, (row_id, kind, name, root_id)))
        if table == "jobs":
            fields |= {"lease_until": 0}
        if fields:
            sets = ", ".join(f"{name} = ?" for name in fields)
            statement = f"UPDATE {table} SET {sets} WHERE id = ?"  # names are ours
            self._updates.append((statement, (*fields.values(), row_id)))

    # -- state, journal and the rest

    def root(self, root_id: str, page: bytes | None, seq: int, digest: bytes) -> None:
        """Page 0 of a tree and where its journal has come to."""
        self._sends[_UPDATE_ROOT][root_id] = (page, seq, digest, root_id)

    def page(self, root_id: str, page: int, content: bytes | None) -> None:
        """Another page of a tree; None if nothing lives in it any more."""
        if content is None:
            self._sends[_PUT_PAGE].pop((root_id, page), None)
            self._deletes[_DELETE_PAGE][root_id, page] = (root_id, page)
        else:
            self._deletes[_DELETE_PAGE].pop((root_id, page), None)
            self._sends[_PUT_PAGE][root_id, page] = (root_id, page, content)

    def drop_pages(self, root_id: str) -> None:
        """The tree has ended: its further pages go."""
        self._updates.append(("DELETE FROM pages WHERE root_id = ?", (root_id,)))

    def value(self, digest: str, content: bytes) -> None:
        """A large value."""
        self._sends[_INSERT_VALUE][digest] = (digest, len(content), content)

    def journal(  # noqa: PLR0913, PLR0917  # the columns of a row
        self,
        root_id: str,
        seq: int,
        at: int,
        actor: str | None,
        kind: str,
        entry: bytes,
        digest: bytes,
    ) -> None:
        """One entry of the journal."""
        self._sends[_INSERT_JOURNAL][root_id, seq] = (root_id, seq, at, actor, kind, entry, digest)

    def command_job(self, job_id: str, due_at: int, payload: Any) -> None:
        """A command for other trees, to be carried out once this batch is committed."""
        self._sends[_INSERT_JOB][job_id] = (
            job_id,
            *(None, None, None, None),
            "command",
            None,
            due_at,
            0,
            3,
            codec.encode(payload),
        )

    def answered(self, key: str, result: Any, at: int) -> None:
        """The answer to a command that its caller may send twice."""
        self._sends[_PUT_IDEMPOTENCY][key] = (key, codec.encode(result), at)

    def flush(self, cursor: Any) -> None:
        """Sends everything; the object is empty afterwards."""
        for statement, values in self._deletes.items():
            if values and statement not in _AFTER:
                cursor.executemany(statement, list(values.values()))
        for statement in _ORDER:
            sent = self._sends.get(statement)
            if sent:
                cursor.executemany(statement, list(sent.values()))
        for statement, values in self._deletes.items():
            if values and statement in _AFTER:
                cursor.executemany(statement, list(values.values()))
        for statement, parameters in self._updates:
            cursor.execute(statement, parameters)
        self._sends.clear()
        self._deletes.clear()
        self._updates.clear()


_AFTER = frozenset({_DELETE_PAGE})
_INSERT_OF = {
    "tasks": _INSERT_TASK,
    "jobs": _INSERT_JOB,
    "subscriptions": _INSERT_SUBSCRIPTION,
    "incidents": _INSERT_INCIDENT,
}
_ADD: dict[type, Any] = {
    InstanceRow: Writing._instance,  # noqa: SLF001  # its own
    HumanTask: Writing._task,  # noqa: SLF001
    Job: Writing._job,  # noqa: SLF001
    Subscription: Writing._subscription,  # noqa: SLF001
    Evaluation: Writing._evaluation,  # noqa: SLF001
    Incident: Writing._incident,  # noqa: SLF001
}
