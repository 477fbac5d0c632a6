"""Where the parts of instance trees belong, as far as the journal does not say it in so many words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from trivium.store.work import following

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping

_decoder = msgspec.json.Decoder(tuple[msgspec.Raw, list[Any]])


class _Reasoned(msgspec.Struct):
    reason: str | None = None


_reasons = msgspec.json.Decoder(tuple[_Reasoned, msgspec.Raw])


class Entry(NamedTuple):
    """A journal entry: what happened in one command."""

    position: int
    tenant: str
    root_id: str
    at: int
    actor: str | None
    events: list[list[Any]]
    reason: str | None = None
    """Why somebody did it, where the command says so."""


def entry_of(row: RowMapping) -> Entry:
    """An entry as it is stored."""
    return Entry(
        row["position"],
        row["tenant_id"],
        row["root_id"],
        row["at"],
        row["actor"],
        events_of(row["entry"]),
    )


class Instance(NamedTuple):
    """An instance in a tree."""

    id: str
    key: str
    item: int
    started_by: str | None


class _Folded:
    """What the whole journal of a tree says of its items: elements and scopes."""

    def __init__(self, history: list[bytes]) -> None:
        self.elements: dict[int, str] = {}
        self.scopes: dict[int, int] = {}
        self.doers: dict[str, str] = {}
        """Who completed the task of an element last, or had it then."""
        self._assignees: dict[str, str | None] = {}
        for content in history:
            for event in events_of(content):
                self._add(*event)

    def _add(self, tag: str, *fields: Any) -> None:
        match tag, *fields:
            case "entered", element, item, scope:
                self.elements[item] = element
                self.scopes[item] = scope
            case "plan-item", element, item, *_:
                self.elements[item] = element
            case "task-created", _, task_id, assignee, *_:
                self._assignees[task_id] = assignee
            case "task-changed", _, task_id, _, changes, *_ if "assignee" in changes:
                self._assignees[task_id] = changes["assignee"]
            case "task-completed", item, task_id, user, *_:
                doer = self._assignees.get(task_id) or user
                if doer and item in self.elements:
                    self.doers[self.elements[item]] = doer


class Trees:
    """Reads of trees what is asked for, no more than once in a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._instances: dict[str, dict[int, Instance]] = {}
        self._folded: dict[str, _Folded] = {}

    def read(self, root_ids: set[str]) -> None:
        """Reads the instances of these trees at once."""
        wanted = root_ids - set(self._instances)
        self._instances.update({root_id: {} for root_id in wanted})
        for row in following.trees(self._connection, wanted) if wanted else ():
            found = Instance(row["id"], row["key"], row["element_instance"], row["started_by"])
            self._instances[row["root_id"]][found.item] = found

    def instance_at(self, root_id: str, item: int) -> Instance | None:
        """The instance whose own number in the tree this is."""
        return self._instances[root_id].get(item)

    def instance_around(self, root_id: str, item: int) -> Instance | None:
        """The instance in which an element instance is; where that cannot be told the root."""
        instances = self._instances[root_id]
        if len(instances) > 1:
            scopes = self._fold(root_id).scopes
            seen: set[int] = set()
            at: int | None = item
            while at is not None and at not in seen:
                if at in instances:
                    return instances[at]
                seen.add(at)
                at = scopes.get(at)
        return next((each for each in instances.values() if each.id == root_id), None)

    def element_of(self, root_id: str, item: int) -> str | None:
        """The element of an element instance, running or over."""
        return self._fold(root_id).elements.get(item)

    def last_doer(self, root_id: str, element: str) -> str | None:
        """Who had the task of an element when it was completed last in this tree."""
        return self._fold(root_id).doers.get(element)

    def _fold(self, root_id: str) -> _Folded:
        found = self._folded.get(root_id)
        if found is None:
            history = following.history(self._connection, root_id)
            found = self._folded[root_id] = _Folded(history)
        return found


def reason_of(content: bytes) -> str | None:
    """Why somebody gave the command of a journal entry, if it says so."""
    return _reasons.decode(content)[0].reason


def events_of(content: bytes) -> list[list[Any]]:
    """The events of a journal entry, as arrays that begin with their tags."""
    return _decoder.decode(content)[1]
