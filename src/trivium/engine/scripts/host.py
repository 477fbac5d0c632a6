"""The script host: JavaScript and Starlark in sandboxed processes that are kept warm."""

from __future__ import annotations

import json
import queue
import re
import signal
import threading
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Self

import msgspec
import structlog

from trivium.engine.scripts.errors import ScriptSyntaxError, UnsupportedScriptLanguage
from trivium.engine.scripts.process import WorkerDied, WorkerProcess
from trivium.engine.scripts.wire import (
    decoded,
    decoded_entries,
    encoded,
    javascript_number,
    starlark_number,
)
from trivium.errors import EvaluationFailed, Unavailable
from trivium.kernel.ports import ScriptResult

_LANGUAGES = {
    **dict.fromkeys(("javascript", "ecmascript", "js", "graal.js", "nashorn"), "javascript"),
    **dict.fromkeys(("application/javascript", "text/javascript"), "javascript"),
    **dict.fromkeys(("starlark", "text/starlark"), "starlark"),
}
_NUMBERS = {"javascript": javascript_number, "starlark": starlark_number}
_CALL = re.compile(r"(?:Variable|_variable)\w*\s*\(")
_CALL_BY_NAME = re.compile(
    r"""(?:Variable(?:Local)?|_variable)\s*\(\s*(?:'[^'\\]*'|"[^"\\]*")\s*[,)]"""
)
_GRACE_SECONDS = 1.0
_RUNS_PER_PROCESS = 2_000

_log = structlog.get_logger(__name__)


class ScriptLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How much one script may use. `seconds` is CPU time; the clock stops it one second later."""

    seconds: float = 5.0
    memory_bytes: int = 128 * 1024 * 1024
    output_bytes: int = 16 * 1024 * 1024
    source_bytes: int = 1024 * 1024
    depth: int = 200


class ScriptHost:
    """Runs scripts; fills `kernel.ports.Scripts`. May be used by several threads at once.

    A script has no files, network, imports, clock of the engine or secrets: its process has an
    empty environment and may open and write nothing. `processes` scripts run side by side. A
    process that had to be killed is replaced, and the next script does not notice.
    """

    def __init__(self, limits: ScriptLimits | None = None, *, processes: int = 2) -> None:
        self.limits = limits or ScriptLimits()
        self._idle: queue.LifoQueue[WorkerProcess | None] = queue.LifoQueue()
        self._processes = processes
        self._closed = False
        self._lock = threading.Lock()
        for _ in range(processes):
            self._idle.put(None)  # started when it is first needed

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(
        self,
        language: str,
        source: str,
        variables: Mapping[str, Any],
        properties: Mapping[str, Any] | None = None,
    ) -> ScriptResult:
        """The value of the script's last expression, and the variables that it set.

        `properties` are what `execution.<name>` and `execution.get<Name>()` give in JavaScript.
        Only variables whose name stands in the source are handed over.

        Raises:
            EvaluationFailed: `script/failed`, `script/limit`, `script/unsupported-value` or
                `script/unsupported-language`; the line is in the facts.
        """
        try:
            known = _language(language)
        except UnsupportedScriptLanguage as error:
            raise EvaluationFailed(error.message, code=error.code) from error
        numbers = _NUMBERS[known]
        names = _names_read(source, variables)
        payload = {
            "variables": {name: encoded(variables[name], numbers) for name in names},
            "properties": encoded(dict(properties or {}), numbers),
        }
        reply = self._ask(known, source, json.dumps(payload), check=False)
        return _result(known, reply)

    def check(self, language: str, source: str) -> None:
        """Whether the source can be parsed.

        Raises:
            ScriptSyntaxError: it cannot; says the line.
            UnsupportedScriptLanguage: the language is none of ours.
        """
        known = _language(language)
        reply = self._ask(known, source, "", check=True)
        if "failed" in reply:
            raise ScriptSyntaxError(known, reply["failed"], reply["line"])

    def close(self) -> None:
        """Ends all processes; waits for scripts that run."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        for _ in range(self._processes):
            process = self._idle.get()
            if process is not None:
                process.kill()

    def _ask(self, language: str, source: str, payload: str, *, check: bool) -> dict[str, Any]:
        if len(source) > self.limits.source_bytes:
            raise EvaluationFailed(
                f"Expected a script of at most {self.limits.source_bytes:,} characters"
                f" but found {len(source):,}.",
                code="script/limit",
            )
        request = {
            "language": language,
            "source": source,
            "payload": payload,
            "check": check,
            "seconds": self.limits.seconds,
            "depth": self.limits.depth,
        }
        question = json.dumps(request).encode("ascii") + b"\n"
        try:
            answer = self._answer(question)
        except WorkerDied as died:
            if died.asked and died.status != -signal.SIGKILL:
                raise _death(died) from died
            answer = self._again(question)
        try:
            reply: dict[str, Any] = json.loads(answer)
        except (ValueError, RecursionError) as error:
            raise EvaluationFailed(
                "Expected a result that can be read but the script gave none.", code="script/failed"
            ) from error
        return reply

    def _again(self, question: bytes) -> bytes:
        """Once more where the process had died while it waited, for no fault of the script."""
        try:
            return self._answer(question)
        except WorkerDied as died:
            raise _death(died) from died

    def _answer(self, question: bytes) -> bytes:
        if self._closed:
            raise EvaluationFailed("Expected an open script host but it is closed.")
        process = self._idle.get()
        usable = False
        try:
            process = process or self._started()
            answer = process.ask(
                question, self.limits.seconds + _GRACE_SECONDS, self.limits.output_bytes
            )
            usable = process.answered < _RUNS_PER_PROCESS
        finally:
            self._idle.put(process if usable else self._replaced(process))
        return answer

    def _started(self) -> WorkerProcess:
        try:
            return WorkerProcess(self.limits.memory_bytes)
        except OSError as error:
            raise Unavailable(
                f"Expected to start a process for scripts but the system refused: {error.strerror}."
            ) from error

    def _replaced(self, process: WorkerProcess | None) -> WorkerProcess | None:
        """A fresh process, warm before it is needed; None is started then."""
        if process is None:
            return None
        process.kill()
        try:
            return self._started()
        except Unavailable:
            return None


