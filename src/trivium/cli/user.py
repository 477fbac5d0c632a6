"""`trivium user`."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from trivium.cli import options, output, people
from trivium.cli.commands import application
from trivium.identity.passwords import one_time

group = application(no_args_is_help=True, help="Add, list and lock users, give them passwords.")
"""Its commands."""
_Name = Annotated[str, typer.Argument(help="The user's name.")]
_Group = Annotated[
    list[str] | None, typer.Option("--group", help="A group that they are in; repeat for more.")
]
_Role = Annotated[
    list[str] | None, typer.Option("--role", help="A role, such as admin; repeat for more.")
]
_OneTime = Annotated[
    bool,
    typer.Option("--one-time", help="Make a password that must be changed, and print it."),
]


@group.command("add")
def add(
    user: _Name,
    name: Annotated[str | None, typer.Option(help="What people call them.")] = None,
    email: Annotated[str | None, typer.Option(help="Their mail address.")] = None,
    manager: Annotated[str | None, typer.Option(help="The user who is their manager.")] = None,
    tenant: Annotated[str | None, typer.Option(help="Their tenant.")] = None,
    groups: _Group = None,
    roles: _Role = None,
    service: Annotated[
        bool, typer.Option("--service", help="A program, which signs in with API keys.")
    ] = False,
    no_password: Annotated[
        bool, typer.Option("--no-password", help="They sign in at an identity provider.")
    ] = False,
    one_time_password: _OneTime = False,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """Add somebody who may sign in.

    Their password is asked for, or read from standard input. Groups that are not there are made.
    """
    made = one_time() if one_time_password else None
    password = made
    if not (service or no_password or one_time_password):
        password = people.typed_password(from_input=False)
    with people.opened(database) as identity:
        known = {each.id for each in identity.groups.query(tenant=tenant, limit=1000)}
        for each in groups or ():
            if each not in known:
                identity.groups.add(each, tenant=tenant)
        info = identity.users.add(
            user,
            tenant=tenant,
            kind="service" if service else "person",
            name=name,
            email=email,
            manager=manager,
            password=password,
            must_change_password=one_time_password,
            groups=groups or (),
            roles=roles or (),
        )
    if json:
        output.print_json({"user": info, "one_time_password": made})
        return
    output.done(escape(f"{user} may sign in"))
    _show(made)


def _show(password: str | None) -> None:
    if password is not None:
        shown = f"one-time password [bold]{password}[/], to be changed at the first sign-in"
        output.console().print(f"  {shown}")


@group.command("list")
def list_users(
    text: Annotated[str | None, typer.Option(help="In the name.")] = None,
    tenant: Annotated[str | None, typer.Option(help="Of this tenant.")] = None,
    limit: options.Limit = 100,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """List who may sign in."""
    with people.opened(database) as identity:
        found = identity.users.query(tenant=tenant, text=text, limit=limit)
    if json:
        output.print_json(found)
        return
    rows = [
        (u.id, u.name, u.kind, u.state, u.groups, u.roles, u.manager, u.last_sign_in_at)
        for u in found
    ]
    columns = ("user", "name", "kind", "state", "groups", "roles", "manager", "last sign-in")
    output.table(columns, rows, "Nobody. Try `trivium user add NAME`.")
    output.more(found.next_cursor)


@group.command("password")
def password(
    user: _Name,
    one_time_password: _OneTime = False,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """Give somebody a new password; their sessions end."""
    made = one_time() if one_time_password else None
    new = made or people.typed_password(from_input=False)
    with people.opened(database) as identity:
        identity.users.set_password(user, new, must_change=one_time_password)
        identity.users.unlock(user)
    if json:
        output.print_json({"user": user, "one_time_password": made})
        return
    output.done(escape(f"{user} has a new password"))
    _show(made)


@group.command("roles")
def set_roles(
    user: _Name,
    roles: Annotated[
        list[str] | None, typer.Argument(help="All their roles; none takes all.")
    ] = None,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """Give somebody these roles, and no others."""
    with people.opened(database) as identity:
        info = identity.users.set_roles(user, roles or ())
    _changed(info.id, info, f"has these roles: {', '.join(info.roles) or 'none'}", json=json)


@group.command("lock")
def lock(user: _Name, database: options.Database = None, json: options.Json = False) -> None:
    """Let somebody in no longer; their sessions end at once."""
    with people.opened(database) as identity:
        info = identity.users.set_state(user, "disabled")
    _changed(user, info, "may sign in no longer", json=json)


@group.command("unlock")
def unlock(user: _Name, database: options.Database = None, json: options.Json = False) -> None:
    """Let somebody in again, also after too many failures."""
    with people.opened(database) as identity:
        identity.users.unlock(user)
        info = identity.users.set_state(user, "active")
    _changed(user, info, "may sign in", json=json)


@group.command("remove")
def remove(user: _Name, database: options.Database = None, json: options.Json = False) -> None:
    """Remove somebody; what they did stays under their name."""
    with people.opened(database) as identity:
        identity.users.remove(user)
    _changed(user, {"user": user}, "is removed", json=json)


def _changed(user: str, info: object, what: str, *, json: bool) -> None:
    if json:
        output.print_json(info)
    else:
        output.done(escape(f"{user} {what}"))
