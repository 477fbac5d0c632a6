"""What tests of faults share."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

import pytest
from tests.faults.own_postgresql import OwnServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def fault_seed() -> int:
    """What decides by chance; printed, and taken from TRIVIUM_FAULT_SEED to have the same again."""
    seed = int(os.environ.get("TRIVIUM_FAULT_SEED") or secrets.randbits(32))
    print(f"TRIVIUM_FAULT_SEED={seed}")
    return seed


@pytest.fixture(scope="session")
def own_server() -> Iterator[OwnServer]:
    """A PostgreSQL server that these tests may break."""
    server = OwnServer()
    yield server
    server.drop_all()
