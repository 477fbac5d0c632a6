"""`trivium assignments`."""

from __future__ import annotations

from typing import Annotated

import typer

from trivium.cli import options, output
from trivium.work import Work


def assignments(
    user: Annotated[str | None, typer.Option(help="Only what was given to them.")] = None,
    rule: Annotated[str | None, typer.Option(help="Only what this rule decided.")] = None,
    limit: options.Limit = 50,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """List whom rules chose for tasks and why, the newest first."""
    with options.opened(database) as engine:
        page = Work(engine).assignments.query(user=user, rule=rule, limit=limit)
    if json:
        output.print_json(page)
        return
    rows = [
        (output.short(each.task_id), each.element, each.user, each.state, each.why) for each in page
    ]
    output.table(("task", "element", "user", "became", "why"), rows, "Nothing was assigned.")
    output.more(page.next_cursor)
