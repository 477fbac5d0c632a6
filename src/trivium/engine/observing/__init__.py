"""What an engine tells of its work while it runs: a door for logs, metrics and traces."""

from trivium.engine.observing.observer import JobRun, Observer, Submitted
from trivium.engine.observing.origin import Origin, correlated

__all__ = ["JobRun", "Observer", "Origin", "Submitted", "correlated"]
