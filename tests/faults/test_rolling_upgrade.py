"""An old node works on while a new one upgrades the schema, and both go on together."""

from __future__ import annotations

import threading

import psycopg
from tests.models import chain

from trivium import Engine

_MODEL = chain(
    '<userTask id="ask"/>', '<serviceTask id="w" camunda:type="external" camunda:topic="t"/>'
)
_WHAT_MIGRATIONS_DO = (
    "ALTER TABLE tasks ADD COLUMN severity bigint",
    "ALTER TABLE instances ADD COLUMN region text NOT NULL DEFAULT ''",
    "ALTER TABLE jobs ADD COLUMN shard bigint NOT NULL DEFAULT 0",
    "CREATE INDEX ix_tasks_severity ON tasks (severity)",
    "CREATE TABLE later (id text PRIMARY KEY, tenant_id text NOT NULL DEFAULT '')",
)
"""New columns have defaults or may be null, nothing is renamed or dropped: that is the rule."""


def test_old_node_goes_on_while_the_schema_grows_beside_it(postgresql_server):
    url = postgresql_server.create()
    done: list[str] = []
    upgraded = threading.Event()
    began = threading.Event()

    def carry_on(engine):
        after = 0
        while after < 20:
            started = engine.start("p")
            engine.tasks.complete(engine.tasks.query(started.id)[0].id)
            for job in engine.jobs.activate("t", "w", limit=10):
                engine.jobs.complete(job.id, lease=job.lease)
            done.append(started.id)
            began.set()
            after += upgraded.is_set()

    with Engine.open(url) as old:
        old.deploy(_MODEL)
        working = threading.Thread(target=carry_on, args=(old,))
        working.start()
        assert began.wait(30)
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in _WHAT_MIGRATIONS_DO:
                connection.execute(statement)
        with Engine.open(url) as new:
            upgraded.set()
            carry_on(new)
            working.join(60)
            assert not working.is_alive()
            states = {each.state for each in new.instances.query(limit=1000)}
            assert states == {"completed"}
            assert not new.audit.verify().broken
            assert len(set(done)) == len(done) == new.audit.verify().trees
