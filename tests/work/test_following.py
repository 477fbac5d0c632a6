"""Reading the journal to its end, also where transactions are committed out of their order."""

from __future__ import annotations

import re
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import insert, select, text
from tests.models import chain

from trivium import store
from trivium.store.tables import journal
from trivium.store.transactions import transaction
from trivium.testing import TestEngine
from trivium.work import Work

MIGRATIONS = Path(store.__file__).parent / "migrations"
_REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "work.md"


def test_journal_is_read_under_a_name_while_there_is_something_to_count(engine, work):
    engine.deploy(chain('<userTask id="a"/>'))
    engine.start("p")
    engine.run_until_idle()
    assert "work" not in engine.journal.lags()
    work.targets.put({"key": "t", "target": "PT1H"})
    instance = engine.start("p")
    assert engine.journal.lags()["work"].entries == 1
    engine.run_until_idle()
    assert engine.journal.lags()["work"].entries == 0
    assert [clock.instance_id for clock in work.clocks.query()] == [instance.id]
    work.targets.remove("t")
    engine.run_until_idle()
    assert "work" in engine.journal.lags()  # a clock still runs
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    engine.run_until_idle()
    assert "work" not in engine.journal.lags()


def test_history_that_is_not_counted_yet_is_not_cleaned_up(engine, work):
    work.targets.put({"key": "t", "target": "PT1H"})
    kept = b'<process id="p" camunda:historyTimeToLive="P1D"'
    engine.deploy(chain('<userTask id="a"/>').replace(b'<process id="p"', kept))
    engine.tasks.complete(engine.tasks.query(engine.start("p").id)[0].id)
    engine.start("p")  # the newest tree stays in any case
    engine.test_clock.advance(timedelta(days=3))
    engine.journal.catch_up()
    assert engine.journal.clean_up().removed == 0
    work.catch_up()
    assert [clock.status for clock in work.clocks.query(status="met")] == ["met"]
    assert engine.journal.clean_up().removed == 1


def another_start(engine):
    """An entry like that of the first start, of a tree of its own."""
    c = journal.c
    with engine.database.reading() as connection:
        row = connection.execute(select(journal).order_by(c.position).limit(1)).mappings().one()
    content = row["entry"].replace(row["root_id"].encode(), b"another")
    same = {name: row[name] for name in ("seq", "at", "kind", "hash")}
    return insert(journal).values(root_id="another", entry=content, **same)


def test_entry_that_is_committed_late_counts_once(postgresql_url, monkeypatch):
    monkeypatch.setattr("trivium.work.follower._AT_ONCE", 2)
    with TestEngine(postgresql_url) as engine:
        work = Work(engine)
        work.targets.put({"key": "t", "scope": "instance", "target": "PT1H"})
        engine.deploy(chain('<userTask id="a"/>'))
        engine.start("p")
        with engine.database.engine.connect() as slow, slow.begin():
            slow.execute(another_start(engine))
            for _ in range(3):
                engine.start("p")
            engine.run_until_idle()
            assert len(work.clocks.query()) == 4
        engine.run_until_idle()
        assert len(work.clocks.query()) == 5
        engine.run_until_idle()
        assert len(work.clocks.query()) == 5


@pytest.mark.parametrize("kind", ["file", "postgresql"])
def test_migration_lets_clocks_go_on_where_they_were(kind, request, tmp_path):
    if kind == "file":
        url = f"sqlite:///{tmp_path / 'w.db'}"
    else:
        url = request.getfixturevalue("postgresql_server").create()
    with TestEngine(url) as engine:
        Work(engine).targets.put({"key": "t", "target": "PT1H"})
        engine.deploy(chain('<userTask id="a"/>'))
        engine.start("p")
        engine.run_until_idle()
        engine.start("p")  # is not read yet
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with transaction(engine.database) as connection:
            config.attributes["connection"] = connection
            command.downgrade(config, "0016")
            command.downgrade(config, "-1")
            connection.execute(text("UPDATE work_cursors SET position = position - 1"))
    with TestEngine(url) as engine:
        work = Work(engine)
        engine.run_until_idle()
        assert len(work.clocks.query()) == 2
        engine.start("p")
        engine.run_until_idle()
        assert len(work.clocks.query()) == 3


def test_many_entries_are_read_in_several_turns(engine, work, monkeypatch):
    monkeypatch.setattr("trivium.work.follower._AT_ONCE", 7)
    work.targets.put({"key": "t", "target": "PT1H"})
    engine.deploy(chain('<userTask id="a"/>'))
    for _ in range(30):
        engine.start("p")
    engine.advance("PT1H")
    assert [clock.status for clock in work.clocks.query()] == ["breached"] * 30
    for task in engine.tasks.query():
        engine.tasks.complete(task.id)
    work.targets.remove("t")
    engine.run_until_idle()
    assert all(clock.ended_at for clock in work.clocks.query())


def test_time_that_was_reckoned_otherwise_before_is_reckoned_anew(engine, work):
    work.targets.put({"key": "t", "target": "PT1H", "warnings": []})
    engine.deploy(chain('<userTask id="a"/>'))
    engine.start("p")
    engine.run_until_idle()
    with transaction(engine.database) as connection:  # as if a holiday had become known since
        connection.execute(text("UPDATE sla_clocks SET next_at = next_at - 1800000"))
    engine.advance("PT59M")
    assert next(iter(work.clocks.query())).status == "on-track"
    engine.advance("PT1M")
    assert next(iter(work.clocks.query())).status == "breached"


def test_file_of_the_reference_is_loaded(engine):
    found = re.search(r"```toml\n(.*?)```", _REFERENCE.read_text(encoding="utf-8"), re.DOTALL)
    loaded = Work(engine).load(tomllib.loads(found[1]))
    assert [each.key for each in loaded] == ["munich", "analysis", "analysts"]


def test_first_example_of_the_reference_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = re.search(r"```python\n(.*?)```", _REFERENCE.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(found[1], "work.md", "exec"), {})  # noqa: S102  # it is our own
    assert (tmp_path / "work.db").exists()
