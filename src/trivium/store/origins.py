"""Where jobs come from, and where they belong."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from trivium.store.tables import jobs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


class Belonging(NamedTuple):
    """The instance of a job, and what it keeps."""

    instance_id: str | None
    payload: bytes | None


def belongings(connection: Connection, job_ids: Sequence[str]) -> dict[str, Belonging]:
    """Of jobs by id; those that are gone are left out."""
    columns = (jobs.c.id, jobs.c.instance_id, jobs.c.payload)
    found = connection.execute(select(*columns).where(jobs.c.id.in_(job_ids)))
    return {row.id: Belonging(row.instance_id, row.payload) for row in found}
