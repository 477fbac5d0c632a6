"""`engine.tasks`: the task list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.engine.areas.paging import asked, paged
from trivium.engine.files import WithFiles, attached, bringing
from trivium.engine.infos import FormInfo, Page, TaskInfo
from trivium.engine.moments import instant, instant_or_none
from trivium.engine.views.variables import VariablesAt
from trivium.errors import NotFound
from trivium.kernel import codec, commands
from trivium.kernel.moments import to_ms
from trivium.store import inbox, queries, remarks

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping

    from trivium.engine.areas.forms import Forms
    from trivium.engine.definitions import CompiledDefinitions
    from trivium.engine.processor import Processor
    from trivium.store.database import Database

SORTABLE = {
    name: name
    for name in ("created_at", "due_at", "follow_up_at", "priority", "name", "key", "assignee")
}


class Tasks:
    """Open human tasks, and what can be done with them. `user` is who does it."""

    def __init__(
        self,
        database: Database,
        processor: Processor,
        definitions: CompiledDefinitions,
        forms: Forms,
    ) -> None:
        self._forms = forms
        self._database = database
        self._processor = processor
        self._seen = VariablesAt(definitions)

    def query(  # noqa: PLR0913  # the filters of the list
        self,
        instance: str | None = None,
        *,
        assignee: str | None = None,
        candidate_user: str | None = None,
        candidate_group: str | None = None,
        candidate_groups: Sequence[str] = (),
        key: str | None = None,
        element: str | None = None,
        unassigned: bool = False,
        user: str | None = None,
        variables: Collection[str] = (),
        limit: int = 50,
        cursor: str | None = None,
        sort: str | None = None,
        with_total: bool = False,
    ) -> Page[TaskInfo]:
        """Open tasks, oldest first unless a `sort` of `SORTABLE` is asked for.

        With the values of these `variables` as each task sees them; large ones are left out.

        Those of an instance include those of instances that it called; those of a `user` are those
        that the user has, or may claim alone or as a member of the candidate groups.
        """
        paging = asked(limit, cursor, sort, SORTABLE)
        groups = (*candidate_groups, *((candidate_group,) if candidate_group else ()))
        conditions = queries.task_conditions(
            instance_id=instance,
            assignee=assignee,
            key=key,
            element_id=element,
            unassigned=unassigned,
        )
        ways = inbox.ways(user=user, candidate_user=candidate_user, candidate_groups=groups)
        with self._database.reading() as connection:
            rows = queries.task_page(connection, conditions, paging, ways)
            infos = self._infos(connection, rows[:limit], variables)
            total = queries.count_tasks(connection, conditions, ways) if with_total else None
        return paged(rows, paging, lambda row: infos[row["id"]], total)

    def _infos(
        self, connection: Connection, rows: Sequence[RowMapping], variables: Collection[str] = ()
    ) -> dict[str, TaskInfo]:
        """Rows with all that a list shows of them, in a few queries for all of them."""
        ids = [row["id"] for row in rows]
        found = queries.candidates_of(connection, ids)
        states = queries.task_states(connection, rows)
        besides = remarks.besides(connection, ids)
        values: dict[str, dict[str, Any] | None] = dict.fromkeys(ids)
        if variables:
            places = {row["id"]: (row["root_id"], row["element_instance"]) for row in rows}
            values |= self._seen.read_many(connection, places, variables)
        return {
            row["id"]: _info(
                row,
                found.get(row["id"], {}),
                states.get(row["id"]),
                besides[row["id"]],
                values[row["id"]],
            )
            for row in rows
        }

    def get(self, task_id: str) -> TaskInfo:
        """One open task.

        Raises:
            NotFound: it is not open.
        """
        with self._database.reading() as connection:
            return self._infos(connection, [self._row(connection, task_id)])[task_id]

    def complete(
        self,
        task_id: str,
        variables: Mapping[str, Any] | None = None,
        *,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Completes a task with variables; the process goes on before this returns.

        Raises:
            NotFound: it is not open; WrongState: it cannot be completed now.
        """
        plain, brought = attached(variables)
        command = commands.CompleteTask(task_id=task_id, variables=plain)
        self._processor.submit(bringing(command, brought), user, idempotency_key)

    def submit(
        self,
        task_id: str,
        variables: Mapping[str, Any] | None = None,
        *,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Completes a task with what was entered into its form, once all of it fits.

        Raises:
            InvalidInput: it does not fit (`form/invalid`, with every fault), or names a file that was
                never uploaded (`file/unknown`).
            NotFound: it is not open; WrongState: it cannot be completed now.
        """
        plain, brought = attached(variables)
        command = commands.CompleteTask(task_id=task_id, variables=plain, submitted=True)
        self._processor.submit(WithFiles(command, brought), user, idempotency_key)

    def claim(
        self,
        task_id: str,
        user: str,
        *,
        by: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Makes it the user's own; `by` is who does that, if it is not the user.

        Raises:
            Conflict: somebody else has it.
        """
        self._processor.submit(
            commands.ClaimTask(task_id=task_id, user=user), by or user, idempotency_key
        )

    def unclaim(
        self, task_id: str, *, user: str | None = None, idempotency_key: str | None = None
    ) -> None:
        """Gives it back to its candidates."""
        self._processor.submit(commands.UnclaimTask(task_id=task_id), user, idempotency_key)

    def assign(
        self,
        task_id: str,
        assignee: str,
        *,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Gives it to somebody, whoever had it."""
        self._processor.submit(
            commands.AssignTask(task_id=task_id, user=assignee), user, idempotency_key
        )

    def delegate(
        self, task_id: str, to: str, *, user: str | None = None, idempotency_key: str | None = None
    ) -> None:
        """Has somebody else work on it; its owner keeps it."""
        self._processor.submit(
            commands.DelegateTask(task_id=task_id, user=to), user, idempotency_key
        )

    def resolve(
        self,
        task_id: str,
        variables: Mapping[str, Any] | None = None,
        *,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Gives a delegated task back to its owner."""
        command = commands.ResolveTask(task_id=task_id, variables=dict(variables or {}))
        self._processor.submit(command, user, idempotency_key)

    def update(
        self,
        task_id: str,
        changes: Mapping[str, Any],
        *,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Changes name, description, owner, dates, priority or candidates."""
        plain = {
            name: to_ms(value) if name.endswith("_at") and value is not None else value
            for name, value in changes.items()
        }
        self._processor.submit(
            commands.UpdateTask(task_id=task_id, changes=plain), user, idempotency_key
        )

    def error(  # noqa: PLR0913  # what an error says
        self,
        task_id: str,
        code: str,
        message: str | None = None,
        variables: Mapping[str, Any] | None = None,
        *,
        escalation: bool = False,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Ends the work in a BPMN error or escalation."""
        command = commands.ThrowTaskError(
            task_id=task_id,
            code=code,
            message=message,
            variables=dict(variables or {}),
            kind="escalation" if escalation else "error",
        )
        self._processor.submit(command, user, idempotency_key)

    def variables(self, task_id: str, names: Collection[str] | None = None) -> dict[str, Any]:
        """The variables that the task sees, all or those named; inner ones hide outer ones.

        Raises:
            NotFound: it is not open.
        """
        with self._database.reading() as connection:
            row = self._row(connection, task_id)
            return self._seen.read(connection, row["root_id"], row["element_instance"], names)

    def variable_sizes(self, task_id: str) -> dict[str, int | None]:
        """The names of the variables that it sees; with the size of those that are stored apart."""
        with self._database.reading() as connection:
            row = self._row(connection, task_id)
            return self._seen.sizes(connection, row["root_id"], row["element_instance"])

    @staticmethod
    def _row(connection: Connection, task_id: str) -> RowMapping:
        row = queries.task(connection, task_id)
        if row is None:
            raise NotFound(
                f"Expected an open task {task_id}, but there is none: it was completed, or never"
                " was.",
                code="task/not-found",
                id=task_id,
            )
        return row

    def form(self, task_id: str) -> FormInfo | None:
        """The form of a task with the values of its fields; None without one.

        Raises:
            NotFound: it is not open. WrongState: its form is not deployed (`form/not-deployed`), or an
                expression of it has no value (`form/expression-failed`).
        """
        return self._forms.of_task(task_id)


def _info(
    row: RowMapping,
    candidates: Mapping[str, Sequence[str]],
    state: str | None,
    besides: Mapping[str, Any],
    variables: dict[str, Any] | None,
) -> TaskInfo:
    created: datetime = instant(row["created_at"])
    return TaskInfo(
        id=row["id"],
        state=state or "created",
        root_id=row["root_id"],
        instance_id=row["instance_id"],
        definition_id=row["definition_id"],
        element_id=row["element_id"],
        key=row["key"],
        is_suspended=bool(row["suspended"]),
        name=row["name"],
        description=row["description"],
        assignee=row["assignee"],
        owner=row["owner"],
        delegation=row["delegation"],
        candidate_users=tuple(candidates.get("user", ())),
        candidate_groups=tuple(candidates.get("group", ())),
        priority=row["priority"],
        created_at=created,
        due_at=instant_or_none(row["due_at"]),
        follow_up_at=instant_or_none(row["follow_up_at"]),
        form=None if row["form"] is None else codec.decode(row["form"]),
        parent_id=row["parent_id"],
        definition_name=row["definition_name"],
        definition_version=row["definition_version"],
        business_key=row["business_key"],
        comments=besides.get("comments", 0),
        attachments=besides.get("attachments", 0),
        sub_tasks=besides.get("sub_tasks", 0),
        sla=besides.get("sla"),
        sla_due_at=instant_or_none(besides.get("sla_due_at")),
        variables=variables,
    )
