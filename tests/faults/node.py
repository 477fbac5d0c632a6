"""A node to be killed: an engine that does work, and does what it is told line by line.

`python -m tests.faults.node URL RECORD [--clock SECONDS]`: handlers write every piece of work into the record
before they report it, so the record knows what was done even if nobody else does. A request is one line of
JSON, `{"id": 1, "do": "tasks.complete", "with": [[…], {…}]}`, and so is its answer.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from operator import attrgetter

import msgspec

from trivium import Engine
from trivium.errors import TriviumError
from trivium.store.fail_points import arm

_AT_ONCE = 16
_DURATIONS = frozenset({"lease_for", "time_to_live", "wait_for"})


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("record")
    parser.add_argument("--clock", type=float, default=0.0, help="so many seconds it is wrong")
    parser.add_argument("--topic", default="step")
    asked = parser.parse_args()
    if asked.clock:
        _shift_clock(asked.clock)
    out = os.open(asked.record, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with Engine.open(asked.url) as engine:

        @engine.handler(asked.topic)
        def step(job):
            os.write(out, f"{os.getpid()} {job.id} {job.lease} {job.element_id}\n".encode())
            return {f"by_{job.element_id}": job.lease}

        _say({"worker": engine._worker})
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for line in sys.stdin:
                pool.submit(_answer, engine, json.loads(line))


def _shift_clock(seconds: float) -> None:
    """The machine's clock is wrong, for all who ask it."""
    right = time.time_ns
    time.time_ns = lambda: right() + int(seconds * 1e9)
    time.time = lambda: time.time_ns() / 1e9


def _answer(engine: Engine, request) -> None:
    positional, named = request["with"]
    named = {k: timedelta(seconds=v) if k in _DURATIONS else v for k, v in named.items()}
    try:
        do = arm if request["do"] == "arm" else attrgetter(request["do"])(engine)
        result = do(*positional, **named)
        _say({"id": request["id"], "result": msgspec.to_builtins(result, enc_hook=str)})
    except TriviumError as error:
        _say({"id": request["id"], "error": error.code, "message": error.message})


_lock = threading.Lock()


def _say(answer) -> None:
    with _lock:
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
