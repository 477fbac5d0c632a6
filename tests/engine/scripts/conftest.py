"""One warm host for all script tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from trivium.engine.scripts import ScriptHost, ScriptLimits

SMALL = ScriptLimits(seconds=0.5, memory_bytes=48 * 1024 * 1024, output_bytes=4 * 1024 * 1024)


@pytest.fixture(scope="module")
def host() -> Iterator[ScriptHost]:
    with ScriptHost(SMALL, processes=1) as opened:
        yield opened
