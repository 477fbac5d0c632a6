"""Who gives a command: carried from the caller to where it is decided, in whatever thread that is."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Protocol

from trivium.store.visibility import Visibility, see_as

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Definition

KINDS = {"process": "definition", "form": "definition"}
"""How the kinds of definitions are called in grants, where they are called otherwise."""


class Acting(Visibility, Protocol):
    """Somebody with rights; filled by `identity`. Each method raises `NotPermitted` or `NotFound`."""

    @property
    def user(self) -> str:
        """Under which name the history has it."""

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that they are in."""

    @property
    def tenant(self) -> str | None:
        """Whose definitions and instances they reach; None are all."""

    @property
    def roles(self) -> tuple[str, ...] | None:
        """The roles and groups that models of cases ask for; None is not asked."""

    def demand(self, permission: str, kind: str, resource: str) -> None:
        """They must have this permission."""

    def demand_start(self, definition: Definition, *, by_message: bool) -> None:
        """They must be allowed to start an instance of it, or to send the message that does."""

    def demand_command(self, command: Any, item: ElementInstance, root_id: str) -> None:
        """They must be allowed this command on an element instance, as it is now."""

    def demand_ended(self, command: Any, root_id: str) -> None:
        """A command came too late: they must be allowed to know."""


_ACTING: ContextVar[Acting | None] = ContextVar("trivium_acting", default=None)


def acting() -> Acting | None:
    """Who acts in this thread or task; None is the engine itself, or a program without identity."""
    return _ACTING.get()


def acting_tenant() -> str | None:
    """The tenant of who acts; None are all."""
    who = _ACTING.get()
    return None if who is None else who.tenant


def acting_roles(said: Sequence[str] | None) -> tuple[str, ...] | None:
    """The roles of who acts; where nobody in particular acts, those that were said."""
    who = _ACTING.get()
    if who is not None:
        return who.roles
    return None if said is None else tuple(said)


@contextmanager
def acting_as(who: Acting | None) -> Iterator[None]:
    """Within the block somebody acts, and sees what they may see."""
    before = _ACTING.get()
    _ACTING.set(who)
    see_as(who)
    try:
        yield
    finally:
        _ACTING.set(before)
        see_as(before)


def demand(permission: str, kind: str, resource: str) -> None:
    """Who acts must have this permission on a resource; a kind of definition is one of resource.

    Raises:
        NotPermitted: they have not.
    """
    who = _ACTING.get()
    if who is not None:
        who.demand(permission, KINDS.get(kind, kind), resource)
