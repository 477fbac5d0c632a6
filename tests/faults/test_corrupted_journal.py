"""A changed journal is found by `trivium audit verify`; one that is being written is not taken for changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy
from tests.models import chain

from trivium import Engine

_MODEL = chain('<userTask id="ask"/>')


@pytest.fixture(params=["file", "postgresql"])
def url(request, tmp_path) -> str:
    if request.param == "file":
        return f"sqlite:///{tmp_path / 'work.db'}"
    return request.getfixturevalue("postgresql_url")


def _run(url, count=3) -> list[str]:
    with Engine.open(url, scheduler=False) as engine:
        engine.deploy(_MODEL)
        ids = [engine.start("p").id for _ in range(count)]
        for task in engine.tasks.query():
            engine.tasks.complete(task.id, {"amount": 100})
        return ids


def _verify(url):
    done = subprocess.run(
        [sys.executable, "-m", "trivium", "audit", "verify", "--database", url, "--json"],
        env={**os.environ, "PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, json.loads(done.stdout)


_CORRUPTIONS = {
    "changed": "UPDATE journal SET entry = {bytes} WHERE root_id = :id AND seq = 2",
    "at another time": "UPDATE journal SET at = at + 1 WHERE root_id = :id AND seq = 2",
    "by somebody else": "UPDATE journal SET actor = 'mallory' WHERE root_id = :id AND seq = 2",
    "cut off": "DELETE FROM journal WHERE root_id = :id AND seq = 2",
    "without its beginning": "DELETE FROM journal WHERE root_id = :id AND seq = 1",
}


@pytest.mark.parametrize("how", _CORRUPTIONS)
def test_corrupted_row_is_found(url, how):
    ids = _run(url)
    literal = "X'5B5D'" if url.startswith("sqlite") else "'\\x5B5D'::bytea"
    engine = sqlalchemy.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        statement = sqlalchemy.text(_CORRUPTIONS[how].replace("{bytes}", literal))
        assert connection.execute(statement, {"id": ids[1]}).rowcount == 1
    engine.dispose()
    with Engine.open(url, scheduler=False) as opened:
        found = opened.audit.verify()
    assert found.broken
    assert all(ids[1] in each for each in found.broken)


def test_command_line_tells_it(url):
    ids = _run(url)
    assert _verify(url)[0] == 0
    engine = sqlalchemy.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text(_CORRUPTIONS["by somebody else"]), {"id": ids[1]})
    engine.dispose()
    code, found = _verify(url)
    assert code != 0
    assert found["broken"] == [f"instance {ids[1]}, entry 2"]


def test_journal_that_is_being_written_is_whole(url):
    """Several writers commit in another order than they began to write."""
    over = threading.Event()
    with Engine.open(url, scheduler=False) as engine, Engine.open(url, scheduler=False) as other:
        engine.deploy(_MODEL)

        def work(node):
            while not over.is_set():
                instance = node.start("p")
                (task,) = node.tasks.query(instance.id)
                node.tasks.complete(task.id)

        with ThreadPoolExecutor(6) as pool:
            working = [pool.submit(work, node) for node in (engine, other) * 3]
            try:
                found = [engine.audit.verify() for _ in range(15)]
            finally:
                over.set()
            for each in working:
                each.result(60)
    assert {each.broken for each in found} == {()}
