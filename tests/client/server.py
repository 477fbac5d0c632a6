"""A real server in a process of its own, which can be killed and started again at the same address."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "200"}


class Server:
    """`trivium serve` on a database of its own."""

    def __init__(self, folder, database=None):
        self._database = database or f"sqlite:///{folder / 'trivium.db'}"
        self._port = "0"
        self.url = ""
        self.starts = 0
        self.process = None
        self.start()

    def start(self):
        self.starts += 1
        command = ["serve", "--port", self._port, "--json", "--database", self._database]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "trivium", *command],
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        said = ""
        for line in iter(self.process.stdout.readline, ""):
            said += line
            if line == "}\n":
                break
        self.url = json.loads(said)["url"]
        self._port = self.url.rpartition(":")[2]

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Lines:
    """What a process prints, line by line, with an end to patience."""

    def __init__(self, process):
        self._lines = queue.SimpleQueue()
        self._process = process
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        for line in iter(self._process.stdout.readline, ""):
            self._lines.put(line)

    def until(self, word):
        """The lines up to one that holds a word."""
        said = []
        while not said or word not in said[-1]:
            said.append(self._lines.get(timeout=60))
        return said

    def rest(self):
        """The lines that are left when the process has ended, and its standard error."""
        self._process.wait(60)
        self._reader.join(60)
        complained = self._process.stderr.read()
        return "".join(self._lines.get() for _ in range(self._lines.qsize())), complained

    def close(self):
        """Ends the process."""
        self._process.kill()
        self._process.wait()
        self._reader.join(60)
        self._process.stdout.close()
        self._process.stderr.close()
