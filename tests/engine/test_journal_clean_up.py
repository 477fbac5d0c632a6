"""Taking away old history: whole trees, nothing else, and nothing that somebody still has to read."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.models import chain

from trivium.errors import NotFound
from trivium.store import history, tables
from trivium.testing import TestEngine

_WEEK = chain('<userTask id="ask"/>').replace(
    b'<process id="p"', b'<process id="p" camunda:historyTimeToLive="P7D"'
)
_FOR_EVER = chain('<userTask id="ask"/>', key="kept")
_CALLS = chain('<callActivity id="call" calledElement="p"/>', key="caller").replace(
    b'<process id="caller"', b'<process id="caller" camunda:historyTimeToLive="30"'
)
_CASE = Path(__file__).parents[2] / "examples" / "patient.cmmn"
_LARGE = "x" * 50_000


def _ended(engine, key="p", **variables):
    instance = engine.start(key, variables)
    for task in engine.tasks.query(instance.id):
        engine.tasks.complete(task.id)
    return instance.id


def _counts(engine):
    """How many rows each table of instances has."""
    with engine._database.reading() as connection:
        return {
            table.name: len(connection.execute(table.select()).all())
            for table in tables.metadata.sorted_tables
            if "root_id" in table.c or table.name == "large_values"
        }


def _is_there(engine, instance_id):
    try:
        engine.instances.get(instance_id)
    except NotFound:
        return False
    return True


@pytest.fixture
def used(engine):
    """An engine that another tree was used in last: the newest entry stays where positions are reused."""
    engine.deploy(_WEEK)
    engine.deploy(_FOR_EVER)
    return engine


def _later(engine, days):
    engine.test_clock.advance(timedelta(days=days))
    engine.start("kept")


def test_what_is_older_than_its_model_says_goes(used):
    old = _ended(used)
    _later(used, 6)
    young = _ended(used)
    _later(used, 2)
    assert used.journal.clean_up().removed == 1
    assert not _is_there(used, old)
    assert _is_there(used, young)
    assert used.audit.verify().is_whole


def test_nothing_of_a_tree_stays(used):
    before = _counts(used)
    instance = used.start("p", {"text": _LARGE})
    used.instances.set_variables(instance.id, {"other": _LARGE + "y"})
    for task in used.tasks.query():
        used.tasks.error(task.id, "nobody-catches-this")
    used.journal.catch_up()
    used.instances.terminate(instance.id)
    used.journal.catch_up()
    filled = _counts(used)
    assert filled["large_values"] == 2
    assert filled["incidents"] == 1
    _later(used, 8)
    assert used.journal.clean_up().removed == 1
    used.journal.catch_up()
    left = _counts(used)
    last = {"instances": 1, "journal": 1, "tasks": 1, "activities": 3}
    assert left == {name: before[name] + last.get(name, 0) for name in before}


def test_running_instances_are_never_touched(used):
    running = used.start("p").id
    _ended(used)
    _later(used, 1000)
    assert used.journal.clean_up().removed == 1
    assert _is_there(used, running)
    for task in used.tasks.query(running):
        used.tasks.complete(task.id)


def test_called_instances_go_with_those_that_called_them(used):
    used.deploy(_CALLS)
    caller = used.start("caller").id
    (task,) = used.tasks.query(caller)
    used.tasks.complete(task.id)
    _later(used, 20)
    assert used.journal.clean_up().removed == 0
    _later(used, 11)
    assert used.journal.clean_up().removed == 1
    assert used.instances.query(key="p").items == ()


def test_cases_say_it_too(used):
    used.deploy(
        _CASE.read_bytes()
        .replace(
            b"<definitions", b'<definitions xmlns:camunda="http://camunda.org/schema/1.0/cmmn"'
        )
        .replace(b"<case id", b'<case camunda:historyTimeToLive="5" id')
    )
    started = used.cases.start("patient").id
    used.instances.terminate(started)
    _later(used, 6)
    assert used.journal.clean_up().removed == 0
    used.cases.transition(started, "close")
    _later(used, 6)
    assert used.journal.clean_up().removed == 1


def test_engine_says_how_long_what_models_do_not(tmp_path):
    with TestEngine(f"sqlite:///{tmp_path / 'a.db'}", keep_history_for=timedelta(days=3)) as engine:
        engine.deploy(_WEEK)
        engine.deploy(_FOR_EVER)
        _ended(engine)
        other = _ended(engine, "kept")
        _later(engine, 5)
        assert engine.journal.clean_up().removed == 1
        assert not _is_there(engine, other)


def test_dry_run_says_what_would_go(used):
    old = _ended(used)
    _later(used, 8)
    (found,) = used.journal.clean_up(dry_run=True).definitions
    assert (found.key, found.kept_for, found.instances, found.entries) == ("p", "P7D", 1, 2)
    assert _is_there(used, old)


def test_what_a_reader_has_not_read_stays(used):
    _ended(used)
    with used._database.writing() as cursor:
        cursor.execute("INSERT INTO cursors (name, content) VALUES ('slow', NULL)")
    _later(used, 8)
    assert used.journal.clean_up().removed == 0
    used.journal.forget("slow")
    assert used.journal.clean_up().removed == 1


def test_large_value_stays_while_another_tree_refers_to_it(used):
    _ended(used, text=_LARGE)
    other = used.start("kept", {"text": _LARGE})
    _later(used, 8)
    assert used.journal.clean_up().removed == 1
    assert used.instances.variables(other.id)["text"] == _LARGE
    assert _counts(used)["large_values"] == 1


def test_statistics_keep_what_they_have_counted(used):
    definition = used.definitions.get("p").id
    for _ in range(3):
        _ended(used)
    before = used.journal.statistics(definition, daily=True)
    _later(used, 8)
    assert used.journal.clean_up().removed == 3
    assert used.journal.statistics(definition, daily=True) == before
    used.journal.rebuild()
    assert used.journal.statistics(definition, daily=True) == before
    _ended(used)
    _later(used, 8)
    now = used.journal.statistics(definition)
    assert used.journal.clean_up().removed == 1
    used.journal.rebuild()
    assert used.journal.statistics(definition) == now


def test_many_trees_go_in_small_transactions(used):
    for _ in range(90):
        _ended(used)
    _later(used, 8)
    steps = []
    assert used.journal.clean_up(progress=steps.append).removed == 90
    assert len(steps) > 1
    assert used.instances.query(key="p").items == ()


def test_entries_that_come_later_are_read_after_a_clean_up(used):
    """Nothing is handed out twice: the newest entry stays, since positions would be used again."""
    heard = []
    following = used.journal.follow("mine", heard.extend, in_background=False)
    _ended(used)
    used.test_clock.advance(timedelta(days=8))
    following.catch_up()
    used.journal.clean_up()
    later = used.start("kept").id
    following.catch_up()
    assert heard[-1].root_id == later


def test_no_node_cleans_up_more_often_than_once_an_hour(used):
    clean_up = used.journal._clean_up
    _ended(used)
    _later(used, 8)
    assert clean_up.run_if_due() == 0  # it is not in the statistics yet
    used.journal.catch_up()
    used.test_clock.advance(timedelta(hours=2))
    assert clean_up.run_if_due() == 1
    _ended(used)
    used.test_clock.advance(timedelta(minutes=50))
    _ended(used)
    used.journal.catch_up()
    assert clean_up.run_if_due() == 0


def test_what_is_no_duration_keeps_for_ever(engine, caplog):
    engine.deploy(_WEEK.replace(b"P7D", b"soon"))
    _ended(engine)
    engine.test_clock.advance(timedelta(days=10_000))
    assert engine.journal.clean_up().removed == 0
    assert "'soon' is no duration" in caplog.text


@pytest.mark.parametrize("table", sorted(history.tables_of_trees()))
def test_every_table_of_trees_is_found_by_root(table):
    """A new table with `root_id` is cleaned up by itself; it needs an index for that."""
    found = tables.metadata.tables[table]
    firsts = [next(iter(index.columns)).name for index in found.indexes]
    firsts += [next(iter(found.primary_key.columns)).name]
    firsts += [
        next(iter(each.columns)).name
        for each in found.constraints
        if type(each).__name__ == "UniqueConstraint"
    ]
    assert "root_id" in firsts
