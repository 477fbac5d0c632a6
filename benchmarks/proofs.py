"""Random processes with random answers, many more than the tests play: how many, and how many wrong."""

from __future__ import annotations

import time
from typing import Any

from tests.properties.processes import play_many

_MODELS = 20_000
_SHARE = 200


def run() -> list[dict[str, Any]]:
    """Plays in shares; a model that goes wrong ends its share, and is shown."""
    begun = time.perf_counter()
    commands, partly, ended = 0, 0, 0
    wrong: list[str] = []
    for seed in range(1_000, 1_000 + _MODELS // _SHARE):
        try:
            done = play_many(seed, _SHARE)
        except AssertionError as error:
            wrong.append(f"{error} {' '.join(error.__notes__)}")
            continue
        commands += done.commands
        partly += done.partly
        ended += done.ended
    return [
        {
            "models": _MODELS,
            "commands": commands,
            "on part of the state": partly,
            "came to their end": ended,
            "wrong or stuck": len(wrong),
            "first": wrong[0] if wrong else "",
            "seconds": time.perf_counter() - begun,
        }
    ]
