"""`trivium topics`."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from trivium.cli import options, output


def topics(
    topic: Annotated[
        str | None, typer.Argument(help="The topic to limit; without one all are listed.")
    ] = None,
    at_once: Annotated[
        int | None, typer.Option(min=1, help="So many of its jobs run at once at most.")
    ] = None,
    per_minute: Annotated[
        int | None, typer.Option(min=1, help="So many of its jobs begin in a minute at most.")
    ] = None,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """List topics of work, or limit one.

    Limits hold over all nodes and workers together; one that is not given is none.
    """
    with options.opened(database) as engine:
        if topic is not None:
            engine.jobs.limit(topic, at_once=at_once, per_minute=per_minute)
        found = [each for each in engine.jobs.topics() if topic in {None, each.name}]
    if json:
        output.print_json(found)
        return
    if topic is not None:
        limits = [f"{at_once} at once"] * (at_once is not None)
        limits += [f"{per_minute} a minute"] * (per_minute is not None)
        output.done(escape(f"{topic}: {' and '.join(limits) or 'no limits'}"))
        return
    rows = [(each.name, each.at_once, each.per_minute, each.asked_at) for each in found]
    output.table(("topic", "at once", "a minute", "last asked for"), rows, "No topics.")
