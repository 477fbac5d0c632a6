"""A real server in a process of its own, which can be killed and started again at the same address."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "200"}


class Server:
    """`trivium serve` on a database of its own."""

    def __init__(self, folder):
        self._database = f"sqlite:///{folder / 'trivium.db'}"
        self._port = "0"
        self.url = ""
        self.process = None
        self.start()

    def start(self):
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
