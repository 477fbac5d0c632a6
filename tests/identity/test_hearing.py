"""Who hears of an event is who sees the row that it is of: one rule, said twice."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from tests.models import bpmn, chain

from trivium.engine.acting import acting_as
from trivium.errors import Conflict
from trivium.identity import hearing
from trivium.identity.authorisation import Authorisation
from trivium.identity.identity import Identity

_TENANTS = ("", "north", "south")
_KEYS = ("p", "q")


def _model(key):
    return bpmn(
        '<startEvent id="s"/><userTask id="ask" camunda:candidateGroups="sales"'
        ' camunda:candidateUsers="u1"/><endEvent id="e"/>\ns -> ask\nask -> e',
        key=key,
    )


def _outer(key):
    return chain(f'<callActivity id="call" calledElement="{key}"/>', key=f"o{key}")


def _as(identity, user):
    return acting_as(Authorisation(identity.principals.of_user(user)))


def _world(engine, identity: Identity, chance, tenants):
    people = []
    for tenant in tenants:
        if tenant:
            identity.tenants.add(tenant)
        identity.groups.add("sales", tenant=tenant)
        identity.users.add(f"admin-{tenant}", tenant=tenant, roles=["admin"])
        own = []
        for number in range(5):
            user = f"u{number}" if tenant == tenants[0] else f"u{number}-{tenant}"
            identity.users.add(user, tenant=tenant, manager=chance.choice([None, *own]))
            if chance.random() < 0.4:
                identity.groups.put_member("sales", "user", user, tenant=tenant)
            own.append(user)
        people += own
        with _as(identity, f"admin-{tenant}"):
            for key in _KEYS:
                own = f"{key}{tenant}"
                engine.deploy([_model(own), _outer(own)])
        people.append(f"admin-{tenant}")
    return people


def _act(engine, identity, chance, tenants, people):
    for _ in range(25):
        tenant = chance.choice(tenants)
        with _as(identity, f"admin-{tenant}"):
            key = chance.choice(_KEYS) + tenant
            own = [p for p in people if p == f"admin-{tenant}" or p.endswith(f"-{tenant}")]
            engine.start(chance.choice((key, f"o{key}")), user=chance.choice(own or people))
    for task in engine.tasks.query(limit=1000):
        if chance.random() < 0.6:
            engine.tasks.assign(task.id, chance.choice(people))
        if chance.random() < 0.3:
            engine.tasks.delegate(task.id, chance.choice(people))
        if chance.random() < 0.3:
            engine.tasks.update(task.id, {"candidate_groups": []})


def _grant(engine, identity, chance, tenants, people):
    instances = [each.id for each in engine.instances.query(limit=1000)]
    tasks = [each.id for each in engine.tasks.query(limit=1000)]
    for user in people:
        info = identity.users.get(user)
        for _ in range(chance.randrange(3)):
            kind, resource = chance.choice(
                [
                    ("definition", chance.choice(_KEYS) + info.tenant),
                    ("definition", f"o{chance.choice(_KEYS)}{info.tenant}"),
                    ("instance", chance.choice(instances)),
                    ("task", chance.choice(tasks)),
                ]
            )
            whom = {"subject_kind": "user", "subject": user, "tenant": info.tenant}
            with suppress(Conflict):  # the same once more
                identity.grants.add(chance.choice(("read", "work")), kind, resource, **whom)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("tenants", [_TENANTS[:1], _TENANTS[1:], _TENANTS])
def test_who_hears_is_who_sees(engine, identity, seed, tenants):
    chance = random.Random(seed)  # noqa: S311  # no secret
    reader = engine.journal.live()
    people = _world(engine, identity, chance, tenants)
    _act(engine, identity, chance, tenants, people)
    _grant(engine, identity, chance, tenants, people)
    instances, tasks = {}, {}
    while entries := reader.read().entries:
        for event in (each for entry in entries for each in entry.events):
            instances[event.instance.id] = event
            if event.task_id is not None:
                tasks[event.task_id] = event
    seen = 0
    for user in people:
        principal = identity.principals.of_user(user)
        with _as(identity, user):
            visible = {each.id for each in engine.instances.query(limit=1000)}
            open_tasks = {each.id for each in engine.tasks.query(limit=1000)}
        heard = {
            key for key, e in instances.items() if hearing.sees_instance(principal, e.instance)
        }
        assert heard == visible, user
        told = {key for key, e in tasks.items() if hearing.text_for(principal, e) == e.text}
        assert told == open_tasks, user
        seen += len(visible) + len(open_tasks)
    assert seen


def test_whom_a_task_concerns_no_more_hears_that_it_is_gone(engine, identity):
    engine.deploy(_model("p"))
    for user in ("u1", "joe"):
        identity.users.add(user)
    reader = engine.journal.live()
    engine.start("p")
    task = engine.tasks.query()[0].id
    engine.tasks.claim(task, "joe")
    engine.tasks.update(task, {"candidate_users": [], "candidate_groups": []})
    engine.tasks.assign(task, "somebody")
    principal = identity.principals.of_user("joe")
    events = [e for entry in reader.read().entries for e in entry.events if e.task_id]
    heard = [hearing.text_for(principal, event) for event in events]
    assert heard[0] is None
    assert heard[1:3] == [event.text for event in events[1:3]]
    assert heard[3] == events[3].gone
    assert '"task.removed"' in heard[3]
    assert "somebody" not in heard[3]
