"""The one history, and how far each reader of it has come."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text, UniqueConstraint

from trivium.store.tables.metadata import data, metadata, number, tenant, text

journal = Table(
    "journal",
    metadata,
    Column(
        "position",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=True,
    ),
    tenant(),
    text("root_id"),
    number("seq"),
    number("at"),
    text("actor", null=True),
    text("kind"),
    data("entry"),
    data("hash"),
    number("xact", default="0"),
    UniqueConstraint("root_id", "seq"),
)
"""One row a command: `entry` is the JSON of the command and its events, `hash` chains it to the one
before it of the same tree. `xact` is the transaction that wrote it, on PostgreSQL, where `position` alone
does not say what was committed first."""

idempotency = Table(
    "idempotency",
    metadata,
    Column("key", Text, primary_key=True),
    tenant(),
    data("result"),
    number("created_at"),
    Index(None, "created_at"),
)
"""What was answered to commands that callers may send twice; and proofs of commits, whose result is null."""

cursors = Table(
    "cursors",
    metadata,
    Column("name", Text, primary_key=True),
    tenant(),
    text("content", null=True),
    number("updated_at", null=True),
    text("lease_owner", null=True),
    number("lease_until", default="0"),
    number("lease", default="0"),
)
"""Readers of the journal by name: where each has come to, and which node runs it. `lease` is its fencing
token."""
