"""The application: routes, errors, documentation."""

from __future__ import annotations

import secrets
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from trivium import __version__
from trivium.api import documentation, metrics, problems, web_application
from trivium.api.conversation import HEARTBEAT_SECONDS
from trivium.api.edge import Edge
from trivium.api.live import Feed
from trivium.api.pages import closed_page, landing_page
from trivium.api.polling import Polling
from trivium.api.readiness import Readiness
from trivium.api.routes import ROUTERS, live
from trivium.assembly import with_work
from trivium.engine.observing.log import WorkLog
from trivium.engine.observing.tally import Tally
from trivium.engine.observing.tracing import Tracing, is_on
from trivium.identity import Identity

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, MutableMapping
    from typing import Any

    from fastapi.telemetry import TelemetryConfig
    from opentelemetry.trace import TracerProvider

    from trivium.api.metrics import MetricsFor
    from trivium.engine import Engine
    from trivium.work import Work

LARGEST_BODY_BYTES = 256 * 1024 * 1024
_THREADS = 64
"""So many requests at once are at the engine: enough for it to commit in groups."""
_SECRET_BYTES = 32
_DESCRIPTION = """
Processes, cases and decisions in one engine.

* **Lists** take `limit`, `cursor`, `sort` and filters, and answer `items` and `next_cursor`; with
  `?count=true` also `total`.
* **Errors** are problem details (RFC 9457) with a stable `code`, the facts as members, and a
  `correlation_id` that the answer's header `X-Correlation-Id` has too; send your own to follow a request.
* **Writes** take an `Idempotency-Key`: the same request sent again is answered as before and not
  carried out again.
* **Dry runs**: any write with `?dry_run=true` answers `200` with what it would do, decided on the state as it
  is; nothing of it is kept.
* **Variables** go in as plain JSON or as `{"value": …, "type": …}`, and come out typed, or plain with
  `?plain=true`. Numbers are exact in both directions.
* **Times** are RFC 3339 in UTC, durations ISO 8601.
* **Who does it** says the token in `Authorization: Bearer …`, of `POST /api/auth/token` or an API key. Each
  operation names who may ask for it (`x-rule`). In development mode `X-User` names the actor, from the
  machine that the server runs on.
"""


def create_app(  # noqa: PLR0913  # what a server can be told
    engine: Engine,
    *,
    identity: Identity | None = None,
    hosts: Collection[str] | None = None,
    largest_body_bytes: int = LARGEST_BODY_BYTES,
    metrics_for: MetricsFor | None = None,
    tracer_provider: TracerProvider | None = None,
    with_web: bool = True,
    work: Work | None = None,
) -> FastAPI:
    """The HTTP interface of an engine; with `hosts` only requests to these names are answered.

    `/metrics` is for who asks from `anywhere`, from this machine (`loopback`), has a token (`signed-in`), or
    for `nobody`; by default from this machine where one has to sign in, and else from anywhere.

    Spans go to the given provider, or that which the program has set up for OpenTelemetry, or where the
    variables `OTEL_EXPORTER_OTLP_…` say; if there is none of these, none are recorded.

    `with_web` the web application is served at `/`, if it has been built; else a page that says how to.

    With an `identity` whoever asks for something has to sign in. Without it the interface is in development
    mode: everybody may do everything, and `X-User` is believed from this machine.
    """
    polling = Polling(engine)
    readiness = Readiness(engine)
    tally = Tally()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = _THREADS
        for each in (readiness, polling, feed):
            each.start()
        # only now the framework has looked at the environment
        tracing = [Tracing(tracer_provider)] if is_on(tracer_provider) else []
        ends = [engine.observe(observer) for observer in (*tracing, tally, WorkLog())]
        yield
        stop()
        await feed.ended()
        for end in ends:
            end()

    def stop() -> None:
        for each in (readiness, polling, feed):
            each.stop()

    app = documentation.Documented(
        title="Trivium",
        version=__version__,
        summary="The HTTP interface of Trivium.",
        description=_DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_tags=documentation.TAGS,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        telemetry=_telemetry(tracer_provider),
    )
    people = identity or Identity(engine.database, engine.clock, secrets.token_bytes(_SECRET_BYTES))
    feed = Feed(engine, people.principals.revision)
    app.state.engine = engine
    app.state.work = with_work(engine, identity=identity) if work is None else work
    app.state.identity = people
    app.state.feed = feed
    app.state.heartbeat_seconds = HEARTBEAT_SECONDS
    app.state.polling = polling
    app.state.readiness = readiness
    app.state.stop = stop
    app.add_middleware(
        Edge, largest_body_bytes=largest_body_bytes, hosts=hosts, answered=tally.answered
    )
    problems.install(app)
    documentation.install(app)
    app.state.is_development = is_open = identity is None
    metrics.install(app, engine, tally, metrics_for or ("anywhere" if is_open else "loopback"))
    for router in ROUTERS:
        app.include_router(router)
    app.include_router(live.router)

    if with_web and web_application.is_built():
        web_application.install(app)
    else:
        _show_landing(app, engine, is_development=is_open)
    return app


def _show_landing(app: FastAPI, engine: Engine, *, is_development: bool) -> None:
    @app.get("/", include_in_schema=False)
    def landing() -> HTMLResponse:
        return HTMLResponse(landing_page(engine) if is_development else closed_page())


def _telemetry(provider: TracerProvider | None) -> TelemetryConfig:
    """One span a request; metrics and logs are ours, since what is in exceptions is not for telling."""
    found: TelemetryConfig = {
        "auto_configure": provider is None,
        "metrics": False,
        "logs": False,
        "operation_spans": False,
        "exclude": _is_probe,
    }
    if provider is not None:
        found["tracer_provider"] = provider
    return found


def _is_probe(scope: MutableMapping[str, Any]) -> bool:
    path: str = scope["path"]
    return path.startswith(("/health", "/metrics"))
