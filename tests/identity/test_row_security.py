"""The second net: what PostgreSQL shows somebody where the conditions of queries are forgotten."""

from __future__ import annotations

import importlib

import pytest
from sqlalchemy import func, select, text
from tests.identity.conftest import AT_ONCE, SECRET
from tests.models import bpmn, chain

from trivium import testing
from trivium.engine.acting import acting_as
from trivium.errors import NotFound
from trivium.identity import Identity, visible
from trivium.identity.authorisation import Authorisation
from trivium.store import tables

_POLICIES = {
    table: condition
    for name in ("0012_row_security", "0019_row_security_of_remarks")
    for table, condition in importlib.import_module(
        f"trivium.store.migrations.versions.{name}"
    ).POLICIES.items()
}
_TASK = chain('<userTask id="ask" camunda:candidateGroups="clerks"/>', key="work")
_JOB = chain('<serviceTask id="ship" camunda:type="external" camunda:topic="ship"/>', key="jobs")
_TROUBLE = bpmn(
    '<startEvent id="start"/><exclusiveGateway id="choose"/><endEvent id="end"/>'
    '<endEvent id="never"/>\n'
    "start -> choose\nchoose -> end : amount > 10\nchoose -> never : amount > 100",
    key="trouble",
)
_CASE = b"""<definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL"><case id="c">
<casePlanModel id="plan"><planItem id="item" definitionRef="task"/><humanTask id="task"/></casePlanModel>
</case></definitions>"""
_BY_ID = "pk_tasks|ix_tasks_assignee_id"
"""PostgreSQL 18 skips through the second where few have tasks, at the same cost."""
_KEYS = ("work", "jobs", "trouble", "c")


@pytest.fixture
def engine(postgresql_url):
    with testing.TestEngine(postgresql_url) as found:
        yield found


@pytest.fixture
def identity(engine):
    """A clerk, a reader of everything, a stranger, somebody of another tenant; and something of all kinds."""
    made = Identity(engine.database, engine.clock, SECRET, AT_ONCE)
    made.groups.add("clerks")
    made.users.add("root", roles=["admin"])
    made.users.add("clerk", groups=["clerks"])
    made.users.add("stranger")
    made.users.add("reader", roles=["auditor"])
    for model in (_TASK, _JOB, _TROUBLE, _CASE):
        engine.deploy(model)
    for key in _KEYS[:3]:
        engine.start(key, {"amount": 1})
    engine.cases.start("c")
    return made


@pytest.fixture
def acting(identity):
    return lambda user: acting_as(Authorisation(identity.principals.of_user(user)))


@pytest.fixture
def forgetful(monkeypatch):
    """The queries no longer add the condition of what may be seen."""
    monkeypatch.setattr(visible, "condition", lambda *_: None)


def _rows(engine, table):
    with engine.database.reading() as connection:
        return connection.execute(
            select(func.count()).select_from(tables.metadata.tables[table])
        ).scalar_one()


def test_user_of_the_database_is_an_ordinary_one(engine):
    with engine.database.reading() as connection:
        found = connection.execute(
            text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        )
        assert found.scalar_one() is False


def test_stranger_sees_no_row_of_any_table_even_if_every_filter_is_forgotten(engine, acting):
    own = {"users", "groups", "memberships", "roles", "grants"}  # of the tenant
    with acting("stranger"):
        assert {table: _rows(engine, table) for table in _POLICIES if table not in own} == (
            dict.fromkeys(set(_POLICIES) - own, 0)
        )
    assert all(_rows(engine, table) for table in ("tasks", "instances", "journal", "incidents"))


def test_what_is_said_of_a_task_is_for_who_sees_it_or_had_it(engine, acting, forgetful):
    task = engine.tasks.query(key="work")[0].id
    with acting("clerk"):
        engine.tasks.claim(task, "clerk")
        engine.comments.add("Done soon", task=task)
        engine.attachments.add("scan", b"a scan", task=task)
        engine.tasks.complete(task)
    engine.run_until_idle()
    said = ("comments", "attachments", "attachment_pieces")
    for user, count in (("stranger", 0), ("clerk", 1), ("reader", 1)):
        with acting(user):
            assert {table: _rows(engine, table) for table in said} == dict.fromkeys(said, count)


def test_drafts_and_filters_are_written_and_read_by_who_made_them(engine, acting, forgetful):
    task = engine.tasks.query(key="work")[0].id
    with acting("clerk"):
        engine.filters.add("Mine", {"conditions": []})
        engine.forms.save_draft(task, {"amount": 1}, user="clerk")
        assert (_rows(engine, "task_filters"), _rows(engine, "task_drafts")) == (1, 1)
    with acting("stranger"):
        assert _rows(engine, "task_drafts") == 0


