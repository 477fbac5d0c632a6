"""`engine.incidents`: open trouble."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.engine.areas.paging import asked, paged
from trivium.engine.infos import IncidentInfo, Page
from trivium.engine.moments import instant
from trivium.errors import NotFound
from trivium.kernel import commands
from trivium.store import queries, tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import RowMapping

    from trivium.engine.processor import Processor
    from trivium.store.database import Database

SORTABLE = {name: name for name in ("created_at", "type", "code", "element_id")}


class Incidents:
    """Incidents: asking about them, and trying again what failed."""

    def __init__(self, database: Database, processor: Processor) -> None:
        self._database = database
        self._processor = processor

    def query(  # noqa: PLR0913  # the filters of the list
        self,
        instance: str | None = None,
        *,
        kind: str | None = None,
        key: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
        sort: str | None = None,
        with_total: bool = False,
    ) -> Page[IncidentInfo]:
        """Open incidents, oldest first unless a `sort` of `SORTABLE` is asked for."""
        paging = asked(limit, cursor, sort, SORTABLE)
        conditions = queries.incident_conditions(instance_id=instance, kind=kind, key=key)
        with self._database.reading() as connection:
            rows = queries.incident_page(connection, conditions, paging)
            total = queries.count(connection, tables.incidents, conditions) if with_total else None
        return paged(rows, paging, _info, total)

    def get(self, incident_id: str) -> IncidentInfo:
        """One open incident.

        Raises:
            NotFound: it is not open.
        """
        with self._database.reading() as connection:
            row = queries.incident(connection, incident_id)
        if row is None:
            raise NotFound(
                f"Expected an open incident {incident_id}, but there is none: it was resolved, or"
                " never was.",
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
        command = commands.RetryIncident(incident_id=incident_id, variables=dict(variables or {}))
        self._processor.submit(command, user, idempotency_key)


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
    )