def _language(name: str) -> str:
    known = _LANGUAGES.get(name.strip().lower())
    if known is None:
        raise UnsupportedScriptLanguage(name)
    return known


def _names_read(source: str, variables: Mapping[str, Any]) -> list[str]:
    """What a script can mean: all variables if it works out names, else those that it names."""
    if len(_CALL.findall(source)) > len(_CALL_BY_NAME.findall(source)):
        return list(variables)
    return [name for name in variables if name in source]


def _result(language: str, reply: dict[str, Any]) -> ScriptResult:
    """What the process answered; it ran what a stranger wrote, so nothing is taken for granted."""
    try:
        if "javascript" in reply:
            reply = json.loads(reply["javascript"], parse_float=Decimal, parse_constant=int)
        if "failed" in reply:
            raise _failure(language, reply)
        for line in reply["printed"]:
            _log.debug("script/printed", language=language, text=str(line))
        return ScriptResult(decoded(reply["value"]), decoded_entries(reply["variables"]))
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise EvaluationFailed(
            "Expected a result that can be read but the script gave none.", code="script/failed"
        ) from error


def _failure(language: str, reply: Mapping[str, Any]) -> EvaluationFailed:
    where = f" (line {reply['line']})" if reply["line"] else ""
    return EvaluationFailed(
        f"Expected the {language} to run to its end but it failed: {reply['failed']}{where}.",
        code="script/limit" if reply["limit"] else "script/failed",
        line=reply["line"],
    )


def _death(died: WorkerDied) -> EvaluationFailed:
    signal_number = -(died.status or 0)
    if signal_number <= 0:
        return EvaluationFailed(
            "Expected a result that can be read but the script gave none.", code="script/failed"
        )
    what = "time" if signal_number == signal.SIGXCPU else "memory"
    return EvaluationFailed(
        f"Expected the script to stay within its limits but it ran out of {what}.",
        code="script/limit",
    )
