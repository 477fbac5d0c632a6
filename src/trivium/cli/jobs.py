"""`trivium jobs`."""

from __future__ import annotations

from typing import Annotated

import typer

from trivium.cli import options, output
from trivium.cli.naming import whole_id


def jobs(
    instance: Annotated[str | None, typer.Option(help="Only those of an instance.")] = None,
    topic: Annotated[str | None, typer.Option(help="Only work of this topic.")] = None,
    limit: options.Limit = 50,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """List work for workers, and what is due."""
    with options.opened(database) as engine:
        whole = whole_id(engine, "instance", instance) if instance else None
        found = engine.jobs.query(whole, topic=topic, limit=limit)
    if json:
        output.print_json(found)
        return
    rows = [
        (
            output.short(job.id),
            job.kind,
            job.topic if job.kind == "work" else None,
            job.element_id,
            job.retries if job.kind == "work" else None,
            job.lease_owner,
            job.due_at,
        )
        for job in found
    ]
    columns = ("id", "kind", "topic", "element", "tries left", "with", "due")
    output.table(columns, rows, "No jobs.")
    output.more(found.next_cursor)
