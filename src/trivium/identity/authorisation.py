"""What somebody may do: one function for commands, one for queries (`visible`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.engine.acting import KINDS
from trivium.engine.processor.batch import gone
from trivium.errors import NotFound, NotPermitted
from trivium.identity import claims, visible
from trivium.kernel import commands

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import ColumnElement, Connection, Table

    from trivium.identity.principal import Principal
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Definition


class Place:
    """Where a command is to happen, as far as grants name it."""

    __slots__ = ("instance", "item", "key", "kind", "root")

    def __init__(self, item: ElementInstance, root_id: str) -> None:
        definition = item.node.definition
        self.kind = KINDS.get(definition.kind, definition.kind)
        self.key = definition.key
        self.root = root_id
        self.instance: str = item.process.recall("id") or root_id
        self.item = item


class Authorisation:
    """A principal at work; fills `engine.acting.Acting`. What was not granted is refused."""

    __slots__ = ("_principal",)

    def __init__(self, principal: Principal) -> None:
        self._principal = principal

    @property
    def user(self) -> str:
        return self._principal.user

    @property
    def roles(self) -> tuple[str, ...] | None:
        principal = self._principal
        return None if principal.is_admin else tuple(sorted(principal.roles | principal.groups))

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(sorted(self._principal.groups))

    @property
    def tenant(self) -> str | None:
        principal = self._principal
        return None if principal.is_over_all or principal.alone else principal.tenant

    # -- queries

    def begin(self, connection: Connection) -> None:
        self._principal.known_keys.refresh(connection)

    def claims(self) -> Mapping[str, str] | None:
        return claims.claims(self._principal)

    def visible(self, table: Table, permission: str) -> ColumnElement[bool] | None:
        return visible.condition(self._principal, table, permission)

    # -- commands

    def demand(self, permission: str, kind: str, resource: str) -> None:
        if not self._principal.may(permission, kind, resource):
            raise self._not_permitted(f"{permission} on the {kind} {resource}")

    def demand_start(self, definition: Definition, *, by_message: bool) -> None:
        self._refuse_foreign(
            definition,
            NotFound(
                f"Expected a deployed {definition.kind} {definition.key!r}, but there is none.",
                code="definition/not-found",
                key=definition.key,
            ),
        )
        kind = KINDS.get(definition.kind, definition.kind)
        may = self._principal.may
        if by_message and may("work", "operation", "messages"):
            return
        if not may("start", kind, definition.key) and not may("operate", kind, definition.key):
            raise self._not_permitted(f"start on the {kind} {definition.key}")

    def demand_command(self, command: Any, item: ElementInstance, root_id: str) -> None:
        self._refuse_foreign(item.node.definition, gone(command))
        rule = _RULES.get(type(command))
        place = Place(item, root_id)
        if rule is not None and rule(self._principal, command, place):
            return
        if not _sees(self._principal, command, place):
            raise gone(command)
        tag = command.__struct_config__.tag
        raise self._not_permitted(f"`{tag}` on {place.key}")

    def demand_ended(self, command: Any, root_id: str) -> None:
        if self._principal.is_over_all:
            return
        del (
            root_id
        )  # who may know of it sees it in lists: it is told no more than that it is not open
        raise gone(command)

    def _refuse_foreign(self, definition: Definition, refusal: NotFound) -> None:
        if not self._principal.is_over_all and definition.tenant != self._principal.tenant:
            raise refusal

    def _not_permitted(self, what: str) -> NotPermitted:
        return NotPermitted(
            f"Expected a grant of {what}, but {self._principal.user} has none. Ask an administrator."
        )


def _has(principal: Principal, permission: str, place: Place) -> bool:
    """Whether it was granted on the definition, or on the instance or the tree that it is in."""
    if principal.may(permission, place.kind, place.key):
        return True
    single = principal.resources("instance", permission)
    return bool(single) and principal.may_any(single, (place.instance, place.root))


def _sees(principal: Principal, command: Any, place: Place) -> bool:
    """Whether somebody may know that it is there."""
    if _has(principal, "read", place):
        return True
    task_id = getattr(command, "task_id", None) or getattr(command, "task", None)
    return task_id is not None and _reads_task(principal, task_id, place.item)


# -- tasks


def _holder(item: ElementInstance) -> str | None:
    holder: str | None = item.recall("assignee")
    return holder


def _is_candidate(principal: Principal, item: ElementInstance) -> bool:
    users = item.recall("candidate_users", item.recall("users", ()))
    groups = item.recall("candidate_groups", item.recall("groups", ()))
    return principal.user in users or not principal.groups.isdisjoint(groups)


def _reads_task(principal: Principal, task_id: str, item: ElementInstance) -> bool:
    holder = _holder(item)
    return (
        principal.user in (holder, item.recall("owner"))
        or holder in principal.team
        or _is_candidate(principal, item)
        or principal.may("read", "task", task_id)
    )


def _works(principal: Principal, command: Any, place: Place) -> bool:
    """Who has it; while nobody has it, who may claim it; and who was granted to work on it."""
    holder = _holder(place.item)
    if holder == principal.user or (holder is None and _is_candidate(principal, place.item)):
        return True
    return _has(principal, "work", place) or principal.may("work", "task", command.task_id)


def _assigns(principal: Principal, command: Any, place: Place) -> bool:
    """Who was granted to assign; the manager of who has it."""
    return (
        _holder(place.item) in principal.team
        or _has(principal, "assign", place)
        or principal.may("assign", "task", command.task_id)
    )


def _divides(principal: Principal, command: Any, place: Place) -> bool:
    return _works(principal, command, place) or _changes(principal, command, place)


def _claims(principal: Principal, command: Any, place: Place) -> bool:
    if command.user != principal.user:
        return _assigns(principal, command, place)
    return _is_candidate(principal, place.item) or _works(principal, command, place)


def _gives_back(principal: Principal, command: Any, place: Place) -> bool:
    return _holder(place.item) == principal.user or _assigns(principal, command, place)


def _hands_over(principal: Principal, command: Any, place: Place) -> bool:
    if _holder(place.item) == principal.user or place.item.recall("owner") == principal.user:
        return True
    return _assigns(principal, command, place)


def _escalates(principal: Principal, command: Any, place: Place) -> bool:
    """Who works on it, and who may hand it to others."""
    return _works(principal, command, place) or _hands_over(principal, command, place)


def _changes(principal: Principal, command: Any, place: Place) -> bool:
    is_owner: bool = place.item.recall("owner") == principal.user
    return is_owner or _assigns(principal, command, place)


def _remarks(principal: Principal, command: Any, place: Place) -> bool:
    """Who sees a thing may say something of it; what was said its author changes, or an operator deletes.

    Whether it is seen the query for it has told before, since it may be over and have no state any more.
    """
    if command.action == "add" or command.author == principal.user:
        return True
    return command.action == "delete" and _operates(principal, command, place)


# -- the rest


def _operates(principal: Principal, command: Any, place: Place) -> bool:
    del command
    return _has(principal, "operate", place)


def _works_jobs(principal: Principal, command: Any, place: Place) -> bool:
    return principal.may("work", "operation", "jobs") or _operates(principal, command, place)


def _sends(principal: Principal, command: Any, place: Place) -> bool:
    return principal.may("work", "operation", "messages") or _operates(principal, command, place)


def _works_case(principal: Principal, command: Any, place: Place) -> bool:
    return _has(principal, "work", place) or _operates(principal, command, place)


_RULES: dict[type, Callable[[Principal, Any, Place], bool]] = {
    commands.AddSubTask: _divides,
    commands.CompleteTask: _works,
    commands.ClaimTask: _claims,
    commands.UnclaimTask: _gives_back,
    commands.AssignTask: _assigns,
    commands.EscalateTask: _escalates,
    commands.DelegateTask: _hands_over,
    commands.ResolveTask: _works,
    commands.UpdateTask: _changes,
    commands.ThrowTaskError: _works,
    commands.RunJob: _operates,
    commands.CompleteJob: _works_jobs,
    commands.FailJob: _works_jobs,
    commands.ThrowJobError: _works_jobs,
    commands.DeliverEvent: _sends,
    commands.Trigger: _operates,
    commands.StartActivity: _operates,
    commands.SetVariables: _operates,
    commands.SuspendInstance: _operates,
    commands.ResumeInstance: _operates,
    commands.TerminateInstance: _operates,
    commands.ModifyInstance: _operates,
    commands.MigrateInstance: _operates,
    commands.ResolveIncident: _operates,
    commands.NoteIncident: _operates,
    commands.TransitionItem: _works_case,
    commands.PlanItem: _works_case,
    commands.AddPlanItem: _works_case,
    commands.ChangeFile: _works_case,
    commands.Remark: _remarks,
}
"""Whether a principal may give a command at a place; what is not here nobody may."""
COMMANDS = frozenset(_RULES)
