"""What all tests may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def postgresql_server(testrun_uid: str) -> Iterator[postgresql.Server]:
    """A PostgreSQL server that all test processes of this run share."""
    server = postgresql.start(testrun_uid)
    yield server
    server.drop_all()


@pytest.fixture
def postgresql_url(postgresql_server: postgresql.Server) -> str:
    """The URL of a database with the schema and nothing in it."""
    return postgresql.emptied(postgresql_server).again()
