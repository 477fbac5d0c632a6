"""One sandboxed process from the host's side: started, asked, killed if it does not answer."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from trivium.errors import EvaluationFailed

_WORKER = Path(__file__).with_name("worker.py")
_CHUNK = 1 << 16


class WorkerDied(Exception):
    """The process ended before it answered; `asked` is whether it had got the whole question."""

    def __init__(self, status: int | None, *, asked: bool) -> None:
        super().__init__(status)
        self.status = status
        self.asked = asked


class WorkerProcess:
    """A process that answers one line with one line. Not for several threads at once."""

    def __init__(self, memory_bytes: int) -> None:
        command = [
            sys.executable,
            "-I",
            "-B",
            str(_WORKER),
            json.dumps(sys.path),
            str(memory_bytes),
        ]
        self._process = subprocess.Popen(  # noqa: S603 (our own file)
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            start_new_session=True,
        )
        assert self._process.stdin is not None  # noqa: S101 (both are pipes)
        assert self._process.stdout is not None  # noqa: S101
        self._input = self._process.stdin.fileno()
        self._output = self._process.stdout.fileno()
        os.set_blocking(self._input, False)
        self.answered = 0

    def ask(self, question: bytes, seconds: float, output_bytes: int) -> bytes:
        """The answer to a question.

        Raises:
            EvaluationFailed: `script/limit` if it takes too long or answers too much; the process
                has been killed then.
            WorkerDied: it ended.
        """
        deadline = time.monotonic() + seconds
        self._send(question, deadline, seconds)
        answer = bytearray()
        while not answer.endswith(b"\n"):
            self._wait(self._output, select.POLLIN, deadline, seconds)
            chunk = os.read(self._output, _CHUNK)
            if not chunk:
                raise self._died(asked=True)
            answer += chunk
            if len(answer) > output_bytes:
                self.kill()
                raise EvaluationFailed(
                    f"Expected a result of at most {output_bytes:,} bytes but it is larger.",
                    code="script/limit",
                )
        self.answered += 1
        return bytes(answer)

    def kill(self) -> None:
        """Ends the process at once; harmless when it has ended."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]  # both are pipes

    def _send(self, question: bytes, deadline: float, seconds: float) -> None:
        rest = memoryview(question)
        while rest:
            self._wait(self._input, select.POLLOUT, deadline, seconds)
            try:
                rest = rest[os.write(self._input, rest[:_CHUNK]) :]
            except BrokenPipeError as error:
                raise self._died(asked=False) from error

    def _wait(self, pipe: int, event: int, deadline: float, seconds: float) -> None:
        poll = select.poll()
        poll.register(pipe, event)
        if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            self.kill()
            raise EvaluationFailed(
                f"Expected the script to end within {seconds:g} seconds but it had to be stopped.",
                code="script/limit",
            )

    def _died(self, *, asked: bool) -> WorkerDied:
        self.kill()
        return WorkerDied(self._process.returncode, asked=asked)
