"""People and programs that sign in, what they may do, and the record of changes to it."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.event import listen

from trivium.store.tables.append_only import forbid_changes
from trivium.store.tables.metadata import data, metadata, number, tenant, text

tenants = Table(
    "tenants",
    metadata,
    Column("id", Text, primary_key=True),
    text("name"),
    number("created_at"),
)
"""Tenants beside the one that is always there, whose id is the empty text."""

users = Table(
    "users",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("kind"),
    text("name", null=True),
    text("email", null=True),
    text("manager_id", null=True),
    text("state"),
    text("password_hash", null=True),
    number("must_change_password", default="0"),
    data("totp_secret", null=True),
    number("totp_confirmed_at", null=True),
    number("totp_last_step", default="0"),
    number("created_at"),
    number("last_sign_in_at", null=True),
    Index(None, "tenant_id", "id"),
    Index(None, "manager_id"),
)
"""`kind` is person or service, `state` active or disabled; the TOTP secret is encrypted."""

groups = Table(
    "groups",
    metadata,
    tenant(),
    text("id"),
    text("name", null=True),
    number("created_at"),
    PrimaryKeyConstraint("tenant_id", "id"),
)
"""Their ids are the names that models give as candidate groups, so each tenant has its own."""

memberships = Table(
    "memberships",
    metadata,
    tenant(),
    text("member_kind"),
    text("member_id"),
    text("group_id"),
    PrimaryKeyConstraint("tenant_id", "member_kind", "member_id", "group_id"),
    Index(None, "tenant_id", "group_id"),
)
"""Users in groups, and groups in groups."""

roles = Table(
    "roles",
    metadata,
    tenant(),
    text("subject_kind"),
    text("subject_id"),
    text("role"),
    PrimaryKeyConstraint("tenant_id", "subject_kind", "subject_id", "role"),
    Index(None, "tenant_id", "role"),
)
"""Which users and groups have which roles."""

grants = Table(
    "grants",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("subject_kind"),
    text("subject_id"),
    text("permission"),
    text("resource_kind"),
    text("resource_id"),
    number("created_at"),
    text("created_by", null=True),
    UniqueConstraint(
        "tenant_id", "subject_kind", "subject_id", "permission", "resource_kind", "resource_id"
    ),
    Index(None, "tenant_id", "id"),
)
"""Who (user, group, role, everybody) may do what (permission) with which resource; `*` is all of a kind."""

sessions = Table(
    "sessions",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("user_id"),
    text("method"),
    number("created_at"),
    number("expires_at"),
    number("revoked_at", null=True),
    text("revoked_for", null=True),
    Index(None, "user_id"),
    Index(None, "expires_at"),
)
"""One sign-in, with all refresh tokens that came of it."""

refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    Column("digest", Text, primary_key=True),
    tenant(),
    text("session_id"),
    number("issued_at"),
    number("expires_at"),
    number("used_at", null=True),
    Index(None, "session_id"),
    Index(None, "expires_at"),
)
"""By the SHA-256 of the token; one that is used a second time was stolen."""

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("user_id"),
    text("name"),
    text("prefix"),
    text("digest"),
    text("scopes", null=True),
    number("created_at"),
    text("created_by", null=True),
    number("expires_at", null=True),
    number("last_used_at", null=True),
    number("revoked_at", null=True),
    UniqueConstraint("digest"),
    Index(None, "user_id"),
)
"""By the SHA-256 of the key; `scopes` are permissions with commas between, none means all."""

recovery_codes = Table(
    "recovery_codes",
    metadata,
    text("user_id"),
    text("digest"),
    tenant(),
    number("used_at", null=True),
    PrimaryKeyConstraint("user_id", "digest"),
)
"""What stands in for a lost second factor, once each."""

challenges = Table(
    "challenges",
    metadata,
    Column("digest", Text, primary_key=True),
    tenant(),
    text("kind"),
    text("user_id", null=True),
    data("content"),
    number("expires_at"),
    Index(None, "expires_at"),
)
"""Sign-ins that are half done: a second factor is awaited, or an identity provider."""

external_identities = Table(
    "external_identities",
    metadata,
    text("provider"),
    text("subject"),
    tenant(),
    text("user_id"),
    number("created_at"),
    PrimaryKeyConstraint("provider", "subject"),
    Index(None, "user_id"),
)
"""Who somebody is at an identity provider."""

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    tenant(),
    number("value"),
    number("expires_at"),
    Index(None, "expires_at"),
)
"""Failed sign-ins and rate limits, counted over all nodes."""

signing_keys = Table(
    "signing_keys",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    data("content"),
    number("created_at"),
    number("retired_at", null=True),
)
"""The keys that sign access tokens, encrypted; a retired one verifies until its last token has expired."""

identity_revision = Table(
    "identity_revision",
    metadata,
    Column("id", Integer, primary_key=True),
    tenant(),
    number("number"),
)
"""One row, counted up by every change of who may do what: what nodes remember is of a revision."""

identity_audit = Table(
    "identity_audit",
    metadata,
    Column(
        "position",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=True,
    ),
    tenant(),
    number("at"),
    text("actor", null=True),
    text("action"),
    text("target_kind"),
    text("target_id"),
    data("content"),
    Index(None, "target_kind", "target_id"),
    Index(None, "tenant_id", "position"),
)
"""Every change, and every sign-in: who, when, what. Rows are only added; there are no secrets in them."""

listen(identity_audit, "after_create", forbid_changes)
