"""`/metrics`: what an engine measures, in the format of Prometheus."""

from __future__ import annotations

import platform
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from fastapi import FastAPI, Request, Response
from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from trivium import __version__
from trivium.api.admission import is_loopback, token_of
from trivium.engine.observing import catalogue
from trivium.engine.observing.tally import Histogram, Tally
from trivium.errors import NotPermitted, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from prometheus_client.metrics_core import Metric as Family

    from trivium.engine import Engine
    from trivium.engine.observing.catalogue import Metric
    from trivium.engine.observing.measures import Sample
    from trivium.identity import Identity

MetricsFor = Literal["anywhere", "loopback", "signed-in", "nobody"]
_PERMISSION = ("read", "operation", "audit")


def install(app: FastAPI, engine: Engine, tally: Tally, metrics_for: MetricsFor) -> None:
    """Adds the page; the numbers are those of this application alone."""
    if metrics_for == "nobody":
        return
    registry = CollectorRegistry()
    registry.register(_Counted(tally))
    registry.register(_Measured(engine))
    ProcessCollector(registry=registry)

    @app.get("/metrics", include_in_schema=False)
    def metrics(request: Request) -> Response:
        if metrics_for == "loopback":
            _check_nearness(request)
        elif metrics_for == "signed-in":
            _check_grant(request)
        encode, kind = choose_encoder(request.headers.get("accept", ""))
        return Response(encode(registry), headers={"content-type": kind})


def _check_nearness(request: Request) -> None:
    if request.client is None or not is_loopback(request.client.host):
        raise NotPermitted(
            "Expected a request for metrics from this machine only, but it came from another one."
            " TRIVIUM_METRICS=signed-in lets others see them who have a token, anywhere everybody.",
            code="http/metrics-not-for-you",
        )


def _check_grant(request: Request) -> None:
    """They tell of all tenants, so who reads them must be of none."""
    identity: Identity = request.app.state.identity
    principal = identity.principals.of_token(token_of(request) or "")
    if principal.tenant or not principal.may(*_PERMISSION):
        raise NotPermitted(
            "Expected a grant of read on the operation audit, by somebody of no tenant, but"
            f" {principal.user} has none.",
        )


class _Counted(Collector):
    """What was done here."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally

    def collect(self) -> Iterable[Family]:
        tally = self._tally
        with tally.lock:
            return [
                _counter(catalogue.COMMANDS, tally.commands),
                _histogram(catalogue.COMMAND_SECONDS, _by_one(tally.command_seconds)),
                _histogram(catalogue.COMMAND_WAIT, {(): tally.wait_seconds}),
                _histogram(catalogue.BATCH_COMMANDS, {(): tally.batch_sizes}),
                _histogram(catalogue.BATCH_SECONDS, {(): tally.batch_seconds}),
                _counter(catalogue.RETRIED, {(): tally.transactions_retried}),
                _counter(catalogue.DIVIDED, {(): tally.batches_divided}),
                _counter(catalogue.JOBS, tally.jobs),
                _histogram(catalogue.JOB_SECONDS, _by_one(tally.job_seconds)),
                _histogram(catalogue.JOB_LATENESS, _by_one(tally.job_lateness)),
                _counter(catalogue.JOB_RETRIES, {(): tally.job_retries}),
                _counter(catalogue.JOB_EXHAUSTED, {(): tally.job_exhausted}),
                _histogram(catalogue.HTTP_SECONDS, tally.request_seconds),
            ]


class _Measured(Collector):
    """What is in the database, and what runs here."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._build = (__version__, platform.python_version(), engine.database_kind)

    def collect(self) -> Iterable[Family]:
        yield _gauge(catalogue.BUILD, {self._build: 1})
        try:
            samples = self._engine.measures.read()
        except Unavailable:
            yield _gauge(catalogue.DATABASE_UP, {(): 0})
            return
        yield _gauge(catalogue.DATABASE_UP, {(): 1})
        yield from self._families(samples)

    def _families(self, samples: Sequence[Sample]) -> Iterator[Family]:
        for metric in self._engine.measures.metrics:
            yield _gauge(
                metric, {each.labels: each.value for each in samples if each.metric == metric}
            )


def _gauge(metric: Metric, values: Mapping[tuple[str, ...], float]) -> Family:
    family = GaugeMetricFamily(metric.name, metric.meaning, labels=metric.labels)
    for labels, value in values.items():
        family.add_metric(labels, value)
    return family


def _counter(metric: Metric, values: Mapping[tuple[str, ...], float]) -> Family:
    family = CounterMetricFamily(metric.name, metric.meaning, labels=metric.labels)
    for labels, value in values.items():
        family.add_metric(labels, value)
    return family


def _histogram(metric: Metric, values: Mapping[tuple[str, ...], Histogram]) -> Family:
    family = HistogramMetricFamily(metric.name, metric.meaning, labels=metric.labels)
    for labels, histogram in values.items():
        bounds = [*(str(bound) for bound in histogram.bounds), "+Inf"]
        counts = accumulate(histogram.counts)
        family.add_metric(labels, list(zip(bounds, counts, strict=True)), histogram.total)
    return family


def _by_one(values: Mapping[str, Histogram]) -> dict[tuple[str, ...], Histogram]:
    return {(label,): histogram for label, histogram in values.items()}
