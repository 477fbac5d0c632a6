"""Working off batches, a piece at a time."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from trivium.engine.batches.kinds import steps_of
from trivium.engine.batches.operations import GiveUp, Piece, Work
from trivium.errors import Refused, TriviumError
from trivium.kernel import codec
from trivium.store import batches
from trivium.store.fail_points import reach
from trivium.store.visibility import as_engine

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

    from trivium.engine.batches.kinds import Arguments, Looking
    from trivium.engine.processor import Processor
    from trivium.store.batches import Item
    from trivium.store.database import Database

_AT_ONCE = 100
_log = logging.getLogger("trivium.engine")


class BatchWorker:
    """Looks up what is next outside of the transaction, and does it inside."""

    def __init__(self, database: Database, processor: Processor, looking: Looking) -> None:
        self._database = database
        self._processor = processor
        self._looking = looking

    @as_engine()
    def do_piece(self, batch_id: str) -> int:
        """Does the next items of a batch; gives how many."""
        with self._database.reading() as connection:
            row = batches.one(connection, batch_id)
            items = batches.next_items(connection, batch_id, _AT_ONCE)
        if row is None:
            return 0
        reach("batches.found")
        arguments = codec.decode(row["content"])
        work = [self.work_for(row["kind"], arguments, item) for item in items]
        try:
            return self._do(row, work)
        except TriviumError:
            raise
        except Exception:  # noqa: BLE001  # the job runner's edge: the item that breaks it is found
            _log.exception("a piece of batch %s failed", batch_id)
            return sum(self._do_alone(row, each) for each in work)

    def _do(self, row: RowMapping, work: list[Work]) -> int:
        done: int = self._processor.submit(Piece(row["id"], work), row["created_by"])
        return done

    def _do_alone(self, row: RowMapping, work: Work) -> int:
        try:
            return self._do(row, [work])
        except TriviumError:
            raise
        except Exception as error:  # noqa: BLE001  # the same edge
            message = f"{type(error).__name__}: {error}"
            self._processor.submit(GiveUp(row["id"], work.number, message), row["created_by"])
            return 1

    def work_for(self, kind: str, arguments: Arguments, item: Item) -> Work:
        """What is to be done for one item."""
        try:
            steps = steps_of(kind, arguments, item.instance_id, self._looking)
        except Refused as refusal:
            return Work(item.number, (), refusal)
        return Work(item.number, steps)
