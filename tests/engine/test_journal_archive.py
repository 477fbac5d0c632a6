"""What goes is in the archive: all of it, once, and before it goes."""

from __future__ import annotations

import os
from datetime import timedelta

import polars as pl
import pytest
from tests.models import chain

from trivium.errors import InvalidInput, NotFound, Unavailable
from trivium.store import history
from trivium.testing import TestEngine

_MODEL = chain('<userTask id="ask"/>').replace(
    b'<process id="p"', b'<process id="p" camunda:historyTimeToLive="P7D"'
)
_LARGE = "x" * 50_000


@pytest.fixture(params=["file", "postgresql"])
def engine(request, tmp_path):
    url = f"sqlite:///{tmp_path / 'test.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    with TestEngine(url, archive_to=tmp_path / "archive") as opened:
        opened.deploy(_MODEL)
        opened.deploy(chain('<userTask id="ask"/>', key="kept"))
        yield opened


def _ended(engine, **variables):
    instance = engine.start("p", variables).id
    for task in engine.tasks.query(instance):
        engine.tasks.complete(task.id, user="ann")
    return instance


def _later(engine, days=8):
    engine.test_clock.advance(timedelta(days=days))
    engine.start("kept")


def _rows(folder, table):
    return pl.read_parquet(folder / "archive" / table / "*.parquet").to_dicts()


def test_what_goes_is_in_the_archive(engine, tmp_path):
    instance = _ended(engine, text=_LARGE)
    before = engine.instances.history(instance)
    _later(engine)
    assert engine.journal.clean_up().removed == 1
    with pytest.raises(NotFound):
        engine.instances.get(instance)
    found = engine.journal.archived(tmp_path / "archive", instance)
    assert found == tuple(before)
    (row,) = _rows(tmp_path, "instances")
    assert (row["id"], row["state"]) == (instance, "completed")
    (large,) = _rows(tmp_path, "large_values")
    assert large["content"] == f'"{_LARGE}"'.encode()
    assert len(_rows(tmp_path, "activities")) == 4


def test_a_month_is_one_file_in_the_end(engine, tmp_path):
    for _ in range(3):
        _ended(engine)
        _later(engine)
        engine.journal.clean_up()
    folder = tmp_path / "archive" / "journal"
    assert [path.name for path in folder.iterdir()] == ["2026-01.parquet"]
    rows = _rows(tmp_path, "journal")
    assert len({(row["root_id"], row["seq"]) for row in rows}) == len(rows) == 6


def test_clean_up_that_was_killed_leaves_nothing_out_and_nothing_twice(
    engine, tmp_path, monkeypatch
):
    """After each part was written, and before the rows went; after the parts were put together."""
    ids = [_ended(engine) for _ in range(3)]
    _later(engine)
    clean_up = engine.journal._clean_up
    with monkeypatch.context() as patch:
        patch.setattr(history, "remove", _killed)
        with pytest.raises(KeyboardInterrupt):
            engine.journal.clean_up()
    assert {each.id for each in engine.instances.query(key="p")} == set(ids)
    clean_up._batch = 1
    assert engine.journal.clean_up().removed == 3
    rows = _rows(tmp_path, "journal")
    assert sorted((row["root_id"], row["seq"]) for row in rows) == [
        (root_id, seq) for root_id in sorted(ids) for seq in (1, 2)
    ]


def _killed(*_):
    raise KeyboardInterrupt


def test_nothing_goes_while_the_archive_cannot_be_written(engine, tmp_path):
    instance = _ended(engine)
    _later(engine)
    (tmp_path / "archive").write_text("no folder")
    with pytest.raises(Unavailable) as error:
        engine.journal.clean_up()
    assert error.value.code == "journal/archive-failed"
    engine.instances.get(instance)
    os.unlink(tmp_path / "archive")  # noqa: PTH108  # a file where the folder should be
    assert engine.journal.clean_up().removed == 1


def test_what_is_no_archive_is_told(engine, tmp_path):
    with pytest.raises(InvalidInput) as error:
        engine.journal.archived(tmp_path, "nobody")
    assert error.value.code == "journal/no-archive"
    _ended(engine)
    _later(engine)
    engine.journal.clean_up()
    with pytest.raises(NotFound):
        engine.journal.archived(tmp_path / "archive", "nobody")
