"""The disk is full: callers are told, nothing is half done, and it goes on once there is room."""

from __future__ import annotations

import resource
import subprocess
import sys
from contextlib import contextmanager

import pytest
from tests.faults.reports import report
from tests.models import chain

from trivium import Engine
from trivium.errors import Unavailable

_MODEL = chain('<userTask id="ask"/>', '<userTask id="then"/>')
_LARGE = "x" * 20_000


def _fill(engine, ids: set[str]) -> Unavailable:
    """Starts until there is no room; those that were told as started are in `ids`."""
    while True:
        try:
            ids.add(engine.start("p", {"large": f"{_LARGE}{len(ids)}"}).id)
        except Unavailable as error:
            return error


@contextmanager
def _room_for(engine, pages: int):
    """The database may grow by so many pages; then it is as full as a disk can be."""
    with engine._database.writing() as cursor:
        cursor.execute("PRAGMA page_count")
        (count,) = cursor.fetchone()
    writer = engine._database._writer
    writer.execute(f"PRAGMA max_page_count = {count + pages}").fetchall()
    yield
    writer.execute("PRAGMA max_page_count = 1000000000").fetchall()


def _finish(engine, url, ids):
    for instance_id in ids:
        for _ in range(2):
            (task,) = engine.tasks.query(instance_id)
            engine.tasks.complete(task.id)
    found = report(url, ids)
    assert found.is_clean, found
    assert found.ended == len(ids)


def test_full_database_refuses_and_goes_on_later(tmp_path):
    url = f"sqlite:///{tmp_path / 'work.db'}"
    ids: set[str] = set()
    with Engine.open(url, scheduler=False) as engine:
        engine.deploy(_MODEL)
        with _room_for(engine, 60):
            for _ in range(3):
                error = _fill(engine, ids)
                assert error.code == "store/unavailable"
                assert "full" in error.message
            assert {each.id for each in engine.instances.query(limit=1000)} == ids
        assert ids
        ids.add(engine.start("p").id)
        _finish(engine, url, ids)


_FULL_DISK = """
import resource, sys
from trivium import Engine
from trivium.errors import Unavailable

url, limit = sys.argv[1], int(sys.argv[2])
with Engine.open(url, scheduler=False) as engine:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    refused = 0
    while refused < 5:
        try:
            print("started", engine.start("p", {"large": "x" * 20_000}).id, flush=True)
        except Unavailable as error:
            refused += 1
            print("refused", error.code, flush=True)
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    print("started", engine.start("p").id, flush=True)
"""


@pytest.mark.parametrize("share", [0.6, 1.5])
def test_disk_that_takes_no_more_bytes_loses_nothing(tmp_path, share):
    """The write itself fails, in the middle of the log that SQLite writes ahead, or of the file."""
    path = tmp_path / "work.db"
    url = f"sqlite:///{path}"
    with Engine.open(url, scheduler=False) as engine:
        engine.deploy(_MODEL)
    limit = int(path.stat().st_size * share)
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    done = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, url, str(limit)],
        env={"PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    lines = [line.split() for line in done.stdout.splitlines()]
    ids = {what for how, what in lines if how == "started"}
    assert {what for how, what in lines if how == "refused"} == {"store/unavailable"}
    with Engine.open(url, scheduler=False) as engine:
        assert {each.id for each in engine.instances.query(limit=1000)} == ids
        _finish(engine, url, ids)
