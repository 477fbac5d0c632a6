"""`trivium rebuild`."""

from __future__ import annotations

from rich.progress import Progress, TextColumn

from trivium.cli import options, output


def rebuild(database: options.Database = None, json: options.Json = False) -> None:
    """Make the history of activities again, and statistics.

    Both are made from the journal. Servers on the same database go on working; their lists of
    activities are incomplete meanwhile.
    """
    with (
        options.opened(database) as engine,
        Progress(TextColumn("{task.completed:,} entries"), transient=True, disable=json) as bar,
    ):
        task = bar.add_task("rebuild")
        done = engine.journal.rebuild(lambda count: bar.update(task, completed=count))
    if json:
        output.print_json({"entries": done})
    else:
        output.done(f"the history was made again from {done:,} entries of the journal")
