"""Work that models name by a Java class or bean, and that nobody here does: told, never passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.errors import Finding, Refused
from trivium.kernel import commands
from trivium.store import jobs, queries, topics
from trivium.store.cursors import cursor_of
from trivium.store.visibility import as_engine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trivium.engine.areas.jobs import Jobs
    from trivium.engine.clock import Clock
    from trivium.engine.definitions import CompiledDefinitions
    from trivium.engine.jobs.handlers import Handlers
    from trivium.kernel.graph import Definition
    from trivium.store.database import Database

PATIENCE_MS = 60_000
"""How long such work waits for a handler or worker before it is an incident."""
_ASKED_WITHIN_MS = 600_000
_PAUSE_MS = 5_000
_AT_ONCE = 100
_CODE = "job/no-handler"


class MissingHandlers:
    """Compares what models name with what is registered, or asked for by workers."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        definitions: CompiledDefinitions,
        handlers: Handlers,
        work: Jobs,
    ) -> None:
        self._database = database
        self._clock = clock
        self._definitions = definitions
        self._handlers = handlers
        self._jobs = work
        self._looked_at = 0

    def findings(self, definitions: Iterable[Definition]) -> Iterator[Finding]:
        """A warning for each name in these definitions that nobody here answers to."""
        known = self._known()
        for definition in definitions:
            for work in getattr(definition, "work", ()):
                if work.is_named and work.name not in known:
                    yield Finding(
                        "deployment/no-handler",
                        f"Expected a handler for `{work.name}`, but none is registered here yet.",
                        work.element_id,
                        work.line,
                        f'Register one: @engine.handler("{work.name}"). A worker may do it, too.'
                        " While nobody does it, it becomes an incident.",
                        "warning",
                    )

    def report_soon(self) -> None:
        """Like `report`, but not more often than is useful."""
        if self._clock.now_ms() - self._looked_at >= _PAUSE_MS:
            self.report()

    def report(self) -> int:
        """Makes incidents of what has waited too long, and ends those whose handler has come; how many."""
        self._looked_at = self._clock.now_ms()
        self._jobs.say_asked(self._handlers.topics)
        named = self._definitions.named_work()
        here = named & set(self._handlers.topics)
        return self._recover(sorted(here)) + self._give_up(sorted(named - self._known()))

    @as_engine()
    def _recover(self, names: list[str]) -> int:
        if not names:
            return 0
        with self._database.reading() as connection:
            found = queries.recoverable_incidents(connection, _CODE, names, _AT_ONCE)
        return sum(
            self._submit(commands.ResolveIncident(incident_id=incident_id, how="automatic"))
            for incident_id in found
        )

    @as_engine()
    def _give_up(self, names: list[str]) -> int:
        if not names:
            return 0
        before = self._looked_at - PATIENCE_MS
        with self._database.reading() as connection:
            found = jobs.unanswered(cursor_of(connection), names, before, _AT_ONCE)
        return sum(self._fail(job_id, name) for job_id, name in found)

    @as_engine()
    def _known(self) -> set[str]:
        since = self._clock.now_ms() - _ASKED_WITHIN_MS
        with self._database.reading() as connection:
            return {*self._handlers.topics, *topics.asked_since(connection, since)}

    def _fail(self, job_id: str, name: str) -> bool:
        message = (
            f"Expected a handler or worker for `{name}`, but there is none. Register one with"
            f' engine.handler("{name}"): it is tried again then.'
        )
        return self._submit(
            commands.FailJob(
                job_id=job_id, message=message, retries=0, code=_CODE, kind="failed-job"
            )
        )

    def _submit(self, command: commands.FailJob | commands.ResolveIncident) -> bool:
        try:
            self._jobs.submit(command)
        except Refused:  # done, or gone, meanwhile
            return False
        return True
