"""Reading the journal to its end, also where transactions are committed out of their order."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from sqlalchemy import insert, text
from tests.models import chain

from trivium.kernel import codec
from trivium.store.tables import journal
from trivium.store.transactions import transaction
from trivium.store.work import following
from trivium.store.work.following import Place
from trivium.work import Work

_REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "work.md"


def test_positions_that_are_missing_are_remembered_and_given_up():
    place = following.advanced(Place(10, {}), [11, 14], 1000, 500)
    assert place == Place(14, {12: 1000, 13: 1000})
    place = following.advanced(place, [13, 15], 1200, 500)
    assert place == Place(15, {12: 1000})
    assert following.advanced(place, [16], 1501, 500) == Place(16, {})


def test_reader_that_never_read_misses_nothing():
    assert following.advanced(Place(0, {}), [5, 9], 1000, 500) == Place(9, {})


def entry(root, position):
    content = codec.encode([{"command": "test"}, [["instance-ended", 1, "completed", None]]])
    row = {"root_id": root, "seq": 1, "at": 0, "kind": "test", "entry": content, "hash": b""}
    return insert(journal).values(position=position, **row)


def test_entry_that_is_committed_late_is_read_late(postgresql_url):
    from trivium.testing import TestEngine  # noqa: PLC0415

    with TestEngine(postgresql_url) as engine:
        database = engine.database
        read = []

        def follow():
            with transaction(database) as connection:
                place = following.locked(connection, "test")
                positions = [row["position"] for row in following.entries(connection, place, 10)]
                read.extend(positions)
                after = following.advanced(place, positions, engine.clock.now_ms(), 60_000)
                following.keep(connection, "test", after)

        with transaction(database) as connection:
            connection.execute(entry("a", 1))
        follow()
        with database.engine.connect() as slow, slow.begin():
            slow.execute(entry("b", 2))
            with transaction(database) as connection:
                connection.execute(entry("c", 3))
            follow()
            assert read == [1, 3]
        follow()
        follow()
        assert read == [1, 3, 2]


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
