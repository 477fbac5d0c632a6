"""All people of a tenant at once, for who reckons with all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from trivium.store import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, RowMapping, Table


def users(connection: Connection, tenant: str) -> Sequence[RowMapping]:
    """Users and service accounts, active or not."""
    return _of(connection, tables.users, tenant)


def memberships(connection: Connection, tenant: str) -> Sequence[RowMapping]:
    """Who is directly in which group."""
    return _of(connection, tables.memberships, tenant)


def roles(connection: Connection, tenant: str) -> Sequence[RowMapping]:
    """The roles of users and groups."""
    return _of(connection, tables.roles, tenant)


def grants(connection: Connection, tenant: str) -> Sequence[RowMapping]:
    """What was granted to whom."""
    return _of(connection, tables.grants, tenant)


def _of(connection: Connection, table: Table, tenant: str) -> Sequence[RowMapping]:
    return connection.execute(select(table).where(table.c.tenant_id == tenant)).mappings().all()
