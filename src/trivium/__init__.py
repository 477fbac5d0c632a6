"""Trivium: processes (BPMN 2.0), cases (CMMN 1.1) and decisions (DMN/FEEL) in one engine."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trivium.engine import (
        BpmnError,
        Clock,
        Engine,
        ListenerAnswer,
        NewFile,
        Observer,
        SystemClock,
        correlated,
    )

__all__ = [
    "BpmnError",
    "Clock",
    "Engine",
    "ListenerAnswer",
    "NewFile",
    "Observer",
    "SystemClock",
    "correlated",
]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """The public names, loaded when first used: `import trivium.dmn` stays light."""
    if name in __all__:
        return getattr(import_module("trivium.engine"), name)
    message = f"module 'trivium' has no attribute {name!r}"
    raise AttributeError(message)
