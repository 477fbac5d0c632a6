"""`engine.tasks`: the task list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from trivium.engine.acting import acting, acting_tenant, demand
from trivium.engine.areas.filters import TASK_SORTS, Filters, paging_of
from trivium.engine.areas.paging import cursor_after, paged
from trivium.engine.files import WithFiles, attached, bringing
from trivium.engine.infos import FormInfo, Page, TaskInfo, TaskOutcome, TaskStats
from trivium.engine.moments import instant, instant_or_none
from trivium.engine.standalone import KEY, CreateTask, deployed, new_task, tenant_of_task
from trivium.engine.views.variables import VariablesAt
from trivium.errors import InvalidInput, NotFound
from trivium.kernel import codec, commands
from trivium.kernel.moments import to_ms
from trivium.store import inbox, queries, remarks, tables
from trivium.store import tasks as stored

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping

    from trivium.engine.areas.forms import Forms
    from trivium.engine.clock import Clock
    from trivium.engine.definitions import CompiledDefinitions
    from trivium.engine.processor import Processor
    from trivium.store.database import Database

SORTABLE = {name: name for name in TASK_SORTS.values()}
MOST_AT_ONCE = 1_000


class Tasks:
    """Open human tasks, and what can be done with them. `user` is who does it."""

    def __init__(
        self,
        database: Database,
        processor: Processor,
        clock: Clock,
        definitions: CompiledDefinitions,
        forms: Forms,
        catch_up: Callable[[], None],
    ) -> None:
        self._forms = forms
        self._database = database
        self._processor = processor
        self._definitions = definitions
        self._seen = seen = VariablesAt(definitions)
        self._clock = clock
        self._catch_up = catch_up
        self.filters = Filters(database, processor, clock, seen)

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
        parent: str | None = None,
        user: str | None = None,
        filter: str | None = None,  # noqa: A002  # what it is called everywhere
        by: str | None = None,
        variables: Collection[str] | None = (),
        limit: int = 50,
        cursor: str | None = None,
        sort: str | None = None,
        with_total: bool = False,
    ) -> Page[TaskInfo]:
        """Open tasks, oldest first unless a `sort` of `SORTABLE` is asked for.

        With the values of these `variables` (None are all) as each task sees them; large ones are left out.

        Those of a saved `filter` are those that it shows to `by`; one that asks for variables looks at so
        many tasks for a page that this may be short, and is not counted.

        `parent` is the task that they are parts of.

        Those of an instance include those of instances that it called; those of a `user` are those
        that the user has, or may claim alone or as a member of the candidate groups.
        """
        groups = (*candidate_groups, *((candidate_group,) if candidate_group else ()))
        conditions = queries.task_conditions(
            instance_id=instance,
            assignee=assignee,
            key=key,
            element_id=element,
            unassigned=unassigned,
        )
        ways = inbox.ways(user=user, candidate_user=candidate_user, candidate_groups=groups)
        if parent is not None:
            conditions.append(tables.tasks.c.parent_id == parent)
        with self._database.reading() as connection:
            content = None if filter is None else self.filters.content(connection, filter)
            paging = paging_of(content, limit, cursor, sort)
            if content is not None:
                conditions += self.filters.conditions(content, by)
            if content is not None and content.of_variables:
                rows, last = self.filters.page(connection, content, conditions, paging, ways)
                infos = self._infos(connection, rows, variables)
                cursor = None if last is None else cursor_after(last, paging.order)
                return Page(tuple(infos[row["id"]] for row in rows), cursor)
            rows = list(queries.task_page(connection, conditions, paging, ways))
            infos = self._infos(connection, rows[:limit], variables)
            total = queries.count_tasks(connection, conditions, ways) if with_total else None
        return paged(rows, paging, lambda row: infos[row["id"]], total)

    def _infos(
        self,
        connection: Connection,
        rows: Sequence[RowMapping],
        variables: Collection[str] | None = (),
    ) -> dict[str, TaskInfo]:
        """Rows with all that a list shows of them, in a few queries for all of them."""
        ids = [row["id"] for row in rows]
        found = queries.candidates_of(connection, ids)
        states = queries.task_states(connection, rows)
        besides = remarks.besides(connection, ids)
        values: dict[str, dict[str, Any] | None] = dict.fromkeys(ids)
        if variables is None or variables:
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

    def create(  # noqa: PLR0913  # what a task is made of
        self,
        name: str,
        *,
        parent: str | None = None,
        variables: Mapping[str, Any] | None = None,
        business_key: str | None = None,
        fields: Mapping[str, Any] | None = None,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> tuple[str, str]:
        """Makes a task that no model has, on its own or as a part of a `parent`.

        Gives the ids of its instance and of the task.

        `fields` are others of a task: `description`, `assignee`, `owner`, `candidate_users`,
        `candidate_groups`, `due_at`, `follow_up_at`, `priority`, `form`. Its owner is who makes it, unless
        another is named; if it is nobody's and offered to nobody, it is theirs. A task is not completed
        while parts of it are open, and they end with it.

        Raises:
            NotFound: the parent is not open. InvalidInput: a field is not right, or the parent is of a case.
            NotPermitted: starting `trivium.task`, or working on the parent, was not granted.
        """
        if parent is None:
            demand("start", "process", KEY)
            tenant = acting_tenant() or ""
        else:
            tenant = tenant_of_task(self._database, parent)
        who = acting()
        task = new_task(name, user if who is None else who.user, _plain(fields or {}))
        key = deployed(self._database, self._processor, self._definitions, tenant)
        operation = CreateTask(key, task, dict(variables or {}), business_key, parent)
        made = self._processor.submit(operation, user, idempotency_key)
        instance_id, task_id = made
        return instance_id, task_id

    def stats(self, user: str, groups: Sequence[str] = ()) -> TaskStats:
        """How many tasks somebody has, is offered, alone or in these groups, and has completed."""
        self._catch_up()
        now = self._clock.now_ms()
        mine = queries.task_conditions(assignee=user)
        offered = [*queries.task_conditions(unassigned=True), inbox.is_offered(user, groups)]
        with self._database.reading() as connection:
            return TaskStats(**stored.counts_of(connection, mine, offered, user, now))

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
        reason: str | None = None,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Gives it to somebody, whoever had it; the history has the reason."""
        command = commands.AssignTask(task_id=task_id, user=assignee, reason=reason)
        self._processor.submit(command, user, idempotency_key)

    def escalate(
        self,
        task_id: str,
        to: str,
        priority: int,
        *,
        reason: str | None = None,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Gives it to somebody above, as something that matters more; the history has the reason."""
        command = commands.EscalateTask(task_id=task_id, user=to, priority=priority, reason=reason)
        self._processor.submit(command, user, idempotency_key)

    def do_all(  # noqa: PLR0913  # what can be said of many
        self,
        action: str,
        task_ids: Sequence[str],
        *,
        to: str | None = None,
        variables: Mapping[str, Any] | None = None,
        changes: Mapping[str, Any] | None = None,
        reason: str | None = None,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> list[TaskOutcome]:
        """Does one thing to many tasks: `claim`, `unclaim`, `assign`, `complete` or `update`.

        Each is a command of its own: what is refused for one is told, and does not hold up the others.
        `to` is who gets them; without it who asks claims them.

        Raises:
            InvalidInput: there are none or too many, or it is not said who gets them.
        """
        ids = list(dict.fromkeys(task_ids))
        if not 0 < len(ids) <= MOST_AT_ONCE:
            raise InvalidInput(
                f"Expected 1 to {MOST_AT_ONCE} tasks, but found {len(ids)}.", code="task/too-many"
            )
        who = to or (user if action == "claim" else None)
        if action in {"claim", "assign"} and not who:
            raise InvalidInput(
                "Expected to know who gets the tasks, but nobody is named.",
                code="task/user-missing",
            )
        given = _MANY[action](str(who), dict(variables or {}), _plain(changes or {}), reason)
        asked = [given(task_id) for task_id in ids]
        keys = [f"{idempotency_key} {each}" if idempotency_key else None for each in ids]
        refusals = self._processor.submit_all(asked, user, keys)
        return [
            TaskOutcome(task_id=task_id)
            if refusal is None
            else TaskOutcome(task_id=task_id, code=refusal.code, message=refusal.message)
            for task_id, refusal in zip(ids, refusals, strict=True)
        ]

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
        command = commands.UpdateTask(task_id=task_id, changes=_plain(changes))
        self._processor.submit(command, user, idempotency_key)

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


def _plain(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes with times as the kernel has them."""
    return {
        name: to_ms(value) if name.endswith("_at") and value is not None else value
        for name, value in changes.items()
    }


_Given = Callable[[str], Any]
_MANY: Mapping[str, Callable[[str, dict[str, Any], dict[str, Any], str | None], _Given]] = {
    "claim": lambda who, *_: lambda each: commands.ClaimTask(task_id=each, user=who),
    "unclaim": lambda *_: lambda each: commands.UnclaimTask(task_id=each),
    "assign": lambda who, _v, _c, why: (
        lambda each: commands.AssignTask(task_id=each, user=who, reason=why)
    ),
    "complete": lambda _w, values, *_: (
        lambda each: commands.CompleteTask(task_id=each, variables=values)
    ),
    "update": lambda _w, _v, changes, _r: (
        lambda each: commands.UpdateTask(task_id=each, changes=changes)
    ),
}
"""What is done to each of many tasks, by the name of it."""


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
