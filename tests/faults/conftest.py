"""What tests of faults share."""

from __future__ import annotations

import os
import secrets

import pytest


@pytest.fixture
def fault_seed() -> int:
    """What decides by chance; printed, and taken from TRIVIUM_FAULT_SEED to have the same again."""
    seed = int(os.environ.get("TRIVIUM_FAULT_SEED") or secrets.randbits(32))
    print(f"TRIVIUM_FAULT_SEED={seed}")
    return seed
