"""What routes ask for: the engine, the actor, paging.

They are coroutines, since the framework sends every plain function through a thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Header, Query, Request

from trivium.api.admission import believed_user
from trivium.engine import Engine
from trivium.engine.acting import acting_tenant
from trivium.errors import InvalidInput, NotAuthenticated
from trivium.identity import Identity, Principal
from trivium.work import Work


async def _engine(request: Request) -> Engine:
    found: Engine = request.app.state.engine
    return found


async def _work(request: Request) -> Work:
    found: Work = request.app.state.work
    return found


async def _actor(
    request: Request,
    x_user: Annotated[
        str | None,
        Header(
            alias="X-User",
            description="Who does it: in development mode, and for service accounts that may act for"
            " others.",
            max_length=200,
        ),
    ] = None,
) -> str | None:
    return believed_user(request, x_user)


async def _identity(request: Request) -> Identity:
    found: Identity = request.app.state.identity
    return found


async def _principal(request: Request) -> Principal | None:
    """Who has signed in; None in development mode, where nobody needs to."""
    found: Principal | None = getattr(request.state, "principal", None)
    return found


async def _address(request: Request) -> str | None:
    return None if request.client is None else request.client.host


async def _idempotency_key(
    request: Request,
    idempotency_key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            description="Sent again with the same key, a request is answered as before and not"
            " carried out again.",
            min_length=1,
            max_length=200,
        ),
    ] = None,
) -> str | None:
    """A key is the caller's own for one path, so that two callers' counters do not meet."""
    if idempotency_key is None:
        return None
    return f"{request.method} {request.url.path} {idempotency_key}"


async def _tenant() -> str:
    return acting_tenant() or ""


async def _oneself(
    actor: Annotated[str | None, Depends(_actor)],
) -> str:
    if actor is None:
        raise NotAuthenticated("Expected somebody who has signed in, or X-User, but found nobody.")
    return actor


TheEngine = Annotated[Engine, Depends(_engine)]
TheWork = Annotated[Work, Depends(_work)]
TheIdentity = Annotated[Identity, Depends(_identity)]
MaybePrincipal = Annotated[Principal | None, Depends(_principal)]
Address = Annotated[str | None, Depends(_address)]
Tenant = Annotated[str, Depends(_tenant)]
"""Whose calendars, targets, rules and absences are meant."""
Actor = Annotated[str | None, Depends(_actor)]
Oneself = Annotated[str, Depends(_oneself)]
IdempotencyKey = Annotated[str | None, Depends(_idempotency_key)]
Limit = Annotated[int, Query(ge=1, le=1000, description="At most so many items.")]
Cursor = Annotated[
    str | None, Query(description="`next_cursor` of the page before.", max_length=2000)
]
Count = Annotated[bool, Query(description="Also count all items that fit.")]
Plain = Annotated[bool, Query(description="Plain JSON values instead of typed ones.")]
Sort = Annotated[
    str | None,
    Query(description="The member to sort by, `-` before it for the other way round."),
]


def column(sort: str | None, names: Mapping[str, str]) -> str | None:
    """The engine's name for what a list is to be sorted by.

    Raises:
        InvalidInput: the list cannot be sorted so (`input/sort`).
    """
    if sort is None:
        return None
    found = names.get(sort.removeprefix("-"))
    if found is None:
        raise InvalidInput(
            f"Expected to sort by {', '.join(names)} (with - before it the other way round), but"
            f" found {sort!r}.",
            code="input/sort",
            sortable=list(names),
        )
    return f"-{found}" if sort.startswith("-") else found
