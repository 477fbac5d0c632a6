"""`work.people`: profiles, absences, and what was assigned to whom and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.engine.areas.paging import NEWEST_FIRST, asked, paged
from trivium.engine.moments import instant, instant_or_none
from trivium.errors import InvalidInput, NotFound
from trivium.kernel import codec
from trivium.kernel.moments import to_ms
from trivium.store.transactions import transaction
from trivium.store.work import assignments as stored
from trivium.work.infos import AbsenceInfo, AssignmentInfo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import RowMapping

    from trivium.engine.clock import Clock
    from trivium.engine.infos import Page
    from trivium.store.database import Database
    from trivium.work.directory import Directory
    from trivium.work.follower import Follower
    from trivium.work.people import Person


class PeopleAtWork:
    """Skills, capacity, substitutes and absences."""

    def __init__(
        self, database: Database, clock: Clock, directory: Directory, follower: Follower
    ) -> None:
        self._database = database
        self._clock = clock
        self._directory = directory
        self._follower = follower

    def put(  # noqa: PLR0913  # what is known of somebody
        self,
        user: str,
        *,
        skills: Mapping[str, int] | None = None,
        capacity: int | None = None,
        substitute: str | None = None,
        groups: Sequence[str] = (),
        manager: str | None = None,
        tenant: str = "",
    ) -> None:
        """What is known of somebody from now on. Groups and manager count where nothing else knows them."""
        profile = {
            "skills": dict(skills or {}),
            "capacity": capacity,
            "substitute": substitute,
            "groups": list(groups),
            "manager": manager,
        }
        with transaction(self._database) as connection:
            stored.put_profile(connection, tenant, user, codec.encode(profile))

    def get(self, user: str, *, tenant: str = "") -> Person:
        """Somebody as work sees them now, known or not."""
        with self._database.reading() as connection:
            people = self._directory.people(connection, tenant, self._clock.now_ms())
        return people.person(user)

    def add_absence(
        self,
        user: str,
        start: datetime,
        end: datetime,
        *,
        substitute: str | None = None,
        by: str | None = None,
        tenant: str = "",
    ) -> AbsenceInfo:
        """Somebody is away from one time to another.

        Raises:
            InvalidInput: it ends before it begins.
        """
        if end <= start:
            raise InvalidInput(
                f"Expected an absence that ends after {start:%Y-%m-%d %H:%M}, but found"
                f" {end:%Y-%m-%d %H:%M}.",
                code="assignment/absence",
            )
        now = self._clock.now_ms()
        row = {
            "id": self._follower.new_ids()(),
            "tenant_id": tenant,
            "user_id": user,
            "start_at": to_ms(start),
            "end_at": to_ms(end),
            "substitute": substitute,
            "created_at": now,
            "created_by": by,
        }
        with transaction(self._database) as connection:
            stored.add_absence(connection, row)
        return AbsenceInfo(
            id=row["id"],  # type: ignore[arg-type]  # a text, as it was made
            user=user,
            start_at=start,
            end_at=end,
            substitute=substitute,
        )

    def absences(self, user: str | None = None, *, tenant: str = "") -> list[AbsenceInfo]:
        """Absences that are not over, of one or of all."""
        now = self._clock.now_ms()
        with self._database.reading() as connection:
            rows = stored.absences_after(connection, tenant, now, user)
        return [
            AbsenceInfo(
                id=row["id"],
                user=row["user_id"],
                start_at=instant(row["start_at"]),
                end_at=instant(row["end_at"]),
                substitute=row["substitute"],
            )
            for row in rows
        ]

    def absence(self, absence_id: str, *, tenant: str = "") -> AbsenceInfo | None:
        """An absence that is not over; None if there is none."""
        found = (each for each in self.absences(tenant=tenant) if each.id == absence_id)
        return next(found, None)

    def drop_absence(self, absence_id: str, *, tenant: str = "") -> None:
        """An absence is called off.

        Raises:
            NotFound: there is none.
        """
        with transaction(self._database) as connection:
            if not stored.drop_absence(connection, tenant, absence_id):
                raise NotFound(
                    f"Expected an absence {absence_id}, but there is none.",
                    code="assignment/absence-not-found",
                    id=absence_id,
                )


class Assignments:
    """What rules decided."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def query(  # noqa: PLR0913  # the filters of the list
        self,
        *,
        task: str | None = None,
        instance: str | None = None,
        rule: str | None = None,
        user: str | None = None,
        state: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[AssignmentInfo]:
        """Decisions, the newest first, each with its reason."""
        paging = asked(limit, cursor, None, {}, NEWEST_FIRST)
        filters = {
            "task_id": task,
            "instance_id": instance,
            "rule_key": rule,
            "user_id": user,
            "state": state,
        }
        with self._database.reading() as connection:
            rows = stored.assignment_page(connection, filters, paging)
        return paged(rows, paging, _info)

    def ask_again(self, limit: int = 100) -> int:
        """Tasks for which nobody was found are tried again; gives how many."""
        with transaction(self._database) as connection:
            return stored.ask_again(connection, limit)


def _info(row: RowMapping) -> AssignmentInfo:
    return AssignmentInfo(
        id=row["id"],
        task_id=row["task_id"],
        instance_id=row["instance_id"],
        definition=row["key"],
        element=row["element_id"],
        rule=row["rule_key"],
        state=row["state"],
        user=row["user_id"],
        strategy=row["strategy"],
        why=row["why"],
        considered=tuple(codec.decode(row["considered"])) if row["considered"] else (),
        created_at=instant(row["created_at"]),
        decided_at=instant_or_none(row["decided_at"]),
    )
