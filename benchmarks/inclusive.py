"""The inclusive join beside an exhaustive oracle on 100,000 random models: how many, and how many wrong."""

from __future__ import annotations

import time
from typing import Any

from tests.properties.inclusive_oracle import play_many

_MODELS = 100_000
_SHARE = 1_000


def run() -> list[dict[str, Any]]:
    """Plays in shares; a model that goes wrong ends its share, and is shown."""
    begun = time.perf_counter()
    compared, wrong = 0, []
    for seed in range(1_000, 1_000 + _MODELS // _SHARE):
        try:
            compared += play_many(seed, _SHARE)
        except AssertionError as error:
            wrong.append(str(error))
    return [
        {
            "models": _MODELS,
            "markings compared": compared,
            "wrong or stuck": len(wrong),
            "first": wrong[0] if wrong else "",
            "seconds": time.perf_counter() - begun,
        }
    ]
