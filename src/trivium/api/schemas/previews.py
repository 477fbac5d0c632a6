"""What a command would do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from trivium.api.schemas.shape import AN_ID, shown

if TYPE_CHECKING:
    from trivium.engine.dry_run import Preview as Tried

_STEP: dict[str, Any] = {
    "root_instance_id": AN_ID,
    "command": {"command": "terminate-instance", "instance_id": AN_ID},
    "events": [{"event": "terminated", "element": "approve", "item": 3}],
    "sends": [],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewStep:
    """What it would do to one instance tree: the entry that the history would have.

    `sends` are messages and signals to other trees, which would follow once it is committed.
    """

    __pydantic_config__ = shown(**_STEP)

    root_instance_id: str
    command: dict[str, Any]
    events: list[dict[str, Any]]
    sends: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewReason:
    """Why instances would be refused: a code, how many they are, and what would be said of one."""

    code: str | None
    count: int
    message: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewBatch:
    """What a batch would come to; `steps` are those of its first instances."""

    total: int
    passed: int
    failed: list[PreviewReason]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the request would do, decided on the state as it is; nothing of it was kept."""

    __pydantic_config__ = shown(dry_run=True, steps=[_STEP], batch=None)

    dry_run: bool
    steps: list[PreviewStep]
    batch: PreviewBatch | None

    @classmethod
    def of(cls, tried: Tried) -> Self:
        steps = [
            PreviewStep(
                root_instance_id=step.root_instance_id,
                command=step.command,
                events=list(step.events),
                sends=list(step.sends),
            )
            for step in tried.steps
        ]
        return cls(dry_run=True, steps=steps, batch=_batch(tried))


def _batch(tried: Tried) -> PreviewBatch | None:
    found = tried.batch
    if found is None:
        return None
    failed = [PreviewReason(code=r.code, count=r.count, message=r.message) for r in found.failed]
    return PreviewBatch(total=found.total, passed=found.passed, failed=failed)
