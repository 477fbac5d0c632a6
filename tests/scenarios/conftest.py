"""A real server process on a fresh database."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).parents[2]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    """`trivium serve` with the examples deployed; stopped as an operator would."""
    port = _free_port()
    database = tmp_path_factory.mktemp("server") / "trivium.db"
    command = [sys.executable, "-m", "trivium", "serve", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--database", f"sqlite:///{database}", "--deploy", str(_ROOT / "examples")],
        env={**os.environ, "PYTHONPATH": str(_ROOT / "src")},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "serves" in line:
            break
    transport = httpx2.HTTPTransport(retries=20)
    with httpx2.Client(base_url=f"http://127.0.0.1:{port}", transport=transport) as client:
        yield client
    process.send_signal(signal.SIGINT)
    process.stdout.close()
    assert process.wait(20) == 0
