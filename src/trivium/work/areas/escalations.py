"""`work.escalations`: a task goes up the hierarchy, because somebody says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.engine.acting import acting, acting_tenant
from trivium.errors import WrongState

if TYPE_CHECKING:
    from trivium.engine.areas.tasks import Tasks
    from trivium.engine.clock import Clock
    from trivium.store.database import Database
    from trivium.work.directory import Directory

_RAISED_BY = 25
_HIGHEST = 100


class Escalations:
    """Hands tasks to who is above."""

    def __init__(
        self, database: Database, clock: Clock, tasks: Tasks, directory: Directory
    ) -> None:
        self._database = database
        self._clock = clock
        self._tasks = tasks
        self._directory = directory

    def escalate(
        self,
        task_id: str,
        *,
        reason: str | None = None,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> str:
        """Gives a task to the nearest manager who is there, and raises its priority by 25, to 100 at most.

        The manager is that of who has it; where nobody has it, of its owner, or of who escalates. Gives who
        has it now.

        Raises:
            NotFound: it is not open. WrongState: nobody who is there is above (`task/nobody-above`).
        """
        task = self._tasks.get(task_id)
        who = acting()
        below = task.assignee or task.owner or (user if who is None else who.user)
        to = None if below is None else self._above(below)
        if to is None:
            raise WrongState(
                f"Expected somebody above {below or 'nobody'} to give the task to, but there is nobody who"
                " is there. Assign it instead.",
                code="task/nobody-above",
                assignee=task.assignee,
            )
        priority = max(task.priority, min(task.priority + _RAISED_BY, _HIGHEST))
        self._tasks.escalate(
            task_id, to, priority, reason=reason, user=user, idempotency_key=idempotency_key
        )
        return to

    def _above(self, user: str) -> str | None:
        now = self._clock.now_ms()
        with self._database.reading() as connection:
            people = self._directory.people(connection, acting_tenant() or "", now)
        return next(
            (each for each in people.managers(user) if people.person(each).is_available(now)), None
        )
