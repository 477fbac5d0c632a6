"""How a scenario ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["passed", "failed", "unsupported", "disputed"]


@dataclass(frozen=True)
class Outcome:
    """The verdict on one scenario, and why."""

    id: str
    features: tuple[str, ...]
    verdict: Verdict
    why: str = ""


class Unmet(AssertionError):
    """A step was refused, or an expectation not met."""
