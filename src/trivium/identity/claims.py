"""What PostgreSQL is told of somebody, so that it shows them no row of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.identity.permissions import ALL, PERMISSIONS
from trivium.identity.visible import definition_keys
from trivium.store.row_security import EVERY, listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trivium.identity.principal import Principal

_SEEING = tuple(each for each in PERMISSIONS if each != "start")
"""Who has one of these on a definition sees what runs of it."""
_RUNNING = ("process", "case")


def claims(principal: Principal) -> Mapping[str, str] | None:
    """The settings of `store.row_security`; None for who runs the installation.

    They are wider than what queries let somebody see, never narrower: the last net, not the first.
    """
    if principal.is_over_all:
        return None
    number = principal.known_keys.number
    asked = ("row security", "")
    known = principal.conditions.get(asked)
    if known is None or known[0] != number:
        known = principal.conditions[asked] = (number, _made(principal))
    found: Mapping[str, str] = known[1]
    return found


def _made(principal: Principal) -> dict[str, str]:
    known = principal.known_keys.of(principal.tenant)
    seen = definition_keys(principal, _SEEING)
    some = definition_keys(principal, PERMISSIONS)
    kinds = ("definition", "case")
    sees_all = principal.alone and all(_has_all(principal, kind) for kind in kinds)
    running = (each for kind in _RUNNING for each in known.get(kind, ()))
    return {
        "user": principal.user,
        "tenant": principal.tenant,
        "tenant_keys": EVERY if principal.alone else listed(running),
        "keys": EVERY if sees_all else listed(seen["process"] | seen["case"]),
        "definitions": EVERY if sees_all else listed(frozenset().union(*some.values())),
        "decisions": (
            EVERY
            if principal.alone and _has_all(principal, "decision")
            else listed(some["decision"])
        ),
        "groups": listed(principal.groups),
        "team": listed(principal.team),
        "tasks": _single(principal, "task"),
        "instances": _single(principal, "instance"),
        "operations": listed(
            resource
            for (kind, _), resources in principal.rights.items()
            if kind == "operation"
            for resource in resources
        ),
        "batches": EVERY if principal.is_admin and principal.alone else "{}",
    }


def _has_all(principal: Principal, kind: str) -> bool:
    return any(ALL in principal.resources(kind, permission) for permission in _SEEING)


def _single(principal: Principal, kind: str) -> str:
    found: frozenset[str] = frozenset()
    return listed(found.union(*(principal.resources(kind, each) for each in _SEEING)))
