"""Requests that nobody would think of: no defect, and no answer that is not documented."""

from __future__ import annotations

from pathlib import Path

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from trivium import testing
from trivium.api import create_app

_EXAMPLES = Path(__file__).parents[2] / "examples"


def _application():
    """The interface of an engine with something in it, asked from this machine."""
    engine = testing.engine()
    engine.deploy(_EXAMPLES)
    engine.start("invoice", {"amount": 1250, "creditor": "Great Pizza"})
    engine.start("order-fulfilment", {"order": {"items": [1]}})
    app = create_app(engine)

    async def local(scope, receive, send):
        if scope["type"] == "http":
            scope["client"] = ("127.0.0.1", 50000)
        await app(scope, receive, send)

    return local


schema = schemathesis.openapi.from_asgi("/openapi.json", _application())


@schema.exclude(operation_id="activateJobs").parametrize()
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_request_causes_a_defect_or_an_undocumented_answer(case):
    case.call_and_validate(
        checks=[
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_schema_conformance,
        ]
    )
