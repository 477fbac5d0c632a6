"""What a test needs: a clock moved by hand, an engine in memory, assertions that read as sentences."""

from trivium.testing.clock import Clock
from trivium.testing.engine import TestEngine, engine
from trivium.testing.expectations import Expectation, expect

__all__ = ["Clock", "Expectation", "TestEngine", "engine", "expect"]
