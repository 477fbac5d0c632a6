"""The command processor: prefetch, decide, flush, for many commands at once."""

from trivium.engine.processor.processor import Processor

__all__ = ["Processor"]