def test_queries_that_forget_the_filter_show_a_stranger_nothing(engine, acting, forgetful):
    task, instance = engine.tasks.query()[0].id, engine.instances.query()[0].id
    with acting("stranger"):
        assert engine.tasks.query(with_total=True).total == 0
        for area in (engine.instances, engine.definitions, engine.incidents, engine.jobs):
            assert not area.query().items
        for attempt in (
            lambda: engine.tasks.get(task),
            lambda: engine.instances.get(instance),
            lambda: engine.instances.variables(instance),
            lambda: engine.instances.history(instance),
        ):
            with pytest.raises(NotFound):
                attempt()


def test_who_may_claim_a_task_sees_it_and_its_instance_and_no_other(engine, acting, forgetful):
    with acting("clerk"):
        assert {each.key for each in engine.tasks.query()} == {"work"}
        assert {each.key for each in engine.instances.query()} == {"work"}
        assert not engine.incidents.query().items


def test_grant_on_one_definition_shows_what_runs_of_it(engine, identity, acting, forgetful):
    identity.grants.add("read", "definition", "trouble", subject_kind="user", subject="stranger")
    with acting("stranger"):
        assert {each.key for each in engine.instances.query()} == {"trouble"}
        assert len(engine.incidents.query().items) == 1
        assert {each.key for each in engine.definitions.query()} == {"trouble"}


def test_who_reads_everything_sees_everything(engine, acting):
    every = {table: _rows(engine, table) for table in ("tasks", "instances", "journal", "jobs")}
    with acting("reader"):
        assert {table: _rows(engine, table) for table in every} == every


def test_tenants_are_apart_even_for_their_admins(engine, identity, acting, forgetful):
    for tenant in ("north", "south"):
        identity.tenants.add(tenant)
        identity.users.add(f"{tenant}-admin", tenant=tenant, roles=["admin"])
    with acting("north-admin"):
        engine.deploy(chain('<userTask id="ask"/>', key="northern"))
        engine.start("northern")
        assert {each.key for each in engine.tasks.query()} == {"northern"}
    with acting("south-admin"):
        seen = {table: _rows(engine, table) for table in ("tasks", "instances", "journal", "jobs")}
        assert set(seen.values()) == {0}
        assert not engine.definitions.query().items
    with acting("root"):
        assert {*_KEYS[:1], "c", "northern"} == {each.key for each in engine.tasks.query()}


def test_secrets_of_people_are_never_shown_to_who_is_signed_in(engine, acting):
    with acting("reader"):
        for table in ("signing_keys", "refresh_tokens", "api_keys", "recovery_codes", "sessions"):
            assert _rows(engine, table) == 0


def test_who_is_bound_changes_nothing_of_others(engine, acting):
    with acting("reader"), engine.database.reading() as connection:
        found = connection.execute(text("SELECT id FROM tasks LIMIT 1")).scalar_one()
    with acting("stranger"), engine.database.reading() as connection:
        changed = connection.execute(text("DELETE FROM tasks WHERE id = :id"), {"id": found})
        assert changed.rowcount == 0


def test_next_user_of_a_connection_is_not_bound_by_the_one_before(engine, acting):
    every = _rows(engine, "tasks")
    for _ in range(20):
        with acting("stranger"):
            assert _rows(engine, "tasks") == 0
        assert _rows(engine, "tasks") == every


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        ("SELECT * FROM tasks WHERE id = 'x'", _BY_ID),
        ("SELECT * FROM tasks WHERE instance_id = 'x'", "ix_tasks_instance_id"),
        ("SELECT * FROM tasks WHERE assignee = 'x' ORDER BY id LIMIT 9", "ix_tasks_assignee_id"),
        ("SELECT * FROM tasks WHERE id > 'x' ORDER BY id LIMIT 9", _BY_ID),
        ("SELECT * FROM tasks WHERE key = ANY ('{a,b}'::text[])", "ix_tasks_key_element_id"),
        ("SELECT * FROM instances WHERE root_id = 'x'", "ix_instances_root_id"),
        ("SELECT * FROM instances WHERE business_key = 'x'", "ix_instances_business_key"),
        ("SELECT * FROM incidents WHERE instance_id = 'x'", "ix_incidents_instance_id"),
        ("SELECT * FROM jobs WHERE root_id = 'x'", "ix_jobs_root_id"),
    ],
)
def test_indexes_serve_who_is_bound(engine, acting, sql, index):
    """In tables that are said to have a million rows."""
    with engine.database.transaction() as connection:
        for table in ("tasks", "instances", "incidents", "jobs"):
            connection.execute(
                text(
                    "SELECT pg_restore_relation_stats('schemaname', 'public', 'relname', CAST(:table AS text),"
                    " 'relpages', 1, 'reltuples', 1000000::real)"
                ),
                {"table": table},
            )
    with acting("clerk"), engine.database.reading() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        connection.execute(text("SET LOCAL enable_bitmapscan = off"))
        plan = "\n".join(connection.execute(text(f"EXPLAIN {sql}")).scalars())
    assert any(each in plan for each in index.split("|"))
    assert "Index Cond" in plan


def test_every_policy_is_of_a_table_that_there_is():
    assert set(_POLICIES) <= set(tables.metadata.tables)
