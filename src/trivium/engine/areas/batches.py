"""`engine.batches`: one operation on many instances, in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from trivium.engine.acting import acting
from trivium.engine.areas.paging import NEWEST_FIRST, asked, checked, number_of, paged
from trivium.engine.batches.kinds import KINDS
from trivium.engine.batches.operations import Create, RetryFailed, Steer, no_batch
from trivium.engine.batches.trial import Trial
from trivium.engine.dry_run import active
from trivium.engine.infos import BatchInfo, BatchItem, Page, Reason
from trivium.engine.moments import instant, instant_or_none
from trivium.errors import InvalidInput, NotFound
from trivium.store import batches as stored
from trivium.store import queries, tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import RowMapping

    from trivium.engine.areas.migrations import MigrationPlan
    from trivium.engine.batches.worker import BatchWorker
    from trivium.engine.processor import Processor
    from trivium.kernel.commands import Modification
    from trivium.store.database import Database

SORTABLE = {name: name for name in ("created_at", "kind", "state", "total")}
_AT_ONCE = 500
_OPEN = ("active", "suspended")
_ENDED = ("completed", "terminated")


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """All instances that this fits, as they are when the batch is made.

    Without a state: those that are open, or for a restart those that have ended.
    """

    key: str | None = None
    definition: str | None = None
    business_key: str | None = None
    state: str | None = None
    roots_only: bool = False


class Batches:
    """Batches: making them, seeing how far they are, and steering them.

    A batch is worked off by the engine a piece at a time, beside everything else. An instance for which it
    cannot be done does not hold up the others: it says why, and is tried again on demand.
    """

    def __init__(self, database: Database, processor: Processor, worker: BatchWorker) -> None:
        self._database = database
        self._processor = processor
        self._worker = worker

    # -- making them

    def terminate(
        self, instances: Sequence[str] | Selection, reason: str | None = None, **who: Any
    ) -> BatchInfo:
        """Ends instances."""
        return self.create("terminate", instances, {"reason": reason}, **who)

    def suspend(self, instances: Sequence[str] | Selection, **who: Any) -> BatchInfo:
        """Lets nothing in instances go on."""
        return self.create("suspend", instances, {}, **who)

    def resume(self, instances: Sequence[str] | Selection, **who: Any) -> BatchInfo:
        """Lets suspended instances go on."""
        return self.create("resume", instances, {}, **who)

    def set_variables(
        self, instances: Sequence[str] | Selection, variables: Mapping[str, Any], **who: Any
    ) -> BatchInfo:
        """Sets variables of instances."""
        return self.create("set-variables", instances, {"variables": dict(variables)}, **who)

    def modify(
        self,
        instances: Sequence[str] | Selection,
        instructions: Sequence[Modification],
        reason: str | None = None,
        **who: Any,
    ) -> BatchInfo:
        """Moves tokens of instances, in each by the same instructions."""
        arguments = {"instructions": msgspec.to_builtins(list(instructions)), "reason": reason}
        return self.create("modify", instances, arguments, **who)

    def migrate(
        self,
        plan: MigrationPlan,
        instances: Sequence[str] | Selection | None = None,
        *,
        update_triggers: bool = False,
        **who: Any,
    ) -> BatchInfo:
        """Moves instances to another version; all open ones of the plan's source if none are said."""
        chosen = Selection(definition=plan.source) if instances is None else instances
        arguments = {
            "definition_id": plan.target,
            "elements": plan.elements,
            "update_triggers": update_triggers,
        }
        return self.create("migrate", chosen, arguments, **who)

    def resolve_incidents(
        self,
        instances: Sequence[str] | Selection,
        how: str = "retry",
        variables: Mapping[str, Any] | None = None,
        *,
        message: str | None = None,
        flow: str | None = None,
        **who: Any,
    ) -> BatchInfo:
        """Ends all open incidents of instances, in one of the ways of `engine.incidents.resolve`."""
        arguments = {
            "how": how,
            "variables": dict(variables or {}),
            "message": message,
            "flow": flow,
        }
        return self.create("resolve-incidents", instances, arguments, **who)

    def restart(
        self,
        instances: Sequence[str] | Selection,
        instructions: Sequence[Modification] = (),
        *,
        initial_variables: bool = False,
        variables: Mapping[str, Any] | None = None,
        **who: Any,
    ) -> BatchInfo:
        """Starts ended instances again, as new ones."""
        arguments = {
            "instructions": msgspec.to_builtins(list(instructions)),
            "initial_variables": initial_variables,
            "variables": dict(variables or {}),
        }
        return self.create("restart", instances, arguments, **who)

    def correlate(
        self,
        instances: Sequence[str] | Selection,
        name: str,
        variables: Mapping[str, Any] | None = None,
        **who: Any,
    ) -> BatchInfo:
        """Sends a message to each of the instances."""
        arguments = {"name": name, "variables": dict(variables or {})}
        return self.create("correlate", instances, arguments, **who)

    def create(
        self,
        kind: str,
        instances: Sequence[str] | Selection,
        arguments: dict[str, Any],
        *,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> BatchInfo:
        """A batch of a kind, with what the method of that name would have made of its arguments.

        Within a dry run every instance is tried out, and the preview's `batch` says what came of it.
        """
        if kind not in KINDS:
            raise InvalidInput(
                f"Expected a kind of {', '.join(sorted(KINDS))}, but found {kind!r}.",
                code="batch/unknown-kind",
            )
        ids = self._ids(kind, instances)
        preview = active()
        if preview is not None:
            Trial(self._processor, self._worker, preview).run(kind, arguments, ids, user)
        new_id: str = self._processor.submit(Create(kind, arguments, ids), user, idempotency_key)
        return self.get(new_id)

    def _ids(self, kind: str, instances: Sequence[str] | Selection) -> list[str]:
        if not isinstance(instances, Selection):
            return self._operable(list(dict.fromkeys(instances)))
        usual = _ENDED if kind == "restart" else _OPEN
        states = usual if instances.state is None else (instances.state,)
        conditions = queries.instance_conditions(
            key=instances.key,
            definition_id=instances.definition,
            business_key=instances.business_key,
            roots_only=instances.roots_only,
        )
        with self._database.reading() as connection:
            return queries.instance_ids(connection, conditions, states)

    def _operable(self, ids: list[str]) -> list[str]:
        """The ids that were named, if who acts may operate on all of them."""
        if acting() is None:
            return ids
        found: set[str] = set()
        with self._database.reading() as connection:
            for start in range(0, len(ids), _AT_ONCE):
                found |= queries.operable(connection, ids[start : start + _AT_ONCE])
        for each in ids:
            if each not in found:
                raise NotFound(
                    f"Expected an instance {each} to operate on, but there is none.",
                    code="instance/not-found",
                    id=each,
                )
        return ids

    # -- how far they are

    def get(self, batch_id: str) -> BatchInfo:
        """One batch.

        Raises:
            NotFound: there is none of this id.
        """
        with self._database.reading() as connection:
            row = stored.one(connection, batch_id)
        if row is None:
            raise no_batch(batch_id)
        return _info(row)

    def query(
        self,
        *,
        state: str | None = None,
        kind: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
        sort: str | None = None,
        with_total: bool = False,
    ) -> Page[BatchInfo]:
        """Batches, newest first unless a `sort` of `SORTABLE` is asked for."""
        paging = asked(limit, cursor, sort, SORTABLE, NEWEST_FIRST)
        filters = stored.conditions(state=state, kind=kind)
        with self._database.reading() as connection:
            rows = stored.batch_page(connection, filters, paging)
            total = queries.count(connection, tables.batches, filters) if with_total else None
        return paged(rows, paging, _info, total)

    def items(
        self,
        batch_id: str,
        *,
        state: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[BatchItem]:
        """The instances of a batch in their order, all or those that are open, done or failed."""
        after = number_of(cursor, first=-1)
        self.get(batch_id)
        with self._database.reading() as connection:
            rows = stored.items(connection, batch_id, state, after, checked(limit))
        shown = rows[:limit]
        following = str(shown[-1]["number"]) if len(rows) > limit else None
        return Page(tuple(_item(row) for row in shown), following)

    def reasons(self, batch_id: str) -> list[Reason]:
        """Why items have failed, the most frequent reason first."""
        with self._database.reading() as connection:
            rows = stored.reasons(connection, batch_id)
        return [
            Reason(code=row["code"], count=row["count"], message=row["message"]) for row in rows
        ]

    # -- steering them

    def pause(self, batch_id: str, *, user: str | None = None) -> None:
        """Does nothing more until it is resumed."""
        self._processor.submit(Steer(self.get(batch_id).id, "pause"), user)

    def go_on(self, batch_id: str, *, user: str | None = None) -> None:
        """Goes on with a paused one."""
        self._processor.submit(Steer(self.get(batch_id).id, "resume"), user)

    def cancel(self, batch_id: str, *, user: str | None = None) -> None:
        """Does nothing more; what is done stays."""
        self._processor.submit(Steer(self.get(batch_id).id, "cancel"), user)

    def retry_failed(self, batch_id: str, *, user: str | None = None) -> int:
        """Tries again what has failed; gives how many that are."""
        count: int = self._processor.submit(RetryFailed(self.get(batch_id).id), user)
        return count

    def work_off(self, batch_id: str) -> Iterator[BatchInfo]:
        """Does it in this thread, and says after each piece how far it is.

        For programs that want to wait. The engine's own scheduler may work on the same batch meanwhile.
        """
        while True:
            info = self.get(batch_id)
            yield info
            if info.state != "running":
                return
            self._worker.do_piece(batch_id)


def _info(row: RowMapping) -> BatchInfo:
    return BatchInfo(
        id=row["id"],
        kind=row["kind"],
        state=row["state"],
        total=row["total"],
        done=row["done"],
        failed=row["failed"],
        created_at=instant(row["created_at"]),
        created_by=row["created_by"],
        finished_at=instant_or_none(row["finished_at"]),
    )


def _item(row: RowMapping) -> BatchItem:
    return BatchItem(
        instance_id=row["instance_id"], state=row["state"], code=row["code"], message=row["message"]
    )
