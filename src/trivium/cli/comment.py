"""`trivium comment`: what people say of tasks and instances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from trivium.cli import options, output
from trivium.cli.commands import application
from trivium.cli.naming import whole_id
from trivium.cli.operating import operating

if TYPE_CHECKING:
    from trivium.engine import Engine

group = application(no_args_is_help=True, help="Comment on tasks and instances.")
Subject = Annotated[
    str, typer.Argument(help="The id of a task, or its end; of a task that is over the whole id.")
]
OfInstance = Annotated[bool, typer.Option("--instance", help="It is the id of an instance.")]
_Comment = Annotated[str, typer.Argument(help="The comment's id.")]


def subject_of(engine: Engine, typed: str, *, instance: bool) -> dict[str, str]:
    """What is meant, under the engine's names."""
    kind = "instance" if instance else "task"
    return {kind: whole_id(engine, kind, typed)}


@group.command("add")
def add(
    subject: Subject,
    text: Annotated[str, typer.Argument(help="What to say; @name mentions somebody.")],
    instance: OfInstance = False,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Say something of a task or an instance, running or over."""
    with operating(database, dry_run=dry_run, json=json) as engine:
        meant = subject_of(engine, subject, instance=instance)
        task, whole = meant.get("task"), meant.get("instance")
        info = engine.comments.add(text, task=task, instance=whole, user=options.acting(user))
    if json:
        output.print_json(info)
    else:
        output.done(f"said, as {output.short(info.id)}")


@group.command("list")
def listed(
    subject: Subject,
    instance: OfInstance = False,
    limit: options.Limit = 50,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """List what was said, the oldest first."""
    with options.opened(database) as engine:
        meant = subject_of(engine, subject, instance=instance)
        task, whole = meant.get("task"), meant.get("instance")
        found = engine.comments.query(task=task, instance=whole, limit=limit)
    if json:
        output.print_json(found)
        return
    rows = [(each.id, each.author, each.at, each.text or "(deleted)") for each in found]
    output.table(("id", "who", "when", "text"), rows, "Nobody has said anything.")
    output.more(found.next_cursor)


@group.command("edit")
def edit(
    comment: _Comment,
    text: Annotated[str, typer.Argument(help="What to say instead.")],
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Say it otherwise; what was said before is gone."""
    with operating(database, dry_run=dry_run, json=json) as engine:
        info = engine.comments.edit(comment, text, user=options.acting(user))
    if json:
        output.print_json(info)
    else:
        output.done("changed")


@group.command("delete")
def delete(
    comment: _Comment,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Take it back: its text is gone for good."""
    with operating(database, dry_run=dry_run, json=json) as engine:
        engine.comments.delete(comment, user=options.acting(user))
        info = engine.comments.get(comment)
    if json:
        output.print_json(info)
    else:
        output.done("deleted")
