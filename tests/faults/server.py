"""A server process to be killed: does work through handlers and records every piece in a file."""

from __future__ import annotations

import os
import sys
import time

from trivium import Engine


def main() -> None:
    url, record = sys.argv[1:]
    out = os.open(record, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with Engine.open(url) as engine:

        @engine.handler("step")
        def step(job):
            os.write(out, f"{job.instance_id} {job.element_id} {job.id}\n".encode())
            return {"last": job.element_id}

        print("ready", flush=True)
        while engine.counts()["active_instances"]:
            time.sleep(0.02)
        print("idle", flush=True)


if __name__ == "__main__":
    main()
