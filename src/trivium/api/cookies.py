"""The refresh token as a cookie that no page can read."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from trivium.errors import NotAuthenticated

if TYPE_CHECKING:
    from fastapi import Request, Response

    from trivium.identity.infos import Tokens
    from trivium.identity.oidc import Begun

NAME = "trivium_refresh"
_STATE = "trivium_oidc"
_PATH = "/api/auth"


def put(response: Response, request: Request, tokens: Tokens) -> None:
    """Sets it: sent to `/api/auth` only, by pages of this site only, over HTTPS where there is HTTPS."""
    response.set_cookie(
        NAME,
        tokens.refresh_token,
        max_age=tokens.refresh_expires_in_seconds,
        path=_PATH,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def take(request: Request) -> str | None:
    """The refresh token that came as a cookie."""
    return request.cookies.get(NAME)


def drop(response: Response, request: Request) -> None:
    """Has the browser forget it."""
    response.delete_cookie(
        NAME, path=_PATH, secure=request.url.scheme == "https", httponly=True, samesite="strict"
    )


def put_state(response: Response, request: Request, begun: Begun) -> None:
    """Has the browser remember that it was the one that began to sign in at a provider.

    It comes back from another site, so the cookie is sent with navigations from there.
    """
    response.set_cookie(
        _STATE,
        begun.state,
        max_age=begun.lasts_seconds,
        path=_PATH,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def refuse_other_browser(request: Request, state: str) -> None:
    """Whether the browser that comes back is the one that began.

    Raises:
        NotAuthenticated: it is not: somebody was sent here with the sign-in of another.
    """
    remembered = request.cookies.get(_STATE, "")
    if not state or not secrets.compare_digest(remembered.encode(), state.encode()):
        raise NotAuthenticated(
            "Expected the browser that began to sign in, but this is another one. Begin again.",
            code="identity/provider-refused",
        )


def drop_state(response: Response, request: Request) -> None:
    """Has the browser forget it."""
    response.delete_cookie(
        _STATE, path=_PATH, secure=request.url.scheme == "https", httponly=True, samesite="lax"
    )
