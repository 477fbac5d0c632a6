"""Health, described as calls.

Written by `tools/client_operations.py` from the OpenAPI document.
"""

from __future__ import annotations

from trivium.client import shapes
from trivium.client.call import Call


def get_health() -> Call[shapes.Health]:
    """Tell whether everything works, and how much is open."""
    return Call(
        operation="getHealth",
        method="GET",
        path="/health",
        answer=shapes.Health,
        also_good=frozenset({503}),
    )


def get_liveness() -> Call[shapes.Probe]:
    """Tell whether the process works; the database does not matter."""
    return Call(
        operation="getLiveness",
        method="GET",
        path="/health/live",
        answer=shapes.Probe,
        also_good=frozenset({503}),
    )


def get_readiness() -> Call[shapes.Probe]:
    """Tell whether work can be taken: the database answers, and the server is not about to end."""
    return Call(
        operation="getReadiness",
        method="GET",
        path="/health/ready",
        answer=shapes.Probe,
        also_good=frozenset({503}),
    )
