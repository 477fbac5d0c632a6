"""What is asked while an engine works is answered by indexes, however large the tables grow."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import event
from tests.models import bpmn, chain

from trivium.engine.acting import acting_as
from trivium.identity.authorisation import Authorisation
from trivium.identity.principal import Principal
from trivium.store import cursors, line, postgresql
from trivium.testing import TestEngine

_MODEL = bpmn(
    """
    <startEvent id="start"/>
    <userTask id="ask" camunda:candidateGroups="team"/>
    <boundaryEvent id="late" attachedToRef="ask" cancelActivity="false">
      <timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>
    </boundaryEvent>
    <serviceTask id="work" camunda:type="external" camunda:topic="pay"/>
    <intermediateCatchEvent id="paid"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
    <endEvent id="end"/><endEvent id="told"/>
    start -> ask
    ask -> work
    work -> paid
    paid -> end
    late -> told
    """,
    roots='<message id="m" name="paid"/>',
)
_FEW = {
    *("definitions", "deployments", "resources", "start_listeners", "topics", "alembic_version"),
    "identity_revision",
}
"""These grow with what is deployed, and not with the work."""


@pytest.fixture(params=["sqlite", "postgresql"])
def plans(request, tmp_path, monkeypatch):
    """An engine at work, and what was asked of its database meanwhile."""
    is_sqlite = request.param == "sqlite"
    kind = cursors.SqliteCursor if is_sqlite else postgresql.PostgresCursor
    asked: dict[str, tuple] = {}
    execute, bulk = kind.execute, kind.bulk
    in_own_words = cursors._for_sqlite if is_sqlite else postgresql._in_own_words

    def noted(self, sql, parameters=()):
        asked[in_own_words(sql)] = tuple(parameters)
        execute(self, sql, parameters)

    def noted_bulk(self, statement, rows):
        asked[statement.sqlite if is_sqlite else statement.postgresql] = ()
        bulk(self, statement, rows)

    send = line.Line.send

    def noted_on_line(self, sql, parameters=()):
        asked[sql] = tuple(parameters)
        send(self, sql, parameters)

    monkeypatch.setattr(line.Line, "send", noted_on_line)
    monkeypatch.setattr(kind, "execute", noted)
    monkeypatch.setattr(kind, "bulk", noted_bulk)
    url = (
        f"sqlite:///{tmp_path / 'w.db'}" if is_sqlite else request.getfixturevalue("postgresql_url")
    )
    with TestEngine(url) as engine:
        through_core: dict[str, object] = {}

        @event.listens_for(engine._database.engine, "before_cursor_execute")
        def note(_connection, _cursor, statement, parameters, *_):
            through_core[statement] = parameters

        yield engine, asked, through_core, url


def at_work(engine):
    """The commands and questions of a working day."""
    engine.deploy(_MODEL)
    engine.deploy(chain('<userTask id="ask"/>', key="other"))
    instance = engine.start("p", business_key="42")
    task = engine.tasks.query(instance.id)[0]
    engine.tasks.query(user="mary", candidate_groups=["team", "others"], limit=20, with_total=True)
    engine.tasks.query(user="mary", candidate_groups=["team"], sort="-due_at")
    with acting_as(Authorisation(Principal(user="mary", groups=frozenset({"team"})))):
        page = engine.tasks.query(user="mary", candidate_groups=["team"], limit=1)
        engine.tasks.query(user="mary", candidate_groups=["team"], cursor=page[0].id)
    engine.tasks.query(assignee="mary")
    engine.tasks.claim(task.id, "mary")
    engine.advance("PT2H")
    engine.tasks.complete(task.id, {"done": True})
    (job,) = engine.jobs.activate("pay", "w")
    engine.jobs.extend(job.id, job.lease, timedelta(minutes=1))
    engine.jobs.complete(job.id, lease=job.lease)
    engine.messages.correlate("paid", business_key="42")
    engine.instances.query(key="p", state="completed")
    engine.instances.query(business_key="42")
    engine.instances.get(instance.id)
    engine.instances.history(instance.id)
    engine.instances.variables(engine.start("p").id)
    engine.next_due()


def test_nothing_that_grows_is_read_from_end_to_end(plans):
    engine, asked, through_core, url = plans
    at_work(engine)
    assert len(asked) + len(through_core) > 25
    found = _scanned_by_sqlite if url.startswith("sqlite") else _scanned_by_postgresql
    scans = found(engine, {**asked, **through_core}, url)
    assert not scans


def _scanned_by_sqlite(engine, asked, _url):
    scans = []
    with engine._database.reading() as connection:
        cursor = connection.connection.driver_connection.cursor()
        for sql in asked:
            if not re.match(r"SELECT|UPDATE|DELETE", sql) or "sqlite_master" in sql:
                continue
            places = sql.count("?")
            plan = cursor.execute(f"EXPLAIN QUERY PLAN {sql}", [None] * places).fetchall()
            for row in plan:
                table = re.match(r"SCAN (?!anon_)(\w+)(?! USING)$", row[-1])
                if table and table[1] not in {*_FEW, "json_each"} and "MIN(" not in sql:
                    scans.append((row[-1], sql))
    return scans


def _scanned_by_postgresql(_engine, asked, url):
    scans = []
    with psycopg.connect(url, autocommit=True) as connection:
        _as_if_large(connection)
        for sql, parameters in asked.items():
            if not re.match(r"SELECT|UPDATE|DELETE", sql) or "pg_" in sql or "set_config" in sql:
                continue
            by_name = isinstance(parameters, dict)
            explain = "EXPLAIN (FORMAT JSON)" if by_name else "EXPLAIN (GENERIC_PLAN, FORMAT JSON)"
            given = parameters if by_name else None
            ((plan,),) = connection.execute(f"{explain} {sql}", given).fetchall()
            tree = plan[0]["Plan"] if isinstance(plan, list) else json.loads(plan)[0]["Plan"]
            scans += [(what, sql) for what in _whole(tree, is_limited=False)]
    return scans


def _as_if_large(connection):
    """Without the plans that are for tables as small as these: a million rows are said to be on a page."""
    of_ours = (
        " FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        " AND relname <> ALL(%s) AND (pg_relation_size(oid) > 0) = %s"
    )
    connection.execute(
        "SELECT pg_restore_relation_stats('schemaname', 'public', 'relname', relname::text,"
        f" 'relpages', 1, 'reltuples', 1000000::real) {of_ours}",
        (list(_FEW), True),
    )
    connection.execute(
        f"SELECT pg_clear_relation_stats('public', relname::text) {of_ours}", (list(_FEW), False)
    )
    for what in ("seqscan", "hashjoin", "mergejoin"):
        connection.execute(f"SET enable_{what} = off")


def _whole(node, *, is_limited):
    """Tables that a plan reads as a whole; in the order of an index up to a limit is not that."""
    is_limited = is_limited or node["Node Type"] == "Limit"
    table = node.get("Relation Name")
    if table is not None and table not in _FEW and node["Node Type"] != "ModifyTable":
        is_small = node.get("Index Name") == "ix_jobs_start_timers"  # it has one row a start event
        by_index = "Index Cond" in node or "Recheck Cond" in node or is_limited or is_small
        if node["Node Type"] == "Seq Scan" or not by_index:
            yield f"{node['Node Type']} on {table}"
    for child in node.get("Plans", ()):
        yield from _whole(child, is_limited=is_limited and node["Node Type"] != "Sort")


def test_page_of_the_inbox_reads_little_more_than_it_shows(postgresql_url):
    pages = []
    with TestEngine(postgresql_url) as engine:
        engine.deploy(_MODEL)
        engine.start("p")
        with psycopg.connect(postgresql_url, autocommit=True) as connection:
            _multiply(connection, 5_000)

        @event.listens_for(engine._database.engine, "before_cursor_execute")
        def note(_connection, _cursor, statement, parameters, *_):
            if "offers" in statement:
                pages.append((statement, parameters))

        def look(cursor=None):
            return engine.tasks.query(
                user="mary", candidate_groups=["team", "others"], limit=20, cursor=cursor
            )

        look(look().next_cursor)
        with acting_as(Authorisation(Principal(user="mary", groups=frozenset({"team"})))):
            look()
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        _as_if_large(connection)
        for statement, parameters in pages:
            explain = f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}"
            ((plan,),) = connection.execute(explain, parameters).fetchall()
            assert sum(_read(plan[0]["Plan"])) < 400
    assert len(pages) == 3


def _multiply(connection, number):
    """As many tasks as that like the one that there is, every tenth of which mary has."""
    (task_id,) = connection.execute("SELECT id FROM tasks").fetchone()
    connection.execute(
        "INSERT INTO tasks SELECT (json_populate_record(t, json_build_object('id', id || n,"
        " 'assignee', CASE WHEN n %% 10 = 0 THEN 'mary' END))).*"
        " FROM tasks t, generate_series(1, %s) n",
        (number,),
    )
    connection.execute(
        "INSERT INTO task_candidates (task_id, kind, name, root_id)"
        " SELECT id, 'group', team, root_id FROM tasks,"
        " unnest(ARRAY['team', 'others', 'third']) team WHERE id <> %s",
        (task_id,),
    )
    connection.execute("ANALYZE")


def _read(node):
    """How many rows each part of a plan takes from a table, those included that it drops."""
    if "Relation Name" in node:
        rows = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
        yield rows * node["Actual Loops"]
    for child in node.get("Plans", ()):
        yield from _read(child)
