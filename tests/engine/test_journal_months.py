"""Months of history on PostgreSQL: where trees lie, and how a month goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from alembic.config import Config
from tests.models import chain

from trivium.kernel.ids import uuid7
from trivium.kernel.moments import to_ms
from trivium.store import partitions
from trivium.store.database import _MIGRATIONS, connect
from trivium.store.partitions import Month
from trivium.testing import TestEngine

_MODEL = chain('<userTask id="ask"/>').replace(
    b'<process id="p"', b'<process id="p" camunda:historyTimeToLive="P7D"'
)


@pytest.fixture
def engine(postgresql_server):
    with TestEngine(postgresql_server.create()) as opened:
        opened.deploy(_MODEL)
        opened.deploy(chain('<userTask id="ask"/>', key="kept"))
        yield opened


def _ask(engine, sql, *values):
    with engine._database.writing() as cursor:
        cursor.execute(sql, values)
        return [tuple(row) for row in cursor.fetchall()]


def _parts(engine):
    """How many rows of the journal lie where."""
    return dict(_ask(engine, "SELECT tableoid::regclass::text, count(*) FROM journal GROUP BY 1"))


def _months(engine):
    with engine._database.reading() as connection:
        return [tuple(month) for month in partitions.months(connection)]


def _ended(engine, key="p"):
    instance = engine.start(key).id
    for task in engine.tasks.query(instance):
        engine.tasks.complete(task.id)
    return instance


def test_month_is_a_range_of_ids():
    month = Month(2026, 12)
    assert month.following == Month(2027, 1)
    assert Month.of(to_ms(datetime(2026, 12, 31, 23, 59, tzinfo=UTC))) == month
    assert month.holds(uuid7(to_ms(datetime(2026, 12, 24, tzinfo=UTC)), 5, 9))
    assert not month.holds(month.following.first_id)
    assert month.holds(month.first_id)


def test_partitions_are_made_ahead_and_trees_lie_in_theirs(engine):
    engine.journal.clean_up()
    assert _months(engine) == [(2026, 1), (2026, 2), (2026, 3)]
    first = engine.start("p").id
    engine.test_clock.advance(timedelta(days=31))
    engine.start("p")
    for task in engine.tasks.query(first):
        engine.tasks.complete(task.id)
    assert _parts(engine) == {"journal_2026_01": 2, "journal_2026_02": 1}
    engine.journal.clean_up()
    assert _months(engine)[-1] == (2026, 4)


def test_what_has_no_partition_lies_in_the_default_one(engine):
    first = engine.start("p").id
    engine.journal.clean_up()
    assert _months(engine) == [(2026, 2), (2026, 3)]
    engine.test_clock.advance(timedelta(days=200))
    engine.start("p")
    assert _parts(engine) == {"journal_default": 2}
    assert next(each.root_id for each in engine.journal.read()) == first
    assert engine.audit.verify().is_whole


def test_month_of_which_all_is_over_is_dropped(engine):
    engine.journal.clean_up()
    for _ in range(5):
        _ended(engine)
    definition = engine.definitions.get("p").id
    before = engine.journal.statistics(definition)
    engine.test_clock.advance(timedelta(days=90))
    assert engine.journal.clean_up().removed == 5
    assert (2026, 1) not in _months(engine)
    assert _parts(engine) == {}
    assert engine.journal.statistics(definition) == before
    engine.journal.rebuild()
    assert engine.journal.statistics(definition) == before


def test_month_with_a_running_instance_stays(engine):
    engine.journal.clean_up()
    running = engine.start("kept").id
    _ended(engine)
    engine.test_clock.advance(timedelta(days=90))
    assert engine.journal.clean_up().removed == 1
    assert (2026, 1) in _months(engine)
    assert _parts(engine) == {"journal_2026_01": 1}
    for task in engine.tasks.query(running):
        engine.tasks.complete(task.id)
    assert engine.audit.verify().is_whole


def test_history_made_again_leaves_out_what_waits_for_its_month_to_go(engine):
    """The clean-up was killed after the instances went, and before their partition did."""
    engine.journal.clean_up()
    _ended(engine)
    definition = engine.definitions.get("p").id
    before = engine.journal.statistics(definition)
    engine.test_clock.advance(timedelta(days=90))
    clean_up = engine.journal._clean_up
    clean_up.tend_months = lambda: None
    assert engine.journal.clean_up().removed == 1
    assert _parts(engine) == {"journal_2026_01": 2}
    engine.journal.rebuild()
    assert engine.journal.statistics(definition) == before
    assert _ask(engine, "SELECT count(*) FROM activities") == [(0,)]
    del clean_up.tend_months
    engine.journal.clean_up()
    assert _parts(engine) == {}


def test_history_of_an_instance_is_looked_for_in_its_month_alone(engine):
    engine.journal.clean_up()
    instance = engine.start("p").id
    with engine._database.writing() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT * FROM journal WHERE root_id = ? ORDER BY seq", (instance,))
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "journal_2026_01_pkey" in plan
    assert "journal_2026_02" not in plan


def test_migration_keeps_what_is_there_and_goes_back(postgresql_server):
    url = postgresql_server.create()
    database = connect(url)
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        connection.exec_driver_sql(
            "INSERT INTO journal (root_id, seq, at, kind, entry, hash)"
            " SELECT 'tree', n, 0, 'x', '[]', '' FROM generate_series(1, 10) AS n"
        )
        for revision in ("0008", "0006", "0008"):
            (command.upgrade if revision == "0008" else command.downgrade)(config, revision)
            found = connection.exec_driver_sql("SELECT count(*), max(position) FROM journal").one()
            assert tuple(found) == (10, 10)
        connection.exec_driver_sql(
            "INSERT INTO journal (root_id, seq, at, kind, entry, hash)"
            " VALUES ('tree', 11, 0, 'x', '[]', '')"
        )
        assert connection.exec_driver_sql("SELECT max(position) FROM journal").scalar() == 11
    database.close()
