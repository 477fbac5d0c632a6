"""`trivium grant`."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from trivium.cli import options, output, people
from trivium.cli.commands import application
from trivium.errors import InvalidInput
from trivium.identity.permissions import OPERATIONS, PERMISSIONS, RESOURCES

group = application(no_args_is_help=True, help="Say who may do what.")
"""Its commands."""
_Tenant = Annotated[str | None, typer.Option("--tenant", help="The tenant.")]


@group.command("add")
def add(
    permission: Annotated[str, typer.Argument(help=f"One of {', '.join(PERMISSIONS)}.")],
    resource: Annotated[
        str,
        typer.Argument(
            metavar="KIND:NAME",
            help=f"{', '.join(RESOURCES)}, and a key or id, or * for all; an operation is"
            f" {', '.join(OPERATIONS)}.",
        ),
    ],
    user: Annotated[str | None, typer.Option("--user", help="To this user.")] = None,
    to_group: Annotated[str | None, typer.Option("--group", help="To this group.")] = None,
    role: Annotated[str | None, typer.Option("--role", help="To who has this role.")] = None,
    everybody: Annotated[bool, typer.Option("--everybody", help="To all.")] = False,
    tenant: _Tenant = None,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """Let somebody do something, such as `grant add work definition:invoice --group accounting`."""
    named = (("user", user), ("group", to_group), ("role", role))
    subjects = [(kind, name) for kind, name in named if name is not None]
    if everybody:
        subjects.append(("everybody", ""))
    if len(subjects) != 1:
        raise InvalidInput(
            "Expected one of --user, --group, --role and --everybody, but found"
            f" {len(subjects)} of them.",
            code="cli/options",
        )
    kind, _, name = resource.partition(":")
    ((subject_kind, subject),) = subjects
    with people.opened(database) as identity:
        info = identity.grants.add(
            permission, kind, name, subject_kind=subject_kind, subject=subject, tenant=tenant
        )
    if json:
        output.print_json(info)
        return
    whose = f"{subject_kind} {subject}".strip()
    output.done(escape(f"{whose} may {permission} {kind} {name}"))


@group.command("list")
def list_grants(
    user: Annotated[str | None, typer.Option("--user", help="Of this user.")] = None,
    tenant: _Tenant = None,
    limit: options.Limit = 100,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """List what was granted."""
    kind = None if user is None else "user"
    with people.opened(database) as identity:
        found = identity.grants.query(tenant=tenant, subject_kind=kind, subject=user, limit=limit)
    if json:
        output.print_json(found)
        return
    rows = [
        (
            output.short(g.id),
            f"{g.subject_kind} {g.subject}".strip(),
            g.permission,
            f"{g.resource_kind}:{g.resource}",
        )
        for g in found
    ]
    output.table(("id", "who", "may", "on"), rows, "Nothing was granted.")
    output.more(found.next_cursor)


@group.command("remove")
def remove(
    grant: Annotated[str, typer.Argument(help="The grant's id, or its end.")],
    tenant: _Tenant = None,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """Take a grant back."""
    with people.opened(database) as identity:
        found = [
            each.id
            for each in identity.grants.query(tenant=tenant, limit=1000)
            if each.id.endswith(grant)
        ]
        if len(found) != 1:
            raise InvalidInput(
                f"Expected the end of one grant's id, but {len(found)} end in {grant!r}.",
                code="cli/ambiguous-id",
            )
        identity.grants.remove(found[0])
    if json:
        output.print_json({"id": found[0]})
    else:
        output.done("The grant is taken back")
