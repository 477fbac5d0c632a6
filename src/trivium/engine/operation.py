"""What runs inside a batch but is no command on one tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trivium.engine.processor.batch import Batch


class Operation:
    """It may query, and carry out commands."""

    needs_flush = True
    """Whether its queries must see what the batch has decided before it."""

    @property
    def locks(self) -> Sequence[str]:
        """Names of which it must be the only user among all nodes; taken before anything else is."""
        return ()

    def run(self, batch: Batch, seed: int, user: str | None) -> Any:
        """Does it; refusals are raised.

        Raises:
            PutOff: it is to run again at the end of the batch, with the names locked that it gives.
        """
        raise TypeError(batch, seed, user)


class PutOff(Exception):  # no fault: it comes last
    """An operation waits for the end of its batch, since it needs a name for itself."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name
