"""The shapes of requests and answers, for the OpenAPI document and for checking what comes in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trivium.api.schemas import (
    decisions,
    definitions,
    events,
    forms,
    health,
    incidents,
    instances,
    jobs,
    migrations,
    modifications,
    previews,
    problem,
    tasks,
    variables,
)

_MODULES = (
    decisions,
    definitions,
    events,
    forms,
    health,
    incidents,
    instances,
    jobs,
    migrations,
    modifications,
    previews,
    problem,
    tasks,
    variables,
)


def examples() -> Iterator[tuple[str, Any]]:
    """The name of each shape that has an example, and the example."""
    for module in _MODULES:
        for name, shape in vars(module).items():
            declared = vars(shape) if isinstance(shape, type) else {}
            config = declared.get("__pydantic_config__") or declared.get("model_config") or {}
            extra = config.get("json_schema_extra") if isinstance(config, dict) else None
            if extra and "example" in extra:
                yield name, extra["example"]
