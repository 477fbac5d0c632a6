"""People's work: when they work, by when it is due, and who does it."""

from trivium.work.work import Work

__all__ = ["Work"]
