"""A worker in a process of its own: takes work, says so, and never ends it unless it is told to."""

from __future__ import annotations

import os
import sys
import threading
from datetime import timedelta

from trivium.client import Worker
from trivium.client.worker import handling

handling._LEASE = timedelta(seconds=1)


def tell(event):
    os.write(1, f"{event}\n".encode())


def main():
    worker = Worker(sys.argv[1], name="victim", on_event=tell)

    @worker.job("victim", at_once=2)
    def hang(job):
        os.write(1, f"took {job.id}\n".encode())  # in one piece: another may do the same
        threading.Event().wait()

    @worker.job("quick")
    def quick(job):
        return {"by": "victim"}

    worker.run()


if __name__ == "__main__":
    main()
