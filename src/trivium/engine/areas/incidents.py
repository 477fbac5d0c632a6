"""`engine.incidents`: trouble while models run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.engine.areas.paging import asked, checked, paged
from trivium.engine.infos import IncidentAction, IncidentCause, IncidentInfo, Page
from trivium.engine.moments import instant
from trivium.errors import NotFound
from trivium.kernel import commands
from trivium.store import queries, tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import RowMapping

    from trivium.engine.processor import Processor
    from trivium.store.database import Database

SORTABLE = {name: name for name in ("created_at", "type", "code", "element_id")}

_DONE = {"comment": "commented", "assign": "assigned", "escalate": "escalated"}


class Incidents:
    """Incidents: asking about them, ending them in one of six ways, and what people say of them."""

    def __init__(self, database: Database, processor: Processor) -> None:
        self._database = database
        self._processor = processor

    def query(  # noqa: PLR0913  # the filters of the list
        self,
        instance: str | None = None,
        *,
        kind: str | None = None,
        key: str | None = None,
        state: str | None = "open",
        assignee: str | None = None,
        code: str | None = None,
        element: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
        sort: str | None = None,
        with_total: bool = False,
    ) -> Page[IncidentInfo]:
        """Incidents, oldest first unless a `sort` of `SORTABLE` is asked for.

        Open ones, unless `state` is `resolved`, `deleted` (the element was ended from outside) or None: all.
        """
        paging = asked(limit, cursor, sort, SORTABLE)
        conditions = queries.incident_conditions(
            instance_id=instance,
            kind=kind,
            key=key,
            state=state,
            assignee=assignee,
            code=code,
            element_id=element,
        )
        with self._database.reading() as connection:
            rows = queries.incident_page(connection, conditions, paging)
            total = queries.count(connection, tables.incidents, conditions) if with_total else None
        return paged(rows, paging, _info, total)

    def causes(
        self, *, key: str | None = None, state: str | None = "open", limit: int = 200
    ) -> tuple[IncidentCause, ...]:
        """Incidents by what they have in common, the most frequent cause first."""
        conditions = queries.incident_conditions(
            instance_id=None, kind=None, key=key, state=state, assignee=None
        )
        with self._database.reading() as connection:
            rows = queries.incident_causes(connection, conditions, checked(limit))
        return tuple(
            IncidentCause(
                count=row["count"],
                instances=row["instances"],
                first_at=instant(row["first_at"]),
                newest=_info(row),
            )
            for row in rows
        )

    def get(self, incident_id: str) -> IncidentInfo:
        """One incident, open or over.

        Raises:
            NotFound: there never was such a one.
        """
        with self._database.reading() as connection:
            row = queries.incident(connection, incident_id)
        if row is None:
            raise NotFound(
                f"Expected an incident {incident_id}, but there is none.",
                code="incident/not-found",
                id=incident_id,
            )
        return _info(row)

    def retry(
        self,
        incident_id: str,
        variables: Mapping[str, Any] | None = None,
        *,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Tries again what failed, with corrected variables if they are given."""
        self.resolve(incident_id, "retry", variables, user=user, idempotency_key=idempotency_key)

    def resolve(  # noqa: PLR0913  # what a resolution says
        self,
        incident_id: str,
        how: str,
        variables: Mapping[str, Any] | None = None,
        *,
        message: str | None = None,
        flow: str | None = None,
        instructions: Sequence[commands.Modification] = (),
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Ends an incident.

        `how` is `retry`; `manual`: somebody did the work by hand, and `variables` are its results; `skip`:
        the element is left out, and the token goes on, by `flow` where there is a choice; `modify`: the
        element is cancelled, and tokens go where `instructions` say; `abort`: the instance is terminated;
        `automatic`: like retry, when a program saw that the cause has gone.

        Raises:
            WrongState: the incident is over already, or what failed cannot be ended so.
            InvalidInput: a flow or an instruction is missing or unknown.
        """
        command = commands.ResolveIncident(
            incident_id=incident_id,
            how=how,
            variables=dict(variables or {}),
            message=message,
            flow=flow,
            instructions=tuple(instructions),
        )
        self._processor.submit(command, user, idempotency_key)

    def comment(
        self,
        incident_id: str,
        message: str,
        *,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Says something of an open incident."""
        command = commands.NoteIncident(incident_id=incident_id, action="comment", message=message)
        self._processor.submit(command, user, idempotency_key)

    def assign(
        self,
        incident_id: str,
        to: str,
        message: str | None = None,
        *,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Gives an open incident to somebody who is to end it."""
        self._hand(incident_id, "assign", to, message, user, idempotency_key)

    def escalate(
        self,
        incident_id: str,
        to: str,
        message: str | None = None,
        *,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Takes an open incident up to somebody (a user or group)."""
        self._hand(incident_id, "escalate", to, message, user, idempotency_key)

    def _hand(  # what is said
        self,
        incident_id: str,
        action: str,
        to: str,
        message: str | None,
        user: str | None,
        idempotency_key: str | None,
    ) -> None:
        command = commands.NoteIncident(
            incident_id=incident_id, action=action, message=message, to=to
        )
        self._processor.submit(command, user, idempotency_key)

    def history(self, incident_id: str) -> list[IncidentAction]:
        """What became of an incident: created, what was said of it, resolved or deleted."""
        info = self.get(incident_id)
        found = [IncidentAction(at=info.created_at, action="created", message=info.message)]
        with self._database.reading() as connection:
            rows = queries.incident_notes_of(connection, incident_id)
        found += [
            IncidentAction(
                at=instant(row["at"]),
                action=_DONE[row["action"]],
                message=row["message"],
                user=row["actor"],
                to=row["recipient"],
            )
            for row in rows
        ]
        if info.resolved_at is not None:
            found.append(
                IncidentAction(
                    at=info.resolved_at,
                    action=info.state,
                    message=info.resolution_message,
                    user=info.resolved_by,
                )
            )
        return found


def _info(row: RowMapping) -> IncidentInfo:
    return IncidentInfo(
        id=row["id"],
        root_id=row["root_id"],
        instance_id=row["instance_id"],
        definition_id=row["definition_id"],
        key=row["key"],
        element_id=row["element_id"],
        type=row["type"],
        code=row["code"],
        message=row["message"],
        created_at=instant(row["created_at"]),
        job_id=row["job_id"],
        state=row["state"],
        assignee=row["assignee"],
        escalated_to=row["escalated_to"],
        resolution=row["resolution"],
        resolution_message=row["resolution_message"],
        resolved_at=None if row["resolved_at"] is None else instant(row["resolved_at"]),
        resolved_by=row["resolved_by"],
    )
