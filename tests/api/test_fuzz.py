"""Requests that nobody would think of: no defect, and no answer that is not documented."""

from __future__ import annotations

import os
from functools import cache
from itertools import count
from pathlib import Path

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)
from tests.api.test_authorisation import World, _ids

from trivium import testing
from trivium.api import create_app

_EXAMPLES = Path(__file__).parents[2] / "examples"
_HOW_MANY = int(os.environ.get("TRIVIUM_FUZZ", "6"))
"""So many requests for each operation: more of them look deeper."""
_CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
_bounded = settings(
    max_examples=_HOW_MANY,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def _local(app):
    """The application, asked from this machine."""

    async def local(scope, receive, send):
        if scope["type"] == "http":
            scope["client"] = ("127.0.0.1", 50000)
        await app(scope, receive, send)

    return local


def _in_development():
    engine = testing.engine()
    engine.deploy(_EXAMPLES)
    engine.start("invoice", {"amount": 1250, "creditor": "Great Pizza"})
    engine.start("order-fulfilment", {"order": {"items": [1]}})
    return _local(create_app(engine))


@cache
def _world():
    """Two tenants with something in them, and the application in which everybody has to sign in."""
    made = World(testing.engine())
    return made, _local(create_app(made.engine, identity=made.identity, work=made.work))


async def _guarded(scope, receive, send):
    _, app = _world()
    await app(scope, receive, send)


_turns = count()
_WHO = ("north-admin", "clerk", "root")
schema = schemathesis.openapi.from_asgi("/openapi.json", _in_development())
of_guarded = schemathesis.openapi.from_asgi("/openapi.json", _guarded)
_never_ends = "activateJobs"


@schema.exclude(operation_id=_never_ends).parametrize()
@_bounded
def test_no_request_causes_a_defect_or_an_undocumented_answer(case):
    case.call_and_validate(checks=_CHECKS)


@of_guarded.exclude(operation_id=_never_ends).parametrize()
@_bounded
def test_no_request_of_anybody_who_has_signed_in_does_so(case):
    """An ordinary user, an admin and who runs the installation, in turns; about what there is, and is not."""
    world, _ = _world()
    turn = next(_turns)
    if turn % 2:
        known = _ids(world, case.operation.definition.raw["operationId"])
        for name in case.path_parameters:
            case.path_parameters[name] = known.get(name, case.path_parameters[name])
    case.call_and_validate(checks=_CHECKS, headers=world.headers(_WHO[turn % len(_WHO)]))
