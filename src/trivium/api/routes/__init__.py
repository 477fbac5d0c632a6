"""The routes, by resource."""

from trivium.api.routes import (
    assignment,
    batches,
    calendars,
    cases,
    decisions,
    definitions,
    events,
    health,
    incidents,
    instances,
    jobs,
    migrations,
    service_levels,
    tasks,
)

ROUTERS = (
    definitions.router,
    instances.router,
    migrations.router,
    batches.router,
    tasks.router,
    calendars.router,
    service_levels.router,
    assignment.router,
    events.router,
    jobs.router,
    incidents.router,
    decisions.router,
    cases.router,
    health.router,
)
