"""The routes, by resource."""

from trivium.api.routes import (
    batches,
    cases,
    decisions,
    definitions,
    events,
    health,
    incidents,
    instances,
    jobs,
    migrations,
    tasks,
)

ROUTERS = (
    definitions.router,
    instances.router,
    migrations.router,
    batches.router,
    tasks.router,
    events.router,
    jobs.router,
    incidents.router,
    decisions.router,
    cases.router,
    health.router,
)
