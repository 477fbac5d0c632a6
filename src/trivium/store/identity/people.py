"""Users, groups, roles, and who belongs where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, literal, or_, select, union_all

from trivium.store.paging import page
from trivium.store.tables import grants, groups, memberships, roles, tenants, users

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement, Connection, RowMapping

    from trivium.store.paging import Paging


def user_page(
    connection: Connection, tenant: str, paging: Paging, text: str | None, kind: str | None
) -> Sequence[RowMapping]:
    """Users of a tenant, those in whose id or name the text occurs."""
    c = users.c
    conditions: list[ColumnElement[bool]] = [c.tenant_id == tenant]
    if text is not None:
        conditions.append(
            or_(
                c.id.icontains(text, autoescape=True),
                func.coalesce(c.name, "").icontains(text, autoescape=True),
            )
        )
    if kind is not None:
        conditions.append(c.kind == kind)
    return page(connection, select(users), users, conditions, paging)


def group_page(connection: Connection, tenant: str, paging: Paging) -> Sequence[RowMapping]:
    """Groups of a tenant."""
    return page(connection, select(groups), groups, [groups.c.tenant_id == tenant], paging)


def count_users(connection: Connection) -> int:
    """How many users there are, of all tenants."""
    return int(connection.execute(select(func.count()).select_from(users)).scalar_one())


def has_tenants(connection: Connection) -> bool:
    """Whether there is any tenant but the one without a name."""
    return connection.execute(select(tenants.c.id).limit(1)).scalar_one_or_none() is not None


def groups_of(connection: Connection, tenant: str, kind: str, member: str) -> set[str]:
    """The groups that a member is in, and those that these are in, however deep."""
    c = memberships.c
    direct = (
        select(c.group_id)
        .where(c.tenant_id == tenant, c.member_kind == kind, c.member_id == member)
        .cte("within", recursive=True)
    )
    around = select(c.group_id).join(direct, c.member_id == direct.c.group_id)
    within = direct.union(around.where(c.tenant_id == tenant, c.member_kind == "group"))
    return set(connection.execute(select(within.c.group_id)).scalars())


def team_of(connection: Connection, tenant: str, manager: str) -> set[str]:
    """Everybody below a manager, however deep."""
    c = users.c
    direct = (
        select(c.id)
        .where(c.tenant_id == tenant, c.manager_id == manager)
        .cte("team", recursive=True)
    )
    below = select(c.id).join(direct, c.manager_id == direct.c.id).where(c.tenant_id == tenant)
    team = direct.union(below)
    return set(connection.execute(select(team.c.id)).scalars())


def managers_of(connection: Connection, user: str) -> list[str]:
    """The manager, the manager's manager and so on; a circle ends where it closes."""
    found: list[str] = []
    at: str | None = user
    while at is not None:
        statement = select(users.c.manager_id).where(users.c.id == at)
        at = connection.execute(statement).scalar_one_or_none()
        if at is None or at in found:
            break
        found.append(at)
    return found


def members(connection: Connection, tenant: str, group: str) -> Sequence[RowMapping]:
    """Who is directly in a group."""
    c = memberships.c
    statement = (
        select(memberships)
        .where(c.tenant_id == tenant, c.group_id == group)
        .order_by(c.member_kind, c.member_id)
    )
    return connection.execute(statement).mappings().all()


def users_in(connection: Connection, tenant: str, group: str) -> set[str]:
    """The users in a group, and in the groups in it, however deep."""
    c = memberships.c
    start = select(literal(group).label("id")).cte("inner_groups", recursive=True)
    inner = select(c.member_id).join(start, c.group_id == start.c.id)
    within = start.union(inner.where(c.tenant_id == tenant, c.member_kind == "group"))
    statement = (
        select(c.member_id)
        .join(within, c.group_id == within.c.id)
        .where(c.tenant_id == tenant, c.member_kind == "user")
    )
    return set(connection.execute(statement).scalars())


def direct_groups(
    connection: Connection, tenant: str, users_: Collection[str]
) -> dict[str, list[str]]:
    """The groups that users are directly in."""
    c = memberships.c
    statement = (
        select(c.member_id, c.group_id)
        .where(c.tenant_id == tenant, c.member_kind == "user", c.member_id.in_(users_))
        .order_by(c.group_id)
    )
    found: dict[str, list[str]] = {}
    for member, group in connection.execute(statement):
        found.setdefault(member, []).append(group)
    return found


def roles_of(
    connection: Connection, tenant: str, user: str, in_groups: Collection[str]
) -> set[str]:
    """The roles of a user, those of the groups included."""
    c = roles.c
    statement = select(c.role).where(
        c.tenant_id == tenant,
        or_(
            (c.subject_kind == "user") & (c.subject_id == user),
            (c.subject_kind == "group") & c.subject_id.in_(in_groups),
        ),
    )
    return set(connection.execute(statement).scalars())


def own_roles(
    connection: Connection, tenant: str, kind: str, subjects: Collection[str]
) -> dict[str, list[str]]:
    """The roles that users or groups have themselves."""
    c = roles.c
    statement = (
        select(c.subject_id, c.role)
        .where(c.tenant_id == tenant, c.subject_kind == kind, c.subject_id.in_(subjects))
        .order_by(c.role)
    )
    found: dict[str, list[str]] = {}
    for subject, role in connection.execute(statement):
        found.setdefault(subject, []).append(role)
    return found


def admins(connection: Connection, tenant: str) -> set[str]:
    """The active users with the role admin of their own."""
    statement = (
        select(users.c.id)
        .join(roles, (roles.c.subject_id == users.c.id) & (roles.c.tenant_id == users.c.tenant_id))
        .where(
            roles.c.subject_kind == "user",
            roles.c.role == "admin",
            users.c.tenant_id == tenant,
            users.c.state == "active",
        )
    )
    return set(connection.execute(statement).scalars())


def grants_of(
    connection: Connection,
    tenant: str,
    user: str,
    in_groups: Collection[str],
    with_roles: Collection[str],
) -> Sequence[RowMapping]:
    """All grants that concern a user: own ones, of groups, of roles, of everybody."""
    c = grants.c
    kinds = (
        (c.subject_kind == "user") & (c.subject_id == user),
        (c.subject_kind == "group") & c.subject_id.in_(in_groups),
        (c.subject_kind == "role") & c.subject_id.in_(with_roles),
        c.subject_kind == "everybody",
    )
    found = union_all(*(select(grants).where(c.tenant_id == tenant, each) for each in kinds))
    return connection.execute(found).mappings().all()


def grant_page(
    connection: Connection, tenant: str, paging: Paging, filters: dict[str, str | None]
) -> Sequence[RowMapping]:
    """Grants of a tenant."""
    conditions = [grants.c[name] == value for name, value in filters.items() if value is not None]
    conditions = [grants.c.tenant_id == tenant, *conditions]
    return page(connection, select(grants), grants, conditions, paging)


def forget_subject(connection: Connection, tenant: str, kind: str, subject: str) -> None:
    """Takes away what a user or group was a part of, and had."""
    m, r, g = memberships.c, roles.c, grants.c
    connection.execute(
        delete(memberships).where(
            m.tenant_id == tenant, m.member_kind == kind, m.member_id == subject
        )
    )
    connection.execute(
        delete(roles).where(r.tenant_id == tenant, r.subject_kind == kind, r.subject_id == subject)
    )
    connection.execute(
        delete(grants).where(g.tenant_id == tenant, g.subject_kind == kind, g.subject_id == subject)
    )
    if kind == "group":
        connection.execute(delete(memberships).where(m.tenant_id == tenant, m.group_id == subject))
