"""A page of the inbox is what the obvious query gives: the same tasks in the same order, each once."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, exists, insert, or_

from trivium.engine.acting import acting_as
from trivium.identity.authorisation import Authorisation
from trivium.identity.principal import Principal
from trivium.store import inbox, paging, queries
from trivium.store.tables import instances, task_candidates, tasks
from trivium.store.transactions import transaction
from trivium.testing import TestEngine

_USERS = ("ann", "tom", "mary")
_GROUPS = tuple(f"g{number}" for number in range(40))
_SORTS = ((), *((name,) for name in ("created_at", "due_at", "priority", "name", "assignee")))
_WITHOUT = {"root_id": "i", "instance_id": "i", "element_instance": 1, "kind": "user"}


@pytest.fixture(scope="module", params=["memory", "postgresql"])
def engine(request):
    """One for all examples: each empties the tables."""
    if request.param == "memory":
        url = "sqlite://"
    else:
        url = request.getfixturevalue("postgresql_server").create()
    with TestEngine(url) as opened:
        yield opened


def fill(engine, chance):
    """Forty tasks, alike in much: what is sorted by is often the same, or missing."""
    rows, offers = [], []
    for number in range(40):
        task_id = f"t{number:02}"
        due = chance.choice([None, 1, 2])
        rows.append(
            {
                **_WITHOUT,
                "id": task_id,
                "element_id": chance.choice("ab"),
                "key": "p",
                "name": chance.choice([None, "x", "y"]),
                "assignee": chance.choice([None, None, *_USERS]),
                "owner": chance.choice([None, None, "ann"]),
                "priority": chance.choice([10, 50]),
                "created_at": chance.randint(1, 3),
                "due_at": due,
            }
        )
        named = [("user", name) for name in _USERS] + [("group", name) for name in _GROUPS]
        for kind, name in chance.sample(named, chance.choice([0, 1, 3, 9])):
            offers.append({"task_id": task_id, "kind": kind, "name": name, "root_id": "i"})
    with transaction(engine.database) as connection:
        for table in (task_candidates, tasks, instances):
            connection.execute(delete(table))
        instance = {"id": "i", "root_id": "i", "element_instance": 0, "definition_id": "d"}
        instance |= {"key": "p", "state": "active", "started_at": 0}
        connection.execute(insert(instances).values(instance))
        connection.execute(insert(tasks), rows)
        if offers:
            connection.execute(insert(task_candidates), offers)


def obvious(*, user, candidate_user, groups):
    """Theirs, or unclaimed and offered to them: in one condition, which looks at every task."""
    c = task_candidates.c
    users = [name for name in (user, candidate_user) if name is not None]
    offered = or_((c.kind == "user") & c.name.in_(users), (c.kind == "group") & c.name.in_(groups))
    is_offered = exists().where(c.task_id == tasks.c.id, offered)
    if user is None:
        return is_offered
    return or_(tasks.c.assignee == user, tasks.c.assignee.is_(None) & is_offered)


def asked(chance):
    """Somebody, or some candidates, or both; sometimes more groups than are looked up singly."""
    user = chance.choice([None, *_USERS])
    candidate = chance.choice([None, "ann", "tom"])
    groups = chance.sample(_GROUPS, chance.choice([0, 1, 3, 35]))
    if user is None and candidate is None and not groups:
        groups = ["g0"]
    return {"user": user, "candidate_user": candidate}, groups


def someone(chance):
    """Nobody in particular, or one who sees a part."""
    if chance.random() < 0.3:
        return None
    rights = {("instance", "read"): frozenset({"i"})} if chance.random() < 0.2 else {}
    rights |= {("task", "read"): frozenset({"t03", "t07"})} if chance.random() < 0.3 else {}
    groups = frozenset(chance.sample(_GROUPS, chance.choice([0, 2, 36])))
    principal = Principal(
        user=chance.choice(_USERS),
        groups=groups,
        team=frozenset(chance.sample(_USERS, chance.choice([0, 1]))),
        rights=rights,
        alone=True,
    )
    return Authorisation(principal)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32))
def test_ways_give_what_one_condition_over_all_tasks_gives(engine, seed):
    chance = random.Random(seed)  # noqa: S311  # chance, not secrecy
    fill(engine, chance)
    with engine.database.reading() as connection, acting_as(someone(chance)):
        for _ in range(4):
            who, groups = asked(chance)
            more = chance.choice([[], [tasks.c.element_id == "a"], [tasks.c.assignee.is_(None)]])
            ways = inbox.ways(**who, candidate_groups=groups)
            whole = [*more, obvious(**who, groups=groups)]
            order = paging.Order(chance.choice(_SORTS), chance.random() < 0.5)
            limit = chance.choice([1, 3, 7, 60])
            place = None
            while True:
                page = paging.Paging(limit, order, place)
                expected = queries.task_page(connection, whole, page)
                found = queries.task_page(connection, more, page, ways)
                assert [dict(row) for row in found] == [dict(row) for row in expected]
                if len(found) <= limit:
                    break
                place = tuple(found[limit - 1][name] for name in order.with_id)
            expected_count = queries.count_tasks(connection, whole)
            assert queries.count_tasks(connection, more, ways) == expected_count
