"""Where jobs come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from trivium.store.tables import jobs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


def payloads(connection: Connection, job_ids: Sequence[str]) -> dict[str, bytes]:
    """The payloads of jobs by id; those without one, or gone, are left out."""
    statement = select(jobs.c.id, jobs.c.payload).where(
        jobs.c.id.in_(job_ids), jobs.c.payload.is_not(None)
    )
    return {row.id: row.payload for row in connection.execute(statement)}
