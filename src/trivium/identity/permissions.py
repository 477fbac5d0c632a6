"""What can be granted: permissions, kinds of resources, and the roles that are built in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from trivium.errors import InvalidInput

ALL = "*"
"""As a resource: every one of its kind."""

PERMISSIONS = ("read", "start", "work", "assign", "operate", "administer")
IMPLIED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "read": (),
        "start": (),
        "work": ("read",),
        "assign": ("read",),
        "operate": ("read",),
        "administer": ("read", "start", "work", "assign", "operate"),
    }
)
"""What a permission brings with it."""

RESOURCES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "definition": PERMISSIONS,
        "case": PERMISSIONS,
        "decision": ("read", "start", "administer"),
        "instance": ("read", "work", "assign", "operate"),
        "task": ("read", "work", "assign"),
        "operation": ("read", "work", "operate", "administer"),
    }
)
"""The kinds of resources, and what can be granted on them.

`definition`, `case` and `decision` are named by their keys and stand for all versions and for everything
that runs of them; `instance` and `task` by their ids; `operation` by a name of `OPERATIONS`.
"""
OPERATIONS = (
    *("jobs", "messages", "audit", "people", "planning", "notifications"),
    "acting-for-others",
)

ADMIN = "admin"
_EVERYWHERE = ("definition", "case", "decision", "operation")
ROLES: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        ADMIN: tuple(("administer", kind) for kind in _EVERYWHERE),
        "operator": (("operate", "definition"), ("operate", "case"), ("read", "decision")),
        "modeller": tuple(("administer", kind) for kind in ("definition", "case", "decision")),
        "auditor": tuple(("read", kind) for kind in _EVERYWHERE),
    }
)
"""What the built-in roles may do with all resources of a kind; other roles are what grants make of them."""
SUBJECTS = ("user", "group", "role", "everybody")


def checked(permission: str, kind: str, resource: str) -> None:
    """Whether it can be granted.

    Raises:
        InvalidInput: there is no such permission on such a resource (`grant/unknown`).
    """
    known = RESOURCES.get(kind)
    if known is None:
        raise InvalidInput(
            f"Expected a kind of resource of {', '.join(RESOURCES)}, but found {kind!r}.",
            code="grant/unknown",
        )
    if permission not in known:
        raise InvalidInput(
            f"Expected a permission on a {kind} of {', '.join(known)}, but found {permission!r}.",
            code="grant/unknown",
        )
    if kind == "operation" and resource not in {*OPERATIONS, ALL}:
        raise InvalidInput(
            f"Expected an operation of {', '.join(OPERATIONS)} or *, but found {resource!r}.",
            code="grant/unknown",
        )
