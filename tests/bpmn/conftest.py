"""An engine in memory: what dialects say is the same wherever it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trivium.testing import TestEngine

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def engine() -> Iterator[TestEngine]:
    with TestEngine() as opened:
        yield opened
