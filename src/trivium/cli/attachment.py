"""`trivium attachment`: files and links that belong to tasks and instances."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from trivium.cli import options, output
from trivium.cli.commands import application
from trivium.cli.comment import OfInstance, Subject, subject_of
from trivium.cli.operating import operating
from trivium.errors import InvalidInput

group = application(no_args_is_help=True, help="Attach files and links to tasks and instances.")
_Attachment = Annotated[str, typer.Argument(help="The attachment's id.")]


@group.command("add")
def add(
    subject: Subject,
    what: Annotated[str, typer.Argument(help="A file, or a link with http or https.")],
    instance: OfInstance = False,
    description: Annotated[str | None, typer.Option(help="What it is.")] = None,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Attach a file or a link to a task or an instance, running or over."""
    is_link = what.startswith(("http://", "https://"))
    name = what.rstrip("/").rpartition("/")[2] if is_link else Path(what).name
    with operating(database, dry_run=dry_run, json=json) as engine:
        meant = subject_of(engine, subject, instance=instance)
        info = engine.attachments.add(
            name,
            None if is_link else _content(what),
            url=what if is_link else None,
            media_type=mimetypes.guess_type(name)[0],
            description=description,
            task=meant.get("task"),
            instance=meant.get("instance"),
            user=options.acting(user),
        )
    if json:
        output.print_json(info)
    else:
        output.done(f"{escape(name)} is attached, as {info.id}")


def _content(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise InvalidInput(
            f"Expected a file at {path}, but it cannot be read: {error.strerror}.",
            code="cli/no-file",
        ) from error


@group.command("list")
def listed(
    subject: Subject,
    instance: OfInstance = False,
    limit: options.Limit = 50,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """List what is attached, the oldest first."""
    with options.opened(database) as engine:
        meant = subject_of(engine, subject, instance=instance)
        task, whole = meant.get("task"), meant.get("instance")
        found = engine.attachments.query(task=task, instance=whole, limit=limit)
    if json:
        output.print_json(found)
        return
    rows = [
        (
            each.id,
            each.name or "(deleted)",
            each.url or each.media_type,
            each.size_bytes,
            each.author,
        )
        for each in found
    ]
    output.table(("id", "name", "what", "bytes", "who"), rows, "Nothing is attached.")
    output.more(found.next_cursor)


@group.command("save")
def save(
    attachment: _Attachment,
    to: Annotated[Path, typer.Argument(help="The file to write; it must not be there.")],
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """Write what is attached into a file."""
    with options.opened(database) as engine:
        pieces = engine.attachments.content(attachment)
        try:
            with to.open("xb") as file:
                file.writelines(pieces)
        except OSError as error:
            raise InvalidInput(
                f"Expected to write {to}, but: {error.strerror}.", code="cli/no-file"
            ) from error
    if json:
        output.print_json({"saved_as": str(to)})
    else:
        output.done(f"saved as {escape(str(to))}")


@group.command("delete")
def delete(
    attachment: _Attachment,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Take it back: it is gone for good."""
    with operating(database, dry_run=dry_run, json=json) as engine:
        engine.attachments.delete(attachment, user=options.acting(user))
        info = engine.attachments.get(attachment)
    if json:
        output.print_json(info)
    else:
        output.done("deleted")
