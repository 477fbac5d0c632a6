"""`engine.instances`: running and ended instances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.engine.acting import acting
from trivium.engine.areas.paging import NEWEST_FIRST, asked, checked, number_of, paged
from trivium.engine.infos import InstanceInfo, InstanceTree, JournalEntry, Page, PathStep
from trivium.engine.moments import instant, instant_or_none
from trivium.engine.starting import Start
from trivium.engine.views.history import entry_of
from trivium.engine.views.path import path_of, steps_of
from trivium.engine.views.state import StateReader
from trivium.errors import NotFound, WrongState
from trivium.kernel import commands
from trivium.kernel.commands import Modification
from trivium.store import queries, tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import RowMapping

    from trivium.engine.definitions import CompiledDefinitions
    from trivium.engine.processor import Processor
    from trivium.store.database import Database

SORTABLE = {name: name for name in ("started_at", "ended_at", "key", "business_key", "state")}


class Instances:
    """Process instances: asking about them, and operating on them. `user` is who does it."""

    def __init__(
        self, database: Database, processor: Processor, definitions: CompiledDefinitions
    ) -> None:
        self._database = database
        self._processor = processor
        self._definitions = definitions

    def query(  # noqa: PLR0913  # the filters of the list
        self,
        *,
        kind: str | None = None,
        state: str | None = None,
        key: str | None = None,
        business_key: str | None = None,
        definition: str | None = None,
        roots_only: bool = False,
        root: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
        sort: str | None = None,
        with_total: bool = False,
    ) -> Page[InstanceInfo]:
        """Instances, newest first unless a `sort` of `SORTABLE` is asked for.

        `kind` is `process` or `case`; without it they are of both.
        """
        paging = asked(limit, cursor, sort, SORTABLE, NEWEST_FIRST)
        conditions = queries.instance_conditions(
            kind=kind,
            state=state,
            key=key,
            business_key=business_key,
            definition_id=definition,
            roots_only=roots_only,
            root_id=root,
        )
        with self._database.reading() as connection:
            rows = queries.instance_page(connection, conditions, paging)
            total = queries.count(connection, tables.instances, conditions) if with_total else None
        return paged(rows, paging, _info, total)

    def get(self, instance_id: str) -> InstanceInfo:
        """One instance.

        Raises:
            NotFound: there is none of this id.
        """
        return _info(self._row(instance_id))

    def _row(self, instance_id: str) -> RowMapping:
        with self._database.reading() as connection:
            row = queries.instance(connection, instance_id)
        if row is None:
            raise no_instance(instance_id)
        return row

    def _row_with_tree(self, instance_id: str) -> RowMapping:
        """One instance, if who acts may see all of the tree that it is in."""
        row = self._row(instance_id)
        if row["root_id"] != instance_id and acting() is not None:
            self._row(row["root_id"])
        return row

    def variables(self, instance_id: str, names: Sequence[str] | None = None) -> dict[str, Any]:
        """The instance's own variables, all or those named; of an ended one as they were at its end."""
        row = self._row(instance_id)
        return self._state().variables(row, names)

    def variable_sizes(self, instance_id: str) -> dict[str, int | None]:
        """The names of the variables; with the size in bytes of those that are stored apart."""
        return self._state().sizes(self._row(instance_id))

    def set_variables(
        self,
        instance_id: str,
        variables: Mapping[str, Any],
        *,
        element_instance: int | None = None,
        local: bool = False,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Sets variables of the instance, or of one scope inside it."""
        command = commands.SetVariables(
            instance_id=instance_id,
            variables=dict(variables),
            element_instance=element_instance,
            local=local,
        )
        self._processor.submit(command, user, idempotency_key)

    def suspend(
        self, instance_id: str, *, user: str | None = None, idempotency_key: str | None = None
    ) -> None:
        """Nothing in it goes on until it is resumed."""
        self._processor.submit(
            commands.SuspendInstance(instance_id=instance_id), user, idempotency_key
        )

    def resume(
        self, instance_id: str, *, user: str | None = None, idempotency_key: str | None = None
    ) -> None:
        """It goes on."""
        self._processor.submit(
            commands.ResumeInstance(instance_id=instance_id), user, idempotency_key
        )

    def modify(
        self,
        instance_id: str,
        instructions: Sequence[Modification],
        reason: str | None = None,
        *,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Moves its tokens: starts before or after elements or at flows, cancels what is active.

        The instructions are carried out in their order, all or none. An instance that is left without a
        token ends.

        Raises:
            InvalidInput: there is no such element. WrongState: what is to be cancelled is not active, or
                several scopes are open to start in.
        """
        command = commands.ModifyInstance(
            instance_id=instance_id, instructions=tuple(instructions), reason=reason
        )
        self._processor.submit(command, user, idempotency_key)

    def restart(  # what a restart says
        self,
        instance_id: str,
        instructions: Sequence[Modification] = (),
        *,
        initial_variables: bool = False,
        variables: Mapping[str, Any] | None = None,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> InstanceInfo:
        """Starts an ended instance again, as a new one of the same version with the same business key.

        It begins at its start event, or as the instructions say. Its variables are those that it ended
        with, or was started with; `variables` come in front.

        Raises:
            WrongState: it has not ended.
        """
        row = self._row(instance_id)
        if row["ended_at"] is None:
            raise WrongState(
                f"Expected the instance {instance_id} to have ended, but it is {row['state']}. Modify it"
                " instead.",
                code="instance/not-ended",
                id=instance_id,
            )
        before = self.last_variables(instance_id, initial=initial_variables)
        operation = Start(
            row["key"],
            {**before, **(variables or {})},
            row["business_key"],
            row["version"],
            None,
            tuple(instructions),
        )
        new_id: str = self._processor.submit(operation, user, idempotency_key)
        return self.get(new_id)

    def last_variables(self, instance_id: str, *, initial: bool = False) -> dict[str, Any]:
        """The variables of an instance as they are, or as they were at its start."""
        row, reader = self._row(instance_id), self._state()
        return reader.initial(row) if initial else reader.variables(row, None)

    def terminate(
        self,
        instance_id: str,
        reason: str | None = None,
        *,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Ends it with everything in it."""
        command = commands.TerminateInstance(instance_id=instance_id, reason=reason)
        self._processor.submit(command, user, idempotency_key)

    def trigger(
        self,
        instance_id: str,
        element_instance: int,
        variables: Mapping[str, Any] | None = None,
        *,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Lets an element go on that waits for a trigger from outside, such as a receive task."""
        command = commands.Trigger(
            instance_id=instance_id,
            element_instance=element_instance,
            variables=dict(variables or {}),
        )
        self._processor.submit(command, user, idempotency_key)

    def start_activity(
        self,
        instance_id: str,
        element_id: str,
        variables: Mapping[str, Any] | None = None,
        *,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Starts an activity of an open ad-hoc sub-process.

        Raises:
            WrongState: there is no such one open.
        """
        command = commands.StartActivity(
            instance_id=instance_id, element_id=element_id, variables=dict(variables or {})
        )
        self._processor.submit(command, user, idempotency_key)

    def tree(self, instance_id: str) -> InstanceTree:
        """What is open, why each thing waits and who or what releases it, and the path taken."""
        row = self._row(instance_id)
        root = self._state().elements(row)
        try:
            path = self.path(instance_id)
        except NotFound:  # it was called by what is not for who asks
            path = ()
        return InstanceTree(instance=_info(row), root=root, path=path)

    def path(self, instance_id: str, *, flows: bool = True) -> tuple[str, ...]:
        """The elements and flows (or only elements) that the whole tree has been through, in order."""
        row = self._row_with_tree(instance_id)
        return tuple(path_of(self._entries(row["root_id"]), flows=flows))

    def steps(self, instance_id: str) -> tuple[PathStep, ...]:
        """The elements that the whole tree has entered, in order, with time and flow."""
        row = self._row_with_tree(instance_id)
        return tuple(steps_of(self._entries(row["root_id"]), self._definitions.get))

    def history(
        self, instance_id: str, *, limit: int = 100, cursor: str | None = None
    ) -> Page[JournalEntry]:
        """The journal of the instance's tree, from the first entry."""
        row = self._row_with_tree(instance_id)
        after = number_of(cursor)
        with self._database.reading() as connection:
            rows = queries.journal_page(connection, row["root_id"], after, checked(limit) + 1)
        entries = tuple(entry_of(each) for each in rows[:limit])
        return Page(entries, str(entries[-1].seq) if len(rows) > limit else None)

    def _entries(self, root_id: str) -> list[JournalEntry]:
        found: list[JournalEntry] = []
        with self._database.reading() as connection:
            while True:
                after = found[-1].seq if found else 0
                rows = queries.journal_page(connection, root_id, after, 1000)
                found.extend(entry_of(row) for row in rows)
                if not rows:
                    return found

    def _state(self) -> StateReader:
        return StateReader(self._database, self._definitions.get)


def no_instance(instance_id: str) -> NotFound:
    """Nobody knows this instance."""
    return NotFound(
        f"Expected an instance {instance_id}, but there is none.",
        code="instance/not-found",
        id=instance_id,
    )


def _info(row: RowMapping) -> InstanceInfo:
    return InstanceInfo(
        id=row["id"],
        root_id=row["root_id"],
        parent_id=row["parent_id"],
        definition_id=row["definition_id"],
        key=row["key"],
        version=row["version"],
        name=row["definition_name"],
        business_key=row["business_key"],
        state=row["state"],
        started_at=instant(row["started_at"]),
        started_by=row["started_by"],
        ended_at=instant_or_none(row["ended_at"]),
    )
