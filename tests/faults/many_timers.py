"""Instances that wait for a timer, by the million: copies of one that was really started, with ids of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
from tests.models import chain

from trivium import Engine
from trivium.engine.processor.batch import chained

if TYPE_CHECKING:
    from collections.abc import Iterator

_MODEL = chain(
    '<intermediateCatchEvent id="pause"><timerEventDefinition><timeDuration>PT1H</timeDuration>'
    "</timerEventDefinition></intermediateCatchEvent>"
)
_SELECT = "SELECT {} FROM {} WHERE {} = %s"
_COPIED = "CREATE TEMP TABLE new AS SELECT {} FROM {} LIMIT 0"
_INSERTED = "INSERT INTO {} ({}) SELECT * FROM new"
_INSTANCE = (
    *("id", "tenant_id", "root_id", "element_instance", "definition_id", "key", "state"),
    *("started_at", "state_page", "journal_seq", "journal_hash"),
)
_JOB = (
    *("id", "tenant_id", "root_id", "instance_id", "element_instance", "element_id", "kind"),
    *("due_at", "priority", "retries", "suspended", "lease_until", "lease"),
)
_ENTRY = ("tenant_id", "root_id", "seq", "at", "actor", "kind", "entry", "hash")


class Timers:
    """Writes them into a database."""

    def __init__(self, url: str) -> None:
        self._url = url
        with Engine.open(url, scheduler=False) as engine:
            engine.deploy(_MODEL)
            self.first = engine.start("p").id
        with psycopg.connect(url) as connection:
            self._instance = self._read(connection, "instances", _INSTANCE, "id")
            self._job = self._read(connection, "jobs", _JOB, "root_id")
            self._entry = self._read(connection, "journal", _ENTRY, "root_id")

    def _read(self, connection, table: str, columns: tuple[str, ...], key: str) -> dict:
        asked = _SELECT.format(", ".join(columns), table, key)
        row = connection.execute(asked, [self.first]).fetchone()
        return dict(zip(columns, row, strict=True))

    def write(self, prefix: str, count: int, due_at: int) -> None:
        """So many that are due then; their ids begin with the prefix."""
        with psycopg.connect(self._url) as connection:
            rows = {"instances": _INSTANCE, "jobs": _JOB, "journal": _ENTRY}
            for table, columns in rows.items():
                names = ", ".join(columns)  # where policies hold nothing is copied in at once
                connection.execute(_COPIED.format(names, table))
                with connection.cursor().copy("COPY new FROM STDIN") as copy:
                    for row in getattr(self, f"_{table}")(prefix, count, due_at):
                        copy.write_row([row[column] for column in columns])
                connection.execute(_INSERTED.format(table, names))
                connection.execute("DROP TABLE new")
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute("ANALYZE")

    def _of(self, text: bytes, instance_id: str, due_at: int) -> bytes:
        found = text.decode().replace(self.first, instance_id)
        found = found.replace(self._job["id"], f"{instance_id}-timer")
        return found.replace(str(self._job["due_at"]), str(due_at)).encode()

    def _instances(self, prefix: str, count: int, due_at: int) -> Iterator[dict]:
        pages = zip(self._journal(prefix, count, due_at), ids(prefix, count), strict=True)
        for entry, instance_id in pages:
            yield self._instance | {
                "id": instance_id,
                "root_id": instance_id,
                "state_page": self._of(self._instance["state_page"], instance_id, due_at),
                "journal_hash": entry["hash"],
            }

    def _jobs(self, prefix: str, count: int, due_at: int) -> Iterator[dict]:
        for instance_id in ids(prefix, count):
            own = {"id": f"{instance_id}-timer", "due_at": due_at}
            yield self._job | own | {"root_id": instance_id, "instance_id": instance_id}

    def _journal(self, prefix: str, count: int, due_at: int) -> Iterator[dict]:
        at, actor = self._entry["at"], self._entry["actor"]
        for instance_id in ids(prefix, count):
            entry = self._of(self._entry["entry"], instance_id, due_at)
            digest = chained(b"", instance_id, 1, at, actor, entry)
            yield self._entry | {"root_id": instance_id, "entry": entry, "hash": digest}


def ids(prefix: str, count: int) -> Iterator[str]:
    """The ids of instances."""
    return (f"{prefix}-{number:07}" for number in range(count))
