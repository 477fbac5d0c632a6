"""`engine.incidents`: open trouble."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.engine.areas.paging import checked, paged
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


class Incidents:
    """Incidents: asking about them, and trying again what failed."""

    def __init__(self, database: Database, processor: Processor) -> None:
        self._database = database
        self._processor = processor

    def query(
        self,
        instance: str | None = None,
        *,
        kind: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[IncidentInfo]:
        """Open incidents, oldest first."""
        with self._database.reading() as connection:
            rows = queries.incident_page(
                connection,
                instance_id=instance,
                kind=kind,
                after=cursor,
                limit=checked(limit) + 1,
            )
        return paged(rows, limit, _info)

    def get(self, incident_id: str) -> IncidentInfo:
        """One open incident.

        Raises:
            NotFound: it is not open.
        """
        with self._database.reading() as connection:
            row = queries.by_id(connection, tables.incidents, incident_id)
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
    ) -> None:
        """Tries again what failed, with corrected variables if they are given."""
        command = commands.RetryIncident(incident_id=incident_id, variables=dict(variables or {}))
        self._processor.submit(command, user)


def _info(row: RowMapping) -> IncidentInfo:
    return IncidentInfo(
        id=row["id"],
        root_id=row["root_id"],
        instance_id=row["instance_id"],
        element_id=row["element_id"],
        type=row["type"],
        code=row["code"],
        message=row["message"],
        created_at=instant(row["created_at"]),
        job_id=row["job_id"],
    )
