"""An engine in memory, on a file and on PostgreSQL, for every test that wants to know all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trivium.testing import TestEngine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["memory", "file", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TestEngine]:
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    else:
        url = "sqlite://" if request.param == "memory" else f"sqlite:///{tmp_path / 'test.db'}"
    with TestEngine(url) as opened:
        yield opened
