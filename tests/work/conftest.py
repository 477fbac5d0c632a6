"""An engine with people's work, on every database."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from trivium.testing import Clock, TestEngine
from trivium.work import Work

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MONDAY = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)


class Notes(list):
    """Takes notices."""

    def notify(self, notice):
        self.append(notice)


@pytest.fixture(params=["memory", "file", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TestEngine]:
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    else:
        url = "sqlite://" if request.param == "memory" else f"sqlite:///{tmp_path / 'test.db'}"
    with TestEngine(url, Clock(MONDAY)) as opened:
        yield opened


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def work(engine: TestEngine, notes: Notes) -> Work:
    made = Work(engine, notifier=notes)
    made.calendars.put({"key": "office", "hours": {"monday-friday": "09:00-17:00"}})
    return made
