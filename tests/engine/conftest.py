"""An engine in memory, and one on a file, for every test that wants to know both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trivium.testing import TestEngine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["memory", "file"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TestEngine]:
    url = "sqlite://" if request.param == "memory" else f"sqlite:///{tmp_path / 'test.db'}"
    with TestEngine(url) as opened:
        yield opened
