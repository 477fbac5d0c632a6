"""Manual task, and the task without a kind: work that the engine has no part in."""

from __future__ import annotations

from trivium.bpmn.elements.passing_activity import PassingActivity


class ManualTask(PassingActivity):
    """Passes straight through (BPMN 2.0.2, 13.3.3): nobody tells the engine when it is done."""

    __slots__ = ()
