"""What grants, relations and tenants come to, in commands and in lists alike."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from tests.models import bpmn, chain

from trivium.engine.acting import acting_as
from trivium.engine.areas.batches import Selection
from trivium.errors import Conflict, NotFound, NotPermitted
from trivium.identity import authorisation
from trivium.identity.authorisation import Authorisation
from trivium.identity.permissions import PERMISSIONS
from trivium.kernel.commands import COMMANDS, StartInstance

_TASK = chain('<userTask id="ask" camunda:candidateGroups="clerks"/>', key="work")
_CALLED = chain('<userTask id="inner"/>', key="called")
_CASE_TWIN = b"""<definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL"><case id="twin">
<casePlanModel id="plan"><planItem id="item" definitionRef="task"/><humanTask id="task"/></casePlanModel>
</case></definitions>"""
_CALLING = chain('<callActivity id="call" calledElement="called"/>', key="calling")


@pytest.fixture
def people(identity):
    """A chief, a head of the clerks, two clerks and a stranger."""
    identity.groups.add("clerks")
    identity.users.add("chief")
    identity.users.add("head", manager="chief")
    identity.users.add("tom", manager="head", groups=["clerks"])
    identity.users.add("ann", manager="head", groups=["clerks"])
    identity.users.add("stranger")
    return identity


@pytest.fixture
def acting(identity):
    def run(user):
        return acting_as(Authorisation(identity.principals.of_user(user)))

    return run


@pytest.fixture
def grant(identity):
    def run(user, permission, kind, resource, **more):
        return identity.grants.add(
            permission, kind, resource, subject_kind="user", subject=user, **more
        )

    return run


@pytest.fixture
def task(engine, people):
    engine.deploy(_TASK)
    return engine.tasks.query(engine.start("work").id)[0].id


def _seen(engine):
    return [task.id for task in engine.tasks.query()]


def test_every_command_has_a_rule():
    assert set(COMMANDS) - authorisation.COMMANDS == {StartInstance}


def test_candidate_sees_claims_and_completes(engine, acting, task):
    with acting("tom"):
        assert _seen(engine) == [task]
        engine.tasks.claim(task, "tom")
    with acting("ann"):
        assert _seen(engine) == [task]
        with pytest.raises(NotPermitted):
            engine.tasks.complete(task)
    with acting("tom"):
        engine.tasks.complete(task)


def test_stranger_sees_nothing_and_is_told_nothing(engine, acting, task):
    with acting("stranger"):
        assert _seen(engine) == []
        assert engine.tasks.query(with_total=True).total == 0
        assert not engine.instances.query().items
        assert not engine.definitions.query().items
        for attempt in (
            lambda: engine.tasks.get(task),
            lambda: engine.tasks.complete(task),
            lambda: engine.tasks.claim(task, "stranger"),
            lambda: engine.tasks.variables(task),
        ):
            with pytest.raises(NotFound) as refusal:
                attempt()
            assert refusal.value.code == "task/not-found"


def test_who_sees_a_task_comments_on_it_and_changes_their_own_words_alone(
    engine, acting, grant, task
):
    with acting("tom"):
        said = engine.comments.add("mine", task=task, user="ann")
        assert said.author == "tom"
    with acting("ann"):
        assert [each.text for each in engine.comments.query(task=task)] == ["mine"]
        for attempt in (
            lambda: engine.comments.edit(said.id, "no"),
            lambda: engine.comments.delete(said.id),
        ):
            with pytest.raises(NotPermitted):
                attempt()
    with acting("stranger"):
        for attempt in (
            lambda: engine.comments.add("x", task=task),
            lambda: engine.comments.query(task=task),
            lambda: engine.comments.get(said.id),
            lambda: engine.comments.delete(said.id),
        ):
            with pytest.raises(NotFound):
                attempt()
    grant("chief", "operate", "definition", "work")
    with acting("chief"):
        with pytest.raises(NotPermitted):
            engine.comments.edit(said.id, "no")
        engine.comments.delete(said.id)


def test_who_had_a_task_that_is_over_still_sees_what_is_said_of_it(engine, acting, task):
    with acting("tom"):
        engine.tasks.claim(task, "tom")
        engine.attachments.add("a", b"b", task=task)
        engine.tasks.complete(task)
        engine.comments.add("Done", task=task)
        assert len(engine.comments.query(task=task)) == 1
        found = engine.attachments.query(task=task)[0]
        assert b"".join(engine.attachments.content(found.id)) == b"b"
    with acting("ann"):
        for attempt in (
            lambda: engine.comments.query(task=task),
            lambda: engine.attachments.get(found.id),
            lambda: engine.attachments.content(found.id),
        ):
            with pytest.raises(NotFound):
                attempt()


def test_many_tasks_are_done_for_those_who_may_one_by_one(engine, acting, task):
    other = engine.tasks.query(engine.start("work").id)[0].id
    with acting("tom"):
        engine.tasks.claim(other, "tom")
    with acting("stranger"):
        outcomes = engine.tasks.do_all("complete", [task, other], user="tom")
        assert [each.code for each in outcomes] == ["task/not-found"] * 2
    with acting("ann"):
        outcomes = engine.tasks.do_all("complete", [task, other])
    codes = [(each.task_id, each.code) for each in outcomes]
    assert codes == [(task, None), (other, "identity/not-permitted")]


def test_tasks_of_ones_own_are_made_by_who_may_start_them(engine, acting, grant, people):
    with acting("tom"), pytest.raises(NotPermitted):
        engine.tasks.create("Call them")
    grant("tom", "start", "definition", "trivium.task")
    with acting("tom"):
        _, task = engine.tasks.create("Call them", fields={"assignee": "ann"})
        assert engine.tasks.get(task).owner == "tom"
        engine.tasks.update(task, {"priority": 9})
    with acting("ann"):
        assert _seen(engine) == [task]
        _, part = engine.tasks.create("Find the number", parent=task)
        engine.tasks.complete(part)
        engine.tasks.complete(task)
    with acting("stranger"):
        assert _seen(engine) == []


def test_parts_are_added_by_who_may_work_on_the_whole(engine, acting, task):
    with acting("stranger"), pytest.raises(NotFound):
        engine.tasks.create("part", parent=task)
    with acting("tom"):
        engine.tasks.claim(task, "tom")
        _, part = engine.tasks.create("part", parent=task, fields={"assignee": "stranger"})
    with acting("ann"), pytest.raises(NotPermitted):
        engine.tasks.create("part", parent=task)
    with acting("stranger"):
        assert _seen(engine) == [part]


def test_what_was_said_of_what_is_over_is_changed_by_its_author_or_deleted_by_an_operator(
    engine, acting, grant, task
):
    with acting("tom"):
        engine.tasks.claim(task, "tom")
        said = engine.comments.add("Done soon", task=task).id
        engine.tasks.complete(task)
    engine.run_until_idle()
    grant("chief", "read", "definition", "work")
    with acting("chief"):
        with pytest.raises(NotPermitted):
            engine.comments.edit(said, "Never")
        with pytest.raises(NotPermitted):
            engine.comments.delete(said)
    with acting("tom"):
        assert engine.comments.edit(said, "Done").text == "Done"
    grant("chief", "operate", "definition", "work")
    with acting("chief"):
        engine.comments.delete(said)


def test_tasks_of_a_tenant_are_of_that_tenant(engine, acting, identity):
    for tenant in ("north", "süd"):
        identity.tenants.add(tenant)
        identity.users.add(f"{tenant}-admin", tenant=tenant, roles=["admin"])
    with acting("north-admin"):
        _, task = engine.tasks.create("ours")
        engine.tasks.create("part", parent=task)
        assert len(_seen(engine)) == 2
    with acting("süd-admin"):
        assert _seen(engine) == []
        engine.tasks.create("theirs")
        assert len(_seen(engine)) == 1


def test_filters_are_seen_by_their_owner_and_those_they_are_shared_with(engine, acting, people):
    with acting("tom"):
        shared = engine.filters.add("ours", {}, groups=["clerks"]).id
        own = engine.filters.add("mine", {}, user="ann")
        assert own.owner == "tom"
        with pytest.raises(NotPermitted):
            engine.filters.add("theirs", {}, groups=["*"])
    with acting("ann"):
        assert [each.id for each in engine.filters.query()] == [shared]
        for attempt in (
            lambda: engine.filters.change(shared, "x", {}),
            lambda: engine.filters.remove(shared),
        ):
            with pytest.raises(NotPermitted):
                attempt()
        with pytest.raises(NotFound):
            engine.tasks.query(filter=own.id)
    with acting("stranger"):
        assert engine.filters.query() == []
        with pytest.raises(NotFound):
            engine.filters.remove(shared)


def test_filter_shows_each_what_they_may_see(engine, acting, task):
    with acting("tom"):
        offered = {"field": "candidate_group", "operator": "is", "value": "@my-groups"}
        found = engine.filters.add("ours", {"conditions": [offered]}, groups=["clerks"])
    for user, expected in (("tom", 1), ("ann", 1)):
        with acting(user):
            assert len(engine.tasks.query(filter=found.id)) == expected
            assert engine.filters.query(counts=True)[0].count == expected
    engine.tasks.assign(task, "tom")
    engine.tasks.update(task, {"candidate_groups": ["others"]})
    everything = engine.filters.add("all", {}, groups=["*"], user="chief")
    for user, expected in (("tom", 1), ("ann", 0), ("stranger", 0)):
        with acting(user):
            counts = {each.id: each.count for each in engine.filters.query(counts=True)}
            assert counts[everything.id] == expected


def test_nobody_claims_in_the_name_of_another(engine, acting, task):
    with acting("tom"), pytest.raises(NotPermitted):
        engine.tasks.claim(task, "ann")


def test_history_has_who_it_was_whoever_it_was_said_to_be(engine, acting, task):
    with acting("tom"):
        engine.tasks.complete(task, user="ann")
    instance = engine.instances.query()[0].id
    assert engine.instances.history(instance).items[-1].actor == "tom"


def test_manager_sees_and_moves_what_the_team_has(engine, acting, task):
    with acting("chief"):
        assert _seen(engine) == []
    engine.tasks.assign(task, "tom")
    for manager in ("head", "chief"):
        with acting(manager):
            assert _seen(engine) == [task]
            engine.tasks.assign(task, "tom")
    with acting("head"):
        with pytest.raises(NotPermitted):
            engine.tasks.complete(task)
        engine.tasks.assign(task, "ann")
    with acting("ann"):
        engine.tasks.complete(task)


def test_who_has_it_may_hand_it_over_and_give_it_back(engine, acting, task):
    engine.tasks.assign(task, "tom")
    with acting("tom"):
        engine.tasks.delegate(task, "stranger")
    with acting("stranger"):
        assert _seen(engine) == [task]
        engine.tasks.resolve(task)
    with acting("tom"):
        engine.tasks.update(task, {"priority": 3})  # being its owner now
        engine.tasks.unclaim(task)


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_each_permission_allows_what_it_says(engine, acting, grant, task, permission):
    grant("stranger", permission, "definition", "work")
    instance = engine.instances.query()[0].id
    attempts = {
        "read": lambda: engine.instances.get(instance),
        "start": lambda: engine.start("work"),
        "work": lambda: engine.tasks.claim(task, "stranger"),
        "assign": lambda: engine.tasks.assign(task, "tom"),
        "operate": lambda: engine.instances.suspend(instance),
        "administer": lambda: engine.deploy(_TASK),
    }
    allowed = set()
    for name, attempt in attempts.items():
        with acting("stranger"):
            try:
                attempt()
            except (NotPermitted, NotFound):
                continue
        allowed.add(name)
        if name == "operate":
            engine.instances.resume(instance)
        engine.tasks.unclaim(task)
    expected = {
        "read": {"read"},
        "start": {"start"},
        "work": {"read", "work"},
        "assign": {"read", "assign"},
        "operate": {"read", "start", "operate"},
        "administer": set(PERMISSIONS),
    }
    assert allowed == expected[permission]


def test_who_starts_an_instance_may_look_at_it(engine, acting, grant, task):
    grant("stranger", "start", "definition", "work")
    with acting("stranger"):
        own = engine.start("work").id
        assert [each.id for each in engine.instances.query()] == [own]
        assert engine.definitions.query()[0].key == "work"


def test_grant_on_one_instance_is_for_its_whole_tree(engine, acting, grant, people):
    engine.deploy([_CALLED])
    engine.deploy([_CALLING])
    first, second = engine.start("calling").id, engine.start("calling").id
    grant("stranger", "operate", "instance", first)
    with acting("stranger"):
        assert {each.root_id for each in engine.instances.query()} == {first}
        assert len(engine.instances.query().items) == 2
        engine.instances.set_variables(first, {"a": 1})
        with pytest.raises(NotFound):
            engine.instances.set_variables(second, {"a": 1})


def test_called_instance_tells_nothing_of_what_called_it(engine, acting, grant, people):
    engine.deploy([_CALLED])
    engine.deploy([_CALLING])
    engine.start("calling", {"salary": 1})
    grant("stranger", "read", "definition", "called")
    with acting("stranger"):
        (called,) = engine.instances.query()
        assert called.key == "called"
        assert engine.instances.tree(called.id).path == ()
        for attempt in (engine.instances.history, engine.instances.path, engine.instances.steps):
            with pytest.raises(NotFound):
                attempt(called.id)


def test_grant_on_one_task_is_for_it_alone(engine, acting, grant, task):
    other = engine.tasks.query(engine.start("work").id)[0].id
    grant("stranger", "work", "task", task)
    with acting("stranger"):
        assert _seen(engine) == [task]
        with pytest.raises(NotFound):
            engine.tasks.complete(other)
        engine.tasks.complete(task)


def test_batches_reach_what_one_may_operate_on(engine, acting, grant, task):
    engine.deploy(_CALLED)
    mine, other = engine.start("called").id, engine.instances.query(key="work")[0].id
    grant("stranger", "operate", "definition", "called")
    with acting("stranger"):
        with pytest.raises(NotFound):
            engine.batches.terminate([mine, other])
        batch = engine.batches.terminate(Selection())
        assert batch.total == 1
        assert engine.batches.get(batch.id).created_by == "stranger"
    engine.run_until_idle()
    assert engine.instances.get(mine).state == "terminated"
    assert engine.instances.get(other).state == "active"
    with acting("tom"), pytest.raises(NotFound):
        engine.batches.cancel(batch.id)


def test_messages_jobs_and_the_audit_need_grants_on_operations(engine, acting, grant, people):
    engine.deploy(chain('<serviceTask id="x" camunda:type="external" camunda:topic="t"/>', key="j"))
    engine.start("j")
    attempts = {
        "messages": lambda: engine.signals.broadcast("s"),
        "jobs": lambda: engine.jobs.activate("t", "w"),
    }
    for name, attempt in attempts.items():
        with acting("stranger"), pytest.raises(NotPermitted):
            attempt()
        grant("stranger", "work", "operation", name)
        with acting("stranger"):
            attempt()
    with acting("stranger"):
        job = engine.jobs.query().items[0]
        engine.jobs.complete(job.id, lease=job.lease)
        with pytest.raises(NotPermitted):
            engine.audit.verify()
    grant("stranger", "read", "operation", "audit")
    with acting("stranger"):
        assert engine.audit.verify().is_whole


def test_leader_decides_for_others_as_they_may(engine, identity, acting, task):
    """Commands of several people share a batch: each is decided with the rights of its own."""
    ids = [engine.tasks.query(engine.start("work").id)[0].id for _ in range(20)]

    def claim(number):
        user = ("tom", "stranger")[number % 2]
        with acting(user):
            try:
                engine.tasks.claim(ids[number], user)
            except NotFound:
                return user, False
        return user, True

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(claim, range(20)))
    assert found == {("tom", True), ("stranger", False)}


# -- tenants


@pytest.fixture
def tenants(identity):
    for tenant in ("north", "south"):
        identity.tenants.add(tenant)
        identity.users.add(f"{tenant}-admin", tenant=tenant, roles=["admin"])


def test_tenants_see_only_their_own(engine, acting, tenants):
    with acting("north-admin"):
        engine.deploy(_TASK)
        engine.start("work")
    with acting("south-admin"):
        assert not engine.definitions.query().items
        assert not engine.instances.query().items
        assert _seen(engine) == []
        with pytest.raises(NotFound):
            engine.start("work")
        with pytest.raises(Conflict) as refusal:
            engine.deploy(_TASK.replace(b'id="ask"', b'id="spy"').replace(b'"ask"', b'"spy"'))
        assert refusal.value.code == "definition/key-taken"
    with acting("north-admin"):
        assert len(_seen(engine)) == 1


def test_processes_call_nothing_of_another_tenant(engine, acting, tenants):
    with acting("north-admin"):
        engine.deploy(_CALLED)
    with acting("south-admin"):
        engine.deploy(_CALLING)
        instance = engine.start("calling").id
        assert engine.incidents.query(instance)[0].code == "bpmn/called-element-unknown"
    assert not engine.instances.query(key="called").items


def test_signals_stay_in_their_tenant_whoever_throws_them(engine, acting, tenants):
    def waits(key):
        return bpmn(
            '<startEvent id="start"/><intermediateCatchEvent id="wait">'
            '<signalEventDefinition signalRef="s"/></intermediateCatchEvent><endEvent id="end"/>\n'
            "start -> wait\nwait -> end",
            key=key,
            roots='<signal id="s" name="fire"/>',
        )

    throws = bpmn(
        '<startEvent id="start"/><intermediateThrowEvent id="throw">'
        '<signalEventDefinition signalRef="s"/></intermediateThrowEvent><endEvent id="end"/>\n'
        "start -> throw\nthrow -> end",
        key="throws",
        roots='<signal id="s" name="fire"/>',
    )
    started = {}
    for tenant in ("north", "south"):
        with acting(f"{tenant}-admin"):
            engine.deploy(waits(f"wait-{tenant}"))
            started[tenant] = engine.start(f"wait-{tenant}").id
    with acting("north-admin"):
        engine.deploy(throws)
        engine.start("throws")
    engine.run_until_idle()
    assert engine.instances.get(started["north"]).state == "completed"
    assert engine.instances.get(started["south"]).state == "active"


def test_messages_stay_in_their_tenant_even_if_they_come_too_early(engine, acting, tenants):
    def waits(key):
        return chain(
            '<receiveTask id="wait" messageRef="m"/>',
            key=key,
            roots='<message id="m" name="hello"/>',
        )

    with acting("north-admin"):
        engine.deploy(waits("wait-north"))
    with acting("south-admin"):
        engine.deploy(waits("wait-south"))
        receipt = engine.messages.correlate("hello", time_to_live=timedelta(hours=1))
        assert receipt.result == "buffered"
    with acting("north-admin"):
        north = engine.start("wait-north").id
        assert engine.instances.get(north).state == "active"
    with acting("south-admin"):
        south = engine.start("wait-south").id
        assert engine.instances.get(south).state == "completed"
        with pytest.raises(NotFound):
            engine.messages.correlate("hello")


def test_nobody_is_migrated_into_another_tenant(engine, acting, tenants):
    with acting("north-admin"):
        engine.deploy(_TASK)
        target = engine.definitions.query()[0].id
    with acting("south-admin"):
        engine.deploy(_CALLED)
        source = engine.definitions.query()[0].id
        with pytest.raises(NotFound):
            engine.migrations.plan(source, target)


def test_who_runs_the_installation_sees_all(engine, identity, acting, tenants):
    identity.users.add("root", roles=["admin"])
    with acting("north-admin"):
        engine.deploy(_TASK)
        engine.start("work")
    with acting("root"):
        assert len(_seen(engine)) == 1
        engine.tasks.complete(_seen(engine)[0])


def test_key_that_is_new_is_seen_at_once_by_who_was_there_before(engine, acting, grant, people):
    grant("tom", "administer", "definition", "*")
    grant("ann", "read", "definition", "called")
    with acting("ann"), acting("tom"):
        assert not engine.definitions.query().items
        engine.deploy(_CALLED)
        started = engine.start("called").id
        assert [each.id for each in engine.instances.query()] == [started]
    with acting("ann"):
        assert [each.id for each in engine.instances.query()] == [started]


def test_grant_on_a_process_is_none_on_a_case_of_the_same_key(engine, acting, grant, people):
    engine.deploy(chain('<userTask id="ask"/>', key="twin"))
    engine.deploy(_CASE_TWIN)
    process = engine.start("twin").id
    case = engine.cases.start("twin").id
    grant("tom", "work", "definition", "twin")
    grant("ann", "work", "case", "twin")
    for user, seen in (("tom", process), ("ann", case)):
        with acting(user):
            assert {each.id for each in engine.instances.query()} == {seen}
            assert {each.instance_id for each in engine.tasks.query()} == {seen}
            assert len(engine.definitions.query().items) == 1
    grant("tom", "work", "case", "twin")
    with acting("tom"):
        assert {each.instance_id for each in engine.tasks.query()} == {process, case}


def test_who_has_a_thousand_grants_sees_no_more_than_they_say(engine, acting, grant, task):
    engine.deploy(_CALLED)
    engine.start("called")
    for number in range(30):
        engine.deploy(chain('<userTask id="x"/>', key=f"p{number}"))
        engine.start(f"p{number}")
        grant("stranger", "read", "definition", f"p{number}")
        grant("stranger", "work", "definition", f"nothing{number}")
    with acting("stranger"):
        seen = engine.tasks.query(limit=100, with_total=True)
        assert {each.key for each in seen} == {f"p{number}" for number in range(30)}
        assert seen.total == 30
        assert len(engine.definitions.query(limit=100).items) == 30
