"""People as work sees them: groups, manager, skills, capacity and absences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

_FARTHEST = 10
"""How many substitutes are asked one after the other."""


class Absence(msgspec.Struct, frozen=True):
    """From when until when (milliseconds since 1970-01-01 UTC) somebody is away, and who stands in."""

    start: int
    end: int
    substitute: str | None = None


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """`skills` have levels of whatever scale is agreed on; `capacity` is how many open tasks are enough."""

    id: str
    groups: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    email: str | None = None
    manager: str | None = None
    skills: dict[str, int] = {}
    capacity: int | None = None
    is_active: bool = True
    substitute: str | None = None
    absences: tuple[Absence, ...] = ()

    def absence(self, now: int) -> Absence | None:
        """The absence that this moment is in, if it is in one."""
        return next((each for each in self.absences if each.start <= now < each.end), None)

    def is_available(self, now: int) -> bool:
        """Whether work can be given to them now."""
        return self.is_active and self.absence(now) is None


class People(msgspec.Struct, frozen=True):
    """All that are known, by id. Who is not known has no groups, no manager, and is there."""

    known: Mapping[str, Person] = {}

    def person(self, user: str) -> Person:
        """Somebody, known or not."""
        return self.known.get(user) or Person(id=user)

    def members(self, group: str) -> list[str]:
        """Who is in a group, in the order of their ids."""
        return sorted(each.id for each in self.known.values() if group in each.groups)

    def having(self, role: str) -> list[str]:
        """Who has a role, in the order of their ids."""
        return sorted(each.id for each in self.known.values() if role in each.roles)

    def managers(self, user: str) -> Iterator[str]:
        """Who is above somebody, the nearest first; a circle ends where it closes."""
        seen = {user}
        above = self.person(user).manager
        while above is not None and above not in seen:
            seen.add(above)
            yield above
            above = self.person(above).manager

    def stand_in(self, user: str, now: int) -> str | None:
        """Who does the work of somebody who is away: substitutes are followed until one is there."""
        seen = {user}
        for _ in range(_FARTHEST):
            person = self.person(user)
            absence = person.absence(now)
            following = (absence.substitute if absence else None) or person.substitute
            if following is None or following in seen:
                return None
            if self.person(following).is_available(now):
                return following
            seen.add(following)
            user = following
        return None
