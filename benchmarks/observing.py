"""What watching costs: processor time of a command with each observer, in turn on one engine."""

from __future__ import annotations

import logging
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

from benchmarks import models
from trivium import Engine, Observer
from trivium.api import logs
from trivium.engine.observing.log import WorkLog
from trivium.engine.observing.tally import Tally
from trivium.engine.observing.tracing import Tracing

_SLICES = 40
_COMMANDS = 100


class _Nowhere(SpanExporter):
    def export(self, spans: Any) -> SpanExportResult:
        del spans
        return SpanExportResult.SUCCESS


def run() -> list[dict[str, Any]]:
    """Medians over many short turns, since the machine is not the same from one second to the next."""
    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(_Nowhere()))
    variants: dict[str, tuple[Observer, ...]] = {
        "nobody": (),
        "server: metrics, logs at warning": (Tally(), WorkLog()),
        "logs at info, as JSON": (WorkLog(),),
        "spans": (Tracing(provider),),
    }
    taken: dict[str, list[float]] = {name: [] for name in variants}
    with (
        tempfile.TemporaryDirectory() as folder,
        _logged(),
        Engine.open(f"sqlite:///{Path(folder) / 'work.db'}", scheduler=False) as engine,
    ):
        engine.deploy(models.human(models.TRIVIUM).encode())
        for turn in range(_SLICES):
            names = [*variants][turn % len(variants) :] + [*variants][: turn % len(variants)]
            for name in names:
                level = logging.INFO if "info" in name else logging.WARNING
                logging.getLogger("trivium").setLevel(level)
                taken[name].append(_slice(engine, variants[name]))
    provider.shutdown()
    return [_row(name, taken) for name in variants]


def _slice(engine: Engine, observers: tuple[Observer, ...]) -> float:
    """Microseconds of this thread's processor time a start."""
    ends = [engine.observe(observer) for observer in observers]
    begun = time.thread_time()
    for _ in range(_COMMANDS):
        engine.start_id("p", {"x": 1})
    took = time.thread_time() - begun
    for end in ends:
        end()
    return took / _COMMANDS * 1e6


def _row(name: str, taken: dict[str, list[float]]) -> dict[str, Any]:
    more = [own - bare for own, bare in zip(taken[name], taken["nobody"], strict=True)]
    return {
        "observers": name,
        "µs a command": statistics.median(taken[name]),
        "more than with nobody": statistics.median(more),
    }


@contextmanager
def _logged() -> Iterator[None]:
    """Has lines written to where they cost nothing but to make."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        logs.configure("json", "warning", stream=nowhere)
        yield
        logging.getLogger().handlers.clear()
