"""What identity tells of people, groups and grants: without secrets."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec


class UserInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A person or a service account."""

    id: str
    tenant: str
    kind: str
    name: str | None
    email: str | None
    manager: str | None
    state: str
    groups: tuple[str, ...]
    """Those that they are directly in."""
    roles: tuple[str, ...]
    """Their own, without those of groups."""
    has_password: bool
    must_change_password: bool
    has_second_factor: bool
    created_at: datetime
    last_sign_in_at: datetime | None


class GroupInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A group with who is directly in it."""

    id: str
    tenant: str
    name: str | None
    users: tuple[str, ...]
    groups: tuple[str, ...]
    roles: tuple[str, ...]
    created_at: datetime


class TenantInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A tenant; the one whose id is the empty text is always there."""

    id: str
    name: str
    created_at: datetime


class GrantInfo(msgspec.Struct, frozen=True, kw_only=True):
    """Who may do what with which resource."""

    id: str
    tenant: str
    subject_kind: str
    subject: str
    permission: str
    resource_kind: str
    resource: str
    created_at: datetime
    created_by: str | None


class ApiKeyInfo(msgspec.Struct, frozen=True, kw_only=True):
    """An API key, by its beginning: the rest is nowhere."""

    id: str
    tenant: str
    user: str
    name: str
    prefix: str
    scopes: tuple[str, ...] | None
    created_at: datetime
    created_by: str | None
    expires_at: datetime | None
    last_used_at: datetime | None
    is_revoked: bool


class NewApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """A new API key, and the only time that it is whole."""

    info: ApiKeyInfo
    key: str


class SessionInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in that is not over."""

    id: str
    method: str
    created_at: datetime
    expires_at: datetime


class RecordEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One change or sign-in, as it was recorded."""

    position: int
    tenant: str
    at: datetime
    actor: str | None
    action: str
    target_kind: str
    target: str
    content: dict[str, Any]


class Tokens(msgspec.Struct, frozen=True, kw_only=True):
    """What a sign-in gives: a short token for requests, and one to get the next pair with."""

    access_token: str
    expires_in_seconds: int
    refresh_token: str
    refresh_expires_in_seconds: int
    user: str
    must_change_password: bool = False


class Challenge(msgspec.Struct, frozen=True, kw_only=True):
    """The password was right; now the second factor is asked for."""

    challenge: str
    expires_in_seconds: int


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """A new second factor, to be confirmed by a code."""

    secret: str
    uri: str
    """What an authenticator reads, as a QR code."""
