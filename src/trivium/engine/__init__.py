"""The façade `Engine` and the shell around the kernel: commands, jobs, timers, deployments."""

from trivium.engine.clock import Clock, SystemClock
from trivium.engine.engine import Engine
from trivium.engine.files import NewFile
from trivium.engine.observing import Observer, correlated
from trivium.errors import BpmnError
from trivium.kernel.commands import ListenerAnswer

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
