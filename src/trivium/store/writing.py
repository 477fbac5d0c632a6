"""All rows that a batch of commands writes, collected and sent with one statement a table."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from trivium.kernel import codec
from trivium.kernel.rows import (
    Evaluation,
    HumanTask,
    Incident,
    IncidentNote,
    InstanceRow,
    Job,
    PlanItemRow,
    Subscription,
)
from trivium.store import tables
from trivium.store.fail_points import reach
from trivium.store.statements import Bulk, delete, insert, update

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Table

    from trivium.kernel.rows import Rows
    from trivium.store.cursors import Cursor

_JOB_KINDS = frozenset({"timer", "async", "retry", "work", "command", "start-timer"})


class _RowInsert:
    """How a row of the kernel goes into its table: its fields in order, the root after the id."""

    def __init__(
        self, table: Table, *fields: str, json_last: bool = False, also: tuple[str, ...] = ()
    ) -> None:
        self.statement = insert(table, "id", "root_id", *fields, *also)
        self._read = attrgetter("id", *fields)
        self._json_last = json_last

    def values(self, row: Any, root_id: str) -> tuple[Any, ...]:
        row_id, *rest = self._read(row)
        if self._json_last and rest[-1] is not None:
            rest[-1] = codec.encode(rest[-1])
        return (row_id, root_id, *rest)


_STATE = ("state_page", "journal_seq", "journal_hash")
_NO_STATE = (None, 0, None)
_PLACE = ("instance_id", "element_instance", "element_id")
_INSERTS: dict[type, _RowInsert] = {
    InstanceRow: _RowInsert(
        tables.instances,
        *("parent_id", "parent_element_id", "element_instance", "definition_id", "key"),
        *("business_key", "state", "started_at", "started_by", "ended_at"),
        also=_STATE,
    ),
    HumanTask: _RowInsert(
        tables.tasks,
        *(*_PLACE, "kind", "key", "name", "description", "assignee", "owner", "priority"),
        *("created_at", "due_at", "follow_up_at", "parent_id", "form"),
        json_last=True,
    ),
    Job: _RowInsert(
        tables.jobs,
        *(*_PLACE, "kind", "topic", "due_at", "priority", "retries", "payload"),
        json_last=True,
    ),
    Subscription: _RowInsert(
        tables.subscriptions, *(*_PLACE, "kind", "name", "correlation"), json_last=True
    ),
    Incident: _RowInsert(
        tables.incidents, *(*_PLACE, "type", "code", "message", "job_id", "created_at")
    ),
    PlanItemRow: _RowInsert(
        tables.plan_items,
        *(*_PLACE, "kind", "name", "state", "stage", "is_required", "created_at"),
    ),
    IncidentNote: _RowInsert(
        tables.incident_notes, "incident_id", "at", "actor", "action", "message", "recipient"
    ),
}
_INSERT_INSTANCE = _INSERTS[InstanceRow].statement
_INSERT_TASK = _INSERTS[HumanTask].statement
_INSERT_JOB = _INSERTS[Job].statement
_INSERT_CANDIDATE = insert(tables.task_candidates, "task_id", "kind", "name", "root_id")
_INSERT_EVALUATION = insert(
    tables.evaluations,
    *("id", "root_id", "instance_id", "element_id", "key", "at", "actor", "content"),
)
_INSERT_JOURNAL = insert(tables.journal, "root_id", "seq", "at", "actor", "kind", "entry", "hash")
_VALUE = (tables.values, "digest", "size_bytes", "content")
_INSERT_VALUE = insert(
    *_VALUE,
    # locks the row that is there, so that nobody takes it away as no longer used; SQLite's writer is alone
    conflict="ON CONFLICT (digest) DO UPDATE SET size_bytes = excluded.size_bytes",
)._replace(sqlite=insert(*_VALUE, conflict="ON CONFLICT DO NOTHING").sqlite)
_INSERT_USE = insert(
    tables.value_uses, "digest", "root_id", conflict="ON CONFLICT (digest, root_id) DO NOTHING"
)
_PUT_PAGE = insert(
    tables.pages,
    *("root_id", "page", "content"),
    conflict="ON CONFLICT (root_id, page) DO UPDATE SET content = excluded.content",
)
_PUT_IDEMPOTENCY = insert(tables.idempotency, "key", "result", "created_at")
_IS_ENTRY = "SELECT 1 FROM journal WHERE root_id = ? AND seq = ? AND hash = ?"
_UPDATE_ROOT = update(tables.instances, _STATE)
_UPDATE_INSTANCE = update(tables.instances, ("state", "ended_at"))
_UPDATE_BOTH = update(tables.instances, ("state", "ended_at", *_STATE))
_SUSPEND_JOBS = update(tables.jobs, ("suspended",), ("instance_id",))

# In the order in which they are sent: what is inserted may be updated or deleted by a later command.
_ORDER = (
    _INSERT_VALUE,
    _INSERT_USE,
    _INSERT_INSTANCE,
    _UPDATE_INSTANCE,
    _UPDATE_BOTH,
    _UPDATE_ROOT,
    _PUT_PAGE,
    _INSERT_TASK,
    _INSERT_CANDIDATE,
    _INSERT_JOB,
    _INSERTS[Subscription].statement,
    _INSERTS[Incident].statement,
    _INSERTS[IncidentNote].statement,
    _INSERTS[PlanItemRow].statement,
    _INSERT_EVALUATION,
    _SUSPEND_JOBS,
    _INSERT_JOURNAL,
    _PUT_IDEMPOTENCY,
)
_TABLES = {"task": "tasks", "message": "subscriptions", "signal": "subscriptions"}
_DELETE = {
    table.name: delete(table, "id") for table in (tables.tasks, tables.jobs, tables.subscriptions)
}
_DELETE_CANDIDATES = delete(tables.task_candidates, "task_id")
_DELETE_CANDIDATES_OF = delete(tables.task_candidates, "task_id", "kind")
_DELETE_DRAFTS = delete(tables.task_drafts, "task_id")
_DELETE_PAGE = delete(tables.pages, "root_id", "page")
_DELETE_PAGES = delete(tables.pages, "root_id")


class Writing:
    """Rows of one batch; `flush` sends them. What one command adds and the next takes away is never sent."""

    def __init__(self) -> None:
        self._sends: defaultdict[Bulk, dict[Any, tuple[Any, ...]]] = defaultdict(dict)
        self._deletes: defaultdict[Bulk, dict[Any, tuple[Any, ...]]] = defaultdict(dict)
        self._updates: dict[tuple[str, str], dict[str, Any]] = {}
        self.due_from: int | None = None
        """The earliest time at which a job that was written is due; None if none was."""

    def due(self, at: int) -> None:
        """There is a job that is due then."""
        if self.due_from is None or at < self.due_from:
            self.due_from = at

    # -- what the kernel decided

    def rows(self, rows: Rows, root_id: str) -> None:
        """The rows that a decision adds, changes and removes."""
        for row_id, kind in rows.removed.items():
            self.remove(row_id, kind)
        for row in rows.added.values():
            self._add(row, root_id)
        for row in rows.changed.values():
            self._sends[_UPDATE_INSTANCE][row.id] = (row.state, row.ended_at, row.id)
            if row.ended_at is None:
                self.due(0)
                self._sends[_SUSPEND_JOBS][row.id] = (int(row.state == "suspended"), row.id)
        for row_id, changes in rows.changed_fields.items():
            self._change(row_id, rows, changes, root_id)
        for (table, row_id), changes in rows.updates.items():
            self._update(table, row_id, changes)
        for row_id, (kind, element_id, key) in rows.moved.items():
            self._move(row_id, kind, element_id, key)
        for row_id, of in rows.migrated.items():
            self._update("instances", row_id, dict(zip(("definition_id", "key"), of, strict=True)))

    def _add(self, row: Any, root_id: str) -> None:
        if isinstance(row, Evaluation):
            self._evaluation(row, root_id)
            return
        into = _INSERTS[type(row)]
        self._sends[into.statement][row.id] = into.values(row, root_id)
        if isinstance(row, InstanceRow):
            self._sends[into.statement][row.id] += _NO_STATE
        elif isinstance(row, Job):
            self.due(row.due_at)
        elif isinstance(row, HumanTask):
            self._candidates(row.id, "user", row.candidate_users, root_id)
            self._candidates(row.id, "group", row.candidate_groups, root_id)

    def _candidates(self, task_id: str, kind: str, names: tuple[str, ...], root_id: str) -> None:
        for name in names:
            self._sends[_INSERT_CANDIDATE][task_id, kind, name] = (task_id, kind, name, root_id)

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
            self._deletes[_DELETE_DRAFTS][row_id] = (row_id,)

    def _change(self, row_id: str, rows: Rows, changes: dict[str, Any], root_id: str) -> None:
        row = rows.added.get(row_id)
        table = "jobs" if isinstance(row, Job) or "retries" in changes else "tasks"
        fields = dict(changes)
        for kind in ("user", "group"):
            names = fields.pop(f"candidate_{kind}s", None)
            if names is not None:
                mine = [k for k in self._sends[_INSERT_CANDIDATE] if k[:2] == (row_id, kind)]
                for key in mine:
                    del self._sends[_INSERT_CANDIDATE][key]
                self._deletes[_DELETE_CANDIDATES_OF][row_id, kind] = (row_id, kind)
                self._candidates(row_id, kind, names, root_id)
        if table == "jobs":
            fields |= {"lease_until": 0}
            self.due(fields.get("due_at", 0))
        if fields:
            self._update(table, row_id, fields)

    def _update(self, table: str, row_id: str, fields: dict[str, Any]) -> None:
        self._updates.setdefault((table, row_id), {}).update(fields)

    def _move(self, row_id: str, kind: str, element_id: str, key: str) -> None:
        """A row belongs to another element now."""
        table = "jobs" if kind in _JOB_KINDS else (_TABLES | {"incident": "incidents"}).get(kind)
        if table == "tasks":
            self._update("tasks", row_id, {"element_id": element_id, "key": key})
        elif table is not None:
            self._update(table, row_id, {"element_id": element_id})

    # -- state, journal and the rest

    def root(self, root_id: str, page: bytes | None, seq: int, digest: bytes) -> None:
        """Page 0 of a tree and where its journal has come to: in one write with what else its row is."""
        state = (page, seq, digest)
        added = self._sends[_INSERT_INSTANCE]
        if root_id in added:
            added[root_id] = (*added[root_id][: -len(_STATE)], *state)
            return
        changed = self._sends[_UPDATE_INSTANCE].pop(root_id, None)
        if changed is None:
            self._sends[_UPDATE_ROOT][root_id] = (*state, root_id)
        else:
            self._sends[_UPDATE_BOTH][root_id] = (*changed[:-1], *state, root_id)

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
        self._deletes[_DELETE_PAGES][root_id] = (root_id,)

    def value(self, digest: str, content: bytes, root_id: str) -> None:
        """A large value that a tree refers to."""
        self._sends[_INSERT_VALUE][digest] = (digest, len(content), content)
        self._sends[_INSERT_USE][digest, root_id] = (digest, root_id)

    def use(self, digest: str, root_id: str) -> None:
        """A tree refers to content that is stored already, or was."""
        self._sends[_INSERT_USE][digest, root_id] = (digest, root_id)

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
        self.due(due_at)
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

    def flush(self, cursor: Cursor) -> None:
        """Sends everything; the object is empty afterwards."""
        self._send(cursor, self._deletes, (each for each in self._deletes if each not in _AFTER))
        reach("writing.deleted")
        self._send(cursor, self._sends, _ORDER)
        reach("writing.inserted")
        self._send(cursor, self._deletes, _AFTER)
        self._send_updates(cursor)
        entries = self._sends.get(_INSERT_JOURNAL)
        if entries:
            *_, (root_id, seq, *_, digest) = entries.values()
            cursor.prove_by(_IS_ENTRY, (root_id, seq, digest))
        self._sends.clear()
        self._deletes.clear()
        self._updates.clear()

    @staticmethod
    def _send(
        cursor: Cursor, rows: dict[Bulk, dict[Any, tuple[Any, ...]]], order: Iterable[Bulk]
    ) -> None:
        for statement in order:
            found = rows.get(statement)
            if found:
                cursor.bulk(statement, list(found.values()))
                reach("writing.written")

    def _send_updates(self, cursor: Cursor) -> None:
        """Rows of which the same columns change go together."""
        alike: defaultdict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = defaultdict(list)
        for (table, row_id), fields in self._updates.items():
            alike[table, tuple(fields)].append((*fields.values(), row_id))
        for (table, columns), values in alike.items():
            cursor.bulk(_update_of(table, columns), values)


@cache
def _update_of(table: str, columns: tuple[str, ...]) -> Bulk:
    return update(tables.metadata.tables[table], columns)


_AFTER = (_DELETE_PAGE, _DELETE_PAGES)
_INSERT_OF = {
    "tasks": _INSERT_TASK,
    "jobs": _INSERT_JOB,
    "subscriptions": _INSERTS[Subscription].statement,
}
