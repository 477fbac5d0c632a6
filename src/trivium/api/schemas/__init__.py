"""The shapes of requests and answers, for the OpenAPI document and for checking what comes in."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any


def examples() -> Iterator[tuple[str, Any]]:
    """The name of each shape that has an example, and the example."""
    for found in pkgutil.iter_modules(__path__, f"{__name__}."):
        for name, shape in vars(import_module(found.name)).items():
            declared = vars(shape) if isinstance(shape, type) else {}
            config = declared.get("__pydantic_config__") or declared.get("model_config") or {}
            extra = config.get("json_schema_extra") if isinstance(config, dict) else None
            if extra and "example" in extra:
                yield name, extra["example"]
