"""Starting an instance by key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.engine.operation import Operation
from trivium.errors import NotFound, WrongState
from trivium.kernel import commands
from trivium.kernel.ids import IdSource
from trivium.store import definitions as stored

if TYPE_CHECKING:
    from trivium.engine.processor.batch import Batch


class Start(Operation):
    """Finds the version to start, and starts it."""

    needs_flush = False
    submitted = False  # an attribute of those alone that are: older ones are told apart without it

    def __init__(  # noqa: PLR0913  # what a start says
        self,
        key: str,
        variables: dict[str, Any],
        business_key: str | None,
        version: int | None,
        start_event: str | None,
        instructions: tuple[commands.Modification, ...] = (),
        *,
        kind: str | None = None,
        submitted: bool = False,
    ) -> None:
        if submitted:
            self.submitted = True
        self.kind = kind
        self.key = key
        self.variables = variables
        self.business_key = business_key
        self.version = version
        self.start_event = start_event
        self.instructions = instructions

    def run(self, batch: Batch, seed: int, user: str | None) -> str:
        definition_id = batch.startable(self.key, self.version, self.kind)
        command = commands.StartInstance(
            definition_id=definition_id,
            instance_id=IdSource(batch.now, seed ^ 1).next(),
            variables=self.variables,
            business_key=self.business_key,
            start_event=self.start_event,
            instructions=self.instructions,
            submitted=self.submitted,
        )
        result: str = batch.carry_out(command, seed, user)
        return result


def find_startable(cursor: Any, key: str, version: int | None, kind: str | None = None) -> str:
    """The id of the definition to start: of a kind, else a process, else a case.

    Raises:
        NotFound: nothing is deployed under that key. WrongState: it is suspended.
    """
    kinds = ("process", "case") if kind is None else (kind,)
    found = stored.startable(cursor, kinds, key, version)
    if found is None:
        asked = f" version {version}" if version is not None else ""
        raise NotFound(
            f"Expected a deployed {' or '.join(kinds)} {key!r}{asked}, but there is none."
            " `trivium definitions` lists what is.",
            code="definition/not-found",
            key=key,
        )
    definition_id, is_suspended = found
    if is_suspended:
        raise WrongState(
            f"Expected the process {key!r} to be active, but it is suspended.",
            code="definition/suspended",
            key=key,
        )
    return definition_id
