"""The façade: calendars, targets, rules, clocks and people of one engine."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from trivium.store.work import assignments
from trivium.work.areas.clocks import Clocks
from trivium.work.areas.documents import Documents
from trivium.work.areas.escalations import Escalations
from trivium.work.areas.notifications import Notifications
from trivium.work.areas.people import Assignments, PeopleAtWork
from trivium.work.assignment.assigner import Assigner
from trivium.work.directory import Directory
from trivium.work.follower import Follower
from trivium.work.notifications import NotifyingSettings, Outbox, Teller
from trivium.work.shelf import Shelf
from trivium.work.sla.steps import Steps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trivium.engine import Engine
    from trivium.store.database import Database
    from trivium.work.directory import Organisation
    from trivium.work.infos import DocumentInfo
    from trivium.work.sla.steps import Notifier

_LISTS = ("calendars", "targets", "rules", "templates")


def _loads(database: Database) -> dict[str, int]:
    with database.reading() as connection:
        return assignments.loads(connection)


class Work:
    """What an engine does for people's work, from the moment that this is made.

    Its areas are `calendars`, `targets`, `rules`, `templates`, `clocks`, `people`, `assignments`,
    `escalations` and `notifications`. `organisation` says who there is. With `notifying` people are told
    what concerns them, from now on; `notifier` takes what steps of targets have to tell instead.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        organisation: Organisation | None = None,
        notifier: Notifier | None = None,
        notifying: NotifyingSettings | None = None,
    ) -> None:
        database, clock = engine.database, engine.clock
        shelf = Shelf()
        directory = Directory(organisation)
        assigner = Assigner(database, clock, engine.tasks, shelf, directory)
        teller = None if notifying is None else Teller(database, clock, directory, notifying)
        told = teller if notifier is None else notifier
        steps = Steps(engine.tasks, engine.instances, told, partial(_loads, database))
        follower = Follower(database, clock, shelf, assigner, steps, directory)
        self.calendars = Documents("calendar", database, clock, shelf, follower)
        self.targets = Documents("target", database, clock, shelf, follower)
        self.rules = Documents("rule", database, clock, shelf, follower)
        self.templates = Documents("template", database, clock, shelf, follower)
        self.clocks = Clocks(database, clock, shelf, follower)
        self.people = PeopleAtWork(database, clock, directory, follower)
        self.assignments = Assignments(database)
        self.notifications = Notifications(database, clock, notifying or NotifyingSettings())
        self.escalations = Escalations(database, clock, engine.tasks, directory)
        self._follower = follower
        self._teller = teller
        engine.attend(follower)
        if teller is not None and notifying is not None:
            outbox = Outbox(database, clock, notifying, is_threaded=engine.has_scheduler)
            engine.attend(teller)
            engine.attend(outbox, stop=outbox.stop)

    def catch_up(self) -> int:
        """Does all that is due now, in this thread; gives how much that was.

        An engine with a scheduler does it by itself, and others in `run_until_idle`.
        """
        return self._follower.do_due()

    def load(
        self, data: Mapping[str, Any], *, user: str | None = None, tenant: str = ""
    ) -> list[DocumentInfo]:
        """Puts all of a file: its lists `calendars`, `targets`, `rules` and `templates`, in this order.

        Raises:
            InvalidModel: one is not right. What came before it is kept; loading that again changes nothing.
        """
        areas = {
            "calendars": self.calendars,
            "targets": self.targets,
            "rules": self.rules,
            "templates": self.templates,
        }
        return [
            areas[name].put(each, user=user, tenant=tenant)
            for name in _LISTS
            for each in data.get(name, ())
        ]
