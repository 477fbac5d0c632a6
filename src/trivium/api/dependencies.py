"""What routes ask for: the engine, the actor, paging."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Query, Request

from trivium.engine import Engine
from trivium.errors import NotPermitted

_LOOPBACK = frozenset({"127.0.0.1", "::1", "testclient"})


def _engine(request: Request) -> Engine:
    found: Engine = request.app.state.engine
    return found


def _actor(
    request: Request,
    x_user: Annotated[str | None, Header(description="Who does it; loopback only.")] = None,
) -> str | None:
    """The actor until users sign in; only who sits at this machine may say who they are."""
    if x_user is None:
        return None
    if request.client is None or request.client.host not in _LOOPBACK:
        raise NotPermitted(
            "Expected X-User from this machine only, but it came from another one.",
            code="identity/header-not-trusted",
        )
    return x_user


TheEngine = Annotated[Engine, Depends(_engine)]
Actor = Annotated[str | None, Depends(_actor)]
Limit = Annotated[int, Query(ge=1, le=1000, description="At most so many items.")]
Cursor = Annotated[str | None, Query(description="`next_cursor` of the page before.")]
Count = Annotated[bool, Query(description="Also count all items that fit.")]
Plain = Annotated[bool, Query(description="Plain JSON values instead of typed ones.")]
IdempotencyKey = Annotated[
    str | None,
    Header(description="Sent again with the same key, the first answer is given again."),
]
