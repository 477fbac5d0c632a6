"""The door: who asks, and whether they get in, before anything of the request is read."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from trivium.api.rules import RULES, WHILE_PASSWORD_IS_DUE, Reach
from trivium.errors import NotAuthenticated, NotPermitted

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.requests import HTTPConnection

    from trivium.identity import Identity, Principal

_SCHEME = "bearer "


async def admitted(request: Request, operation_id: str) -> Principal | None:
    """Who asks for the operation; None if nobody needs to have signed in for it.

    In development mode who comes without a token is believed, and may do everything.

    Raises:
        NotAuthenticated: a token is needed, and there is none that is good.
        NotPermitted: it is not for them.
    """
    rule = RULES.get(operation_id)
    if rule is not None and rule.reach is Reach.PUBLIC:
        return None
    token = token_of(request)
    if token is None:
        if request.app.state.is_development:
            return None
        raise NotAuthenticated(
            "Expected a token in the header Authorization, but found none. Sign in first.",
        )
    identity: Identity = request.app.state.identity
    if identity.principals.is_remembered(token):
        principal = identity.principals.of_token(token)
    else:
        principal = await run_in_threadpool(identity.principals.of_token, token)
    other = request.headers.get("x-user")
    if other is not None:
        principal = await run_in_threadpool(identity.principals.acting_for, principal, other)
    if operation_id not in WHILE_PASSWORD_IS_DUE:
        refuse_one_time(principal)
    if rule is None or not rule.admits(principal):
        raise NotPermitted(
            f"Expected a grant for this ({'none is enough' if rule is None else rule.text}), but"
            f" {principal.user} has none.",
            operation=operation_id,
        )
    return principal


def refuse_one_time(principal: Principal) -> None:
    """Who has signed in with a one-time password changes it before anything else.

    Raises:
        NotPermitted: it was not changed (`identity/password-due`).
    """
    if principal.must_change_password:
        raise NotPermitted(
            "Expected the one-time password to be changed first, but it was not. Do so with"
            " POST /api/auth/password.",
            code="identity/password-due",
        )


def token_of(request: HTTPConnection) -> str | None:
    """The token in the head of a request, if there is one.

    Raises:
        NotAuthenticated: there is something else.
    """
    header = request.headers.get("authorization")
    if header is None:
        return None
    if not header.lower().startswith(_SCHEME):
        raise NotAuthenticated(
            "Expected `Authorization: Bearer …`, but found another scheme.",
            code="identity/bad-token",
        )
    return header[len(_SCHEME) :].strip()


def believed_user(request: Request, x_user: str | None) -> str | None:
    """Who does it: by the token, or in development mode by `X-User` from this machine.

    Raises:
        NotPermitted: it is said by somebody who is not believed.
    """
    principal: Principal | None = getattr(request.state, "principal", None)
    if principal is not None:
        return principal.user
    if x_user is None:
        return None
    if request.client is None or not is_loopback(request.client.host):
        raise NotPermitted(
            "Expected X-User from this machine only, but it came from another one.",
            code="identity/header-not-trusted",
        )
    return x_user


def is_loopback(host: str) -> bool:
    """Whether a client's address is that of this machine to itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
