"""A batch tried out: each instance is decided as it would be, and nothing of it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Never

from trivium.engine.batches.operations import outcome_of
from trivium.engine.dry_run import BatchPreview, Decided
from trivium.engine.infos import Reason
from trivium.engine.operation import Operation
from trivium.store.batches import Item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trivium.engine.batches.kinds import Arguments
    from trivium.engine.batches.operations import Work
    from trivium.engine.batches.worker import BatchWorker
    from trivium.engine.dry_run import Preview
    from trivium.engine.processor import Processor
    from trivium.engine.processor.batch import Batch

_AT_ONCE = 50
_SHOWN = 20


class Trial:
    """Tries out all instances, in transactions that are rolled back."""

    def __init__(self, processor: Processor, worker: BatchWorker, preview: Preview) -> None:
        self._processor = processor
        self._worker = worker
        self._preview = preview
        self._failed: dict[str, Reason] = {}
        self._passed = 0

    def run(self, kind: str, arguments: Arguments, ids: Sequence[str], user: str | None) -> Never:
        """Tries them out, and ends the dry run; the preview has what the first few would do."""
        for start in range(0, len(ids), _AT_ONCE):
            work = [
                self._worker.work_for(kind, arguments, Item(number, instance_id))
                for number, instance_id in enumerate(ids[start : start + _AT_ONCE])
            ]
            try:
                self._processor.submit(_Trying(self, work), user)
            except Decided:
                del self._preview.steps[_SHOWN:]
        self._preview.batch = BatchPreview(
            kind=kind,
            total=len(ids),
            passed=self._passed,
            failed=tuple(sorted(self._failed.values(), key=lambda each: -each.count)),
        )
        raise Decided

    def note(self, state: str, code: str | None, message: str | None) -> None:
        """What would become of one."""
        if state == "done":
            self._passed += 1
            return
        known = self._failed.get(code or "")
        count = 1 if known is None else known.count + 1
        first = message if known is None else known.message
        self._failed[code or ""] = Reason(code=code, count=count, message=first)


class _Trying(Operation):
    def __init__(self, trial: Trial, work: Sequence[Work]) -> None:
        self._trial = trial
        self._work = work

    def run(self, batch: Batch, seed: int, user: str | None) -> Any:
        for each in self._work:
            self._trial.note(*outcome_of(batch, each, seed + (each.number << 24), user))
