"""Instances that wait for a timer, by the million: copies of one that was really started, with ids of their own."""

from __future__ import annotations

import re
from itertools import islice
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
_AT_ONCE = 10_000
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
        state = self._parts(self._instance["state_page"])
        entry = self._parts(self._entry["entry"])
        every = ids(prefix, count)
        with psycopg.connect(self._url) as connection:
            while some := list(islice(every, _AT_ONCE)):
                self._copy(
                    connection, [(each, *_filled(each, due_at, state, entry)) for each in some]
                )
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute("ANALYZE")

    def _parts(self, content: bytes) -> list[bytes]:
        """What is between the ids and times, and which of these (0, 1, 2) come between."""
        marks = {self._job["id"].encode(): b"1", self.first.encode(): b"0"}
        marks[str(self._job["due_at"]).encode()] = b"2"
        return [
            marks.get(each, each)
            for each in re.split(b"(" + b"|".join(map(re.escape, marks)) + b")", content)
        ]

    def _copy(self, connection, made: list[tuple[str, int, bytes, bytes]]) -> None:
        at, actor = self._entry["at"], self._entry["actor"]
        rows: dict[str, list] = {"instances": [], "jobs": [], "journal": []}
        for id_, due_at, state, entry in made:
            digest = chained(b"", id_, 1, at, actor, entry)
            own = {"id": id_, "root_id": id_, "state_page": state, "journal_hash": digest}
            rows["instances"].append(self._instance | own)
            own = {"id": f"{id_}-timer", "due_at": due_at, "root_id": id_, "instance_id": id_}
            rows["jobs"].append(self._job | own)
            rows["journal"].append(self._entry | {"root_id": id_, "entry": entry, "hash": digest})
        for table, columns in (("instances", _INSTANCE), ("jobs", _JOB), ("journal", _ENTRY)):
            names = ", ".join(columns)  # where policies hold nothing is copied in at once
            connection.execute(_COPIED.format(names, table))
            with connection.cursor().copy("COPY new FROM STDIN") as copy:
                for row in rows[table]:
                    copy.write_row([row[column] for column in columns])
            connection.execute(_INSERTED.format(table, names))
            connection.execute("DROP TABLE new")


def _filled(
    instance_id: str, due_at: int, state: list[bytes], entry: list[bytes]
) -> tuple[int, bytes, bytes]:
    """When it is due, its state, and the entry of its start."""
    own = instance_id.encode(), f"{instance_id}-timer".encode(), str(due_at).encode()
    contents = []
    for parts in (state, entry):
        filled = list(parts)
        filled[1::2] = [own[int(mark)] for mark in parts[1::2]]
        contents.append(b"".join(filled))
    return due_at, *contents


def ids(prefix: str, count: int) -> Iterator[str]:
    """The ids of instances."""
    return (f"{prefix}-{number:07}" for number in range(count))
