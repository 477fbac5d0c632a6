"""Sessions, refresh tokens, counters: what signing in leaves in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from trivium.store.identity import rows
from trivium.store.tables import (
    api_keys,
    challenges,
    counters,
    recovery_codes,
    refresh_tokens,
    sessions,
    signing_keys,
    users,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, RowMapping


def sessions_of(connection: Connection, user: str, now: int) -> Sequence[RowMapping]:
    """The open sessions of a user, the newest first."""
    c = sessions.c
    statement = select(sessions).where(
        c.user_id == user, c.revoked_at.is_(None), c.expires_at > now
    )
    return connection.execute(statement.order_by(c.created_at.desc())).mappings().all()


def is_open(connection: Connection, session: str, now: int) -> bool:
    """Whether a session is neither revoked nor over, and its user may sign in."""
    c = sessions.c
    statement = (
        select(c.id)
        .join(users, users.c.id == c.user_id)
        .where(
            c.id == session,
            c.revoked_at.is_(None),
            c.expires_at > now,
            users.c.state == "active",
        )
    )
    return connection.execute(statement).scalar_one_or_none() is not None


def revoke(
    connection: Connection, now: int, why: str, *, session: str | None, user: str | None = None
) -> int:
    """Ends a session, or all of a user; gives how many were open."""
    c = sessions.c
    whose = c.id == session if session is not None else c.user_id == user
    statement = update(sessions).where(whose, c.revoked_at.is_(None))
    return connection.execute(statement.values(revoked_at=now, revoked_for=why)).rowcount


def use_refresh(connection: Connection, digest: str, now: int) -> bool:
    """Uses a refresh token up; false if it was used before."""
    c = refresh_tokens.c
    statement = update(refresh_tokens).where(c.digest == digest, c.used_at.is_(None))
    return connection.execute(statement.values(used_at=now)).rowcount == 1


def take_challenge(connection: Connection, digest: str, now: int) -> RowMapping | None:
    """A challenge that has not run out; it is gone then."""
    found = rows.one(connection, challenges, digest=digest)
    if found is None:
        return None
    taken = rows.remove(connection, challenges, digest=digest)
    return found if taken and found["expires_at"] > now else None


def clean(connection: Connection, now: int) -> None:
    """Takes away what has run out."""
    for table in (challenges, counters, refresh_tokens, sessions):
        connection.execute(delete(table).where(table.c.expires_at <= now))


def count(connection: Connection, name: str, now: int, expires_at: int, by: int = 1) -> int:
    """Counts something up, from nought if the counter has run out; gives what it is now."""
    c = counters.c
    running = update(counters).where(c.name == name, c.expires_at > now)
    if not connection.execute(running.values(value=c.value + by)).rowcount:
        rows.put(connection, counters, {"name": name}, value=by, expires_at=expires_at)
    return counted(connection, name, now)[0]


def counted(connection: Connection, name: str, now: int) -> tuple[int, int]:
    """What a counter is at, and when it runs out."""
    c = counters.c
    statement = select(c.value, c.expires_at).where(c.name == name, c.expires_at > now)
    found = connection.execute(statement).one_or_none()
    return (0, now) if found is None else (int(found[0]), int(found[1]))


def keys_in_use(connection: Connection, after: int) -> Sequence[RowMapping]:
    """The signing keys that sign, and those that were retired after that time; the newest first."""
    c = signing_keys.c
    statement = select(signing_keys).where(func.coalesce(c.retired_at, after + 1) > after)
    return connection.execute(statement.order_by(c.created_at.desc(), c.id)).mappings().all()


def api_key_by_digest(connection: Connection, digest: str) -> RowMapping | None:
    """An API key with the tenant and state of its user."""
    statement = (
        select(api_keys, users.c.state.label("user_state"))
        .join(users, users.c.id == api_keys.c.user_id)
        .where(api_keys.c.digest == digest)
    )
    return connection.execute(statement).mappings().one_or_none()


def api_keys_of(connection: Connection, tenant: str, user: str | None) -> Sequence[RowMapping]:
    """The API keys of a tenant or one user, the newest first."""
    c = api_keys.c
    statement = select(api_keys).where(c.tenant_id == tenant)
    if user is not None:
        statement = statement.where(c.user_id == user)
    return connection.execute(statement.order_by(c.created_at.desc(), c.id)).mappings().all()


def touch(connection: Connection, key: str, now: int, unless_after: int) -> None:
    """An API key is used; written down if it was not lately."""
    c = api_keys.c
    statement = update(api_keys).where(
        c.id == key, func.coalesce(c.last_used_at, 0) <= unless_after
    )
    connection.execute(statement.values(last_used_at=now))


def forget_counter(connection: Connection, name: str) -> None:
    """A counter begins anew."""
    rows.remove(connection, counters, name=name)


def forget_counters(connection: Connection, beginning: str) -> int:
    """All counters whose names begin so begin anew; gives how many they were."""
    statement = delete(counters).where(counters.c.name.startswith(beginning, autoescape=True))
    return connection.execute(statement).rowcount


def use_step(connection: Connection, user: str, step: int) -> bool:
    """Uses the code of a time step up; false if it or a later one was used before."""
    c = users.c
    statement = update(users).where(c.id == user, c.totp_last_step < step)
    return connection.execute(statement.values(totp_last_step=step)).rowcount == 1


def use_recovery(connection: Connection, user: str, digest: str, now: int) -> bool:
    """Uses a recovery code up; false if there is none that is not used."""
    c = recovery_codes.c
    statement = update(recovery_codes).where(
        c.user_id == user, c.digest == digest, c.used_at.is_(None)
    )
    return connection.execute(statement.values(used_at=now)).rowcount == 1
