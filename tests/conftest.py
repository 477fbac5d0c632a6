"""What all tests may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[postgresql.Server]:
    """A PostgreSQL server that all test processes of this run share."""
    folder = tmp_path_factory.getbasetemp()
    if folder.name.startswith("popen-"):
        folder = folder.parent
    server = postgresql.start(folder)
    yield server
    server.drop_all()


@pytest.fixture
def postgresql_url(postgresql_server: postgresql.Server) -> str:
    """The URL of a database with the schema and nothing in it."""
    return postgresql.emptied(postgresql_server).again()
