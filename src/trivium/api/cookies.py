"""The refresh token as a cookie that no page can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import Request, Response

    from trivium.identity.infos import Tokens

NAME = "trivium_refresh"
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
