"""Whose people somebody may look after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.errors import InvalidInput, NotFound, NotPermitted

if TYPE_CHECKING:
    from trivium.identity.principal import Principal

_LONGEST_NAME = 200


def tenant_for(by: Principal | None, asked: str | None) -> str:
    """The tenant that is meant: one's own, unless one runs the installation or is a program.

    Raises:
        NotPermitted: it is another.
    """
    if by is None or by.is_over_all:
        return asked or ""
    if asked is not None and asked != by.tenant:
        raise NotPermitted(
            f"Expected the tenant {by.tenant!r}, but {asked!r} was asked for.",
            code="identity/other-tenant",
        )
    return by.tenant


def is_beyond(by: Principal | None, tenant: str) -> bool:
    """Whether something of this tenant is not for them to know of."""
    return by is not None and not by.is_over_all and by.tenant != tenant


def unknown(kind: str, name: str) -> NotFound:
    """There is no such user, group, tenant or the like."""
    return NotFound(
        f"Expected a {kind.replace('-', ' ')} {name!r}, but there is none.",
        code="identity/not-found",
        kind=kind,
        id=name,
    )


def actor(by: Principal | None) -> str | None:
    """Who is recorded to have done it."""
    return None if by is None else by.user


def checked_name(kind: str, name: str) -> str:
    """A name that can stand in lists, models and URLs.

    Raises:
        InvalidInput: it is empty, too long, or has spaces around it, commas or control characters.
    """
    is_plain = name.isprintable() and name == name.strip() and "," not in name and "/" not in name
    if not name or len(name) > _LONGEST_NAME or not is_plain or name == "*":
        raise InvalidInput(
            f"Expected the name of a {kind} of 1 to {_LONGEST_NAME} printable characters without commas"
            f" and slashes, but found {name[:50]!r}.",
            code="identity/bad-name",
        )
    return name
