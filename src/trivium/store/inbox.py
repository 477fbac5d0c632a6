"""Tasks that are somebody's or offered to them: for each reason an index in order, merged and cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import exists, func, select, union, union_all

from trivium.store.paging import cut
from trivium.store.tables import task_candidates, tasks
from trivium.store.visibility import restricted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy import Column, ColumnElement, Connection, FromClause, RowMapping, Select

    from trivium.store.paging import Paging

_MOST = 32
"""So many candidates are looked up each in its own order; what more there are, together."""
_offers = task_candidates.alias("offers")
_offered = _offers.c


class Way(NamedTuple):
    """One reason for which a task is listed; `id` is the task's, in the order of the index."""

    source: FromClause
    id: Column[str]
    conditions: tuple[ColumnElement[bool], ...]


def ways(
    *, user: str | None, candidate_user: str | None, candidate_groups: Iterable[str]
) -> list[Way]:
    """Why a task is listed: it is offered to one of these, and with `user` unclaimed, or it is theirs.

    None: nobody in particular is asked for.
    """
    users = {name for name in (user, candidate_user) if name is not None}
    named = [("user", name) for name in sorted(users)]
    named += [("group", name) for name in sorted(set(candidate_groups))]
    free = () if user is None else (tasks.c.assignee.is_(None),)
    found = [_to_one(kind, name, free) for kind, name in named[:_MOST]]
    if len(named) > _MOST:
        found.append(_to_any(named[_MOST:], free))
    if user is not None:
        found.append(Way(tasks, tasks.c.id, (tasks.c.assignee == user,)))
    return found


def is_offered(user: str, groups: Collection[str]) -> ColumnElement[bool]:
    """That a task is offered to somebody, alone or in one of these groups."""
    to_user = (_offered.kind == "user") & (_offered.name == user)
    to_group = (_offered.kind == "group") & _offered.name.in_(groups)
    return exists().where(_offered.task_id == tasks.c.id, to_user | to_group)


def _to_one(kind: str, name: str, free: tuple[ColumnElement[bool], ...]) -> Way:
    of_task = _offers.join(tasks, tasks.c.id == _offered.task_id)
    return Way(of_task, _offered.task_id, (_offered.kind == kind, _offered.name == name, *free))


def _to_any(named: Sequence[tuple[str, str]], free: tuple[ColumnElement[bool], ...]) -> Way:
    """Each task once, whoever of them it is offered to."""
    groups = [name for kind, name in named if kind == "group"]  # the users come before them
    is_offered = exists().where(
        _offered.task_id == tasks.c.id, _offered.kind == "group", _offered.name.in_(groups)
    )
    return Way(tasks, tasks.c.id, (is_offered, *free))


def page(
    connection: Connection,
    statement: Select[Any],
    found: Sequence[Way],
    conditions: Sequence[ColumnElement[bool]],
    paging: Paging,
) -> Sequence[RowMapping]:
    """The rows of a page of `statement`, one more than asked for if there is a next page.

    What comes first of all ways comes first of one of them.
    """
    firsts = []
    for way in found:
        columns = [tasks.c[name] for name in paging.order.columns]
        first = cut(_ids(way, conditions), [*columns, way.id], paging).subquery()
        firsts.append(select(first.c.id))
    columns = [tasks.c[name] for name in paging.order.with_id]
    statement = cut(statement.where(tasks.c.id.in_(union_all(*firsts))), columns, paging)
    return connection.execute(statement).mappings().all()


def count(
    connection: Connection, found: Sequence[Way], conditions: Sequence[ColumnElement[bool]]
) -> int:
    """How many there are, each counted once."""
    each = union(*(_ids(way, conditions) for way in found)).subquery()
    return int(connection.execute(select(func.count()).select_from(each)).scalar_one())


def _ids(way: Way, conditions: Sequence[ColumnElement[bool]]) -> Select[str]:
    where = (*way.conditions, *conditions, *restricted(tasks))
    return select(way.id.label("id")).select_from(way.source).where(*where)
